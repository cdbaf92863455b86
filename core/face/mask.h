// How much of the restored crop is pasted back at each pixel.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/face/face.h"

namespace heirloom {

// A soft oval over the face built from its landmarks in crop coordinates: CV_32FC1,
// size x size, 1 inside, fading smoothly to exactly 0 before the crop's border.
cv::Mat ovalMask(const Landmarks& cropLandmarks, int size);

// Zero on the border of the crop and over a thin rim inside it, 1 in the middle, smooth
// between; whatever made a mask, its product with this one shows no rectangle.
cv::Mat borderFade(int size);

}  // namespace heirloom
