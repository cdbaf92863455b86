// Work on a photo in tiles whose float planes stay in the processor's cache.
//
// Whatever a tile computes may depend only on the pixels round it, not on where the tile
// begins: the result is then the same for any tiles, any number of threads, and for a part
// of a photo that has the filter's reach round it.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <limits>

#include <opencv2/core/mat.hpp>

#include "core/base/run_control.h"
#include "core/base/vector_clones.h"
#include "core/image/photo.h"
#include "core/restore/channel_row.h"

namespace heirloom {

constexpr int kTileWidth = 256;
constexpr int kTileHeight = 128;

// Replaces the photo's pixels by target, which work fills tile by tile, in parallel. work
// makes one worker for each thread's share of the tiles, so that buffers are made once.
// false: asked to stop; the photo is as it was. stopRequested is not called by two threads
// at once.
using TileWorker = std::function<void(const cv::Rect& tile, cv::Mat& target)>;
bool transformTiles(Photo& photo, const std::function<TileWorker()>& work,
                    const RunControl& control);

// A rectangle of a photo and `reach` pixels round it as float planes, mirrored at the
// photo's edges: luma (Rec. 601, 0...1, less 0.5 so that sums of squares stay precise), and
// on request what each channel has more than luma.
class TilePlanes {
public:
    TilePlanes(int reach, bool withChroma);

    void load(const cv::Mat& pixels, PixelLayout layout, const cv::Rect& tile);

    int reach() const { return m_reach; }
    int stride() const { return m_stride; }
    int width() const { return m_tile.width; }
    int height() const { return m_tile.height; }
    // Pixel (x, y) of the tile; negative coordinates reach into the surroundings.
    const float* luma(int x, int y) const { return m_luma.ptr<float>(y + m_reach) + x + m_reach; }
    const float* chroma(int channel, int x, int y) const {
        return m_chroma[channel].ptr<float>(y + m_reach) + x + m_reach;
    }

private:
    void mirrorColumns(float* row, int first, int loaded, int columns) const;

    int m_reach = 0;
    int m_stride = 0;
    cv::Rect m_tile;
    cv::Mat m_luma;
    cv::Mat m_chroma[3];
};

// Values 0...max, already clamped, rounded as lrint() does; written so that it becomes
// vector code.
template <class Sample>
HEIRLOOM_INLINE Sample roundedSample(float value) {
    constexpr float kMax = std::numeric_limits<Sample>::max();
    constexpr float kWholeNumbersOnly = 12582912.0f;  // 1.5 * 2^23
    const float clamped = value < 0.0f ? 0.0f : (value > kMax ? kMax : value);
    // Its last bits are then the number itself.
    return static_cast<Sample>(std::bit_cast<std::uint32_t>(clamped + kWholeNumbersOnly));
}

}  // namespace heirloom
