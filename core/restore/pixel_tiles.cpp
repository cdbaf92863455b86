#include "core/restore/pixel_tiles.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include <opencv2/core.hpp>

#include "core/image/picture_memory.h"
#include "core/restore/adjustments.h"

namespace heirloom {

namespace {

constexpr float kRed = 0.299f, kGreen = 0.587f, kBlue = 0.114f;
constexpr float kMiddle = 0.5f;
constexpr int kRowsAhead = 8;
constexpr std::size_t kCacheLine = 64;

// Each row of a tile lies in other pages of memory, where the processor does not see by itself
// what comes next.
void fetchSoon(const unsigned char* bytes, std::size_t count) {
#if defined(__GNUC__)
    for (std::size_t i = 0; i < count; i += kCacheLine) __builtin_prefetch(bytes + i);
#endif
}

struct RowPlanes {
    float* luma;
    float* chroma[3];  // null when not wanted
};

template <class Sample>
HEIRLOOM_INLINE void loadGrey(const Sample* in, int columns, float* luma) {
    constexpr float kScale = 1.0f / std::numeric_limits<Sample>::max();
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) luma[x] = in[x] * kScale - kMiddle;
}

template <class Sample>
HEIRLOOM_INLINE void loadColour(const Sample* reds, const Sample* greens, const Sample* blues,
                                int columns, const RowPlanes& planes) {
    constexpr float kScale = 1.0f / std::numeric_limits<Sample>::max();
    float* const luma = planes.luma;
    float* const first = planes.chroma[0];
    float* const second = planes.chroma[1];
    float* const third = planes.chroma[2];
    if (first == nullptr) {
        HEIRLOOM_INDEPENDENT
        for (int x = 0; x < columns; ++x) {
            const float red = reds[x] * kScale;
            const float green = greens[x] * kScale;
            const float blue = blues[x] * kScale;
            luma[x] = (red * kRed + green * kGreen + blue * kBlue) - kMiddle;
        }
        return;
    }
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        const float red = reds[x] * kScale;
        const float green = greens[x] * kScale;
        const float blue = blues[x] * kScale;
        const float grey = red * kRed + green * kGreen + blue * kBlue;
        luma[x] = grey - kMiddle;
        first[x] = red - grey;
        second[x] = green - grey;
        third[x] = blue - grey;
    }
}

template <class Sample>
HEIRLOOM_INLINE void loadAny(ChannelRow& row, bool isGrey, int columns, const RowPlanes& planes) {
    const auto samples = [&](int channel) {
        return reinterpret_cast<const Sample*>(row.samples(channel));
    };
    if (isGrey) {
        loadGrey(samples(0), columns, planes.luma);
    } else {
        loadColour(samples(0), samples(1), samples(2), columns, planes);
    }
}

HEIRLOOM_VECTOR_CLONES
void loadRow(ChannelRow& row, bool isGrey, int columns, const RowPlanes& planes) {
    if (row.is16Bit()) {
        loadAny<std::uint16_t>(row, isGrey, columns, planes);
    } else {
        loadAny<std::uint8_t>(row, isGrey, columns, planes);
    }
}

}  // namespace

bool transformTiles(Photo& photo, const std::function<TileWorker()>& work,
                    const RunControl& control) {
    cv::Mat target = newPicture(photo.pixels.size(), photo.pixels.type());
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

static_assert(kTileWidth + 2 * kDenoiseReach <= ChannelRow::kMostColumns);

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
    ChannelRow samples(pixels.channels(), pixels.depth() == CV_16U);
    for (int row = 0; row < tile.height + 2 * m_reach; ++row) {
        const int y =
            cv::borderInterpolate(tile.y - m_reach + row, pixels.rows, cv::BORDER_REFLECT_101);
        RowPlanes planes{m_luma.ptr<float>(row) + first, {nullptr, nullptr, nullptr}};
        for (int c = 0; c < 3 && hasChroma; ++c) {
            planes.chroma[c] = m_chroma[c].ptr<float>(row) + first;
        }
        fetchSoon(pixels.ptr(std::min(y + kRowsAhead, pixels.rows - 1)) + begin * pixelBytes,
                  (end - begin) * pixelBytes);
        samples.load(pixels.ptr(y) + begin * pixelBytes, end - begin);
        loadRow(samples, colourChannelCount(layout) == 1, end - begin, planes);
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
