#include "core/face/mask.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/face/align.h"

namespace heirloom::test {
namespace {

double steepestStep(const cv::Mat& mask) {
    const cv::Mat right = cv::abs(mask.colRange(1, mask.cols) - mask.colRange(0, mask.cols - 1));
    const cv::Mat below = cv::abs(mask.rowRange(1, mask.rows) - mask.rowRange(0, mask.rows - 1));
    double a = 0, b = 0;
    cv::minMaxLoc(right, nullptr, &a);
    cv::minMaxLoc(below, nullptr, &b);
    return std::max(a, b);
}

class OvalMask : public testing::TestWithParam<CropTemplate> {};

TEST_P(OvalMask, IsExactlyZeroOnTheCropsBorder) {
    const cv::Mat mask = ovalMask(templateLandmarks(GetParam(), 512), 512);
    for (int i = 0; i < 512; ++i) {
        EXPECT_EQ(mask.at<float>(0, i), 0.0f);
        EXPECT_EQ(mask.at<float>(511, i), 0.0f);
        EXPECT_EQ(mask.at<float>(i, 0), 0.0f);
        EXPECT_EQ(mask.at<float>(i, 511), 0.0f);
    }
}

TEST_P(OvalMask, FadesWithoutAVisibleEdge) {
    EXPECT_LE(steepestStep(ovalMask(templateLandmarks(GetParam(), 512), 512)), 0.08);
}

TEST_P(OvalMask, CoversEyesNoseAndMouthWhole) {
    const Landmarks landmarks = templateLandmarks(GetParam(), 512);
    const cv::Mat mask = ovalMask(landmarks, 512);
    for (const cv::Point2f& point : landmarks) {
        EXPECT_GT(mask.at<float>(cv::Point(point)), 0.95f);
    }
}

INSTANTIATE_TEST_SUITE_P(EveryTemplate, OvalMask,
                         testing::Values(CropTemplate::Gpen, CropTemplate::Ffhq));

TEST(OvalMaskShape, StaysZeroOnTheBorderForLandmarksAnywhere) {
    Landmarks landmarks = templateLandmarks(CropTemplate::Ffhq, 256);
    for (auto& point : landmarks) point += cv::Point2f(110, -100);
    const cv::Mat mask = ovalMask(landmarks, 256);
    EXPECT_EQ(cv::countNonZero(mask.row(0)) + cv::countNonZero(mask.col(255)), 0);
    EXPECT_LE(steepestStep(mask), 0.16);
}

TEST(OvalMaskShape, KeepsItsWidthForAFaceInProfile) {
    Landmarks frontal = templateLandmarks(CropTemplate::Ffhq, 256);
    Landmarks profile = frontal;
    profile[0].x = profile[1].x - 20.0f;
    const double ratio = cv::sum(ovalMask(profile, 256))[0] / cv::sum(ovalMask(frontal, 256))[0];
    EXPECT_GT(ratio, 0.75);
}

}  // namespace
}  // namespace heirloom::test
