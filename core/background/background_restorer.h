// Enlarges a whole picture with a network. An interface, so that tests can put a fake in
// its place.
#pragma once

#include <string>

#include <opencv2/core/mat.hpp>

#include "core/base/result.h"
#include "core/base/run_control.h"

namespace heirloom {

// Not thread-safe: one instance per thread.
class BackgroundRestorer {
public:
    virtual ~BackgroundRestorer() = default;

    // Tells results of different models and precisions apart.
    virtual const std::string& identity() const = 0;
    virtual int scale() const = 0;  // of the output: 1, 2 or 4

    // Whoever cuts a photo into parts for restore() needs these, in pixels of the input:
    // how far around a pixel the result looks, a multiple of 4, ...
    virtual int padding() const { return 32; }
    // ... and the side of the largest square that is worked on in one piece.
    virtual int tileSide() const { return 256; }

    // picture: CV_32FC3 RGB, 0...1, sRGB. Returns the same, scale() times as large, clamped.
    // control is asked between tiles.
    virtual Result<cv::Mat> restore(const cv::Mat& picture, const RunControl& control) = 0;
};

}  // namespace heirloom
