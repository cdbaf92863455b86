#include "core/image/area_average.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"
#include "core/image/picture_memory.h"

namespace heirloom {

namespace {

constexpr int kRowsAtOnce = 4;
constexpr int kStripRows = 16;
// Parts of a pixel that are smaller are nothing but the error of a product.
constexpr double kSmallestPart = 1e-3;

// What the samples of one side count for each averaged one: `taps` that follow each other,
// of which the last may weigh nothing.
struct SideWeights {
    int taps = 0;
    std::vector<int> first;
    std::vector<float> weights;  // taps for each averaged sample

    const float* of(int target) const {
        return weights.data() + static_cast<std::ptrdiff_t>(target) * taps;
    }
};

SideWeights weightsOf(int from, int to) {
    const double step = static_cast<double>(from) / to;
    SideWeights side;
    side.taps = static_cast<int>(std::ceil(step)) + 1;
    side.weights.assign(static_cast<std::size_t>(side.taps) * to, 0.0f);
    for (int target = 0; target < to; ++target) {
        const double start = target * step;
        const double end = std::min<double>(start + step, from);
        const int first = static_cast<int>(std::floor(start + kSmallestPart));
        side.first.push_back(first);
        float* weights = side.weights.data() + static_cast<std::ptrdiff_t>(target) * side.taps;
        float all = 0.0f;
        for (int i = 0; i < side.taps && first + i < from; ++i) {
            const double covered =
                std::min<double>(first + i + 1, end) - std::max<double>(first + i, start);
            if (covered > kSmallestPart) weights[i] = static_cast<float>(covered);
            all += weights[i];
        }
        for (int i = 0; i < side.taps; ++i) weights[i] /= all;
    }
    return side;
}

struct WeighedRow {
    const std::uint8_t* samples = nullptr;
    float weight = 0.0f;
};
using WeighedRows = std::array<WeighedRow, kRowsAtOnce>;

template <int kRows, bool kAdds>
HEIRLOOM_INLINE void sumOf(const WeighedRows& rows, int count, float* out) {
    const auto [a, b, c, d] = rows;
    HEIRLOOM_INDEPENDENT
    for (int i = 0; i < count; ++i) {
        float sum = a.weight * a.samples[i];
        if constexpr (kRows > 1) sum += b.weight * b.samples[i];
        if constexpr (kRows > 2) sum += c.weight * c.samples[i];
        if constexpr (kRows > 3) sum += d.weight * d.samples[i];
        out[i] = kAdds ? out[i] + sum : sum;
    }
}

HEIRLOOM_VECTOR_CLONES
void storeSum(const WeighedRows& rows, int rowCount, int count, float* out) {
    switch (rowCount) {
        case 1: return sumOf<1, false>(rows, count, out);
        case 2: return sumOf<2, false>(rows, count, out);
        case 3: return sumOf<3, false>(rows, count, out);
        default: return sumOf<4, false>(rows, count, out);
    }
}

HEIRLOOM_VECTOR_CLONES
void addSum(const WeighedRows& rows, int rowCount, int count, float* out) {
    switch (rowCount) {
        case 1: return sumOf<1, true>(rows, count, out);
        case 2: return sumOf<2, true>(rows, count, out);
        case 3: return sumOf<3, true>(rows, count, out);
        default: return sumOf<4, true>(rows, count, out);
    }
}

HEIRLOOM_VECTOR_CLONES
void storeRounded(const float* in, int count, std::uint8_t* out) {
    HEIRLOOM_INDEPENDENT
    for (int i = 0; i < count; ++i) {
        out[i] = static_cast<std::uint8_t>(static_cast<int>(in[i] + 0.5f));
    }
}

// 8-bit pixels of one, three or four channels. Rows are averaged first: that leaves only the rows
// of the smaller picture for the part that no wide vector helps with.
class ByteAverage {
public:
    ByteAverage(const cv::Mat& pixels, cv::Mat& out)
        : m_pixels(pixels),
          m_out(out),
          m_rows(weightsOf(pixels.rows, out.rows)),
          m_columns(weightsOf(pixels.cols, out.cols)) {}

