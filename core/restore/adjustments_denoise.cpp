#include <cmath>
#include <memory>

#include <opencv2/core.hpp>

#include "core/restore/adjustments.h"
#include "core/restore/guided_rows.h"
#include "core/restore/guided_tile.h"
#include "core/restore/pixel_tiles.h"
#include "core/restore/reduced_detail.h"

namespace heirloom {

namespace {

constexpr int kLumaRadius = 3;
constexpr int kChromaRadius = 6;
constexpr double kChromaNoise = 0.7;  // of the noise that luminance is cleaned of
// The standard deviation of noise, in units of full scale, that amount 100 removes.
constexpr double kMaxNoise = 26.0 / 255.0;
constexpr float kMiddle = 0.5f;  // what TilePlanes takes off luma

static_assert(2 * kChromaRadius <= kDenoiseReach);

// The window of this radius on a photo that was averaged down by 2^level.
BoxWindow windowOf(int radius, int level) {
    const float side = static_cast<float>(2 * radius + 1) / static_cast<float>(1 << level);
    if (side <= 1.0f) return {};
    const int whole = static_cast<int>(std::ceil((side - 1.0f) / 2.0f));
    return {whole, (side - static_cast<float>(2 * whole - 1)) / 2.0f};
}

template <class Sample>
HEIRLOOM_INLINE void storeGrey(const float* luma, int columns, Sample* out) {
    constexpr float kMax = std::numeric_limits<Sample>::max();
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        out[x] = roundedSample<Sample>((luma[x] + kMiddle) * kMax);
    }
}

template <class Sample>
HEIRLOOM_INLINE void storeChannel(const float* luma, const float* chroma, int columns,
                                  Sample* out) {
    constexpr float kMax = std::numeric_limits<Sample>::max();
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        out[x] = roundedSample<Sample>((chroma[x] + (luma[x] + kMiddle)) * kMax);
    }
}

template <class Sample>
HEIRLOOM_INLINE void storeAny(const float* luma, const float* chroma, int columns, Sample* out) {
    if (chroma == nullptr) {
        storeGrey(luma, columns, out);
    } else {
        storeChannel(luma, chroma, columns, out);
    }
}

// chroma: of the channel; null: the photo is grey.
HEIRLOOM_VECTOR_CLONES
void storeRow(const float* luma, const float* chroma, int columns, bool is16Bit,
              unsigned char* out) {
    if (is16Bit) {
        storeAny(luma, chroma, columns, reinterpret_cast<std::uint16_t*>(out));
    } else {
        storeAny(luma, chroma, columns, out);
    }
}

// Differences to luminance carry the chroma. Each guides itself: luminance would let colour
// run across the edge of a face that is as bright as what lies behind it.
class DenoiseWorker {
public:
    DenoiseWorker(const cv::Mat& pixels, PixelLayout layout, float noise,
                  const ReducedDetail& detail)
        : m_detail(detail),
          m_source(pixels),
          m_layout(layout),
          m_noise(noise),
          m_planes(kDenoiseReach, colourChannelCount(layout) == 3),
          m_luma(kTileHeight, kTileWidth, CV_32FC1) {
        if (colourChannelCount(layout) != 3) return;
        for (cv::Mat& plane : m_chroma) plane.create(m_luma.size(), CV_32FC1);
    }

    void run(const cv::Rect& tile, cv::Mat& target) {
        m_planes.load(m_source, m_layout, tile);
        filter(m_planes.luma(0, 0), 0, tile.tl(), m_luma);
        for (int c = 0; c < 3 && !m_chroma[c].empty(); ++c) {
            filter(m_planes.chroma(c, 0, 0), c + 1, tile.tl(), m_chroma[c]);
        }
        const auto offset = tile.x * m_source.elemSize();
        ChannelRow row(m_source.channels(), m_source.depth() == CV_16U);
        for (int y = 0; y < tile.height; ++y) {
            if (hasAlpha(m_layout)) row.load(m_source.ptr(tile.y + y) + offset, tile.width);
            for (int c = 0; c < colourChannelCount(m_layout); ++c) {
                storeRow(m_luma.ptr<float>(y),
                         m_chroma[c].empty() ? nullptr : m_chroma[c].ptr<float>(y), tile.width,
                         row.is16Bit(), row.samples(c));
            }
            row.store(target.ptr(tile.y + y) + offset, tile.width);
        }
    }

private:
    // plane: 0 for luma, then the chroma of each channel.
    void filter(const float* in, int plane, cv::Point at, cv::Mat& out) {
        const int radius = plane == 0 ? kLumaRadius : kChromaRadius;
        const auto noise = static_cast<float>(plane == 0 ? m_noise : m_noise * kChromaNoise);
        const int width = m_planes.width(), height = m_planes.height();
        const cv::Mat& spread = m_detail.spread[plane];
        if (spread.empty()) {
            m_rows.filter(in, m_planes.stride(), width, height, radius, noise, out.ptr<float>(),
                          out.cols);
        } else {
            const auto* within = spread.ptr<float>(at.y + kDenoiseReach) + at.x + kDenoiseReach;
            m_tile.filter(in, m_planes.stride(), width, height, windowOf(radius, m_detail.level),
                          noise, within, spread.cols, out.ptr<float>(), out.cols);
        }
    }

    const ReducedDetail& m_detail;
    cv::Mat m_source;
    PixelLayout m_layout;
    float m_noise;
    TilePlanes m_planes;
    GuidedRows m_rows;
    GuidedTile m_tile;
    cv::Mat m_luma;
    cv::Mat m_chroma[3];
};

}  // namespace

double noiseOf(double denoiseAmount) {
    return kMaxNoise * denoiseAmount / 100.0;
}

bool denoise(Photo& photo, double amount, const RunControl& control, const ReducedDetail* reduced) {
    if (amount <= 0.0) return true;
    const auto noise = static_cast<float>(noiseOf(amount));
    const ReducedDetail nothingLost;
    const ReducedDetail& detail = reduced != nullptr ? *reduced : nothingLost;
    const auto work = [&]() -> TileWorker {
        auto worker = std::make_shared<DenoiseWorker>(photo.pixels, photo.layout, noise, detail);
        return [worker](const cv::Rect& tile, cv::Mat& target) { worker->run(tile, target); };
    };
    return transformTiles(photo, work, control);
}

}  // namespace heirloom
