// What of a network's result is pasted: the change to the crop, without what must not
// change. Pure functions on pictures.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/restore/parameters.h"

namespace heirloom {

struct ChangeOptions {
    bool keepsChroma = true;  // skin protection, or a photo without colour
    RestoreMode mode = RestoreMode::Natural;
    double photoPixelsPerCropPixel = 1.0;  // above 1 the face is larger than the crop
};

// crop, restored: CV_32FC3 RGB, 0...1, same size. Returns restored - crop as CV_32FC3,
// such that crop + change stays within 0...1.
//
// A face larger than its crop is sharp, or it was blurred before it came to us; in either
// case fine structure that stands clear of the noise is the person's own (moles, lashes,
// wrinkles), so the change may add to it but not take it away (product.md 3.2b).
cv::Mat faceChange(const cv::Mat& crop, const cv::Mat& restored, const ChangeOptions& options);

}  // namespace heirloom
