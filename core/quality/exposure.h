// What is lost in black and white, and how far the tones reach.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/face/face.h"
#include "core/image/photo.h"

namespace heirloom {

struct Exposure {
    double clippedBlack = 0.0;  // share of the pixels, 0...1, where every channel is black
    double clippedWhite = 0.0;
    double darkTone = 0.0;  // 1st and 99th percentile of luma, in 8-bit units
    double lightTone = 0.0;
    double lightShare = 0.0;  // of the pixels in the lightest fifth of that range, 0...1
};

// rgb: CV_8UC3 RGB.
Exposure measureExposure(const cv::Mat& rgb);

struct FaceExposure {
    double clippedBlack = 0.0;  // share of the face, 0...1
    double clippedWhite = 0.0;
};

// Looks at the oval inside the face's box, in the photo's own pixels.
FaceExposure measureFaceExposure(const Photo& photo, const Face& face);

}  // namespace heirloom
