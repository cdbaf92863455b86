#include "core/image/pixel_access.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

namespace heirloom {
namespace {

Photo photoOf(const cv::Mat& pixels, PixelLayout layout) {
    Photo photo;
    photo.pixels = pixels;
    photo.layout = layout;
    return photo;
}

TEST(Colourless, IsEveryPictureOfOneChannel) {
    EXPECT_TRUE(isColourless(photoOf(cv::Mat(9, 7, CV_8UC1, cv::Scalar(3)), PixelLayout::Gray)));
    EXPECT_TRUE(
        isColourless(photoOf(cv::Mat(9, 7, CV_16UC2, cv::Scalar(3, 900)), PixelLayout::GrayAlpha)));
}

TEST(Colourless, AreChannelsThatDifferByNoMoreThanRounding) {
    for (const cv::Scalar& order :
         {cv::Scalar(0, 3, 1), cv::Scalar(3, 1, 0), cv::Scalar(1, 0, 3)}) {
        const cv::Mat within(31, 70, CV_8UC3, cv::Scalar(100, 100, 100) + order);
        EXPECT_TRUE(isColourless(photoOf(within, PixelLayout::Rgb)));
        const cv::Mat beyond(31, 70, CV_8UC3, cv::Scalar(100, 100, 100) + 1.34 * order);
        EXPECT_FALSE(isColourless(photoOf(beyond, PixelLayout::Rgb)));
    }
}

TEST(Colourless, CountsSixteenBitsInUnitsOfEight) {
    const cv::Mat within(20, 33, CV_16UC3, cv::Scalar(60000, 60000 + 3 * 257, 60100));
    EXPECT_TRUE(isColourless(photoOf(within, PixelLayout::Rgb)));
    const cv::Mat beyond(20, 33, CV_16UC3, cv::Scalar(60000, 60001 + 3 * 257, 60100));
    EXPECT_FALSE(isColourless(photoOf(beyond, PixelLayout::Rgb)));
}

TEST(Colourless, IgnoresAlpha) {
    const cv::Mat pixels(20, 33, CV_8UC4, cv::Scalar(10, 10, 11, 200));
    EXPECT_TRUE(isColourless(photoOf(pixels, PixelLayout::Rgba)));
}

TEST(Colourless, ForgivesOneSpeckInAThousandPixels) {
    cv::Mat pixels(500, 400, CV_8UC3, cv::Scalar(90, 90, 90));
    pixels(cv::Rect(30, 40, 20, 10)).setTo(cv::Scalar(200, 20, 20));
    EXPECT_TRUE(isColourless(photoOf(pixels, PixelLayout::Rgb)));
    pixels.at<cv::Vec3b>(0, 0) = {200, 20, 20};
    EXPECT_FALSE(isColourless(photoOf(pixels, PixelLayout::Rgb)));
}

}  // namespace
}  // namespace heirloom
