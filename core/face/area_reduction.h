// Pictures averaged down to floats of a smaller size: what cv::resize gives with INTER_AREA, to
// a rounding, in a part of its time.
//
// Pure function; safe from any thread. The result does not depend on the number of threads.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

// picture: 1 to 3 channels, float or whole numbers of 8 or 16 bits, the largest of which become
// 1. size: at least 1 and at most the picture's own; a float picture of that size is returned as
// it is.
cv::Mat areaReduced(const cv::Mat& picture, cv::Size size);
// By this scale, below 1, exactly: the last pixels may cover less, or some are left over.
cv::Mat areaReduced(const cv::Mat& picture, double scale);

}  // namespace heirloom
