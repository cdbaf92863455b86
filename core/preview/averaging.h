// Smaller pictures. Internal to core/preview.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

// Averages of squares of side x side pixels; sizes are rounded up, and what is left over at
// an edge is averaged by itself. Depths CV_8U, CV_16U and CV_32F, any channels.
cv::Mat averagedDown(const cv::Mat& picture, int side);

}  // namespace heirloom
