#include "core/face/compose.h"

#include <algorithm>

#include <opencv2/core.hpp>

#include "core/face/align.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

cv::Rect rectOf(const FacePatch& patch, cv::Size photoSize) {
    return coveredRect(patch.photoFromCrop, patch.mask.cols, photoSize);
}

cv::Mat maskOn(const FacePatch& patch, cv::Rect rect) {
    cv::Mat mask = cropOntoPhoto(patch.mask, patch.photoFromCrop, rect);
    // Cubic interpolation overshoots a little at the foot and the top of the ramp.
    return cv::min(cv::max(mask, 0.0), 1.0);
}

// The share of each pixel that belongs to a patch: its mask, divided by the sum of all
// masks where that exceeds 1.
cv::Mat shareOf(std::size_t index, const std::vector<FacePatch>& patches,
                const std::vector<cv::Rect>& rects) {
    const cv::Rect rect = rects[index];
    cv::Mat mask = maskOn(patches[index], rect);
    cv::Mat sum;
    for (std::size_t other = 0; other < patches.size(); ++other) {
        const cv::Rect shared = rects[other] & rect;
        if (other == index || shared.empty()) continue;
        if (sum.empty()) sum = mask.clone();
        cv::Mat part = sum(shared - rect.tl());
        part += maskOn(patches[other], shared);
    }
    if (!sum.empty()) mask /= cv::max(sum, 1.0);
    return mask;
}

void addChange(cv::Mat& colour, const cv::Mat& change, const cv::Mat& weight, float strength) {
    const int channels = colour.channels();
    for (int y = 0; y < colour.rows; ++y) {
        auto* out = colour.ptr<float>(y);
        const auto* add = change.ptr<float>(y);
        const auto* share = weight.ptr<float>(y);
        for (int x = 0; x < colour.cols; ++x) {
            const float by = share[x] * strength;
            for (int c = 0; c < channels; ++c) {
                out[x * channels + c] += by * add[x * channels + c];
            }
        }
    }
}

}  // namespace

void composeFaces(Photo& photo, const std::vector<FacePatch>& patches) {
    std::vector<cv::Rect> rects;
    for (const FacePatch& patch : patches) rects.push_back(rectOf(patch, photo.pixels.size()));
    photo.pixels = photo.pixels.clone();
    for (std::size_t i = 0; i < patches.size(); ++i) {
        if (rects[i].empty() || patches[i].strength <= 0.0) continue;
        cv::Mat region = photo.pixels(rects[i]);
        cv::Mat colour = colourFloat(region, photo.layout);
        addChange(colour, cropOntoPhoto(patches[i].change, patches[i].photoFromCrop, rects[i]),
                  shareOf(i, patches, rects), static_cast<float>(patches[i].strength));
        storeColour(colour, region, photo.layout);
    }
}

cv::Mat combinedMask(cv::Size photoSize, const std::vector<FacePatch>& patches) {
    cv::Mat combined = cv::Mat::zeros(photoSize, CV_32FC1);
    for (const FacePatch& patch : patches) {
        const cv::Rect rect = rectOf(patch, photoSize);
        if (rect.empty()) continue;
        cv::Mat region = combined(rect);
        region = cv::max(region, maskOn(patch, rect));
    }
    return combined;
}

}  // namespace heirloom
