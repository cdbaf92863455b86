#include "core/fidelity/wide_gaussian.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <opencv2/core.hpp>

#include "core/fidelity/gaussian.h"
#include "core/fidelity/line_sums.h"

namespace heirloom {

namespace {

// Of the blur before sampling and of the interpolation, in coarse pixels, and where they end.
constexpr double kSampling = 0.65;
constexpr int kSamplingReach = 3;
// A grid fits from this sigma on, in its pixels. Finer grids than these save no time.
constexpr double kLeastSigma = 1.3;
constexpr int kFine = 4, kCoarse = 8;

template <int kStep>
void interleave(const float* phases, int stride, int count, float* out) {
    for (int x = 0; x < count; ++x) {
        for (int p = 0; p < kStep; ++p) out[x * kStep + p] = phases[p * stride + x];
    }
}

// A picture and its margins on a grid of every n-th pixel: coarse pixel j lies at pixel n * j.
class CoarseGrid {
public:
    CoarseGrid(cv::Size size, int channels, double sigma)
        : m_size(size),
          m_channels(channels),
          m_step(sigma >= kLeastSigma * kCoarse ? kCoarse : kFine),
          m_sigma(std::sqrt(sigma * sigma / (m_step * m_step) - 2.0 * kSampling * kSampling)),
          m_margin(kSamplingReach + static_cast<int>(std::ceil(4.0 * m_sigma))),
          m_sampling(gaussianWeights(kSampling * m_step, kSamplingReach * m_step)),
          m_interpolation(interpolationWeights()) {}

    double sigma() const { return m_sigma; }
    cv::Mat sampled(const cv::Mat& picture) const;
    cv::Mat interpolated(const cv::Mat& coarse) const;

private:
    // Coarse pixels that are summed up for one pixel.
    static constexpr int kTaps = 2 * kSamplingReach;

    int coarse(int length) const { return (length - 1) / m_step + 1 + 2 * m_margin; }
    std::vector<std::vector<float>> interpolationWeights() const;
    void sampleAlong(const float* in, std::vector<float>& line, std::vector<float>& blurred,
                     float* out) const;
    void interpolateAlong(const float* in, std::vector<float>& phases, float* out) const;

