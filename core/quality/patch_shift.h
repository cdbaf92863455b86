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
    cv::Vec2d shift;        // pixels: what is at x in `from` is at x + shift in `to`
    double likeness = 0.0;  // correlation at that shift, -1...1
};

// A place of one picture that is looked for in others.
//
// from: CV_32FC1; it is not copied, so it has to live on. Thread rule: const functions may run
// at the same time.
class PatchSearch {
public:
    PatchSearch(const cv::Mat& from, cv::Point2f centre, const PatchOptions& options);

    // to: CV_32FC1 of the same size. Finds the translation with the highest correlation, which
    // brightness and contrast do not change, to a fraction of a pixel.
    PatchShift find(const cv::Mat& to) const;

    // Of a shift that was found in `to`, in pixels squared; large where there is no feature.
    cv::Matx22d covarianceOf(const cv::Mat& to, const PatchShift& found) const;

private:
    cv::Mat correlationMap(const cv::Mat& to) const;

    cv::Point m_at;
    int m_maxShift;
    cv::Mat m_line, m_window;  // the window is the product of two lines
    cv::Mat m_patch;
    cv::Mat m_weighted;  // the patch with weighted mean 0 and norm 1, times the window; 0 below
};

}  // namespace heirloom
