#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include <opencv2/core.hpp>

#include "core/restore/adjustments.h"
#include "core/restore/pixel_tiles.h"
#include "core/restore/reduced_detail.h"

namespace heirloom {

namespace {

constexpr double kSigma = 1.3;
constexpr double kMaxGain = 2.0;
// Detail below this is taken for noise and left as it is.
constexpr float kThreshold = 2.0f / 255.0f;

constexpr int kReach = kSharpenReach;
// Weights of the pixels 0...kReach away.
using Weights = std::array<float, kReach + 1>;

Weights gaussianWeights(int level) {
    const double sigma = kSigma / (1 << level);
    Weights weights{};
    if (level > 1) {
        // Too narrow for samples of a Gaussian: three weights with its variance.
        weights[0] = static_cast<float>(1.0 - sigma * sigma);
        weights[1] = static_cast<float>(0.5 * sigma * sigma);
        return weights;
    }
    double sum = 0.0;
    for (int i = -kReach; i <= kReach; ++i) sum += std::exp(-0.5 * i * i / (sigma * sigma));
    for (int i = 0; i <= kReach; ++i) {
        weights[i] = static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma)) / sum);
    }
    return weights;
}

template <class Value>
HEIRLOOM_INLINE float weighted(const Value& value, const Weights& weights) {
    float sum = weights[0] * value(0);
    for (int i = 1; i <= kReach; ++i) sum += weights[i] * (value(-i) + value(i));
    return sum;
}

// How much a row of luminance is lifted. Soft threshold: continuous, and 0 for what is taken
// for noise.
HEIRLOOM_VECTOR_CLONES
void liftRow(const float* in, int stride, int columns, const Weights& weights, float threshold,
             float gain, float* sums, float* lift) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns + 2 * kReach; ++x) {
        sums[x] = weighted([&](int i) { return in[i * stride + x - kReach]; }, weights);
    }
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        const float detail = in[x] - weighted([&](int i) { return sums[x + kReach + i]; }, weights);
        const float rise = detail - threshold;
        const float fall = detail + threshold;
        lift[x] = gain * ((rise > 0.0f ? rise : 0.0f) + (fall < 0.0f ? fall : 0.0f));
    }
}

// Adds what a reduced photo lacks, as far as denoise has left it.
HEIRLOOM_VECTOR_CLONES
void addMissing(const float* missing, const float* spread, int columns, float noise, float gain,
                float* lift) {
    const float square = noise * noise + 1e-12f;
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        const float left = noise > 0.0f ? spread[x] / (spread[x] + square) : 1.0f;
        lift[x] += gain * left * missing[x];
    }
}

template <class Sample>
HEIRLOOM_INLINE void addTo(Sample* samples, int columns, const float* lift) {
    constexpr float kMax = std::numeric_limits<Sample>::max();
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        samples[x] = roundedSample<Sample>(samples[x] + lift[x] * kMax);
    }
}

HEIRLOOM_VECTOR_CLONES
void addToRow(unsigned char* samples, bool is16Bit, int columns, const float* lift) {
    if (is16Bit) {
        addTo(reinterpret_cast<std::uint16_t*>(samples), columns, lift);
    } else {
        addTo(samples, columns, lift);
    }
}

// The means of squares of side pixels, of fewer at the edges.
void averageInto(const cv::Mat& values, int side, cv::Mat out) {
    for (int y = 0; y < out.rows; ++y) {
        auto* means = out.ptr<float>(y);
        const int high = std::min(side, values.rows - y * side);
        std::fill_n(means, out.cols, 0.0f);
        for (int row = y * side; row < y * side + high; ++row) {
            const auto* in = values.ptr<float>(row);
            for (int x = 0; x < values.cols; ++x) means[x / side] += in[x];
        }
        for (int x = 0; x < out.cols; ++x) {
            means[x] /= static_cast<float>(high * std::min(side, values.cols - x * side));
        }
    }
}

