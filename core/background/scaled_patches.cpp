#include "core/background/scaled_patches.h"

#include <opencv2/core.hpp>

#include "core/face/align.h"

namespace heirloom {

std::vector<FacePatch> scaledPatches(const std::vector<FacePatch>& patches, cv::Size from,
                                     cv::Size to) {
    const double x = double(to.width) / from.width;
    const double y = double(to.height) / from.height;
    std::vector<FacePatch> scaled = patches;
    for (FacePatch& patch : scaled) {
        cv::Matx23d& transform = patch.photoFromCrop;
        for (int column = 0; column < 3; ++column) {
            transform(0, column) *= x;
            transform(1, column) *= y;
        }
        transform(0, 2) += 0.5 * x - 0.5;
        transform(1, 2) += 0.5 * y - 0.5;
    }
    return scaled;
}

std::vector<FacePatch> patchesOnRestoredBackground(const std::vector<FacePatch>& patches,
                                                   const Photo& photo, const Photo& enlarged) {
    std::vector<FacePatch> scaled =
        scaledPatches(patches, photo.pixels.size(), enlarged.pixels.size());
    for (std::size_t i = 0; i < patches.size(); ++i) {
        const int size = patches[i].mask.cols;
        // A picture of its own: assigning the sum to the shared one would write into it.
        const cv::Mat change = patches[i].change +
                               extractCrop(photo, patches[i].photoFromCrop, size) -
                               extractCrop(enlarged, scaled[i].photoFromCrop, size);
        scaled[i].change = change;
    }
    return scaled;
}

}  // namespace heirloom
