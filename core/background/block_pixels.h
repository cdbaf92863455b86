// Blocks of a photo as floats with alpha taken care of. Internal to core/background.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/image/photo.h"

namespace heirloom {

// All channels as floats 0...1; where there is alpha the colour is multiplied by it.
cv::Mat premultipliedFloat(const cv::Mat& pixels, PixelLayout layout);

// The way back: rounded into pixels, which has the same size. Fully transparent pixels
// become black.
void storePremultiplied(const cv::Mat& block, PixelLayout layout, cv::Mat& pixels);

// CV_32FC1, 0...1; layout must have alpha.
cv::Mat alphaFloat(const cv::Mat& pixels, PixelLayout layout);
void storeAlpha(const cv::Mat& alpha, PixelLayout layout, cv::Mat& pixels);

// colour (straight) with what alpha hides replaced by what surrounds it, so that a network
// which looks around each pixel does not see it.
cv::Mat withHiddenColourFilled(const cv::Mat& colour, const cv::Mat& alpha);

}  // namespace heirloom
