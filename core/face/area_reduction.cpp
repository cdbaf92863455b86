#include "core/face/area_reduction.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"

namespace heirloom {

namespace {

// Shorter pictures are not worth a second thread.
constexpr int kLeastRows = 64;
// What covers less of a pixel is left out, as cv::resize does.
constexpr double kSliver = 1e-3;

// The pixels that each pixel of the result covers, and their shares of it: as many for each, of
// which some may be 0.
struct Covers {
    int width = 0;
    std::vector<int> first;
    std::vector<float> shares;
};

Covers coversOf(int from, int to, double pixel) {
    Covers covers;
    covers.width = std::min(from, static_cast<int>(std::ceil(pixel)) + 1);
    covers.first.resize(static_cast<std::size_t>(to));
    covers.shares.resize(static_cast<std::size_t>(to) * covers.width);
    for (int i = 0; i < to; ++i) {
        const double begin = i * pixel, end = std::min<double>((i + 1) * pixel, from);
        const int first = std::min(static_cast<int>(begin), from - covers.width);
        covers.first[i] = first;
        for (int k = 0; k < covers.width; ++k) {
            const double x = first + k;
            const double covered = std::min(end, x + 1.0) - std::max(begin, x);
            if (covered <= kSliver) continue;
            covers.shares[i * covers.width + k] = static_cast<float>(covered / (end - begin));
        }
    }
    return covers;
}

template <class Sample>
HEIRLOOM_INLINE void addSamples(const Sample* row, float share, int count, float* sum) {
    HEIRLOOM_INDEPENDENT
    for (int i = 0; i < count; ++i) sum[i] += share * static_cast<float>(row[i]);
}

HEIRLOOM_VECTOR_CLONES
void addRow(const float* row, float share, int count, float* sum) {
    addSamples(row, share, count, sum);
}

HEIRLOOM_VECTOR_CLONES
void addRow(const std::uint8_t* row, float share, int count, float* sum) {
    addSamples(row, share, count, sum);
}

HEIRLOOM_VECTOR_CLONES
void addRow(const std::uint16_t* row, float share, int count, float* sum) {
    addSamples(row, share, count, sum);
}

template <int kChannels>
void averagePixel(const float* in, const float* shares, int width, float* out) {
    float sums[kChannels] = {};
    for (int k = 0; k < width; ++k) {
        for (int c = 0; c < kChannels; ++c) sums[c] += shares[k] * in[k * kChannels + c];
    }
    for (int c = 0; c < kChannels; ++c) out[c] = sums[c];
}

template <int kChannels>
void averageAlong(const float* in, const Covers& covers, float* out) {
    const int count = static_cast<int>(covers.first.size());
    for (int i = 0; i < count; ++i) {
        averagePixel<kChannels>(in + covers.first[i] * kChannels,
                                covers.shares.data() + i * covers.width, covers.width,
                                out + i * kChannels);
    }
}

// By fours of floats: what is too much of one pixel the next one overwrites.
void averageColourAlong(const float* in, const Covers& covers, float* out) {
    using Vector = float __attribute__((vector_size(16), aligned(alignof(float))));
    const int last = static_cast<int>(covers.first.size()) - 1;
    for (int i = 0; i < last; ++i) {
        const float* from = in + covers.first[i] * 3;
        const float* shares = covers.shares.data() + i * covers.width;
        Vector sum = {};
        for (int k = 0; k < covers.width; ++k) {
            sum += shares[k] * *reinterpret_cast<const Vector*>(from + k * 3);
        }
        *reinterpret_cast<Vector*>(out + i * 3) = sum;
    }
    averagePixel<3>(in + covers.first[last] * 3, covers.shares.data() + last * covers.width,
                    covers.width, out + last * 3);
}

class Reduction {
public:
    // pixel: of the result, in pixels of the picture.
    Reduction(const cv::Mat& picture, cv::Size2d pixel, cv::Mat& out)
        : m_picture(picture),
          m_out(out),
          m_across(coversOf(picture.cols, out.cols, pixel.width)),
          m_down(coversOf(picture.rows, out.rows, pixel.height)) {
        const double most = picture.depth() == CV_8U    ? 255.0
                            : picture.depth() == CV_16U ? 65535.0
                                                        : 1.0;
        for (float& share : m_across.shares) share = static_cast<float>(share / most);
    }

    void work(const cv::Range& rows) const {
        switch (m_picture.depth()) {
            case CV_8U: return reduceRows<std::uint8_t>(rows);
            case CV_16U: return reduceRows<std::uint16_t>(rows);
            default: return reduceRows<float>(rows);
        }
    }

private:
    template <class Sample>
    void reduceRows(const cv::Range& rows) const {
        const int count = m_picture.cols * m_picture.channels();
        std::vector<float> sum(static_cast<std::size_t>(count) + 1);  // one may be read beyond
        for (int y = rows.start; y < rows.end; ++y) {
            std::fill(sum.begin(), sum.end(), 0.0f);
            for (int k = 0; k < m_down.width; ++k) {
                const float share = m_down.shares[y * m_down.width + k];
                if (share == 0.0f) continue;
                addRow(m_picture.ptr<Sample>(m_down.first[y] + k), share, count, sum.data());
            }
            switch (m_picture.channels()) {
                case 1: averageAlong<1>(sum.data(), m_across, m_out.ptr<float>(y)); break;
                case 2: averageAlong<2>(sum.data(), m_across, m_out.ptr<float>(y)); break;
                default: averageColourAlong(sum.data(), m_across, m_out.ptr<float>(y));
            }
        }
    }

    const cv::Mat& m_picture;
    cv::Mat& m_out;
    Covers m_across, m_down;
};

cv::Mat reduced(const cv::Mat& picture, cv::Size size, cv::Size2d pixel) {
    if (picture.size() == size && picture.depth() == CV_32F) return picture;
    cv::Mat out(size, CV_32FC(picture.channels()));
    const Reduction reduction(picture, pixel, out);
    const int parts = std::clamp(out.rows / kLeastRows, 1, std::max(1, cv::getNumThreads()));
    cv::parallel_for_(
        cv::Range(0, parts),
        [&](const cv::Range& range) {
            reduction.work({out.rows * range.start / parts, out.rows * range.end / parts});
        },
        parts);
    return out;
}

}  // namespace

cv::Mat areaReduced(const cv::Mat& picture, cv::Size size) {
    return reduced(picture, size,
                   {double(picture.cols) / size.width, double(picture.rows) / size.height});
}

cv::Mat areaReduced(const cv::Mat& picture, double scale) {
    const cv::Size size(std::max(1, cvRound(picture.cols * scale)),
                        std::max(1, cvRound(picture.rows * scale)));
    return reduced(picture, size, {1.0 / scale, 1.0 / scale});
}

}  // namespace heirloom
