// The parts of a photo that are measured. Internal to core/quality.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/face/face.h"
#include "core/image/photo.h"

namespace heirloom {

struct QualitySample {
    cv::Mat luma;     // CV_32FC1 in 8-bit units; for noise
    cv::Rect centre;  // the part whose edges count
    // How many pixels of a 256-pixel face crop one pixel of luma stands for, at least 1.
    double enlargement = 1.0;
};

// CV_8UC3 RGB, at most 1024 pixels on the longer side.
cv::Mat reducedRgb(const Photo& photo);

// Luma of tiles in the photo's own pixels, spread evenly, with origins on multiples of 8.
std::vector<cv::Mat> ownPixelTiles(const Photo& photo);

// The largest faces, each with some of its surroundings; reduced to the scale of a 256-pixel
// crop where they are larger, never enlarged.
std::vector<QualitySample> faceSamples(const Photo& photo, const std::vector<Face>& faces);

// The whole picture. grey: CV_8UC1, the reduced copy.
QualitySample pictureSample(const cv::Mat& grey);

}  // namespace heirloom