class SharpenWorker {
public:
    SharpenWorker(const cv::Mat& pixels, PixelLayout layout, float gain,
                  const ReducedDetail& detail)
        : m_detail(detail),
          m_source(pixels),
          m_layout(layout),
          m_gain(gain),
          m_threshold(kThreshold / static_cast<float>(1 << detail.level)),
          m_weights(gaussianWeights(detail.level)),
          m_planes(kReach, false),
          m_rows(2, kTileWidth + 2 * kReach, CV_32FC1) {}

    void run(const cv::Rect& tile, cv::Mat& target) {
        m_planes.load(m_source, m_layout, tile);
        const auto offset = tile.x * m_source.elemSize();
        auto* const lift = m_rows.ptr<float>(1);
        ChannelRow row(m_source.channels(), m_source.depth() == CV_16U);
        for (int y = 0; y < tile.height; ++y) {
            liftRow(m_planes.luma(0, y), m_planes.stride(), tile.width, m_weights, m_threshold,
                    m_gain, m_rows.ptr<float>(0), lift);
            if (!m_detail.missingLift.empty()) {
                addMissing(m_detail.missingLift.ptr<float>(tile.y + y) + tile.x,
                           m_detail.spread[0].ptr<float>(tile.y + y + kDenoiseReach) + tile.x +
                               kDenoiseReach,
                           tile.width, static_cast<float>(noiseOf(m_detail.denoised)), m_gain,
                           lift);
            }
            row.load(m_source.ptr(tile.y + y) + offset, tile.width);
            for (int c = 0; c < colourChannelCount(m_layout); ++c) {
                addToRow(row.samples(c), row.is16Bit(), tile.width, lift);
            }
            row.store(target.ptr(tile.y + y) + offset, tile.width);
        }
    }

private:
    const ReducedDetail& m_detail;
    cv::Mat m_source;
    PixelLayout m_layout;
    float m_gain;
    float m_threshold;
    Weights m_weights;
    TilePlanes m_planes;
    cv::Mat m_rows;
};

}  // namespace

cv::Mat meanLift(const Photo& photo, int side, int level) {
    const Weights weights = gaussianWeights(level);
    const float threshold = kThreshold / static_cast<float>(1 << level);
    cv::Mat mean((photo.height() + side - 1) / side, (photo.width() + side - 1) / side, CV_32FC1);
    const int across = (photo.width() + kTileWidth - 1) / kTileWidth;
    const int down = (photo.height() + kTileHeight - 1) / kTileHeight;
    cv::parallel_for_(cv::Range(0, across * down), [&](const cv::Range& range) {
        TilePlanes planes(kReach, false);
        cv::Mat sums(1, kTileWidth + 2 * kReach, CV_32FC1);
        cv::Mat lift(kTileHeight, kTileWidth, CV_32FC1);
        for (int i = range.start; i < range.end; ++i) {
            const cv::Rect tile = cv::Rect(i % across * kTileWidth, i / across * kTileHeight,
                                           kTileWidth, kTileHeight) &
                                  cv::Rect(cv::Point(), photo.pixels.size());
            planes.load(photo.pixels, photo.layout, tile);
            for (int y = 0; y < tile.height; ++y) {
                liftRow(planes.luma(0, y), planes.stride(), tile.width, weights, threshold, 1.0f,
                        sums.ptr<float>(), lift.ptr<float>(y));
            }
            const cv::Rect target(tile.x / side, tile.y / side, (tile.width + side - 1) / side,
                                  (tile.height + side - 1) / side);
            averageInto(lift(cv::Rect(cv::Point(), tile.size())), side, mean(target));
        }
    });
    return mean;
}

bool sharpen(Photo& photo, double amount, const RunControl& control, const ReducedDetail* reduced) {
    if (amount <= 0.0) return true;
    const auto gain = static_cast<float>(kMaxGain * amount / 100.0);
    const ReducedDetail nothingLost;
    const ReducedDetail& detail = reduced != nullptr ? *reduced : nothingLost;
    const auto work = [&]() -> TileWorker {
        auto worker = std::make_shared<SharpenWorker>(photo.pixels, photo.layout, gain, detail);
        return [worker](const cv::Rect& tile, cv::Mat& target) { worker->run(tile, target); };
    };
    return transformTiles(photo, work, control);
}

}  // namespace heirloom
