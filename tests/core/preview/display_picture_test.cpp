#include "core/preview/display_picture.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/colour_transform.h"
#include "core/image/lcms_handles.h"
#include "core/image/pixel_access.h"
#include "core/preview/display_rows.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

struct Case {
    PixelLayout layout;
    bool is16Bit;
    enum Profile { None, Wide, Grey } profile;
};

void PrintTo(const Case& of, std::ostream* out) {
    *out << nameOf(of.layout) << (of.is16Bit ? " 16 bit, profile " : " 8 bit, profile ")
         << of.profile;
}

class Shown : public ::testing::TestWithParam<Case> {};

Bytes profileOf(Case::Profile profile) {
    if (profile == Case::None) return {};
    return profile == Case::Wide ? rgbProfile() : greyProfile();
}

// Blue, green, red, as the exact transform has them.
cv::Mat exact(const Photo& photo) {
    const auto colour = ColourTransform::create(photo.iccProfile, colourChannelCount(photo.layout));
    cv::Mat rgb = colour->toWorkingSpace(colourFloat(photo.pixels, photo.layout));
    cv::Mat eight;
    rgb.convertTo(eight, CV_8U, 255.0);
    cv::cvtColor(eight, eight, cv::COLOR_RGB2BGR);
    return eight;
}

TEST_P(Shown, IsWithinOneLevelOfTheExactTransform) {
    Photo photo = samplePhoto(331, 97, GetParam().layout, GetParam().is16Bit);
    photo.iccProfile = profileOf(GetParam().profile);
    if (hasAlpha(photo.layout)) {
        std::vector<cv::Mat> channels;
        cv::split(photo.pixels, channels);
        channels.back().setTo(cv::Scalar::all(photo.maxValue()));
        cv::merge(channels, photo.pixels);
    }
    // Dark values, too, where a coarse table would fail.
    cv::Mat dark = photo.pixels.rowRange(0, 30);
    if (!hasAlpha(photo.layout)) dark *= 0.05;
    const cv::Mat shown = DisplayTransform::create(photo).apply(photo.pixels);
    ASSERT_EQ(shown.type(), CV_8UC4);
    cv::Mat colour, fourth;
    cv::cvtColor(shown, colour, cv::COLOR_BGRA2BGR);
    cv::extractChannel(shown, fourth, 3);
    EXPECT_EQ(cv::countNonZero(fourth != 255), 0);
    const double tolerance = GetParam().profile == Case::None ? 0.0 : 1.0;
    EXPECT_LE(cv::norm(colour, exact(photo), cv::NORM_INF), tolerance);
}

INSTANTIATE_TEST_SUITE_P(
    EveryKind, Shown,
    ::testing::Values(
        Case{PixelLayout::Rgb, false, Case::None}, Case{PixelLayout::Rgb, true, Case::None},
        Case{PixelLayout::Rgba, false, Case::None}, Case{PixelLayout::Rgba, true, Case::None},
        Case{PixelLayout::Gray, false, Case::None}, Case{PixelLayout::Gray, true, Case::None},
        Case{PixelLayout::GrayAlpha, false, Case::Grey}, Case{PixelLayout::Rgb, false, Case::Wide},
        Case{PixelLayout::Rgb, true, Case::Wide}, Case{PixelLayout::Rgba, false, Case::Wide},
        Case{PixelLayout::Rgba, true, Case::Wide}, Case{PixelLayout::Gray, false, Case::Grey},
        Case{PixelLayout::Gray, true, Case::Grey}, Case{PixelLayout::Gray, false, Case::Wide},
        Case{PixelLayout::Gray, true, Case::Wide}));

// For profiles that are more than curves and a matrix.
TEST(ColourGrid, FollowsTheExactTransform) {
    for (const bool is16Bit : {false, true}) {
        Photo photo = samplePhoto(300, 60, PixelLayout::Rgb, is16Bit);
        for (const bool wide : {false, true}) {
            photo.iccProfile = wide ? rgbProfile() : Bytes();
            const auto colour = ColourTransform::create(photo.iccProfile, 3);
            ASSERT_TRUE(colour);
            const ColourGrid grid = makeColourGrid(*colour);
            cv::Mat shown(photo.pixels.size(), CV_8UC4), bgr;
            for (int y = 0; y < shown.rows; ++y) {
                showByGrid({photo.pixels.ptr(y), is16Bit, 3, shown.cols}, grid, shown.ptr(y));
            }
            cv::cvtColor(shown, bgr, cv::COLOR_BGRA2BGR);
            const cv::Mat expected = exact(photo);
            // Dark colours outside of sRGB are where straight lines fit a gamma worst; a
            // profile as simple as this one is never shown by a grid.
            if (!wide) {
                EXPECT_LE(cv::norm(bgr, expected, cv::NORM_INF), 1.0);
            }
            EXPECT_LT(cv::norm(bgr, expected, cv::NORM_L1) / double(3 * bgr.total()), 0.6);
        }
    }
}

