#include "core/face/mask.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>

namespace heirloom {

namespace {

// In units of the face's own size, measured on FFHQ-aligned faces: the oval reaches from
// the hairline to the chin and to the middle of the ears.
constexpr float kHalfWidth = 1.30f;
constexpr float kHalfHeight = 1.62f;
constexpr float kCentreBelowEyes = 0.42f;
// Relative radius where the fade starts and ends.
constexpr float kFull = 0.72f;
constexpr float kGone = 1.18f;
// The rim of the crop, as a share of its size: nothing, then a ramp.
constexpr float kClearRim = 0.02f;
constexpr float kRamp = 0.10f;

float smoothStep(float x) {
    const float t = std::clamp(x, 0.0f, 1.0f);
    return t * t * (3.0f - 2.0f * t);
}

float rimWeight(int position, int size) {
    const auto distance = static_cast<float>(std::min(position, size - 1 - position));
    const auto length = static_cast<float>(size);
    return smoothStep((distance - kClearRim * length) / (kRamp * length));
}

}  // namespace

cv::Mat borderFade(int size) {
    cv::Mat fade(size, size, CV_32FC1);
    for (int y = 0; y < size; ++y) {
        auto* row = fade.ptr<float>(y);
        const float vertical = rimWeight(y, size);
        for (int x = 0; x < size; ++x) row[x] = vertical * rimWeight(x, size);
    }
    return fade;
}

cv::Mat ovalMask(const Landmarks& cropLandmarks, int size) {
    const cv::Point2f eyes = (cropLandmarks[0] + cropLandmarks[1]) * 0.5f;
    const cv::Point2f mouth = (cropLandmarks[3] + cropLandmarks[4]) * 0.5f;
    const auto eyeDistance = static_cast<float>(cv::norm(cropLandmarks[1] - cropLandmarks[0]));
    const auto eyesToMouth = static_cast<float>(cv::norm(mouth - eyes));
    // A face turned to the side has its eyes close together but keeps its length.
    const float unit = std::max({eyeDistance, 0.96f * eyesToMouth, 1.0f});
    const cv::Point2f down =
        eyesToMouth > 0.0f ? (mouth - eyes) * (1.0f / eyesToMouth) : cv::Point2f(0.0f, 1.0f);
    const cv::Point2f across(down.y, -down.x);
    const cv::Point2f centre = eyes + down * (kCentreBelowEyes * unit);

    cv::Mat mask = borderFade(size);
    for (int y = 0; y < size; ++y) {
        auto* row = mask.ptr<float>(y);
        for (int x = 0; x < size; ++x) {
            const cv::Point2f offset(static_cast<float>(x) - centre.x,
                                     static_cast<float>(y) - centre.y);
            const float radius = std::hypot(offset.dot(across) / (kHalfWidth * unit),
                                            offset.dot(down) / (kHalfHeight * unit));
            row[x] *= 1.0f - smoothStep((radius - kFull) / (kGone - kFull));
        }
    }
    return mask;
}

}  // namespace heirloom
