// Pixels averaged down to a smaller size.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

// The mean of the area that each pixel of the smaller picture covers: what cv::resize gives
// with INTER_AREA, to a rounding, in a fraction of its time for 8-bit pixels and factors that
// are not whole. Same depth and channels; size: at least 1 and at most the size of pixels.
// The result does not depend on the number of threads.
cv::Mat averagedDown(const cv::Mat& pixels, cv::Size size);

}  // namespace heirloom
