// How far a restoration has moved the features of a face: the measure behind "possible
// change of identity" (product.md section 3, Warnings).
//
// A detector's landmarks jitter by several percent on small faces, so the two crops are
// compared directly: round each landmark the translation is sought that makes both crops,
// smoothed to the coarser one's resolution, most alike. Where a feature is too faint or the
// crop too noisy to tell, the translation counts only as far as it is certain.
#pragma once

#include <array>

#include <opencv2/core/mat.hpp>

#include "core/face/face.h"

namespace heirloom {

// Above this share of the eye distance the person may have become another one.
constexpr double kLargestHarmlessDrift = 0.04;

struct FeatureDrift {
    cv::Point2d shift;          // from the crop to the restored crop, in eye distances
    double displacement = 0.0;  // its length, less what is uncertain
    double confidence = 0.0;    // 0: nothing can be said ... 1
};

struct Drift {
    // Left eye, right eye, nose, left and right mouth corner.
    std::array<FeatureDrift, 5> features{};
    double mean = 0.0;     // weighted by confidence, in eye distances
    double largest = 0.0;  // of the features that something can be said about
    bool isKnown = false;  // false: no feature could be compared

    bool isSuspicious() const { return isKnown && largest > kLargestHarmlessDrift; }
};

// crop, restored: CV_32FC3 RGB, 0...1, of the same size (256 ... 2048 pixels), aligned.
// cropLandmarks: in pixels of the crop. About 4 ms at 512 pixels.
// Thread rule: free function without shared state, callable from any thread.
Drift measureDrift(const cv::Mat& crop, const cv::Mat& restored, const Landmarks& cropLandmarks);

}  // namespace heirloom