    cv::Size m_size;
    int m_channels, m_step;
    double m_sigma;
    int m_margin;
    std::vector<float> m_sampling;
    std::vector<std::vector<float>> m_interpolation;  // by the pixel's place in a coarse one
};

// A pixel at n * j + p takes from the coarse pixels j - 2 ... j + 3.
std::vector<std::vector<float>> CoarseGrid::interpolationWeights() const {
    std::vector<std::vector<float>> weights;
    for (int p = 0; p < m_step; ++p) {
        std::vector<double> exact;
        double sum = 0.0;
        for (int k = 0; k < kTaps; ++k) {
            const double away = (k + 1 - kSamplingReach) - static_cast<double>(p) / m_step;
            exact.push_back(std::exp(-0.5 * away * away / (kSampling * kSampling)));
            sum += exact.back();
        }
        weights.emplace_back();
        for (const double weight : exact) {
            weights.back().push_back(static_cast<float>(weight / sum));
        }
    }
    return weights;
}

void CoarseGrid::sampleAlong(const float* in, std::vector<float>& line, std::vector<float>& blurred,
                             float* out) const {
    const int reach = kSamplingReach * m_step;
    const int margin = m_margin * m_step + reach;
    const int columns = coarse(m_size.width);
    const int blurredColumns = (columns - 1) * m_step + 1;
    const int lineColumns = blurredColumns + 2 * reach;
    line.resize(static_cast<std::size_t>(lineColumns) * m_channels);
    blurred.resize(static_cast<std::size_t>(blurredColumns) * m_channels);
    std::copy_n(in, m_size.width * m_channels, line.data() + margin * m_channels);
    for (int x = 0; x < lineColumns; ++x) {
        if (x == margin) x += m_size.width;
        const int from = cv::borderInterpolate(x - margin, m_size.width, cv::BORDER_REFLECT_101);
        for (int c = 0; c < m_channels; ++c) line[x * m_channels + c] = in[from * m_channels + c];
    }
    SymmetricLines lines(reach);
    for (int i = 0; i <= reach; ++i) {
        lines.set(i, line.data() + (reach - i) * m_channels,
                  line.data() + (reach + i) * m_channels);
    }
    lines.sum(m_sampling, blurredColumns * m_channels, blurred.data());
    for (int x = 0; x < columns; ++x) {
        for (int c = 0; c < m_channels; ++c) {
            out[x * m_channels + c] = blurred[x * m_step * m_channels + c];
        }
    }
}

cv::Mat CoarseGrid::sampled(const cv::Mat& picture) const {
    const int reach = kSamplingReach * m_step;
    const auto row = [&](int y) {
        return picture.ptr<float>(cv::borderInterpolate(y, picture.rows, cv::BORDER_REFLECT_101));
    };
    cv::Mat out(coarse(m_size.height), coarse(m_size.width), picture.type());
    std::vector<float> sum(static_cast<std::size_t>(picture.cols) * m_channels), line, blurred;
    SymmetricLines lines(reach);
    for (int j = 0; j < out.rows; ++j) {
        const int y = (j - m_margin) * m_step;
        for (int i = 0; i <= reach; ++i) lines.set(i, row(y - i), row(y + i));
        lines.sum(m_sampling, picture.cols * m_channels, sum.data());
        sampleAlong(sum.data(), line, blurred, out.ptr<float>(j));
    }
    return out;
}

// phases: room for all pixels of a row and the first of the margin after it, by their place in
// a coarse pixel.
void CoarseGrid::interpolateAlong(const float* in, std::vector<float>& phases, float* out) const {
    const int count = ((m_size.width - 1) / m_step + 1) * m_channels;
    phases.resize(static_cast<std::size_t>(count) * m_step);
    std::vector<const float*> lines(kTaps);
    for (int k = 0; k < kTaps; ++k) {
        lines[k] = in + (m_margin + 1 - kSamplingReach + k) * m_channels;
    }
    for (int p = 0; p < m_step; ++p) {
        sumLines(lines, m_interpolation[p].data(), count, phases.data() + p * count);
    }
    const int whole = m_channels == 1 ? m_size.width / m_step : 0;
    if (m_step == kFine) {
        interleave<kFine>(phases.data(), count, whole, out);
    } else {
        interleave<kCoarse>(phases.data(), count, whole, out);
    }
    for (int x = whole * m_step; x < m_size.width; ++x) {
        const float* from = phases.data() + x % m_step * count + x / m_step * m_channels;
        for (int c = 0; c < m_channels; ++c) out[x * m_channels + c] = from[c];
    }
}

cv::Mat CoarseGrid::interpolated(const cv::Mat& coarse) const {
    cv::Mat out(m_size, coarse.type());
    std::vector<float> sum(static_cast<std::size_t>(coarse.cols) * m_channels), phases;
    std::vector<const float*> lines(kTaps);
    for (int y = 0; y < out.rows; ++y) {
        const int first = y / m_step + m_margin + 1 - kSamplingReach;
        for (int k = 0; k < kTaps; ++k) lines[k] = coarse.ptr<float>(first + k);
        sumLines(lines, m_interpolation[y % m_step].data(), coarse.cols * m_channels, sum.data());
        interpolateAlong(sum.data(), phases, out.ptr<float>(y));
    }
    return out;
}

}  // namespace

cv::Mat wideGaussian(const cv::Mat& picture, double sigma) {
    if (sigma < kLeastSigma * kFine) return gaussian(picture, sigma);
    const CoarseGrid grid(picture.size(), picture.channels(), sigma);
    return grid.interpolated(gaussian(grid.sampled(picture), grid.sigma()));
}

}  // namespace heirloom
