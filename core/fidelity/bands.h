// Band-wise work on float pictures, shared by the parts of this folder.
#pragma once

#include <cstddef>

#include <opencv2/core/mat.hpp>

#include "core/fidelity/gaussian.h"

namespace heirloom {

// Mean over channels of the squares, CV_32FC1: of a picture, of the difference of two, and
// averaged over a Gaussian window.
cv::Mat meanSquares(const cv::Mat& band);
cv::Mat meanSquares(const cv::Mat& a, const cv::Mat& b);
cv::Mat localEnergy(const cv::Mat& band, double windowSigma);

// Luma (CV_32FC1) and the differences R - Y and B - Y (CV_32FC2) of CV_32FC3 RGB.
struct LumaChroma {
    cv::Mat luma;
    cv::Mat chroma;
};
LumaChroma splitLuma(const cv::Mat& rgb);
cv::Mat mergeLuma(const LumaChroma& parts);

// The share, 0...1, of a band that is left when noise of the given energy (mean square) is
// taken off: Wiener's rule on local energy. CV_32FC1.
cv::Mat signalShare(const cv::Mat& band, double noiseEnergy, double windowSigma);

// Multiplies every channel by a CV_32FC1 weight.
cv::Mat weighted(const cv::Mat& picture, const cv::Mat& weight);

// Of the sizes (without sign) of a CV_32FC1 picture's values, the one at this place of their
// order, 0 being the smallest.
float sizeAt(const cv::Mat& values, std::size_t rank);

}  // namespace heirloom
