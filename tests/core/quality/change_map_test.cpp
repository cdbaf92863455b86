#include "core/quality/change_map.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "tests/support/degradation.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

TEST(ChangeMap, EqualPhotosGiveZero) {
    const Photo photo = syntheticPhoto(70, 300);
    const cv::Mat map = changeMap(photo, photo);
    EXPECT_EQ(map.size(), photo.pixels.size());
    EXPECT_EQ(cv::countNonZero(map), 0);
}

TEST(ChangeMap, LargestChannelCounts) {
    Photo before = photoOf(cv::Mat(200, 50, CV_8UC3, cv::Scalar(100, 100, 100)));
    Photo after = before;
    after.pixels = before.pixels.clone();
    after.pixels.at<cv::Vec3b>(130, 20) = {103, 88, 100};
    const cv::Mat map = changeMap(before, after);
    EXPECT_EQ(map.at<std::uint8_t>(130, 20), 12);
    const ChangeSummary summary = summariseChange(map);
    EXPECT_EQ(summary.largest, 12);
    EXPECT_NEAR(summary.changedShare, 1e-4, 1e-9);
    EXPECT_NEAR(summary.mean, 12e-4, 1e-9);
    EXPECT_EQ(summariseChange(map, 13).changedShare, 0.0);
}

TEST(ChangeMap, DepthAndLayoutMayDiffer) {
    const Photo grey = syntheticPhoto(60, 40, CV_8U, PixelLayout::Gray);
    Photo deep = grey;
    grey.pixels.convertTo(deep.pixels, CV_16U, 257.0);
    cv::cvtColor(deep.pixels, deep.pixels, cv::COLOR_GRAY2RGBA);
    deep.layout = PixelLayout::Rgba;
    EXPECT_EQ(cv::countNonZero(changeMap(grey, deep)), 0);
}

// The whole picture enlarged by OpenCV's cubic, which differs from ours only in its constant.
TEST(ChangeMap, EnlargedPhotosAreComparedWithoutSeams) {
    cv::Mat smooth;
    cv::GaussianBlur(syntheticPhoto(150, 310).pixels, smooth, cv::Size(), 2.0);
    Photo before = photoOf(smooth);
    for (const double scale : {1.5, 2.0, 4.0}) {
        Photo after = before;
        cv::resize(before.pixels, after.pixels, cv::Size(), scale, scale, cv::INTER_CUBIC);
        const ChangeSummary summary = summariseChange(changeMap(before, after));
        EXPECT_LE(summary.largest, 2) << scale;
    }
}

TEST(ChangeMap, ReducedPhotosAreComparedAtTheSmallerSize) {
    const Photo before = syntheticPhoto(300, 200);
    Photo after = before;
    cv::resize(before.pixels, after.pixels, cv::Size(150, 100), 0, 0, cv::INTER_AREA);
    EXPECT_LE(summariseChange(changeMap(before, after)).largest, 1);
}

TEST(ChangeMap, NothingGivesNothing) {
    EXPECT_TRUE(changeMap(Photo{}, syntheticPhoto(4, 4)).empty());
    EXPECT_EQ(summariseChange(cv::Mat()).largest, 0);
}

TEST(ChangePicture, IsDimmedGreyWhereNothingChangedAndBrighterWithTheChange) {
    const Photo after = photoOf(cv::Mat(20, 260, CV_8UC3, cv::Scalar(200, 180, 160)));
    cv::Mat map(20, 260, CV_8UC1, cv::Scalar(0));
    for (int x = 0; x < 256; ++x) map.col(x).setTo(x);
    const cv::Mat picture = changePicture(map, after);
    ASSERT_EQ(picture.type(), CV_8UC3);
    const auto calm = picture.at<cv::Vec3b>(5, 258);
    EXPECT_NEAR(calm[0], calm[1], 2);
    EXPECT_NEAR(calm[1], calm[2], 4);
    EXPECT_LT(calm[0], 110);
    const auto brightness = [&](int x) {
        const auto& p = picture.at<cv::Vec3b>(5, x);
        return 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
    };
    EXPECT_GT(brightness(48), brightness(24));
    EXPECT_GT(brightness(48), 220);
    // Hot colours are red before they are blue.
    EXPECT_GT(picture.at<cv::Vec3b>(5, 30)[0], picture.at<cv::Vec3b>(5, 30)[2] + 60);
    EXPECT_EQ(brightness(200), brightness(48));
}

TEST(ChangePicture, DoesNotDependOnTheNumberOfThreads) {
    const Photo before = syntheticPhoto(90, 700);
    Photo after = before;
    cv::resize(before.pixels, after.pixels, cv::Size(), 1.7, 1.7, cv::INTER_LINEAR);
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1);
    const cv::Mat one = changePicture(changeMap(before, after), after);
    cv::setNumThreads(4);
    const cv::Mat four = changePicture(changeMap(before, after), after);
    cv::setNumThreads(threads);
    EXPECT_EQ(cv::norm(one, four, cv::NORM_INF), 0.0);
}

TEST(ChangeMap, BytesAreComparedAsDeepPixelsAre) {
    for (const PixelLayout layout :
         {PixelLayout::Gray, PixelLayout::GrayAlpha, PixelLayout::Rgb, PixelLayout::Rgba}) {
        const Photo before = syntheticPhoto(210, 300, CV_8U, layout);
        Photo after = before;
        after.pixels = before.pixels.clone();
        cv::Mat part = after.pixels(cv::Rect(40, 100, 90, 77));
        cv::RNG(2).fill(part, cv::RNG::UNIFORM, 0, 256);
        Photo deep = after;
        after.pixels.convertTo(deep.pixels, CV_16U, 257.0);
        const cv::Mat map = changeMap(before, after);
        EXPECT_EQ(cv::norm(map, changeMap(before, deep), cv::NORM_INF), 0.0);
        const ChangeSummary whole = summariseChange(map, 3);
        const ChangeSummary inStrips = summariseChange(before, after, 3);
        EXPECT_GT(whole.changedShare, 0.05);
        EXPECT_EQ(inStrips.changedShare, whole.changedShare);
        EXPECT_EQ(inStrips.mean, whole.mean);
        EXPECT_EQ(inStrips.largest, whole.largest);
    }
}

}  // namespace
}  // namespace heirloom::test