    void rows(int first, int last) const {
        const int channels = m_pixels.channels();
        // A pixel is read and written as four values, and all taps of the last one are read.
        const auto room = static_cast<std::size_t>(m_columns.taps + 1) * 4;
        std::vector<float> averaged(static_cast<std::size_t>(m_pixels.cols) * channels + room);
        std::vector<float> narrow(static_cast<std::size_t>(m_out.cols) * channels + room);
        for (int y = first; y < last; ++y) {
            averageRows(y, averaged.data());
            switch (channels) {
                case 1: averageGrey(averaged.data(), narrow.data()); break;
                case 3: averageColumns<3>(averaged.data(), narrow.data()); break;
                default: averageColumns<4>(averaged.data(), narrow.data()); break;
            }
            storeRounded(narrow.data(), m_out.cols * channels, m_out.ptr(y));
        }
    }

private:
    void averageRows(int y, float* out) const {
        const int count = m_pixels.cols * m_pixels.channels();
        const int first = m_rows.first[static_cast<std::size_t>(y)];
        const float* weights = m_rows.of(y);
        int taps = m_rows.taps;
        while (taps > 1 && weights[taps - 1] == 0.0f) --taps;
        for (int tap = 0; tap < taps; tap += kRowsAtOnce) {
            const int rowCount = std::min(kRowsAtOnce, taps - tap);
            WeighedRows rows;
            for (int i = 0; i < rowCount; ++i) {
                rows[static_cast<std::size_t>(i)] = {m_pixels.ptr(first + tap + i),
                                                     weights[tap + i]};
            }
            if (tap == 0) {
                storeSum(rows, rowCount, count, out);
            } else {
                addSum(rows, rowCount, count, out);
            }
        }
    }

    void averageGrey(const float* in, float* out) const {
        for (int x = 0; x < m_out.cols; ++x) {
            const float* pixel = in + m_columns.first[static_cast<std::size_t>(x)];
            const float* weights = m_columns.of(x);
            float sum = 0.0f;
            for (int tap = 0; tap < m_columns.taps; ++tap) sum += weights[tap] * pixel[tap];
            out[x] = sum;
        }
    }

    // The fourth value of a pixel of three is written over by the next pixel.
    template <int kChannels>
    void averageColumns(const float* in, float* out) const {
        for (int x = 0; x < m_out.cols; ++x) {
            const float* pixel = in + m_columns.first[static_cast<std::size_t>(x)] * kChannels;
            const float* weights = m_columns.of(x);
            cv::v_float32x4 sum = cv::v_setzero_f32();
            for (int tap = 0; tap < m_columns.taps; ++tap, pixel += kChannels) {
                sum = cv::v_muladd(cv::v_load(pixel), cv::v_setall_f32(weights[tap]), sum);
            }
            cv::v_store(out + static_cast<std::ptrdiff_t>(x) * kChannels, sum);
        }
    }

    const cv::Mat& m_pixels;
    cv::Mat& m_out;
    SideWeights m_rows, m_columns;
};

bool isWholeFactor(const cv::Mat& pixels, cv::Size size) {
    return pixels.cols % size.width == 0 && pixels.rows % size.height == 0;
}

}  // namespace

cv::Mat averagedDown(const cv::Mat& pixels, cv::Size size) {
    cv::Mat out;
    const int type = pixels.type();
    const bool isOurs = type == CV_8UC1 || type == CV_8UC3 || type == CV_8UC4;
    if (!isOurs || isWholeFactor(pixels, size)) {
        cv::resize(pixels, out, size, 0, 0, cv::INTER_AREA);
        return out;
    }
    out = newPicture(size, pixels.type());
    const ByteAverage average(pixels, out);
    cv::parallel_for_(
        cv::Range(0, size.height),
        [&](const cv::Range& rows) { average.rows(rows.start, rows.end); },
        std::max(1.0, static_cast<double>(size.height) / kStripRows));
    return out;
}

}  // namespace heirloom
