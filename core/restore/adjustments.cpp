#include "core/restore/adjustments.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

constexpr int kLuminanceRadius = 3;
constexpr int kChromaRadius = 6;
constexpr double kChromaNoise = 0.7;  // of the noise that luminance is cleaned of
// The standard deviation of noise, in units of full scale, that amount 100 removes.
constexpr double kMaxNoise = 26.0 / 255.0;
constexpr double kSharpenSigma = 1.3;
constexpr double kMaxSharpenGain = 2.0;
// Detail below this is taken for noise and left as it is.
constexpr float kSharpenThreshold = 2.0f / 255.0f;
constexpr double kLowPercentile = 0.01;
constexpr double kHighPercentile = 0.99;

cv::Mat boxMean(const cv::Mat& in, int radius) {
    cv::Mat out;
    const cv::Size window(2 * radius + 1, 2 * radius + 1);
    cv::boxFilter(in, out, CV_32F, window, cv::Point(-1, -1), true, cv::BORDER_REFLECT_101);
    return out;
}

// The local linear models of a guide, shared by everything that is filtered with it.
class GuidedFilter {
public:
    GuidedFilter(const cv::Mat& guide, int radius, double noise)
        : m_guide(guide), m_radius(radius), m_mean(boxMean(guide, radius)) {
        m_variance = boxMean(guide.mul(guide), radius) - m_mean.mul(m_mean);
        m_regularised = cv::max(m_variance, 0.0) + noise * noise;
    }

    cv::Mat apply(const cv::Mat& in) const {
        const cv::Mat mean = boxMean(in, m_radius);
        const cv::Mat covariance = boxMean(m_guide.mul(in), m_radius) - m_mean.mul(mean);
        const cv::Mat slope = covariance / m_regularised;
        const cv::Mat offset = mean - slope.mul(m_mean);
        return boxMean(slope, m_radius).mul(m_guide) + boxMean(offset, m_radius);
    }

private:
    cv::Mat m_guide;
    int m_radius;
    cv::Mat m_mean, m_variance, m_regularised;
};

cv::Mat denoisedStrip(const cv::Mat& colour, double noise) {
    const cv::Mat y = luma(colour);
    const cv::Mat cleanY = GuidedFilter(y, kLuminanceRadius, noise).apply(y);
    if (colour.channels() == 1) return cleanY;
    // Differences to luminance carry the chroma. Each guides itself: luminance would let
    // colour run across the edge of a face that is as bright as what lies behind it.
    std::vector<cv::Mat> channels;
    cv::split(colour, channels);
    for (cv::Mat& channel : channels) {
        const cv::Mat chroma = channel - y;
        channel = GuidedFilter(chroma, kChromaRadius, noise * kChromaNoise).apply(chroma) + cleanY;
    }
    cv::Mat out;
    cv::merge(channels, out);
    return out;
}

// Soft threshold: continuous, and 0 for what is taken for noise.
void dropFaint(cv::Mat& detail) {
    for (int y = 0; y < detail.rows; ++y) {
        auto* row = detail.ptr<float>(y);
        for (int x = 0; x < detail.cols; ++x) {
            const float size = std::max(0.0f, std::abs(row[x]) - kSharpenThreshold);
            row[x] = std::copysign(size, row[x]);
        }
    }
}

cv::Mat sharpenedStrip(const cv::Mat& colour, double gain) {
    const cv::Mat y = luma(colour);
    cv::Mat blurred;
    cv::GaussianBlur(y, blurred, cv::Size(), kSharpenSigma, kSharpenSigma, cv::BORDER_REFLECT_101);
    cv::Mat detail = y - blurred;
    dropFaint(detail);
    cv::Mat out = colour.clone();
    addToAllChannels(out, detail * gain);
    return out;
}

struct LumaRange {
    float low = 0.0f, high = 1.0f;
};

LumaRange percentileRange(const Photo& photo) {
    constexpr int kBins = 4096;
    std::vector<std::int64_t> counts(kBins, 0);
    const int step = std::max(1, photo.height() / 2048);
    std::int64_t total = 0;
    for (int y = 0; y < photo.height(); y += step) {
        const cv::Mat row = luma(colourFloat(photo.pixels.row(y), photo.layout));
        const auto* values = row.ptr<float>();
        for (int x = 0; x < row.cols; ++x) {
            ++counts[std::clamp(cvRound(values[x] * (kBins - 1)), 0, kBins - 1)];
        }
        total += row.cols;
    }
    const auto percentile = [&](double share) {
        std::int64_t seen = 0;
        for (int bin = 0; bin < kBins; ++bin) {
            seen += counts[bin];
            if (static_cast<double>(seen) >= share * static_cast<double>(total)) {
                return static_cast<float>(bin) / (kBins - 1);
            }
        }
        return 1.0f;
    };
    return {percentile(kLowPercentile), percentile(kHighPercentile)};
}

}  // namespace

void denoise(Photo& photo, double amount) {
    if (amount <= 0.0) return;
    const double noise = kMaxNoise * amount / 100.0;
    constexpr int kHalo = 2 * kLuminanceRadius + 2 * kChromaRadius;
    transformInStrips(photo, kHalo,
                      [noise](const cv::Mat& colour) { return denoisedStrip(colour, noise); });
}

void sharpen(Photo& photo, double amount) {
    if (amount <= 0.0) return;
    const double gain = kMaxSharpenGain * amount / 100.0;
    constexpr int kHalo = 8;  // wider than the Gaussian's kernel
    transformInStrips(photo, kHalo,
                      [gain](const cv::Mat& colour) { return sharpenedStrip(colour, gain); });
}

void adjustTone(Photo& photo, double contrast, double brightness) {
    if (contrast <= 0.0 && brightness == 0.0) return;
    LumaRange range;
    if (contrast > 0.0) range = percentileRange(photo);
    // A photo of one tone has nothing to stretch.
    constexpr float kSmallestSpread = 1.0f / 255.0f;
    const bool stretches = contrast > 0.0 && range.high - range.low > kSmallestSpread;
    const auto share = static_cast<float>(contrast / 100.0);
    const auto offset = static_cast<float>(brightness / 255.0);
    transformInStrips(photo, 0, [=](const cv::Mat& colour) {
        cv::Mat change(colour.size(), CV_32FC1, cv::Scalar(offset));
        if (stretches) {
            const cv::Mat y = luma(colour);
            const float gain = 1.0f / (range.high - range.low);
            change += share * (cv::min(cv::max((y - range.low) * gain, 0.0), 1.0) - y);
        }
        cv::Mat out = colour.clone();
        addToAllChannels(out, change);
        return out;
    });
}

}  // namespace heirloom
