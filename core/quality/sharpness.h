// How blurred a picture is, from its strongest edges.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

// The blur as the sigma, in pixels, of the Gaussian that would have made the sharpest of the
// strong edges from steps; an edge of a sharp digital picture measures about 0.5. Noise, with
// its standard deviation in 8-bit units, is allowed for. Negative when the picture has no
// edge that stands clear of the noise.
//
// luma: CV_32FC1 in 8-bit units (0...255).
// Source: Zhuo and Sim, "Defocus map estimation from a single image", Pattern Recognition
// 2011: the gradients at an edge, smoothed with two known sigmas, tell the edge's own.
double measureBlur(const cv::Mat& luma, double noise);

}  // namespace heirloom
