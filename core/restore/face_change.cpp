#include "core/restore/face_change.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"
#include "core/fidelity/bands.h"
#include "core/fidelity/grain.h"
#include "core/fidelity/wide_gaussian.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// Natural mode holds this share of the finest band of the change back.
constexpr float kNaturalHoldBack = 0.35f;
// Detail enhancement adds this share of it once more.
constexpr float kDetailEnhancement = 0.6f;
constexpr double kFinestBandSigma = 1.0;  // pixels of the photo or the crop, the larger of them

// Own detail: structure below this size, as a share of the crop's side ...
constexpr double kDetailSigmaShare = 1.0 / 64.0;
// ... that stands this many standard deviations above the noise.
constexpr float kClearlyDetail = 4.0f;
constexpr float kClearlyNoise = 2.0f;
// The guard begins where the face is as large as its crop and is whole at this ratio.
constexpr double kGuardFull = 1.5;

// Immerkaer's estimate: the median of a Laplacian-like mask that does not see edges of
// constant slope. Source: "Fast Noise Variance Estimation", CVIU 1996, with a median
// instead of the mean so that texture does not count.
float noiseOf(const cv::Mat& y) {
    const cv::Matx33f mask(1, -2, 1, -2, 4, -2, 1, -2, 1);
    cv::Mat response;
    cv::filter2D(y, response, CV_32F, mask);
    constexpr float kMedianToSigma = 1.4826f;
    return kMedianToSigma * sizeAt(response, response.total() / 2) / 6.0f;  // the mask's norm
}

float ramp(float x, float from, float to) {
    return std::clamp((x - from) / (to - from), 0.0f, 1.0f);
}

HEIRLOOM_VECTOR_CLONES
void returnRow(const float* own, const float* taken, float share, float noise, int columns,
               float* out) {
    constexpr float kSlope = 1.0f / (kClearlyDetail - kClearlyNoise);
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        const float size = std::abs(own[x]);
        const float most = std::abs(taken[x]) < size ? std::abs(taken[x]) : size;
        const float lost = own[x] * taken[x] < 0.0f ? most : 0.0f;
        const float clear = (size / noise - kClearlyNoise) * kSlope;
        const float above = clear < 0.0f ? 0.0f : clear;
        out[x] = std::copysign(lost * share * (1.0f < above ? 1.0f : above), own[x]);
    }
}

// What the change takes from the crop's own fine detail, to be given back. y: of the crop.
cv::Mat ownDetail(const cv::Mat& y, const cv::Mat& changeY, float share) {
    const double sigma = std::max(1.0, y.cols * kDetailSigmaShare);
    const cv::Mat detail = y - wideGaussian(y, sigma);
    const cv::Mat changeDetail = changeY - wideGaussian(changeY, sigma);
    const float noise = std::max(noiseOf(y), 0.5f / 255.0f);
    cv::Mat returned(y.size(), CV_32FC1);
    for (int row = 0; row < y.rows; ++row) {
        returnRow(detail.ptr<float>(row), changeDetail.ptr<float>(row), share, noise, y.cols,
                  returned.ptr<float>(row));
    }
    return returned;
}

// The step for all channels, no further than the first of them reaches its end: hue stays, where
// clipping one channel alone would turn it. Plus how far the base differs from the crop.
HEIRLOOM_VECTOR_CLONES
void stepRow(const float* base, const float* crop, const float* step, int columns, float* out) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        const float red = base[3 * x], green = base[3 * x + 1], blue = base[3 * x + 2];
        const float lower = red < green ? red : green, upper = red < green ? green : red;
        const float low = blue < lower ? blue : lower, high = upper < blue ? blue : upper;
        const float down = -low < 0.0f ? -low : 0.0f;
        const float up = 0.0f < 1.0f - high ? 1.0f - high : 0.0f;
        const float some = step[x] < down ? down : step[x];
        const float most = up < some ? up : some;
        out[3 * x] = red - crop[3 * x] + most;
        out[3 * x + 1] = green - crop[3 * x + 1] + most;
        out[3 * x + 2] = blue - crop[3 * x + 2] + most;
    }
}

cv::Mat equalSteps(const cv::Mat& base, const cv::Mat& crop, const cv::Mat& step) {
    cv::Mat out(base.size(), CV_32FC3);
    for (int y = 0; y < out.rows; ++y) {
        stepRow(base.ptr<float>(y), crop.ptr<float>(y), step.ptr<float>(y), out.cols,
                out.ptr<float>(y));
    }
    return out;
}

}  // namespace

cv::Mat faceChange(const CropPictures& pictures, const CropEvidence& evidence,
                   const ChangeOptions& options) {
    const cv::Mat& base = pictures.base;
    const double ratio = options.photoPixelsPerCropPixel;
    const double finest = kFinestBandSigma * std::max(1.0, 1.0 / ratio);
    const cv::Mat baseY = luma(base);
    const cv::Mat restoredY = luma(pictures.restored);
    // Where the chroma stays, the change is one of luma.
    cv::Mat change = options.keepsChroma ? restoredY - baseY : pictures.restored - base;
    if (options.detailEnhancement) {
        const cv::Mat& y = restoredY;
        addToAllChannels(change, (y - gaussian(y, finest)) * kDetailEnhancement);
    }
    if (options.mode == RestoreMode::Natural) {
        change = change * (1.0f - kNaturalHoldBack) + gaussian(change, finest) * kNaturalHoldBack;
        const cv::Mat nowY = baseY + luma(change);
        addToAllChannels(change, missingGrainOfLuma(baseY, nowY, evidence, ratio));
    }
    const float guard = ramp(static_cast<float>(ratio), 1.0f, static_cast<float>(kGuardFull));
    if (guard > 0.0f && options.mode != RestoreMode::Strong) {
        addToAllChannels(change, ownDetail(baseY, luma(change), guard));
    }
    if (options.keepsChroma) return equalSteps(base, pictures.crop, change);
    const cv::Mat low = cv::max(base + change, cv::Scalar::all(0.0));
    return cv::min(low, cv::Scalar::all(1.0)) - pictures.crop;
}

cv::Mat saturated(const cv::Mat& picture, double share) {
    const cv::Mat y = luma(picture);
    cv::Mat out = picture.clone();
    for (int row = 0; row < out.rows; ++row) {
        auto* colour = out.ptr<cv::Vec3f>(row);
        const auto* grey = y.ptr<float>(row);
        for (int x = 0; x < out.cols; ++x) {
            const cv::Vec3f chroma = colour[x] - cv::Vec3f::all(grey[x]);
            float gain = 1.0f + static_cast<float>(share);
            for (int c = 0; c < 3; ++c) {
                if (chroma[c] > 0.0f) gain = std::min(gain, (1.0f - grey[x]) / chroma[c]);
                if (chroma[c] < 0.0f) gain = std::min(gain, grey[x] / -chroma[c]);
            }
            colour[x] = cv::Vec3f::all(grey[x]) + chroma * std::max(gain, 1.0f);
        }
    }
    return out;
}

}  // namespace heirloom
