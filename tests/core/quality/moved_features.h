// Faces whose eyes were moved, and restorations that moved nothing.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

#include "core/face/face.h"

namespace heirloom::test {

// Moves what lies round each centre by its shift: all of it up to `reach` pixels away, fading
// to nothing at twice that. picture: CV_32FC3.
cv::Mat withMoved(const cv::Mat& picture, const std::vector<cv::Point2f>& centres,
                  const std::vector<cv::Point2f>& shifts, double reach);

// One or both eyes moved by the share of the eye distance, each in a random direction.
cv::Mat withMovedEyes(const cv::Mat& picture, const Landmarks& landmarks, double share, bool both,
                      cv::RNG& random);

// For crops of 256 pixels; larger ones are damaged to the same degree.
struct CropDamage {
    double blur = 0.0;
    int reduction = 1;
    double noise = 0.0;  // of the reduced crop, 8-bit units
    int jpegQuality = 100;
};
// crop: CV_32FC3 RGB 0...1. Blurred, reduced, noisy, through JPEG, enlarged again.
cv::Mat damagedCrop(const cv::Mat& crop, const CropDamage& damage, cv::RNG& random);
cv::Mat sharpenedCrop(const cv::Mat& crop, double amount);

}  // namespace heirloom::test
