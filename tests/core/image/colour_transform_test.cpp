#include "core/image/colour_transform.h"

#include <cmath>
#include <thread>

#include <gtest/gtest.h>
#include <lcms2.h>
#include <opencv2/core.hpp>

#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

cv::Mat floats(PixelLayout layout) {
    cv::Mat pixels;
    samplePixels(64, 48, layout, true).convertTo(pixels, CV_32F, 1.0 / 65535.0);
    return pixels;
}

double largestDifference(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_INF);
}

TEST(ColourTransform, WithoutAProfileItIsAnExactCopy) {
    const auto rgb = ColourTransform::create({}, 3);
    ASSERT_TRUE(rgb);
    EXPECT_TRUE(rgb->isIdentity());
    const cv::Mat colour = floats(PixelLayout::Rgb);
    EXPECT_EQ(largestDifference(rgb->toWorkingSpace(colour), colour), 0);
    EXPECT_EQ(largestDifference(rgb->fromWorkingSpace(colour), colour), 0);

    const auto grey = ColourTransform::create({}, 1);
    ASSERT_TRUE(grey);
    const cv::Mat values = floats(PixelLayout::Gray);
    const cv::Mat spread = grey->toWorkingSpace(values);
    EXPECT_EQ(spread.type(), CV_32FC3);
    EXPECT_EQ(largestDifference(grey->fromWorkingSpace(spread), values), 0);
}

TEST(ColourTransform, ThereAndBackIsPreciseEnoughForSixteenBits) {
    const auto transform = ColourTransform::create(rgbProfile(), 3);
    ASSERT_TRUE(transform);
    EXPECT_FALSE(transform->isIdentity());
    const cv::Mat colour = floats(PixelLayout::Rgb);
    const cv::Mat working = transform->toWorkingSpace(colour);
    EXPECT_GT(largestDifference(working, colour), 0.02);
    EXPECT_LT(largestDifference(transform->fromWorkingSpace(working), colour), 2.0 / 65535.0);
}

TEST(ColourTransform, GreyStaysGrey) {
    for (const Bytes& profile : {greyProfile(), rgbProfile()}) {
        const auto transform = ColourTransform::create(profile, 1);
        ASSERT_TRUE(transform);
        const cv::Mat values = floats(PixelLayout::Gray);
        const cv::Mat working = transform->toWorkingSpace(values);
        ASSERT_EQ(working.type(), CV_32FC3);
        std::vector<cv::Mat> planes;
        cv::split(working, planes);
        EXPECT_LT(largestDifference(planes[0], planes[1]), 1e-3);
        EXPECT_LT(largestDifference(planes[1], planes[2]), 1e-3);
        const cv::Mat back = transform->fromWorkingSpace(working);
        ASSERT_EQ(back.type(), CV_32FC1);
        EXPECT_LT(largestDifference(back, values), 0.5 / 255.0);
    }
}

TEST(ColourTransform, KnowsTheGammaOfTheProfile) {
    const auto transform = ColourTransform::create(greyProfile(), 1);
    ASSERT_TRUE(transform);
    const cv::Mat half(1, 1, CV_32FC1, cv::Scalar(0.5));
    const double linear = std::pow(0.5, 1.8);
    const double srgb = 1.055 * std::pow(linear, 1 / 2.4) - 0.055;
    EXPECT_NEAR(transform->toWorkingSpace(half).at<cv::Vec3f>(0, 0)[1], srgb, 1e-3);
}

TEST(ColourTransform, RefusesBrokenAndUnfitProfiles) {
    EXPECT_FALSE(ColourTransform::create(Bytes(200, 1), 3));
    EXPECT_FALSE(ColourTransform::create(cmykProfile(), 3));
    EXPECT_FALSE(ColourTransform::create(greyProfile(), 3));
    EXPECT_FALSE(ColourTransform::create(rgbProfile(), 4));
}

TEST(ColourTransform, SeveralThreadsMayShareOne) {
    const auto transform = ColourTransform::create(rgbProfile(), 3);
    ASSERT_TRUE(transform);
    const cv::Mat colour = floats(PixelLayout::Rgb);
    const cv::Mat expected = transform->toWorkingSpace(colour);
    std::vector<double> differences(4, 1.0);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < differences.size(); ++i) {
        threads.emplace_back([&, i] {
            double worst = 0;
            for (int round = 0; round < 20; ++round) {
                worst =
                    std::max(worst, largestDifference(transform->toWorkingSpace(colour), expected));
            }
            differences[i] = worst;
        });
    }
    for (auto& thread : threads) thread.join();
    for (const double difference : differences) EXPECT_EQ(difference, 0);
}

}  // namespace
}  // namespace heirloom
