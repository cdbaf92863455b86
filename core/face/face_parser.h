// Says which part of a face each pixel of an aligned crop shows. An interface, so that
// tests can put a misbehaving parser in its place.
#pragma once

#include <string>

#include <opencv2/core/mat.hpp>

#include "core/base/result.h"
#include "core/nn/parsenet.h"

namespace heirloom {

// Not thread-safe: one instance per thread.
class FaceParser {
public:
    virtual ~FaceParser() = default;

    // Tells results of different models and precisions apart.
    virtual const std::string& identity() const = 0;

    // crop: CV_32FC3 RGB, 0...1, sRGB, any square size. Returns CV_8UC1 of the same size,
    // values of FacePart.
    virtual Result<cv::Mat> parse(const cv::Mat& crop) = 0;
};

}  // namespace heirloom
