// Known damage for the tests of core/quality. Everything is deterministic in its arguments.
#pragma once

#include <filesystem>

#include <opencv2/core.hpp>

#include "core/image/photo.h"

namespace heirloom::test {

// pixels: CV_8UC3 RGB.
Photo photoOf(const cv::Mat& pixels);
cv::Mat blurred(const cv::Mat& pixels, double sigma);
// sigma: standard deviation in 8-bit units, the same for all channels; width: of the grain in
// pixels, 0 is white noise.
cv::Mat withGrain(const cv::Mat& pixels, double sigma, double width, cv::RNG& random);
cv::Mat throughJpeg(const cv::Mat& pixels, int quality);
// Black and white, toned like an old print. yellow: 0...1.
cv::Mat yellowedPrint(const cv::Mat& pixels, double yellow);
// Less contrast and saturation, raised blacks with a red cast. fading: 0...1.
cv::Mat fadedPrint(const cv::Mat& pixels, double fading);
cv::Mat withScratches(const cv::Mat& pixels, int lines, int specks, cv::RNG& random);

// An aligned face of /work/shared/data/faces as CV_8UC3 RGB of the given side.
cv::Mat sharedFace(const std::filesystem::path& shared, int number, int side);

}  // namespace heirloom::test
