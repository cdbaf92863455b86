// What of a network's result is pasted: the change to the crop, without what must not
// change. Pure functions on pictures.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/fidelity/crop_evidence.h"
#include "core/restore/parameters.h"

namespace heirloom {

struct ChangeOptions {
    bool keepsChroma = true;  // skin protection, or a photo without colour of its own
    RestoreMode mode = RestoreMode::Natural;
    bool detailEnhancement = false;
    double photoPixelsPerCropPixel = 1.0;  // above 1 the face is larger than the crop
};

// All CV_32FC3 RGB, 0...1, same size.
struct CropPictures {
    cv::Mat crop;      // what the photo shows
    cv::Mat base;      // what the network saw: the crop, or the cleaned crop
    cv::Mat restored;  // its answer, kept to what the photo shows
};

// Returns target - crop as CV_32FC3, such that crop + change stays within 0...1. With
// keepsChroma the differences of the channels stay those of the base, so hue cannot turn.
//
// Natural: the photo's own grain comes back and the finest detail is held back a little.
// Detail: all of it. Strong: all of it, from the cleaned crop.
//
// A face larger than its crop is sharp, or it was blurred before it came to us; in either
// case fine structure that stands clear of the noise is the person's own (moles, lashes,
// wrinkles), so the change may add to it but not take it away (product.md 3.2b). Not in
// mode strong, where such structure may be a scratch.
cv::Mat faceChange(const CropPictures& pictures, const CropEvidence& evidence,
                   const ChangeOptions& options);

// Chroma raised by a share (0.3: a third more), as far as the gamut goes; hue and luma stay.
cv::Mat saturated(const cv::Mat& picture, double share);

}  // namespace heirloom
