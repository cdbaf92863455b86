#include "core/background/lanczos.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>

namespace heirloom {

namespace {

constexpr double kLobes = 3.0;

double sinc(double x) {
    return x == 0.0 ? 1.0 : std::sin(CV_PI * x) / (CV_PI * x);
}

double lanczos(double x) {
    return std::abs(x) < kLobes ? sinc(x) * sinc(x / kLobes) : 0.0;
}

template <int kChannels>
void filterRow(const float* in, const LanczosAxis& axis, cv::Range target, int originX,
               float* out) {
    const int taps = axis.tapCount();
    for (int x = target.start; x < target.end; ++x, out += kChannels) {
        const float* weights = axis.weights(x);
        const float* pixel = in + static_cast<std::size_t>(axis.first(x) - originX) * kChannels;
        float sum[kChannels] = {};
        for (int t = 0; t < taps; ++t, pixel += kChannels) {
            for (int c = 0; c < kChannels; ++c) sum[c] += weights[t] * pixel[c];
        }
        for (int c = 0; c < kChannels; ++c) out[c] = sum[c];
    }
}

using RowFilter = void (*)(const float*, const LanczosAxis&, cv::Range, int, float*);

RowFilter rowFilterFor(int channels) {
    constexpr RowFilter kFilters[] = {filterRow<1>, filterRow<2>, filterRow<3>, filterRow<4>};
    return kFilters[channels - 1];
}

void addScaled(const float* in, float weight, int count, float* out) {
    for (int i = 0; i < count; ++i) out[i] += weight * in[i];
}

}  // namespace

LanczosAxis::LanczosAxis(int sourceLength, int targetLength) {
    const double step = double(sourceLength) / targetLength;
    // Where the picture becomes smaller the kernel widens: that is the low-pass filter.
    const double stretch = std::max(1.0, step);
    const double reach = kLobes * stretch;
    m_taps = std::min(sourceLength, 2 * static_cast<int>(std::ceil(reach)) + 1);
    m_first.resize(targetLength);
    m_weights.resize(static_cast<std::size_t>(targetLength) * m_taps);
    std::vector<double> row(m_taps);
    for (int i = 0; i < targetLength; ++i) {
        const double centre = (i + 0.5) * step - 0.5;
        const int first =
            std::clamp(static_cast<int>(std::ceil(centre - reach)), 0, sourceLength - m_taps);
        double sum = 0.0;
        for (int t = 0; t < m_taps; ++t) {
            row[t] = lanczos((first + t - centre) / stretch);
            sum += row[t];
        }
        m_first[i] = first;
        float* weights = m_weights.data() + static_cast<std::size_t>(i) * m_taps;
        for (int t = 0; t < m_taps; ++t) weights[t] = static_cast<float>(row[t] / sum);
    }
}

cv::Range LanczosAxis::sourceOf(cv::Range target) const {
    return {m_first[target.start], m_first[target.end - 1] + m_taps};
}

cv::Mat resampledPart(const cv::Mat& source, cv::Point origin, const LanczosAxis& horizontal,
                      const LanczosAxis& vertical, cv::Rect target) {
    const cv::Range columns(target.x, target.x + target.width);
    const cv::Range rows(target.y, target.y + target.height);
    const cv::Range sourceRows = vertical.sourceOf(rows);
    const int channels = source.channels();
    const RowFilter filter = rowFilterFor(channels);
    cv::Mat filtered(sourceRows.size(), target.width, source.type());
    for (int y = 0; y < filtered.rows; ++y) {
        filter(source.ptr<float>(y + sourceRows.start - origin.y), horizontal, columns, origin.x,
               filtered.ptr<float>(y));
    }
    cv::Mat result(target.size(), source.type(), cv::Scalar::all(0.0));
    const int count = target.width * channels;
    for (int y = 0; y < result.rows; ++y) {
        const float* weights = vertical.weights(rows.start + y);
        const int first = vertical.first(rows.start + y) - sourceRows.start;
        for (int t = 0; t < vertical.tapCount(); ++t) {
            if (weights[t] != 0.0f) {
                addScaled(filtered.ptr<float>(first + t), weights[t], count, result.ptr<float>(y));
            }
        }
    }
    return result;
}

}  // namespace heirloom
