#include "core/restore/face_change.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// Natural mode holds this share of the finest band of the change back.
constexpr float kNaturalHoldBack = 0.35f;
constexpr double kFinestBandSigma = 1.0;  // pixels of the photo or the crop, the larger of them

// Own detail: structure below this size, as a share of the crop's side ...
constexpr double kDetailSigmaShare = 1.0 / 64.0;
// ... that stands this many standard deviations above the noise.
constexpr float kClearlyDetail = 4.0f;
constexpr float kClearlyNoise = 2.0f;
// The guard begins where the face is as large as its crop and is whole at this ratio.
constexpr double kGuardFull = 1.5;

cv::Mat smoothed(const cv::Mat& picture, double sigma) {
    cv::Mat out;
    cv::GaussianBlur(picture, out, cv::Size(), sigma, sigma, cv::BORDER_REFLECT_101);
    return out;
}

// Immerkaer's estimate: the median of a Laplacian-like mask that does not see edges of
// constant slope. Source: "Fast Noise Variance Estimation", CVIU 1996, with a median
// instead of the mean so that texture does not count.
float noiseOf(const cv::Mat& y) {
    const cv::Matx33f mask(1, -2, 1, -2, 4, -2, 1, -2, 1);
    cv::Mat response;
    cv::filter2D(y, response, CV_32F, mask);
    std::vector<float> sizes;
    sizes.reserve(response.total());
    for (int row = 0; row < response.rows; ++row) {
        for (const float* v = response.ptr<float>(row);
             v != response.ptr<float>(row) + response.cols; ++v) {
            sizes.push_back(std::abs(*v));
        }
    }
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    constexpr float kMedianToSigma = 1.4826f;
    return kMedianToSigma * *middle / 6.0f;  // the mask's norm is 6
}

float ramp(float x, float from, float to) {
    return std::clamp((x - from) / (to - from), 0.0f, 1.0f);
}

// Gives back what the change takes from the crop's own fine detail.
void keepOwnDetail(const cv::Mat& crop, cv::Mat& change, float share) {
    const double sigma = std::max(1.0, crop.cols * kDetailSigmaShare);
    const cv::Mat y = luma(crop);
    const cv::Mat detail = y - smoothed(y, sigma);
    const cv::Mat changeY = luma(change);
    const cv::Mat changeDetail = changeY - smoothed(changeY, sigma);
    const float noise = std::max(noiseOf(y), 0.5f / 255.0f);
    cv::Mat returned(crop.size(), CV_32FC1);
    for (int row = 0; row < crop.rows; ++row) {
        const auto* own = detail.ptr<float>(row);
        const auto* taken = changeDetail.ptr<float>(row);
        auto* out = returned.ptr<float>(row);
        for (int x = 0; x < crop.cols; ++x) {
            const bool opposes = own[x] * taken[x] < 0.0f;
            const float size = std::abs(own[x]);
            const float lost = opposes ? std::min(std::abs(taken[x]), size) : 0.0f;
            const float keep = share * ramp(size, kClearlyNoise * noise, kClearlyDetail * noise);
            out[x] = std::copysign(lost * keep, own[x]);
        }
    }
    addToAllChannels(change, returned);
}

cv::Mat luminanceOnly(const cv::Mat& change) {
    cv::Mat out;
    cv::cvtColor(luma(change), out, cv::COLOR_GRAY2RGB);
    return out;
}

}  // namespace

cv::Mat faceChange(const cv::Mat& crop, const cv::Mat& restored, const ChangeOptions& options) {
    cv::Mat change = restored - crop;
    if (options.keepsChroma) change = luminanceOnly(change);
    const double ratio = options.photoPixelsPerCropPixel;
    if (options.mode == RestoreMode::Natural) {
        const double sigma = kFinestBandSigma * std::max(1.0, 1.0 / ratio);
        change = change * (1.0f - kNaturalHoldBack) + smoothed(change, sigma) * kNaturalHoldBack;
    }
    const float guard = ramp(static_cast<float>(ratio), 1.0f, static_cast<float>(kGuardFull));
    if (guard > 0.0f) keepOwnDetail(crop, change, guard);
    const cv::Mat target =
        cv::min(cv::max(crop + change, cv::Scalar::all(0.0)), cv::Scalar::all(1.0));
    return target - crop;
}

}  // namespace heirloom
