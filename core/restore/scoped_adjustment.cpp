#include "core/restore/scoped_adjustment.h"

#include <algorithm>

#include <opencv2/core.hpp>

#include "core/face/align.h"
#include "core/image/pixel_access.h"
#include "core/restore/adjustments.h"

namespace heirloom {

namespace {

bool adjust(Photo& photo, Adjustment adjustment, double amount, const RunControl& control,
            const ReducedDetail* reduced) {
    return adjustment == Adjustment::Denoise ? denoise(photo, amount, control, reduced)
                                             : sharpen(photo, amount, control, reduced);
}

void blend(cv::Mat& region, const cv::Mat& adjusted, const cv::Mat& weight, PixelLayout layout) {
    cv::Mat colour = colourFloat(region, layout);
    const cv::Mat target = colourFloat(adjusted, layout);
    const int channels = colour.channels();
    for (int y = 0; y < colour.rows; ++y) {
        auto* values = colour.ptr<float>(y);
        const auto* wanted = target.ptr<float>(y);
        const auto* shares = weight.ptr<float>(y);
        for (int x = 0; x < colour.cols; ++x) {
            const float share = std::clamp(shares[x], 0.0f, 1.0f);
            for (int c = x * channels; c < (x + 1) * channels; ++c) {
                values[c] += share * (wanted[c] - values[c]);
            }
        }
    }
    storeColour(colour, region, layout);
}

}  // namespace

int reachOf(Adjustment adjustment) {
    return adjustment == Adjustment::Denoise ? kDenoiseReach : kSharpenReach;
}

std::vector<FaceWeight> faceWeights(Scope scope, const std::vector<FacePatch>& patches,
                                    cv::Size photoSize, FacePlacements& placements,
                                    cv::Point origin) {
    std::vector<FaceWeight> faces;
    if (scope == Scope::WholePhoto) return faces;
    for (const FacePatch& patch : patches) {
        const cv::Rect rect = coveredRect(patch.photoFromCrop, patch.mask.cols, photoSize);
        if (!rect.empty()) faces.push_back({rect - origin, placements.mask(patch, photoSize)});
    }
    return faces;
}

bool adjustInScope(Photo& photo, Adjustment adjustment, double amount, Scope scope,
                   const std::vector<FaceWeight>& faces, const RunControl& control,
                   const ReducedDetail* reduced) {
    if (amount <= 0.0) return true;
    if (scope == Scope::WholePhoto) return adjust(photo, adjustment, amount, control, reduced);
    const cv::Rect whole(cv::Point(), photo.pixels.size());
    const int reach = reachOf(adjustment);
    cv::Mat blended = photo.pixels.clone();
    Photo part;
    part.layout = photo.layout;
    part.pixels = photo.pixels;
    // A reduced photo is small, and its detail belongs to the whole of it.
    if (reduced != nullptr && !adjust(part, adjustment, amount, control, reduced)) return false;
    for (const FaceWeight& face : faces) {
        const cv::Rect rect = face.rect & whole;
        if (rect.empty()) continue;
        cv::Rect outer = whole;
        if (reduced == nullptr) {
            outer = cv::Rect(rect.x - reach, rect.y - reach, rect.width + 2 * reach,
                             rect.height + 2 * reach) &
                    whole;
            part.pixels = photo.pixels(outer);
            if (!adjust(part, adjustment, amount, control, nullptr)) return false;
        }
        cv::Mat region = blended(rect);
        blend(region, part.pixels(rect - outer.tl()), face.weight(rect - face.rect.tl()),
              photo.layout);
    }
    photo.pixels = blended;
    return true;
}

}  // namespace heirloom
