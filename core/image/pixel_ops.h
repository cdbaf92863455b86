// Exact conversions of whole pictures. Internal to core/image.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/image/photo.h"

namespace heirloom {

// Grey to RGB repeats the value, alpha that appears is opaque. Colour is never dropped:
// from RGB to grey is not offered. Shares the pixels when nothing changes.
cv::Mat withLayout(const cv::Mat& pixels, PixelLayout from, PixelLayout to);

// 16 bit rounded to 8 bit; 8 bit is shared.
cv::Mat roundedTo8Bit(const cv::Mat& pixels);

// Straight alpha over white; the result has no alpha channel.
cv::Mat overWhite(const cv::Mat& pixels, PixelLayout layout);

// Turns stored pixels upright. orientation: 1...8 as in Exif.
cv::Mat upright(const cv::Mat& pixels, int orientation);

// Whether width and height swap.
bool swapsSides(int orientation);

// Equal size, type and values.
bool haveEqualPixels(const cv::Mat& a, const cv::Mat& b);

}  // namespace heirloom
