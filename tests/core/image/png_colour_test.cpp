// Colour spaces that a PNG describes by the numbers in gAMA, cHRM and sRGB.
#include <cmath>

#include <gtest/gtest.h>

#include "core/image/colour_transform.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/pixel_ops.h"
#include "core/image/profile_name.h"
#include "tests/core/image/png_recipe.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

double encodeSrgb(double light) {
    return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

cv::Vec3f inSrgb(const Photo& photo, double value) {
    auto transform = ColourTransform::create(photo.iccProfile, 3);
    EXPECT_TRUE(transform);
    return transform->toWorkingSpace(cv::Mat(1, 1, CV_32FC3, cv::Scalar::all(value)))
        .at<cv::Vec3f>(0, 0);
}

TEST(PngColour, GammaMeansWhatItSays) {
    for (const double gamma : {1.0, 1 / 1.8, 1 / 2.6}) {
        PngDescription description;
        description.gamma = gamma;
        const Photo photo = decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description));
        ASSERT_FALSE(photo.iccProfile.empty());
        for (const double value : {0.1, 0.4, 0.8}) {
            const double expected = encodeSrgb(std::pow(value, 1 / gamma));
            const cv::Vec3f colour = inSrgb(photo, value);
            for (int c = 0; c < 3; ++c) EXPECT_NEAR(colour[c], expected, 0.003) << gamma;
        }
    }
}

TEST(PngColour, PrimariesMeanWhatTheySay) {
    PngDescription description;
    description.gamma = 1 / 2.2;
    description.chromaticities = kAdobe;
    const Photo photo = decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description));
    ASSERT_FALSE(photo.iccProfile.empty());
    // Adobe RGB's green has more red-absorbing saturation than sRGB can show; its red is the
    // same. Linear matrices from the published primaries give these values.
    auto transform = ColourTransform::create(photo.iccProfile, 3);
    ASSERT_TRUE(transform);
    const cv::Mat colour(1, 1, CV_32FC3, cv::Scalar(0.5, 0.4, 0.4));
    const auto srgb = transform->toWorkingSpace(colour).at<cv::Vec3f>(0, 0);
    const double red = std::pow(0.5, 2.2), other = std::pow(0.4, 2.2);
    EXPECT_NEAR(srgb[0], encodeSrgb(1.3982 * red - 0.3982 * other), 0.004);
    EXPECT_NEAR(srgb[1], encodeSrgb(other), 0.004);
    EXPECT_NEAR(srgb[2], encodeSrgb(-0.0429 * other + 1.0429 * other), 0.004);
}

TEST(PngColour, PrimariesAloneKeepTheCurveOfSrgb) {
    PngDescription description;
    description.chromaticities = kAdobe;
    const Photo photo = decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description));
    ASSERT_FALSE(photo.iccProfile.empty());
    for (const double value : {0.02, 0.3, 0.9}) {
        EXPECT_NEAR(inSrgb(photo, value)[1], value, 0.003);
    }
}

TEST(PngColour, TheSrgbChunkOverrulesTheOthers) {
    PngDescription description;
    description.intent = PNG_sRGB_INTENT_PERCEPTUAL;
    EXPECT_TRUE(
        decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description)).iccProfile.empty());
    // What writers of sRGB add for old readers.
    description.gamma = 0.45455;
    description.chromaticities = kBt709;
    EXPECT_TRUE(
        decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description)).iccProfile.empty());
    description.intent.reset();
    EXPECT_TRUE(
        decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description)).iccProfile.empty());
}

TEST(PngColour, AnEmbeddedProfileOverrulesTheNumbers) {
    PngDescription description;
    description.gamma = 1.0;
    description.profile = rgbProfile();
    EXPECT_EQ(decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description)).iccProfile,
              rgbProfile());
}

TEST(PngColour, GreyHasAGreyProfile) {
    PngDescription description;
    description.gamma = 1 / 1.8;
    description.chromaticities = kAdobe;  // says nothing about grey
    const Photo photo = decoded(pngWith(samplePixels(9, 7, PixelLayout::Gray), description));
    ASSERT_FALSE(photo.iccProfile.empty());
    EXPECT_EQ(std::string(photo.iccProfile.begin() + 16, photo.iccProfile.begin() + 20), "GRAY");
    auto transform = ColourTransform::create(photo.iccProfile, 1);
    ASSERT_TRUE(transform);
    const auto srgb =
        transform->toWorkingSpace(cv::Mat(1, 1, CV_32FC1, cv::Scalar(0.4))).at<cv::Vec3f>(0, 0);
    EXPECT_NEAR(srgb[1], encodeSrgb(std::pow(0.4, 1.8)), 0.003);
}

TEST(PngColour, ImpossibleNumbersAreTakenAsSrgbAndSaid) {
    PngDescription description;
    description.gamma = 0.001;
    const Photo photo = decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description));
    EXPECT_TRUE(photo.iccProfile.empty());
    EXPECT_EQ(warningsAbout(photo.source.warnings, "profile of a.png is broken"), 1);
}

TEST(PngColour, TheOutputKeepsTheDescriptionAsAProfile) {
    PngDescription description;
    description.gamma = 1 / 1.8;
    description.chromaticities = kAdobe;
    const Bytes file = pngWith(samplePixels(33, 21, PixelLayout::Rgb), description);
    const Photo photo = decoded(file);
    EXPECT_EQ(profileName(photo.iccProfile), "PNG gamma 1.8, own primaries");
    // The same bytes at any time: the profile holds no date of today.
    EXPECT_EQ(decoded(file).iccProfile, photo.iccProfile);
    EXPECT_EQ(photo.iccProfile[24] << 8 | photo.iccProfile[25], 2000);
    for (const auto format :
         {FileFormat::Png, FileFormat::Tiff, FileFormat::WebP, FileFormat::Jpeg}) {
        const auto again = decodePhoto(encoded(photo, format), "b");
        ASSERT_TRUE(again) << formatName(format);
        EXPECT_EQ(again->iccProfile, photo.iccProfile) << formatName(format);
        if (format != FileFormat::Jpeg) {
            EXPECT_TRUE(haveEqualPixels(again->pixels, photo.pixels)) << formatName(format);
        }
    }
}

}  // namespace
}  // namespace heirloom
