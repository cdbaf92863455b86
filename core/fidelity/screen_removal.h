// Takes the dot screen of newsprint and magazines out of a crop.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

struct ScreenRemoval {
    cv::Mat crop;  // as the input where nothing was found
    bool found = false;
    double pitch = 0.0;  // crop pixels
};

// crop: CV_32FC3, 0...1. A screen is a set of lone peaks in the spectrum, at periods
// between shortest and longest crop pixels; each is notched out, harmonics included.
ScreenRemoval removeScreen(const cv::Mat& crop, double shortest, double longest);

}  // namespace heirloom
