// Gaussian blur of float pictures.
//
// Pure functions; safe from any thread. The result does not depend on the number of threads.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

// picture: float, any number of channels; what lies around it, where it is a part of a larger
// one, does not count. sigma: above 0, in pixels; the window ends at 4 sigma. Borders are
// mirrored about the outermost pixels.
cv::Mat gaussian(const cv::Mat& picture, double sigma);

}  // namespace heirloom
