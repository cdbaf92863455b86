#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/background/enlarge.h"
#include "tests/core/background/enlarge_support.h"
#include "tests/support/fakes.h"
#include "tests/support/sample_photos.h"

namespace heirloom::test {
namespace {

TEST(EnlargedPhotoByNetwork, GivesTheExactSizeWhateverTheNetworksFactor) {
    const Photo photo = syntheticPhoto(201, 143);
    for (const int scale : {1, 2, 4}) {
        for (const cv::Size size :
             {cv::Size(302, 215), {402, 286}, {804, 572}, {201, 143}, {50, 36}}) {
            FakeBackground network(scale);
            const Photo out = enlarged(photo, size, &network);
            EXPECT_EQ(out.pixels.size(), size);
            EXPECT_EQ(out.pixels.type(), photo.pixels.type());
            EXPECT_GT(network.calls, 0);
        }
    }
}

TEST(EnlargedPhotoByNetwork, ShowsNoBordersOfBlocks) {
    const Photo photo = syntheticPhoto(401, 301, CV_16U);
    for (const cv::Size size : {cv::Size(602, 452), {802, 602}, {1604, 1204}}) {
        FakeBackground whole(2, 1000), parts(2, 128);
        const Photo expected = enlarged(photo, size, &whole);
        const Photo actual = enlarged(photo, size, &parts);
        EXPECT_EQ(whole.calls, 1);
        EXPECT_GT(parts.calls, 10);
        EXPECT_LE(parts.largest, 128);
        EXPECT_LE(cv::norm(expected.pixels, actual.pixels, cv::NORM_INF), 1.0);
    }
}

TEST(EnlargedPhotoByNetwork, WorksInThePhotosOwnColours) {
    struct Case {
        PixelLayout layout;
        Bytes profile;
    };
    for (const Case& each : {Case{PixelLayout::Rgb, heirloom::testing::rgbProfile()},
                             Case{PixelLayout::Gray, heirloom::testing::greyProfile()},
                             Case{PixelLayout::Gray, {}}, Case{PixelLayout::Rgba, {}}}) {
        Photo photo = syntheticPhoto(150, 140, CV_16U, each.layout);
        // Colours that sRGB has, too.
        photo.pixels = photo.pixels * 0.2 + cv::Scalar::all(25000);
        photo.iccProfile = each.profile;
        if (hasAlpha(each.layout)) {
            cv::insertChannel(cv::Mat(photo.pixels.size(), CV_16U, cv::Scalar(65535)), photo.pixels,
                              3);
        }
        FakeBackground same(1);
        const Photo out = enlarged(photo, photo.pixels.size(), &same);
        EXPECT_LE(cv::norm(out.pixels, photo.pixels, cv::NORM_INF), 0.002 * 65535);
        EXPECT_EQ(out.iccProfile, photo.iccProfile);
        EXPECT_EQ(same.calls, 4);
    }
}

TEST(EnlargedPhotoByNetwork, GivesAPhotoWithoutColourNone) {
    Photo photo = syntheticPhoto(100, 80, CV_8U, PixelLayout::Gray);
    cv::cvtColor(photo.pixels, photo.pixels, cv::COLOR_GRAY2RGB);
    photo.layout = PixelLayout::Rgb;
    FakeBackground tinting(2, 128, [](const cv::Vec3f& value) {
        return cv::Vec3f(value[0] * 0.9f + 0.1f, value[1], value[2] * 0.8f);
    });
    const Photo out = enlarged(photo, {200, 160}, &tinting);
    std::vector<cv::Mat> planes;
    cv::split(out.pixels, planes);
    EXPECT_EQ(cv::norm(planes[0], planes[1], cv::NORM_INF), 0.0);
    EXPECT_EQ(cv::norm(planes[0], planes[2], cv::NORM_INF), 0.0);
    EXPECT_GT(cv::norm(planes[0], cv::NORM_INF), 100.0);
}

TEST(EnlargedPhotoByNetwork, PassesTheNetworksErrorOn) {
    const Photo photo = syntheticPhoto(100, 80);
    FakeBackground network(2);
    network.fails = true;
    auto out = enlargedPhoto(photo, {200, 160}, &network, colourOf(photo), {});
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, ErrorCode::OutOfMemory);
}

}  // namespace
}  // namespace heirloom::test