TEST(DisplayTransform, KnowsSrgbUnderAnyName) {
    const LcmsProfile srgb(cmsCreate_sRGBProfile());
    cmsUInt32Number size = 0;
    ASSERT_TRUE(cmsSaveProfileToMem(srgb.get(), nullptr, &size));
    Bytes bytes(size);
    ASSERT_TRUE(cmsSaveProfileToMem(srgb.get(), bytes.data(), &size));
    EXPECT_TRUE(isNearlySrgb(*ColourTransform::create(bytes, 3)));
    EXPECT_FALSE(isNearlySrgb(*ColourTransform::create(rgbProfile(), 3)));
}

TEST(DisplayTransform, TakesABrokenProfileForSrgb) {
    Photo photo = samplePhoto(40, 30);
    const cv::Mat expected = DisplayTransform::create(photo).apply(photo.pixels);
    photo.iccProfile = Bytes(300, 1);
    const cv::Mat shown = DisplayTransform::create(photo).apply(photo.pixels);
    EXPECT_EQ(cv::norm(shown, expected, cv::NORM_INF), 0.0);
}

TEST(DisplayTransform, ShowsTransparencyAsACheckerboard) {
    Photo photo;
    photo.layout = PixelLayout::Rgba;
    photo.pixels = cv::Mat(32, 32, CV_8UC4, cv::Scalar(200, 100, 50, 0));
    photo.pixels.rowRange(16, 32).setTo(cv::Scalar(200, 100, 50, 128));
    const DisplayTransform transform = DisplayTransform::create(photo);
    const cv::Mat shown = transform.apply(photo.pixels);
    const auto at = [&](int x, int y) { return shown.at<cv::Vec4b>(y, x); };
    EXPECT_EQ(at(0, 0), at(7, 7));
    EXPECT_NE(at(0, 0), at(8, 0));
    EXPECT_EQ(at(0, 0), at(8, 8));
    EXPECT_EQ(at(0, 0)[0], at(0, 0)[2]);
    EXPECT_NEAR((at(0, 0)[0] + at(8, 0)[0]) / 2.0, 128.0, 8.0);
    // Half of the colour and half of the board.
    EXPECT_NEAR(at(0, 16)[2], (200 * 128 + at(0, 0)[2] * 127) / 255.0, 1.0);
    // The board stays where it is when another part is shown.
    const cv::Mat part = transform.apply(photo.pixels({5, 3, 20, 20}), {5, 3});
    EXPECT_EQ(cv::norm(part, shown({5, 3, 20, 20}), cv::NORM_INF), 0.0);
}

TEST(PictureLevels, HalveUntilTheyAreSmall) {
    cv::Mat picture(701, 1403, CV_8UC4);
    cv::RNG(1).fill(picture, cv::RNG::UNIFORM, 0, 256);
    const auto levels = pictureLevels(picture, 200);
    ASSERT_EQ(levels.size(), 4u);
    EXPECT_EQ(levels[0].data, picture.data);
    EXPECT_EQ(levels[1].size(), cv::Size(702, 351));
    EXPECT_EQ(levels[2].size(), cv::Size(351, 176));
    EXPECT_EQ(levels[3].size(), cv::Size(176, 88));
    // Averages, at the odd edges of what is there.
    for (const cv::Point at : {cv::Point(0, 0), cv::Point(350, 100), cv::Point(701, 20),
                               cv::Point(40, 350), cv::Point(701, 350)}) {
        const cv::Rect covered =
            cv::Rect(2 * at.x, 2 * at.y, 2, 2) & cv::Rect(cv::Point(), picture.size());
        const cv::Scalar mean = cv::mean(picture(covered));
        for (int c = 0; c < 4; ++c) {
            EXPECT_NEAR(levels[1].at<cv::Vec4b>(at)[c], mean[c], 0.51) << at;
        }
    }
}

TEST(PictureLevels, ASmallPictureHasOne) {
    EXPECT_EQ(pictureLevels(cv::Mat(20, 30, CV_8UC4)).size(), 1u);
}

}  // namespace
}  // namespace heirloom
