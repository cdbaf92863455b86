// Colours as people see them.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/base/bytes.h"

namespace heirloom::test {

// Mean CIEDE2000 over the pixels where mask is not 0. Both CV_8UC3 RGB, or CV_8UC1, in the
// space of profile (empty: sRGB).
double meanDeltaE2000(const cv::Mat& a, const cv::Mat& b, const Bytes& profile,
                      const cv::Mat& mask);

}  // namespace heirloom::test
