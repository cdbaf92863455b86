#include <cmath>
#include <memory>

#include <opencv2/core.hpp>

#include "core/restore/adjustments.h"
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
HEIRLOOM_INLINE void storeColour(const Sample* in, Sample* out, int columns, int channels,
                                 const float* luma, const float* const* chroma) {
    constexpr float kMax = std::numeric_limits<Sample>::max();
    if (chroma[0] == nullptr) {
        HEIRLOOM_INDEPENDENT
        for (int x = 0; x < columns; ++x) {
            out[x * channels] = roundedSample<Sample>((luma[x] + kMiddle) * kMax);
        }
    } else {
        const float* const red = chroma[0];
        const float* const green = chroma[1];
        const float* const blue = chroma[2];
        HEIRLOOM_INDEPENDENT
        for (int x = 0; x < columns; ++x) {
            const float grey = luma[x] + kMiddle;
            out[x * channels] = roundedSample<Sample>((red[x] + grey) * kMax);
            out[x * channels + 1] = roundedSample<Sample>((green[x] + grey) * kMax);
            out[x * channels + 2] = roundedSample<Sample>((blue[x] + grey) * kMax);
        }
    }
    if (channels % 2 != 0) return;
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        out[x * channels + channels - 1] = in[x * channels + channels - 1];  // alpha
    }
}

HEIRLOOM_VECTOR_CLONES
void storeRow(const unsigned char* in, unsigned char* out, bool is16Bit, int columns, int channels,
              const float* luma, const float* const* chroma) {
    if (is16Bit) {
        storeColour(reinterpret_cast<const std::uint16_t*>(in),
                    reinterpret_cast<std::uint16_t*>(out), columns, channels, luma, chroma);
    } else if (channels == 3) {
        storeColour(in, out, columns, 3, luma, chroma);
    } else {
        storeColour(in, out, columns, channels, luma, chroma);
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
        for (int y = 0; y < tile.height; ++y) {
            const float* chroma[3] = {};
            for (int c = 0; c < 3 && !m_chroma[c].empty(); ++c) {
                chroma[c] = m_chroma[c].ptr<float>(y);
            }
            storeRow(m_source.ptr(tile.y + y) + offset, target.ptr(tile.y + y) + offset,
                     m_source.depth() == CV_16U, tile.width, m_source.channels(),
                     m_luma.ptr<float>(y), chroma);
        }
    }

private:
    // plane: 0 for luma, then the chroma of each channel.
    void filter(const float* in, int plane, cv::Point at, cv::Mat& out) {
        const BoxWindow window = windowOf(plane == 0 ? kLumaRadius : kChromaRadius, m_detail.level);
        const double noise = plane == 0 ? m_noise : m_noise * kChromaNoise;
        const cv::Mat& spread = m_detail.spread[plane];
        const float* within = spread.empty()
                                  ? nullptr
                                  : spread.ptr<float>(at.y + kDenoiseReach) + at.x + kDenoiseReach;
        m_filter.filter(in, m_planes.stride(), m_planes.width(), m_planes.height(), window,
                        static_cast<float>(noise), out.ptr<float>(), out.cols, within, spread.cols);
    }

    const ReducedDetail& m_detail;
    cv::Mat m_source;
    PixelLayout m_layout;
    float m_noise;
    TilePlanes m_planes;
    GuidedTile m_filter;
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
