#include "core/restore/pixel_tiles.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include <opencv2/core.hpp>

namespace heirloom {

namespace {

constexpr float kRed = 0.299f, kGreen = 0.587f, kBlue = 0.114f;
constexpr float kMiddle = 0.5f;

struct RowPlanes {
    float* luma;
    float* chroma[3];  // null when not wanted
};

template <class Sample, int kChannels>
HEIRLOOM_INLINE void loadColour(const Sample* in, int columns, const RowPlanes& planes) {
    constexpr float kScale = 1.0f / std::numeric_limits<Sample>::max();
    float* const luma = planes.luma;
    float* const first = planes.chroma[0];
    float* const second = planes.chroma[1];
    float* const third = planes.chroma[2];
    if (first == nullptr) {
        HEIRLOOM_INDEPENDENT
        for (int x = 0; x < columns; ++x) {
            const float red = in[x * kChannels] * kScale;
            const float green = in[x * kChannels + 1] * kScale;
            const float blue = in[x * kChannels + 2] * kScale;
            luma[x] = (red * kRed + green * kGreen + blue * kBlue) - kMiddle;
        }
        return;
    }
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        const float red = in[x * kChannels] * kScale;
        const float green = in[x * kChannels + 1] * kScale;
        const float blue = in[x * kChannels + 2] * kScale;
        const float grey = red * kRed + green * kGreen + blue * kBlue;
        luma[x] = grey - kMiddle;
        first[x] = red - grey;
        second[x] = green - grey;
        third[x] = blue - grey;
    }
}

template <class Sample>
HEIRLOOM_INLINE void loadAny(const Sample* in, int columns, int channels, const RowPlanes& planes) {
    if (channels == 3) return loadColour<Sample, 3>(in, columns, planes);
    if (channels == 4) return loadColour<Sample, 4>(in, columns, planes);
    constexpr float kScale = 1.0f / std::numeric_limits<Sample>::max();
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) planes.luma[x] = in[x * channels] * kScale - kMiddle;
}

HEIRLOOM_VECTOR_CLONES
void loadRow(const unsigned char* in, bool is16Bit, int columns, int channels,
             const RowPlanes& planes) {
    if (is16Bit) {
        loadAny(reinterpret_cast<const std::uint16_t*>(in), columns, channels, planes);
    } else {
        loadAny(in, columns, channels, planes);
    }
}

}  // namespace

bool transformTiles(Photo& photo, const std::function<TileWorker()>& work,
                    const RunControl& control) {
    cv::Mat target(photo.pixels.size(), photo.pixels.type());
    const int across = (target.cols + kTileWidth - 1) / kTileWidth;
    const int down = (target.rows + kTileHeight - 1) / kTileHeight;
    std::mutex asking;
    std::atomic<bool> stopped = false;
    const auto shouldStop = [&] {
        if (stopped || !control.stopRequested) return stopped.load();
        const std::lock_guard lock(asking);
        if (control.shouldStop()) stopped = true;
        return stopped.load();
    };
    cv::parallel_for_(cv::Range(0, across * down), [&](const cv::Range& range) {
        const TileWorker worker = work();
        for (int i = range.start; i < range.end && !shouldStop(); ++i) {
            const cv::Rect tile(i % across * kTileWidth, i / across * kTileHeight, kTileWidth,
                                kTileHeight);
            worker(tile & cv::Rect(cv::Point(), target.size()), target);
        }
    });
    if (stopped) return false;
    photo.pixels = target;
    return true;
}

TilePlanes::TilePlanes(int reach, bool withChroma)
    : m_reach(reach), m_stride(kTileWidth + 2 * reach) {
    m_luma.create(kTileHeight + 2 * reach, m_stride, CV_32FC1);
    if (!withChroma) return;
    for (cv::Mat& plane : m_chroma) plane.create(m_luma.size(), CV_32FC1);
}

void TilePlanes::load(const cv::Mat& pixels, PixelLayout layout, const cv::Rect& tile) {
    m_tile = tile;
    const bool hasChroma = !m_chroma[0].empty() && colourChannelCount(layout) == 3;
    const int begin = std::max(0, tile.x - m_reach);
    const int end = std::min(pixels.cols, tile.br().x + m_reach);
    const int first = begin - (tile.x - m_reach);  // where column `begin` lies in the planes
    const auto pixelBytes = pixels.elemSize();
    for (int row = 0; row < tile.height + 2 * m_reach; ++row) {
        const int y =
            cv::borderInterpolate(tile.y - m_reach + row, pixels.rows, cv::BORDER_REFLECT_101);
        RowPlanes planes{m_luma.ptr<float>(row) + first, {nullptr, nullptr, nullptr}};
        for (int c = 0; c < 3 && hasChroma; ++c) {
            planes.chroma[c] = m_chroma[c].ptr<float>(row) + first;
        }
        loadRow(pixels.ptr(y) + begin * pixelBytes, pixels.depth() == CV_16U, end - begin,
                pixels.channels(), planes);
        mirrorColumns(m_luma.ptr<float>(row), begin, end - begin, pixels.cols);
        for (int c = 0; c < 3 && hasChroma; ++c) {
            mirrorColumns(m_chroma[c].ptr<float>(row), begin, end - begin, pixels.cols);
        }
    }
}

void TilePlanes::mirrorColumns(float* row, int first, int loaded, int columns) const {
    const int origin = m_tile.x - m_reach;
    const auto mirror = [&](int x) {
        row[x - origin] = row[cv::borderInterpolate(x, columns, cv::BORDER_REFLECT_101) - origin];
    };
    for (int x = origin; x < first; ++x) mirror(x);
    for (int x = first + loaded; x < m_tile.br().x + m_reach; ++x) mirror(x);
}

}  // namespace heirloom
