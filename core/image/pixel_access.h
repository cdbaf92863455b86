// Moves pixels between a photo's own depth and layout and what algorithms work on.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/image/photo.h"

namespace heirloom {

// The photo's pixels at another size, same depth and channels; scale 1 shares them.
cv::Mat resizedPixels(const Photo& photo, double scale);

// CV_8UC3 RGB from pixels of any depth and layout; alpha is ignored. Shares the pixels
// when they already are.
cv::Mat rgb8(const cv::Mat& pixels, PixelLayout layout);

// The colour channels (1 or 3) of a rectangle as floats 0...1.
cv::Mat colourFloat(const cv::Mat& pixels, PixelLayout layout);

// Rounds colour (CV_32FC1 or CV_32FC3, 0...1) into the colour channels of pixels; alpha
// stays. Same size; pixels is written in place.
void storeColour(const cv::Mat& colour, cv::Mat& pixels, PixelLayout layout);

// Luminance (Rec. 601 luma of the coded values) of colour: CV_32FC1 in, the same out;
// CV_32FC3 RGB in, CV_32FC1 out.
cv::Mat luma(const cv::Mat& colour);

// Adds a luminance change to all colour channels, which leaves chroma as it is.
void addToAllChannels(cv::Mat& colour, const cv::Mat& change);

// True when the photo has no colour: grey layout, or RGB whose channels differ by no
// more than scanner and JPEG rounding.
bool isColourless(const Photo& photo);

}  // namespace heirloom
