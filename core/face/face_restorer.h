// Restores one aligned crop. An interface, so that tests can put a misbehaving network
// in its place.
#pragma once

#include <string>

#include <opencv2/core/mat.hpp>

#include "core/base/result.h"
#include "core/face/align.h"

namespace heirloom {

// Not thread-safe: one instance per thread.
class FaceRestorer {
public:
    virtual ~FaceRestorer() = default;

    virtual int size() const = 0;  // width and height of the crop in pixels
    virtual CropTemplate cropTemplate() const = 0;
    // Tells results of different models and precisions apart.
    virtual const std::string& identity() const = 0;

    // crop: CV_32FC3 RGB, 0...1, sRGB, size() x size(). Returns the same, clamped.
    virtual Result<cv::Mat> restore(const cv::Mat& crop) = 0;
};

}  // namespace heirloom
