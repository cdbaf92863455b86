// Colour spaces that a PNG describes by the numbers in gAMA, cHRM and sRGB.
#include <array>
#include <cmath>

#include <gtest/gtest.h>
#include <png.h>

#include "core/image/colour_transform.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/pixel_ops.h"
#include "core/image/profile_name.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

using Chromaticities = std::array<double, 8>;  // white, red, green, blue

constexpr Chromaticities kBt709 = {0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06};
constexpr Chromaticities kAdobe = {0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06};

struct Description {
    std::optional<double> gamma;
    std::optional<Chromaticities> chromaticities;
    bool srgb = false;
    Bytes profile;
};

// Written by libpng itself.
Bytes pngWith(const cv::Mat& pixels, const Description& description) {
    Bytes file;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &file,
        [](png_structp writer, png_bytep data, png_size_t size) {
            auto& out = *static_cast<Bytes*>(png_get_io_ptr(writer));
            out.insert(out.end(), data, data + size);
        },
        [](png_structp) {});
    png_set_IHDR(png, info, static_cast<png_uint_32>(pixels.cols),
                 static_cast<png_uint_32>(pixels.rows), 8,
                 pixels.channels() == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, 0, 0);
    if (description.gamma) png_set_gAMA(png, info, *description.gamma);
    if (description.chromaticities) {
        const auto& c = *description.chromaticities;
        png_set_cHRM(png, info, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]);
    }
    if (description.srgb) png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    if (!description.profile.empty()) {
        png_set_iCCP(png, info, "own", 0, description.profile.data(),
                     static_cast<png_uint_32>(description.profile.size()));
    }
    png_write_info(png, info);
    for (int y = 0; y < pixels.rows; ++y) png_write_row(png, pixels.ptr(y));
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return file;
}

Photo decoded(const Bytes& file) {
    auto photo = decodePhoto(file, "a.png");
    EXPECT_TRUE(photo) << photo.error().text();
    return photo ? std::move(*photo) : Photo{};
}

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
        Description description;
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
    Description description;
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
    Description description;
    description.chromaticities = kAdobe;
    const Photo photo = decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description));
    ASSERT_FALSE(photo.iccProfile.empty());
    for (const double value : {0.02, 0.3, 0.9}) {
        EXPECT_NEAR(inSrgb(photo, value)[1], value, 0.003);
    }
}

TEST(PngColour, TheSrgbChunkOverrulesTheOthers) {
    Description description;
    description.srgb = true;
    EXPECT_TRUE(
        decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description)).iccProfile.empty());
    // What writers of sRGB add for old readers.
    description.gamma = 0.45455;
    description.chromaticities = kBt709;
    EXPECT_TRUE(
        decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description)).iccProfile.empty());
    description.srgb = false;
    EXPECT_TRUE(
        decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description)).iccProfile.empty());
}

TEST(PngColour, AnEmbeddedProfileOverrulesTheNumbers) {
    Description description;
    description.gamma = 1.0;
    description.profile = rgbProfile();
    EXPECT_EQ(decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description)).iccProfile,
              rgbProfile());
}

TEST(PngColour, GreyHasAGreyProfile) {
    Description description;
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
    Description description;
    description.gamma = 0.001;
    const Photo photo = decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description));
    EXPECT_TRUE(photo.iccProfile.empty());
    EXPECT_EQ(warningsAbout(photo.source.warnings, "profile of a.png is broken"), 1);
}

TEST(PngColour, TheOutputKeepsTheDescriptionAsAProfile) {
    Description description;
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
