// Printing inks to sRGB. Internal to core/image.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/base/bytes.h"

namespace heirloom {

// cmyk: CV_8UC4 or CV_16UC4. inverted: full ink is 0, as Adobe writes it in JPEG.
// rgb gets the same depth with three channels. Returns whether the profile was used; with
// none, or a broken one, the inks are simply multiplied.
bool convertCmykToRgb(const cv::Mat& cmyk, ByteView profile, bool inverted, cv::Mat& rgb);

}  // namespace heirloom
