// Traces of JPEG's 8 x 8 blocks.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

namespace heirloom {

// How much larger the steps across a grid of 8 pixels are than the steps beside it, in
// 8-bit units, averaged over the picture and both directions; 0 without a grid. The grid may
// start anywhere, since photos are cut and turned. lumas: samples at the file's own
// resolution, CV_32FC1 in 8-bit units, whose origins lie on multiples of 8 pixels.
double measureBlockiness(const std::vector<cv::Mat>& lumas);

}  // namespace heirloom
