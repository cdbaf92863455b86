#include "core/face/mask.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"

namespace heirloom {

namespace {

// Measured on FFHQ-aligned faces: the oval reaches from the hairline to the chin and to the
// middle of the ears.
constexpr OvalShape kFaceOval{
    .halfWidth = 1.30f, .above = 1.62f, .below = 1.48f, .full = 0.72f, .gone = 1.18f};
constexpr float kCentreBelowEyes = 0.42f;
constexpr float kEyesToMouth = 0.96f;
// The rim of the crop, as a share of its size: nothing, then a ramp.
constexpr float kClearRim = 0.02f;
constexpr float kRamp = 0.10f;
// The unit as a share of the crop's size; the templates give 0.23 and 0.25.
constexpr float kLeastUnit = 0.15f;
constexpr float kLargestUnit = 0.60f;
constexpr float kUsualUnit = 0.24f;

HEIRLOOM_INLINE float smooth(float x) {
    const float above = x < 0.0f ? 0.0f : x;
    const float t = 1.0f < above ? 1.0f : above;
    return t * t * (3.0f - 2.0f * t);
}

float rimWeight(int position, int size) {
    const auto distance = static_cast<float>(std::min(position, size - 1 - position));
    const auto length = static_cast<float>(size);
    return smooth((distance - kClearRim * length) / (kRamp * length));
}

bool areNumbers(const Landmarks& landmarks) {
    return std::all_of(landmarks.begin(), landmarks.end(), [](const cv::Point2f& point) {
        return std::isfinite(point.x) && std::isfinite(point.y);
    });
}

// The oval in units of its own radius, by distances along and across the face.
struct OvalRow {
    cv::Point2f across, down;
    float above, below;
    float full, slope;
};

HEIRLOOM_VECTOR_CLONES
void fadeRow(const OvalRow& oval, float centre, float dy, int size, float* row) {
    const float acrossX = oval.across.x, downX = oval.down.x;
    const float acrossY = dy * oval.across.y, downY = dy * oval.down.y;
    const float above = oval.above, below = oval.below, full = oval.full, slope = oval.slope;
    for (int x = 0; x < size; ++x) {
        const float dx = static_cast<float>(x) - centre;
        const float u = dx * acrossX + acrossY;
        const float height = dx * downX + downY;
        const float v = height * (height > 0.0f ? below : above);
        row[x] = 1.0f - smooth((std::sqrt(u * u + v * v) - full) * slope);
    }
}

}  // namespace

float smoothStep(float x) {
    return smooth(x);
}

FaceFrame faceFrameOf(const Landmarks& cropLandmarks, int size) {
    const auto length = static_cast<float>(size);
    if (!areNumbers(cropLandmarks)) {
        const float middle = 0.5f * (length - 1.0f);
        return {{middle, middle}, {1.0f, 0.0f}, {0.0f, 1.0f}, kUsualUnit * length};
    }
    const cv::Point2f eyes = (cropLandmarks[0] + cropLandmarks[1]) * 0.5f;
    const cv::Point2f mouth = (cropLandmarks[3] + cropLandmarks[4]) * 0.5f;
    const auto eyeDistance = static_cast<float>(cv::norm(cropLandmarks[1] - cropLandmarks[0]));
    const auto eyesToMouth = static_cast<float>(cv::norm(mouth - eyes));
    FaceFrame frame;
    // A face turned to the side has its eyes close together but keeps its length.
    frame.unit = std::clamp(std::max(eyeDistance, kEyesToMouth * eyesToMouth), kLeastUnit * length,
                            kLargestUnit * length);
    frame.down =
        eyesToMouth > 0.0f ? (mouth - eyes) * (1.0f / eyesToMouth) : cv::Point2f(0.0f, 1.0f);
    frame.across = {frame.down.y, -frame.down.x};
    frame.centre = eyes + frame.down * (kCentreBelowEyes * frame.unit);
    return frame;
}

cv::Mat ovalFade(const FaceFrame& frame, const OvalShape& shape, int size) {
    cv::Mat fade(size, size, CV_32FC1);
    const OvalRow oval{frame.across * (1.0f / (shape.halfWidth * frame.unit)),
                       frame.down,
                       1.0f / (shape.above * frame.unit),
                       1.0f / (shape.below * frame.unit),
                       shape.full,
                       1.0f / (shape.gone - shape.full)};
    for (int y = 0; y < size; ++y) {
        fadeRow(oval, frame.centre.x, static_cast<float>(y) - frame.centre.y, size,
                fade.ptr<float>(y));
    }
    return fade;
}

cv::Mat borderFade(int size) {
    std::vector<float> rim(static_cast<std::size_t>(size));
    for (int x = 0; x < size; ++x) rim[static_cast<std::size_t>(x)] = rimWeight(x, size);
    const cv::Mat line(1, size, CV_32FC1, rim.data());
    return line.t() * line;
}

cv::Mat ovalMask(const Landmarks& cropLandmarks, int size) {
    return ovalFade(faceFrameOf(cropLandmarks, size), kFaceOval, size).mul(borderFade(size));
}

}  // namespace heirloom
