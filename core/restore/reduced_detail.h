// What was averaged away when a photo was made smaller, so that filters can act on the small
// one as they would have acted before.
#pragma once

#include <array>

#include <opencv2/core/mat.hpp>

#include "core/image/photo.h"

namespace heirloom {

struct ReducedDetail {
    int level = 0;  // each pixel is the mean of 2^level squared
    // CV_32FC1, the variance within each pixel, mirrored round the edges by kDenoiseReach:
    // of luma, and of what each channel has more than luma. Grey photos have the first alone.
    std::array<cv::Mat, 4> spread;
    // CV_32FC1: what sharpening lifts luma by at gain 1, averaged, less what it seems to be on
    // the small photo. Where the photo is denoised before, as much of it is left as of the
    // spread.
    cv::Mat missingLift;
    double denoised = 0.0;  // 0...100: the amount
};

// photo: before it is averaged, and after. level: 1...6.
ReducedDetail measureDetail(const Photo& photo, const Photo& reduced, int level);

// Of the two filters, for measureDetail() and each other.
//
// What sharpening lifts luma by at gain 1, averaged over squares of side pixels, by the kernel
// of a level.
cv::Mat meanLift(const Photo& photo, int side, int level);
// The standard deviation of noise, in units of full scale, that denoise removes.
double noiseOf(double denoiseAmount);

}  // namespace heirloom
