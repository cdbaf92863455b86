#include "core/quality/sharpness.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace heirloom {

namespace {

constexpr double kLargestBlur = 12.0;
// The coarser smoothing relative to the finer one.
constexpr double kSecondSigma = 2.0;
constexpr double kStrongestShare = 0.10;  // of all pixels: candidates for edges
constexpr double kAboveNoise = 5.0;       // standard deviations of the smoothed gradient
constexpr int kFewestEdges = 12;
// Soft contours belong to every face; the sharper third of the edges tells the lens.
constexpr double kSharpEdgeShare = 0.30;

struct Gradient {
    cv::Mat x, y, size;
};

Gradient gradientOf(const cv::Mat& luma, double sigma) {
    cv::Mat smooth;
    cv::GaussianBlur(luma, smooth, cv::Size(), sigma, sigma, cv::BORDER_REFLECT_101);
    Gradient gradient;
    const cv::Matx13f central(-0.5f, 0.0f, 0.5f);
    cv::filter2D(smooth, gradient.x, CV_32F, central);
    cv::filter2D(smooth, gradient.y, CV_32F, central.t());
    cv::magnitude(gradient.x, gradient.y, gradient.size);
    return gradient;
}

// Variance of one gradient component of white noise after Gaussian smoothing.
double gradientVariance(double noise, double sigma) {
    return noise * noise / (8.0 * CV_PI * std::pow(sigma, 4));
}

float percentileOf(std::vector<float> values, double share) {
    const auto at =
        std::min(values.size() - 1, static_cast<std::size_t>(share * double(values.size())));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at),
                     values.end());
    return values[at];
}

// A pixel is on an edge when the gradient is largest along its own direction.
bool isRidge(const Gradient& gradient, int x, int y) {
    const float gx = gradient.x.at<float>(y, x);
    const float gy = gradient.y.at<float>(y, x);
    const float size = gradient.size.at<float>(y, x);
    if (!(size > 0.0f)) return false;
    const int dx = static_cast<int>(std::lround(gx / size));
    const int dy = static_cast<int>(std::lround(gy / size));
    return size >= gradient.size.at<float>(y + dy, x + dx) &&
           size >= gradient.size.at<float>(y - dy, x - dx);
}

}  // namespace

double measureBlur(const cv::Mat& luma, double noise) {
    constexpr int kSmallest = 24;
    if (luma.cols < kSmallest || luma.rows < kSmallest) return -1.0;
    // The stronger the noise, the more must be smoothed away before edges can be compared.
    const double fine = std::clamp(0.6 + 0.08 * noise, 0.6, 1.8);
    const double coarse = kSecondSigma * fine;
    const Gradient first = gradientOf(luma, fine);
    const Gradient second = gradientOf(luma, coarse);
    std::vector<float> sizes(second.size.begin<float>(), second.size.end<float>());
    const double threshold =
        std::max({double(percentileOf(std::move(sizes), 1.0 - kStrongestShare)),
                  kAboveNoise * std::sqrt(2.0 * gradientVariance(noise, coarse)), 0.3});

    std::vector<float> blurs;
    for (int y = 2; y < luma.rows - 2; ++y) {
        for (int x = 2; x < luma.cols - 2; ++x) {
            const double g2 = second.size.at<float>(y, x);
            if (g2 < threshold || !isRidge(second, x, y)) continue;
            const double g1 = first.size.at<float>(y, x);
            const double clean = g1 * g1 - 2.0 * gradientVariance(noise, fine);
            const double ratio = std::max(clean, 0.0) / (g2 * g2);  // squared
            const double sigma =
                ratio <= 1.001 ? kLargestBlur
                               : std::sqrt(std::max(
                                     0.0, (coarse * coarse - ratio * fine * fine) / (ratio - 1.0)));
            blurs.push_back(static_cast<float>(std::min(sigma, kLargestBlur)));
        }
    }
    if (static_cast<int>(blurs.size()) < kFewestEdges) return -1.0;
    return percentileOf(std::move(blurs), kSharpEdgeShare);
}

}  // namespace heirloom
