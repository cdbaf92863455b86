// Crops in the form that GPEN and ParseNet take and give. Internal to core/face.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/nn/planes.h"

namespace heirloom {

// CV_32FC3 RGB, interleaved, 0...1, to three planes, -1...1.
Planes toNetworkRange(const cv::Mat& crop);

// The way back, clamped to 0...1.
cv::Mat fromNetworkRange(const Planes& planes);

// Whether all values are numbers.
bool areFinite(const Planes& planes);

}  // namespace heirloom
