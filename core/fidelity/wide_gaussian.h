// Gaussian blur by wide windows, where a few ten-thousandths do not matter.
//
// Pure function; safe from any thread.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

// The same rules as gaussian(), which it calls for small sigmas; else in a part of its time:
// blurred a little and sampled coarsely, blurred there, and interpolated by a Gaussian; the
// variances of the three add up. What the coarse samples cannot hold is weakened to 3 in 10,000
// before, and the window has no end, so that the two differ by at most 5 in 10,000, which noise of
// full contrast reaches; pictures by less than 1.
cv::Mat wideGaussian(const cv::Mat& picture, double sigma);

}  // namespace heirloom
