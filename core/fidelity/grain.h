// Puts the photo's own grain back onto a restored face, so that it does not look pasted
// in.
//
// Pure functions; safe from any thread.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/fidelity/crop_evidence.h"

namespace heirloom {

// original, restored: CV_32FC3 RGB, 0...1, same square size. Returns a luminance change
// (CV_32FC1) for the restored crop: the original's own grain where the network took it
// away, scaled so that it is as strong as in quiet parts of the photo; none where the
// restored crop has its own.
// photoPixelsPerCropPixel: grain is looked for at the scale of the photo's pixels.
cv::Mat missingGrain(const cv::Mat& original, const cv::Mat& restored, const CropEvidence& evidence,
                     double photoPixelsPerCropPixel);
// The same from the luma of both (CV_32FC1).
cv::Mat missingGrainOfLuma(const cv::Mat& original, const cv::Mat& restored,
                           const CropEvidence& evidence, double photoPixelsPerCropPixel);

}  // namespace heirloom
