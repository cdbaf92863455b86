// How much of the restored crop is pasted back at each pixel.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/face/face.h"

namespace heirloom {

// Where a face lies in its crop, in pixels of the crop.
struct FaceFrame {
    cv::Point2f centre;  // of the oval round the face, below the eyes
    cv::Point2f across;  // of length 1, along the eyes
    cv::Point2f down;    // of length 1, from the eyes to the mouth
    float unit = 1.0f;   // the face's own size: about the distance of its eyes when it is frontal
};

// Limits the unit to what an aligned face can have, and takes a face in the middle of the
// crop for landmarks that are not numbers: whatever a detector says, masks stay soft.
FaceFrame faceFrameOf(const Landmarks& cropLandmarks, int size);

// An egg round a face: half axes in units of the face, and the relative radii between which
// a mask falls from 1 to 0.
struct OvalShape {
    float halfWidth = 1.0f;
    float above = 1.0f;
    float below = 1.0f;  // shorter, so that the fade is over where the crop ends
    float full = 1.0f;
    float gone = 1.0f;
};

// CV_32FC1, size x size, 0...1.
cv::Mat ovalFade(const FaceFrame& frame, const OvalShape& shape, int size);

// A soft oval over the face built from its landmarks in crop coordinates: CV_32FC1,
// size x size, 1 inside, fading smoothly to exactly 0 before the crop's border. The length
// of its gradient stays below 0.08 * 512 / size per pixel for any landmarks.
cv::Mat ovalMask(const Landmarks& cropLandmarks, int size);

// Zero on the border of the crop and over a thin rim inside it, 1 in the middle, smooth
// between; whatever made a mask, its product with this one shows no rectangle.
cv::Mat borderFade(int size);

// 0 up to 0, 1 from 1 on, with level ends; steepest in the middle, 1.5.
float smoothStep(float x);

}  // namespace heirloom
