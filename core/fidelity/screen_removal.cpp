#include "core/fidelity/screen_removal.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>

#include "core/fidelity/bands.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// A peak stands so many times above the mean power of the ring it lies in. Noise alone
// reaches ln(number of cells) ~ 12 times its mean.
constexpr double kPeakOverRing = 40.0;
// And carries at least this deviation over the picture, 0...1.
constexpr double kLeastAmplitude = 1.5 / 255.0;
constexpr std::size_t kMostPeaks = 24;
// Radius of a notch as a share of the screen's frequency: the picture's own detail
// modulates the dots and lies round their peaks.
constexpr double kNotchRadius = 0.22;
// And frequencies from this share of it on are damped.
constexpr double kPassedShare = 0.8;

// The picture between its mirror images, so that the transform sees no edge.
cv::Mat mirrored(const cv::Mat& picture) {
    cv::Mat out;
    const int border = picture.cols / 4;
    cv::copyMakeBorder(picture, out, border, border, border, border, cv::BORDER_REFLECT_101);
    return out;
}

cv::Mat hannWindow(int size) {
    cv::Mat window(size, size, CV_32FC1);
    std::vector<float> taper(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i) {
        taper[i] = static_cast<float>(0.5 - 0.5 * std::cos(2.0 * CV_PI * (i + 0.5) / size));
    }
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) window.at<float>(y, x) = taper[y] * taper[x];
    }
    return window;
}

// Signed frequency of a cell in cycles over the picture.
int signedFrequency(int cell, int size) {
    return cell <= size / 2 ? cell : cell - size;
}

cv::Mat powerSpectrum(const cv::Mat& picture) {
    cv::Mat spectrum;
    cv::dft(picture, spectrum, cv::DFT_COMPLEX_OUTPUT);
    cv::Mat power(picture.size(), CV_32FC1);
    for (int y = 0; y < power.rows; ++y) {
        const auto* in = spectrum.ptr<cv::Vec2f>(y);
        auto* out = power.ptr<float>(y);
        for (int x = 0; x < power.cols; ++x) out[x] = in[x].dot(in[x]);
    }
    return power;
}

struct Peak {
    double u = 0.0, v = 0.0;  // cycles a pixel
    double power = 0.0;

    double frequency() const { return std::hypot(u, v); }
};

