#include "core/face/mask.h"

#include <limits>

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/face/align.h"
#include "tests/core/face/mask_support.h"

namespace heirloom::test {
namespace {

// Turned in the picture, pressed together as a head turned to the side, sheared as one that
// looks up or down, scaled and moved.
Landmarks posed(CropTemplate cropTemplate, int size, double degrees, float width, float nod,
                float scale, cv::Point2f shift) {
    const auto middle = 0.5f * static_cast<float>(size);
    const auto angle = static_cast<float>(degrees * CV_PI / 180.0);
    Landmarks landmarks = templateLandmarks(cropTemplate, size);
    for (cv::Point2f& point : landmarks) {
        cv::Point2f p = (point - cv::Point2f(middle, middle)) * scale;
        p.x *= width;
        p.y *= nod;
        point = cv::Point2f(middle + std::cos(angle) * p.x - std::sin(angle) * p.y,
                            middle + std::sin(angle) * p.x + std::cos(angle) * p.y) +
                shift * static_cast<float>(size);
    }
    return landmarks;
}

class OvalMask : public testing::TestWithParam<CropTemplate> {};

TEST_P(OvalMask, IsZeroOnTheBorderAndSoftForEveryPose) {
    constexpr int kSize = 512;
    for (const double degrees : {0.0, 20.0, 90.0, 200.0}) {
        for (const float width : {1.0f, 0.5f, 0.1f, 0.0f, -0.4f}) {
            for (const float nod : {1.0f, 0.4f}) {
                SCOPED_TRACE(testing::Message()
                             << degrees << " degrees, width " << width << ", nod " << nod);
                expectSoftMask(
                    ovalMask(posed(GetParam(), kSize, degrees, width, nod, 1.0f, {}), kSize),
                    kSize);
            }
        }
    }
}

TEST_P(OvalMask, IsZeroOnTheBorderAndSoftForLandmarksFarOffCentreAndOfAnySize) {
    constexpr int kSize = 512;
    for (const float scale : {0.0f, 0.02f, 0.3f, 1.0f, 2.5f, 40.0f}) {
        for (const cv::Point2f shift : {cv::Point2f(0.45f, 0.4f), cv::Point2f(-0.3f, 0.5f),
                                        cv::Point2f(0.0f, -0.5f), cv::Point2f(30.0f, -9.0f)}) {
            SCOPED_TRACE(testing::Message() << "scale " << scale << ", shift " << shift);
            expectSoftMask(
                ovalMask(posed(GetParam(), kSize, 15.0, 1.0f, 1.0f, scale, shift), kSize), kSize);
        }
    }
}

TEST_P(OvalMask, IsSoftAtEverySizeOfCrop) {
    for (const int size : {32, 64, 128, 256, 512, 1024, 2048}) {
        SCOPED_TRACE(size);
        expectSoftMask(ovalMask(templateLandmarks(GetParam(), size), size), size);
    }
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

TEST(OvalMaskShape, KeepsItsWidthForAFaceInProfile) {
    Landmarks frontal = templateLandmarks(CropTemplate::Ffhq, 256);
    Landmarks profile = frontal;
    profile[0].x = profile[1].x - 20.0f;
    const double ratio = cv::sum(ovalMask(profile, 256))[0] / cv::sum(ovalMask(frontal, 256))[0];
    EXPECT_GT(ratio, 0.75);
}

TEST(OvalMaskShape, TurnsWithTheFace) {
    const cv::Mat upright = ovalMask(templateLandmarks(CropTemplate::Ffhq, 256), 256);
    const cv::Mat turned =
        ovalMask(posed(CropTemplate::Ffhq, 256, 90.0, 1.0f, 1.0f, 1.0f, {}), 256);
    cv::Mat expected;
    cv::rotate(upright, expected, cv::ROTATE_90_CLOCKWISE);
    // Positions turn about the corner between pixels, pictures about the middle of one.
    EXPECT_LT(cv::norm(turned, expected, cv::NORM_INF), 1.5 * allowedSlope(256));
    EXPECT_GT(cv::norm(turned, upright, cv::NORM_INF), 0.3);
}

TEST(OvalMaskShape, TakesTheMiddleOfTheCropForLandmarksThatAreNoNumbers) {
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        Landmarks landmarks = templateLandmarks(CropTemplate::Ffhq, 256);
        landmarks[3].y = bad;
        const cv::Mat mask = ovalMask(landmarks, 256);
        expectSoftMask(mask, 256);
        EXPECT_GT(mask.at<float>(128, 128), 0.95f);
    }
}

TEST(BorderFade, IsZeroAtTheRimAndOneInTheMiddle) {
    for (const int size : {16, 64, 512, 2048}) {
        SCOPED_TRACE(size);
        const cv::Mat fade = borderFade(size);
        expectSoftMask(fade, size);
        EXPECT_EQ(fade.at<float>(size / 2, size / 2), 1.0f);
    }
}

}  // namespace
}  // namespace heirloom::test
