// Cleans a badly damaged crop before the network sees it (mode strong): halftone screens,
// scratches, specks and noise.
//
// Pure functions; safe from any thread.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/fidelity/crop_evidence.h"

namespace heirloom {

struct CleanedCrop {
    cv::Mat crop;   // CV_32FC3 RGB, 0...1
    cv::Mat known;  // CV_32FC1, 1 where the original counts, 0 on found defects
    bool hadScreen = false;
    double defectShare = 0.0;  // of the crop, 0...1
};

// crop: CV_32FC3 RGB, 0...1, sRGB. photoPixelsPerCropPixel: a screen is looked for between
// 2.5 and 10 pixels of the photo.
CleanedCrop cleanCrop(const cv::Mat& crop, const Landmarks& cropLandmarks,
                      double photoPixelsPerCropPixel);

}  // namespace heirloom
