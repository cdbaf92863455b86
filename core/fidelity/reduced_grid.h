// A picture's reduction to a smaller square grid and back, as the comparison of faithful.h
// needs it.
//
// Pure functions; safe from any thread.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

namespace heirloom {

class ReducedGrid {
public:
    // Both square; reduced at most as large as full.
    ReducedGrid(cv::Size full, cv::Size reduced);

    bool isFull() const { return m_reduced == m_full; }
    double pixel() const { return static_cast<double>(m_full.width) / m_reduced.width; }

    // Area average, and cubic interpolation.
    cv::Mat down(const cv::Mat& picture) const;
    cv::Mat up(const cv::Mat& picture) const;

    // What up() has to be given so that a picture changes by `wanted` on the reduced grid (float,
    // up to 4 channels): so many steps of iterative back-projection, in all of which nothing but
    // the reduced picture takes part, as both ways are linear.
    cv::Mat backProjected(const cv::Mat& wanted, int steps) const;

private:
    // down() after up(), along one line: a few neighbours count.
    struct Neighbours {
        int first = 0;
        std::vector<float> weights;
    };
    cv::Mat upAndDown(const cv::Mat& picture) const;
    cv::Mat alongColumns(const cv::Mat& picture) const;

    cv::Size m_full, m_reduced;
    std::vector<Neighbours> m_upAndDown;
};

}  // namespace heirloom
