// One detected face, in pixels of the upright photo.
#pragma once

#include <array>

#include <opencv2/core/types.hpp>

namespace heirloom {

// Left eye, right eye, nose, left and right mouth corner; left and right as seen when
// the face is turned upright.
using Landmarks = std::array<cv::Point2f, 5>;

enum class LandmarkSource {
    Detected,   // the detector measured all five
    Estimated,  // placed by proportion inside the box
};

struct Face {
    cv::Rect2f box;
    float score = 0.0f;  // 0...1
    Landmarks landmarks{};
    LandmarkSource landmarkSource = LandmarkSource::Detected;
};

}  // namespace heirloom
