// The median of a window, for pictures that are judged.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

// What cv::medianBlur gives for a window of 7 x 7 pixels, in a fraction of its time.
// grey: CV_8UC1. The result does not depend on the number of threads.
cv::Mat medianOf49(const cv::Mat& grey);

}  // namespace heirloom
