// How strong grain and noise are, told from texture by looking at the flattest blocks.
// Pure functions on pictures.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

namespace heirloom {

struct NoiseLevel {
    // Standard deviation in 8-bit units. Grain that is several pixels wide counts for less,
    // as it cannot be told from shading: by 0.7 when it is smoothed by a sigma of 0.8 pixels.
    double sigma = 0.0;
    // Correlation of horizontal neighbours: about 0 for sensor noise, towards 1 for grain
    // that is several pixels wide.
    double correlation = 0.0;
    int blocks = 0;  // that were looked at; 0 means nothing is known
};

// luma: CV_32FC1 in 8-bit units (0...255). Blocks at either end of the range are left out,
// since clipping removes the noise there.
NoiseLevel measureNoise(const cv::Mat& luma);

// The same over several samples of one photo.
NoiseLevel measureNoise(const std::vector<cv::Mat>& lumas);

}  // namespace heirloom
