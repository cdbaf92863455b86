// How far a small part of a picture has moved. Internal to core/quality.
#pragma once

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>

namespace heirloom {

struct PatchOptions {
    double windowSigma = 10.0;  // of the Gaussian window round the centre, in pixels
    int maxShift = 9;           // pixels each way
};

struct PatchShift {
    cv::Vec2d shift;         // pixels: what is at x in `from` is at x + shift in `to`
    double likeness = 0.0;   // correlation at that shift, -1...1
    cv::Matx22d covariance;  // of the shift, pixels squared; large where there is no feature
};

// from, to: CV_32FC1 of one size. Finds the translation with the highest correlation, which
// brightness and contrast do not change, to a fraction of a pixel.
PatchShift findShift(const cv::Mat& from, const cv::Mat& to, cv::Point2f centre,
                     const PatchOptions& options);

}  // namespace heirloom
