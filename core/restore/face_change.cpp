#include "core/restore/face_change.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/fidelity/bands.h"
#include "core/fidelity/grain.h"
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

template <class Work>
void forEachRow(const cv::Mat& picture, const Work& work) {
    cv::parallel_for_(cv::Range(0, picture.rows), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) work(y);
    });
}

// What the change takes from the crop's own fine detail, to be given back. y: of the crop.
cv::Mat ownDetail(const cv::Mat& y, const cv::Mat& changeY, float share) {
    const double sigma = std::max(1.0, y.cols * kDetailSigmaShare);
    const cv::Mat detail = y - gaussian(y, sigma);
    const cv::Mat changeDetail = changeY - gaussian(changeY, sigma);
    const float noise = std::max(noiseOf(y), 0.5f / 255.0f);
    cv::Mat returned(y.size(), CV_32FC1);
    forEachRow(returned, [&](int row) {
        const auto* own = detail.ptr<float>(row);
        const auto* taken = changeDetail.ptr<float>(row);
        auto* out = returned.ptr<float>(row);
        for (int x = 0; x < y.cols; ++x) {
            const bool opposes = own[x] * taken[x] < 0.0f;
            const float size = std::abs(own[x]);
            const float lost = opposes ? std::min(std::abs(taken[x]), size) : 0.0f;
            const float keep = share * ramp(size, kClearlyNoise * noise, kClearlyDetail * noise);
            out[x] = std::copysign(lost * keep, own[x]);
        }
    });
    return returned;
}

// base - crop + the same step for all channels, no further than the first of them reaches its
// end: hue stays, where clipping one channel alone would turn it.
cv::Mat equalSteps(const cv::Mat& base, const cv::Mat& crop, const cv::Mat& step) {
    cv::Mat out(base.size(), CV_32FC3);
    forEachRow(out, [&](int y) {
        const auto* from = base.ptr<cv::Vec3f>(y);
        const auto* shown = crop.ptr<cv::Vec3f>(y);
        const auto* by = step.ptr<float>(y);
        auto* to = out.ptr<cv::Vec3f>(y);
        for (int x = 0; x < base.cols; ++x) {
            const auto [low, high] = std::minmax({from[x][0], from[x][1], from[x][2]});
            const float most = std::clamp(by[x], std::min(-low, 0.0f), std::max(1.0f - high, 0.0f));
            for (int c = 0; c < 3; ++c) to[x][c] = from[x][c] - shown[x][c] + most;
        }
    });
    return out;
}

}  // namespace

cv::Mat faceChange(const CropPictures& pictures, const CropEvidence& evidence,
                   const ChangeOptions& options) {
    const cv::Mat& base = pictures.base;
    const double ratio = options.photoPixelsPerCropPixel;
    const double finest = kFinestBandSigma * std::max(1.0, 1.0 / ratio);
    const cv::Mat baseY = luma(base);
    cv::Mat change = pictures.restored - base;
    // Where the chroma stays, the change is one of luma.
    if (options.keepsChroma) change = luma(change);
    if (options.detailEnhancement) {
        const cv::Mat y = luma(pictures.restored);
        addToAllChannels(change, (y - gaussian(y, finest)) * kDetailEnhancement);
    }
    if (options.mode == RestoreMode::Natural) {
        change = change * (1.0f - kNaturalHoldBack) + gaussian(change, finest) * kNaturalHoldBack;
        const cv::Mat restoredY =
            options.keepsChroma ? cv::Mat(baseY + change) : luma(base + change);
        addToAllChannels(change, missingGrainOfLuma(baseY, restoredY, evidence, ratio));
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
