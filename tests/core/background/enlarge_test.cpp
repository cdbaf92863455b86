#include "core/background/enlarge.h"

#include <gtest/gtest.h>

#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/background/lanczos.h"
#include "tests/core/background/enlarge_support.h"
#include "tests/support/exif_builder.h"
#include "tests/support/fakes.h"
#include "tests/support/sample_photos.h"

namespace heirloom::test {
namespace {

Photo photoOf(const cv::Mat& pixels, PixelLayout layout) {
    Photo photo;
    photo.pixels = pixels;
    photo.layout = layout;
    return photo;
}

constexpr std::array kLayouts{PixelLayout::Gray, PixelLayout::GrayAlpha, PixelLayout::Rgb,
                              PixelLayout::Rgba};

TEST(OutputSizeFor, FollowsTheFactorOrTheLongSide) {
    EXPECT_EQ(*outputSizeFor({641, 480}, 1.0, 0), cv::Size(641, 480));
    EXPECT_EQ(*outputSizeFor({641, 480}, 1.5, 0), cv::Size(962, 720));
    EXPECT_EQ(*outputSizeFor({641, 480}, 4.0, 0), cv::Size(2564, 1920));
    EXPECT_EQ(*outputSizeFor({641, 480}, 1.0, 1200), cv::Size(1200, 899));
    EXPECT_EQ(*outputSizeFor({480, 641}, 1.0, 100), cv::Size(75, 100));
    EXPECT_EQ(*outputSizeFor({4000, 3}, 1.0, 16), cv::Size(16, 1));
}

TEST(OutputSizeFor, RefusesWhatIsTooLarge) {
    for (const auto& size :
         {outputSizeFor({20000, 100}, 4.0, 0), outputSizeFor({20000, 15000}, 2.0, 0),
          outputSizeFor({100, 100}, 1.0, 70000)}) {
        ASSERT_FALSE(size);
        EXPECT_EQ(size.error().code, ErrorCode::LimitExceeded);
    }
    EXPECT_TRUE(outputSizeFor({14142, 14142}, 2.0, 0));  // 200 megapixels twice as large
    EXPECT_TRUE(outputSizeFor({70000, 20000}, 1.0, 0));  // allowed by other means
    EXPECT_FALSE(outputSizeFor({100, 100}, NAN, 0));
}

TEST(EnlargedPhoto, IsThePhotoItselfAtItsOwnSize) {
    const Photo photo = syntheticPhoto(300, 200);
    EXPECT_EQ(enlarged(photo, {300, 200}).pixels.data, photo.pixels.data);
}

TEST(EnlargedPhoto, KeepsDepthLayoutAndFlatValues) {
    for (const PixelLayout layout : kLayouts) {
        for (const int depth : {CV_8U, CV_16U}) {
            const int type = CV_MAKETYPE(depth, channelCount(layout));
            const Photo photo =
                photoOf(cv::Mat(37, 53, type, cv::Scalar(11, 200, 77, 130)), layout);
            for (const cv::Size size : {cv::Size(212, 148), {80, 56}, {20, 14}}) {
                const Photo out = enlarged(photo, size);
                ASSERT_EQ(out.pixels.size(), size);
                ASSERT_EQ(out.pixels.type(), type);
                const cv::Mat expected(size, type, cv::Scalar(11, 200, 77, 130));
                EXPECT_EQ(cv::norm(out.pixels, expected, cv::NORM_INF), 0.0);
            }
        }
    }
}

TEST(EnlargedPhoto, ShowsNoBordersOfBlocks) {
    const Photo photo = syntheticPhoto(700, 90, CV_16U);
    const cv::Size size(2803, 361);
    const LanczosAxis horizontal(photo.width(), size.width), vertical(photo.height(), size.height);
    cv::Mat source, expected;
    photo.pixels.convertTo(source, CV_32F, 1.0 / 65535.0);
    resampledPart(source, {}, horizontal, vertical, {cv::Point(), size})
        .convertTo(expected, CV_16U, 65535.0);
    EXPECT_EQ(cv::norm(enlarged(photo, size).pixels, expected, cv::NORM_INF), 0.0);
}

TEST(EnlargedPhoto, IsTheSameForAnyNumberOfThreads) {
    const Photo photo = syntheticPhoto(900, 300);
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1);
    const Photo one = enlarged(photo, {2250, 750});
    cv::setNumThreads(3);
    const Photo three = enlarged(photo, {2250, 750});
    cv::setNumThreads(threads);
    EXPECT_EQ(cv::norm(one.pixels, three.pixels, cv::NORM_INF), 0.0);
}

TEST(EnlargedPhoto, IsWrittenWithItsNewSizeInTheMetadata) {
    Photo photo = syntheticPhoto(300, 200);
    heirloom::testing::ExifBuilder exif;
    exif.photo.longValue(0xA002, 300).longValue(0xA003, 200);  // PixelXDimension, Y
    photo.metadata.exif = exif.build();
    const Bytes file = heirloom::testing::encoded(enlarged(photo, {600, 400}), FileFormat::Jpeg);
    std::vector<Message> warnings;
    const Bytes written = readMetadata(file, FileFormat::Jpeg, warnings).exif;
    // Tag, type LONG, one value: 600 and 400, little-endian.
    EXPECT_TRUE(heirloom::testing::containsBytes(
        written, Bytes{0x02, 0xA0, 4, 0, 1, 0, 0, 0, 0x58, 0x02, 0, 0}));
    EXPECT_TRUE(heirloom::testing::containsBytes(
        written, Bytes{0x03, 0xA0, 4, 0, 1, 0, 0, 0, 0x90, 0x01, 0, 0}));
}

// A wave of 8 pixels, sampled at pixel centres of a picture `factor` times as large.
cv::Mat wave(cv::Size size, double factor) {
    cv::Mat pixels(size, CV_16UC1);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            const double u = (x + 0.5) / factor, v = (y + 0.5) / factor;
            pixels.at<std::uint16_t>(y, x) = cv::saturate_cast<std::uint16_t>(
                32768 + 14000 * std::sin(u * CV_PI / 4) + 14000 * std::cos(v * CV_PI / 4));
        }
    }
    return pixels;
}