std::vector<double> ringMeans(const cv::Mat& power) {
    std::vector<double> sums(static_cast<std::size_t>(power.cols) + 1), counts(sums.size());
    for (int y = 0; y < power.rows; ++y) {
        for (int x = 0; x < power.cols; ++x) {
            const auto ring = static_cast<std::size_t>(std::lround(
                std::hypot(signedFrequency(y, power.rows), signedFrequency(x, power.cols))));
            if (ring >= sums.size()) continue;
            // Peaks must not raise the mean that they are held against.
            sums[ring] += std::log(power.at<float>(y, x) + 1e-12);
            counts[ring] += 1.0;
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
        constexpr double kLogMeanToMean = 1.78;  // of exponentially distributed power
        sums[i] = counts[i] > 0.0 ? kLogMeanToMean * std::exp(sums[i] / counts[i]) : 0.0;
    }
    return sums;
}

bool isLocalMaximum(const cv::Mat& power, int y, int x) {
    const float value = power.at<float>(y, x);
    for (int dy = -2; dy <= 2; ++dy) {
        for (int dx = -2; dx <= 2; ++dx) {
            const int row = (y + dy + power.rows) % power.rows;
            const int column = (x + dx + power.cols) % power.cols;
            if (power.at<float>(row, column) > value) return false;
        }
    }
    return true;
}

std::vector<Peak> findPeaks(const cv::Mat& y, double shortest, double longest) {
    const int size = y.cols;
    const cv::Mat window = hannWindow(size);
    const cv::Mat flat = y - gaussian(y, longest);
    const cv::Mat power = powerSpectrum(flat.mul(window));
    const std::vector<double> rings = ringMeans(power);
    // A sinusoid of amplitude a peaks at (a / 2 * sum of the window) squared.
    const double halfSum = 0.5 * cv::sum(window)[0];
    const double least = std::pow(kLeastAmplitude * std::sqrt(2.0) * halfSum, 2.0);
    std::vector<Peak> peaks;
    for (int row = 0; row < size; ++row) {
        for (int column = 0; column <= size / 2; ++column) {
            const double v = static_cast<double>(signedFrequency(row, size)) / size;
            const double u = static_cast<double>(column) / size;
            const double frequency = std::hypot(u, v);
            if (frequency < 1.0 / longest || frequency > 1.0 / shortest) continue;
            const double value = power.at<float>(row, column);
            const auto ring = static_cast<std::size_t>(std::lround(frequency * size));
            if (value < least || ring >= rings.size() || value < kPeakOverRing * rings[ring]) {
                continue;
            }
            if (isLocalMaximum(power, row, column)) peaks.push_back({u, v, value});
        }
    }
    std::sort(peaks.begin(), peaks.end(),
              [](const Peak& a, const Peak& b) { return a.power > b.power; });
    if (peaks.size() > kMostPeaks) peaks.resize(kMostPeaks);
    return peaks;
}

// A screen crosses two directions; a single line of peaks is a fence or a striped collar.
bool isScreen(const std::vector<Peak>& peaks) {
    if (peaks.empty()) return false;
    const double angle = std::atan2(peaks[0].v, peaks[0].u);
    return std::any_of(peaks.begin() + 1, peaks.end(), [&](const Peak& peak) {
        const double turned = std::abs(std::remainder(std::atan2(peak.v, peak.u) - angle, CV_PI));
        return turned > CV_PI / 6.0 && peak.power > 0.05 * peaks[0].power;
    });
}

// 1 everywhere but in Gaussian notches round the peaks, their mirror images and the
// origin's multiples of them.
cv::Mat notchFilter(cv::Size size, const std::vector<Peak>& peaks) {
    cv::Mat filter(size, CV_32FC2, cv::Scalar::all(1.0));
    const double radius = kNotchRadius * peaks[0].frequency();
    const double limit = kPassedShare * peaks[0].frequency();
    for (int y = 0; y < size.height; ++y) {
        const double v = static_cast<double>(signedFrequency(y, size.height)) / size.height;
        auto* row = filter.ptr<cv::Vec2f>(y);
        for (int x = 0; x < size.width; ++x) {
            const double u = static_cast<double>(signedFrequency(x, size.width)) / size.width;
            // A screen samples the picture: what is finer than its dots is their outline.
            double keep = 1.0 / (1.0 + std::pow(std::hypot(u, v) / limit, 6.0));
            for (const Peak& peak : peaks) {
                for (const double sign : {1.0, -1.0}) {
                    const double distance = std::hypot(u - sign * peak.u, v - sign * peak.v);
                    if (distance > 3.0 * radius) continue;
                    keep *= 1.0 - std::exp(-0.5 * std::pow(distance / (0.5 * radius), 4.0));
                }
            }
            row[x] = cv::Vec2f::all(static_cast<float>(keep));
        }
    }
    return filter;
}

cv::Mat filtered(const cv::Mat& plane, const cv::Mat& filter) {
    cv::Mat spectrum, out;
    cv::dft(plane, spectrum, cv::DFT_COMPLEX_OUTPUT);
    cv::dft(spectrum.mul(filter), out, cv::DFT_INVERSE | cv::DFT_SCALE | cv::DFT_REAL_OUTPUT);
    return out;
}

}  // namespace

ScreenRemoval removeScreen(const cv::Mat& crop, double shortest, double longest) {
    const std::vector<Peak> peaks = findPeaks(luma(crop), std::max(shortest, 2.2), longest);
    if (!isScreen(peaks)) return {crop, false, 0.0};
    const cv::Mat wide = mirrored(crop);
    const cv::Mat filter = notchFilter(wide.size(), peaks);
    std::vector<cv::Mat> planes;
    cv::split(wide, planes);
    for (cv::Mat& plane : planes) plane = filtered(plane, filter);
    cv::Mat joined;
    cv::merge(planes, joined);
    const int border = (wide.cols - crop.cols) / 2;
    const cv::Mat inside = joined(cv::Rect(border, border, crop.cols, crop.rows));
    return {cv::min(cv::max(inside, cv::Scalar::all(0.0)), cv::Scalar::all(1.0)), true,
            1.0 / peaks[0].frequency()};
}

}  // namespace heirloom
