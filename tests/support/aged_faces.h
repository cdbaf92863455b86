// Aligned faces with known damage for the tests of core/fidelity.
#pragma once

#include <filesystem>
#include <vector>

#include <opencv2/core.hpp>

#include "core/face/align.h"

namespace heirloom::test {

// In pixels of the crop and 8-bit units; the order is blur, reduction, noise, JPEG,
// enlargement.
struct Ageing {
    const char* name;
    double blur, reduction, noise;
    int jpeg;

    // Reduction at which the clean crop holds what this leaves: a Gaussian counts by its
    // width at half height.
    double scale() const;
};

// The three ways of the restorer's evaluation, for crops of 256 pixels.
extern const std::vector<Ageing> kAgeings;

struct AgedFace {
    cv::Mat clean, aged;  // CV_32FC3 RGB, 0...1
};

cv::Mat aged(const cv::Mat& clean, const Ageing& ageing, int seed);

// Faces of the shared data, `side` pixels, CV_32FC3 RGB, 0...1.
std::vector<cv::Mat> sharedFaces(const std::filesystem::path& shared, int count, int side);

Landmarks cropLandmarks(int side);

// cv::INTER_AREA by `scale`.
cv::Mat reduced(const cv::Mat& crop, double scale);

// Mean absolute difference over all channels, in 8-bit units.
double meanDifference(const cv::Mat& a, const cv::Mat& b);

double psnr(const cv::Mat& a, const cv::Mat& b);

// Standard deviation of what a Gaussian of `sigma` leaves, within a rectangle, of the mean
// of the channels, in 8-bit units.
double highFrequency(const cv::Mat& picture, const cv::Rect& where, double sigma = 1.5);

}  // namespace heirloom::test
