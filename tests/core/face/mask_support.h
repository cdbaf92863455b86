// What the tests of masks and of composing measure.
#pragma once

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

namespace heirloom::test {

// The acceptance limit on a mask's slope, per pixel of a crop of this size.
inline double allowedSlope(int size) {
    return 0.08 * 512.0 / size;
}

// The length of the steepest gradient, by forward differences, which see single-pixel
// steps that central differences halve. CV_32FC1.
inline double steepestGradient(const cv::Mat& picture) {
    double steepest = 0.0;
    for (int y = 0; y + 1 < picture.rows; ++y) {
        const auto* row = picture.ptr<float>(y);
        const auto* below = picture.ptr<float>(y + 1);
        for (int x = 0; x + 1 < picture.cols; ++x) {
            steepest =
                std::max<double>(steepest, std::hypot(row[x + 1] - row[x], below[x] - row[x]));
        }
    }
    return steepest;
}

// Non-zero values, and those that are not numbers, on the outermost ring of pixels.
inline int nonZeroOnBorder(const cv::Mat& mask) {
    return cv::countNonZero(mask.row(0)) + cv::countNonZero(mask.row(mask.rows - 1)) +
           cv::countNonZero(mask.col(0)) + cv::countNonZero(mask.col(mask.cols - 1));
}

inline void expectSoftMask(const cv::Mat& mask, int size) {
    ASSERT_EQ(mask.type(), CV_32FC1);
    ASSERT_EQ(mask.size(), cv::Size(size, size));
    EXPECT_TRUE(cv::checkRange(mask, true, nullptr, 0.0, 1.0 + 1e-6));
    EXPECT_EQ(nonZeroOnBorder(mask), 0);
    EXPECT_LE(steepestGradient(mask), allowedSlope(size));
}

}  // namespace heirloom::test
