#include "core/quality/exposure.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// A scanner's noise and JPEG keep clipped areas a little off the ends of the range.
constexpr int kBlack = 4;
constexpr int kWhite = 251;
constexpr double kLight = 0.8;
// Larger faces are looked at in a copy with this side.
constexpr int kFaceSide = 256;

bool isBlack(const cv::Vec3b& p) {
    return p[0] <= kBlack && p[1] <= kBlack && p[2] <= kBlack;
}

bool isWhite(const cv::Vec3b& p) {
    return p[0] >= kWhite && p[1] >= kWhite && p[2] >= kWhite;
}

int lumaOf(const cv::Vec3b& p) {
    return (299 * p[0] + 587 * p[1] + 114 * p[2] + 500) / 1000;
}

double percentileOf(const std::array<std::int64_t, 256>& histogram, std::int64_t total,
                    double share) {
    const auto target = static_cast<std::int64_t>(share * double(total));
    std::int64_t seen = 0;
    for (std::size_t value = 0; value < histogram.size(); ++value) {
        seen += histogram[value];
        if (seen > target) return double(value);
    }
    return 255.0;
}

double shareAbove(const std::array<std::int64_t, 256>& histogram, std::int64_t total,
                  double value) {
    const auto first = histogram.begin() + static_cast<std::ptrdiff_t>(value) + 1;
    return double(std::accumulate(first, histogram.end(), std::int64_t{0})) / double(total);
}

}  // namespace

Exposure measureExposure(const cv::Mat& rgb) {
    std::array<std::int64_t, 256> histogram{};
    std::int64_t black = 0, white = 0;
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* row = rgb.ptr<cv::Vec3b>(y);
        for (int x = 0; x < rgb.cols; ++x) {
            black += isBlack(row[x]);
            white += isWhite(row[x]);
            ++histogram[static_cast<std::size_t>(lumaOf(row[x]))];
        }
    }
    const auto total = static_cast<std::int64_t>(rgb.total());
    if (total == 0) return {};
    Exposure exposure{double(black) / double(total), double(white) / double(total),
                      percentileOf(histogram, total, 0.01), percentileOf(histogram, total, 0.99)};
    const double range = exposure.lightTone - exposure.darkTone;
    exposure.lightShare = shareAbove(histogram, total, exposure.darkTone + kLight * range);
    return exposure;
}

FaceExposure measureFaceExposure(const Photo& photo, const Face& face) {
    const cv::Rect rect = cv::Rect(face.box) & cv::Rect(0, 0, photo.width(), photo.height());
    if (rect.empty()) return {};
    cv::Mat pixels = photo.pixels(rect);
    const double scale = double(kFaceSide) / std::max(rect.width, rect.height);
    // Nearest pixels, since averaging would take clipped specks off the end of the range.
    if (scale < 1.0) cv::resize(pixels, pixels, cv::Size(), scale, scale, cv::INTER_NEAREST);
    const cv::Mat rgb = rgb8(pixels, photo.layout);
    cv::Mat oval(rgb.size(), CV_8UC1, cv::Scalar(0));
    cv::ellipse(oval, {rgb.cols / 2, rgb.rows / 2}, {rgb.cols * 2 / 5, rgb.rows * 2 / 5}, 0, 0, 360,
                cv::Scalar(255), cv::FILLED);
    std::int64_t black = 0, white = 0, total = 0;
    for (int y = 0; y < rgb.rows; ++y) {
        for (int x = 0; x < rgb.cols; ++x) {
            if (oval.at<std::uint8_t>(y, x) == 0) continue;
            const auto& p = rgb.at<cv::Vec3b>(y, x);
            black += isBlack(p);
            white += isWhite(p);
            ++total;
        }
    }
    if (total == 0) return {};
    return {double(black) / double(total), double(white) / double(total)};
}

}  // namespace heirloom