TEST(EnlargedPhoto, KeepsPlaceAndContrastOfDetail) {
    const Photo photo = photoOf(wave({96, 64}, 1.0), PixelLayout::Gray);
    for (const double factor : {1.5, 2.0, 4.0}) {
        const Photo out = enlarged(photo, *outputSizeFor({96, 64}, factor, 0));
        const cv::Mat expected = wave(out.pixels.size(), factor);
        const cv::Rect inner(cv::Point(24, 24), out.pixels.size() - cv::Size(48, 48));
        // 1 % of the wave's height; a shift by 0.02 pixels would be 1.6 %.
        EXPECT_LE(cv::norm(out.pixels(inner), expected(inner), cv::NORM_INF), 280.0) << factor;
    }
}

TEST(EnlargedPhoto, AveragesFinePatternsWhereItBecomesSmaller) {
    cv::Mat stripes(400, 400, CV_8UC1);
    for (int x = 0; x < 400; ++x) stripes.col(x) = x * 2 / 5 % 2 == 0 ? 30 : 220;  // 5 pixels
    const Photo out = enlarged(photoOf(stripes, PixelLayout::Gray), {97, 97});
    cv::Scalar mean, spread;
    cv::meanStdDev(out.pixels(cv::Rect(4, 4, 89, 89)), mean, spread);
    EXPECT_LE(spread[0], 3.0);
    EXPECT_NEAR(mean[0], cv::mean(stripes)[0], 1.5);
}

TEST(EnlargedPhoto, LetsNoColourOfTransparentPixelsBleed) {
    for (const int depth : {CV_8U, CV_16U}) {
        const double top = depth == CV_16U ? 65535.0 : 255.0;
        cv::Mat pixels(40, 80, CV_MAKETYPE(depth, 4), cv::Scalar(top, 0, 0, 0));
        pixels.colRange(40, 80).setTo(cv::Scalar(0, 0, top, top));
        FakeBackground network(2, 128);
        for (BackgroundRestorer* background : {static_cast<BackgroundRestorer*>(nullptr),
                                               static_cast<BackgroundRestorer*>(&network)}) {
            const Photo out = enlarged(photoOf(pixels, PixelLayout::Rgba), {160, 80}, background);
            std::vector<cv::Mat> planes;
            cv::split(out.pixels, planes);
            planes[0].setTo(0, planes[3] == 0);
            EXPECT_LE(cv::norm(planes[0], cv::NORM_INF), 0.012 * top);
            EXPECT_EQ(cv::norm(planes[3].col(70), cv::NORM_INF), 0.0);
            EXPECT_GE(cv::mean(planes[3].col(90))[0], top);
        }
    }
}

TEST(EnlargedPhoto, StopsWhenAskedAndReportsProgress) {
    const Photo photo = syntheticPhoto(300, 800);
    RunControl stopping;
    int asked = 0;
    stopping.stopRequested = [&] { return ++asked > 2; };
    auto stopped = enlargedPhoto(photo, {600, 1600}, nullptr, colourOf(photo), stopping);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);

    FakeBackground network(2);
    for (BackgroundRestorer* background :
         {static_cast<BackgroundRestorer*>(nullptr), static_cast<BackgroundRestorer*>(&network)}) {
        std::vector<double> fractions;
        RunControl listening;
        listening.progress = [&](const Progress& progress) {
            EXPECT_EQ(progress.stage, "background");
            fractions.push_back(progress.fraction);
        };
        ASSERT_TRUE(enlargedPhoto(photo, {600, 1600}, background, colourOf(photo), listening));
        EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
        EXPECT_EQ(fractions.back(), 1.0);
        EXPECT_GT(fractions.size(), 5u);
    }
}

}  // namespace
}  // namespace heirloom::test
