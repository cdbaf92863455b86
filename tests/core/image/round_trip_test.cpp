// What goes into a file comes out of it again.
#include <gtest/gtest.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/pixel_ops.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

struct LosslessCase {
    FileFormat format;
    PixelLayout layout;
    bool is16Bit;
};

std::string caseName(const ::testing::TestParamInfo<LosslessCase>& info) {
    return std::string(formatName(info.param.format)) + nameOf(info.param.layout) +
           (info.param.is16Bit ? "16" : "8");
}

std::vector<LosslessCase> losslessCases() {
    std::vector<LosslessCase> cases;
    for (const auto format :
         {FileFormat::Png, FileFormat::WebP, FileFormat::Tiff, FileFormat::Bmp}) {
        for (const auto layout :
             {PixelLayout::Gray, PixelLayout::GrayAlpha, PixelLayout::Rgb, PixelLayout::Rgba}) {
            cases.push_back({format, layout, false});
            if (format == FileFormat::Png || format == FileFormat::Tiff) {
                cases.push_back({format, layout, true});
            }
        }
    }
    return cases;
}

class Lossless : public ::testing::TestWithParam<LosslessCase> {};

TEST_P(Lossless, KeepsEveryPixel) {
    const auto& [format, layout, is16Bit] = GetParam();
    // An odd width, so that padded rows show.
    const Photo photo = samplePhoto(61, 43, layout, is16Bit, format);
    const Bytes file = encoded(photo, format);
    const auto read = decodePhoto(file, "a");
    ASSERT_TRUE(read) << read.error().text();
    const PixelLayout expected =
        format == FileFormat::WebP || (format == FileFormat::Bmp && hasAlpha(layout))
            ? (hasAlpha(layout) ? PixelLayout::Rgba : PixelLayout::Rgb)
            : layout;
    EXPECT_EQ(read->layout, expected);
    EXPECT_EQ(read->is16Bit(), is16Bit);
    EXPECT_TRUE(haveEqualPixels(read->pixels, withLayout(photo.pixels, layout, expected)));
    EXPECT_FALSE(read->source.damaged);
    EXPECT_TRUE(read->source.warnings.empty());
    EXPECT_EQ(read->source.byteCount, file.size());

    const auto header = readHeader(file, "a");
    ASSERT_TRUE(header);
    EXPECT_EQ(header->width, 61);
    EXPECT_EQ(header->height, 43);
    EXPECT_EQ(header->layout, expected);
    EXPECT_EQ(header->bitsPerSample, is16Bit ? 16 : 8);
}

TEST_P(Lossless, GivesTheSameBytesEveryTime) {
    const auto& [format, layout, is16Bit] = GetParam();
    const Photo photo = samplePhoto(61, 43, layout, is16Bit, format);
    EXPECT_EQ(encoded(photo, format), encoded(photo, format));
}

INSTANTIATE_TEST_SUITE_P(Formats, Lossless, ::testing::ValuesIn(losslessCases()), caseName);

class EveryFormat : public ::testing::TestWithParam<FileFormat> {};

TEST_P(EveryFormat, KeepsTheProfileByteForByte) {
    Photo photo = samplePhoto(32, 24, PixelLayout::Rgb, false, GetParam());
    photo.iccProfile = rgbProfile();
    const auto read = decodePhoto(encoded(photo, GetParam()), "a");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->iccProfile, photo.iccProfile);
}

TEST_P(EveryFormat, KeepsALargeProfile) {
    Photo photo = samplePhoto(32, 24, PixelLayout::Rgb, false, GetParam());
    photo.iccProfile = rgbProfile();
    // Some scanner profiles are larger than one segment of a JPEG. What lies behind the
    // last tag belongs to nobody, but the length in the header has to match.
    photo.iccProfile.resize(200000, 0x5A);
    const auto size = static_cast<std::uint32_t>(photo.iccProfile.size());
    for (int i = 0; i < 4; ++i) {
        photo.iccProfile[static_cast<std::size_t>(i)] =
            static_cast<std::uint8_t>(size >> (24 - 8 * i));
    }
    const auto read = decodePhoto(encoded(photo, GetParam()), "a");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->iccProfile, photo.iccProfile);
}

TEST_P(EveryFormat, ReadsAPictureOfOnePixel) {
    const Photo photo = samplePhoto(1, 1, PixelLayout::Rgb, false, GetParam());
    const auto read = decodePhoto(encoded(photo, GetParam()), "a");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->pixels.size(), cv::Size(1, 1));
}

TEST_P(EveryFormat, RefusesMoreMegapixelsThanAllowed) {
    const Photo photo = samplePhoto(200, 100, PixelLayout::Rgb, false, GetParam());
    const Bytes file = encoded(photo, GetParam());
    DecodeLimits limits;
    limits.maxMegapixels = 0.019;
    const auto refused = decodePhoto(file, "large.x", limits);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::LimitExceeded);
    EXPECT_NE(refused.error().text().find("large.x"), std::string::npos);
    limits.maxMegapixels = 0.02;
    EXPECT_TRUE(decodePhoto(file, "large.x", limits));
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat,
                         ::testing::Values(FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                                           FileFormat::Tiff, FileFormat::Bmp),
                         [](const auto& info) { return std::string(formatName(info.param)); });

TEST(RoundTrip, KeepsAGreyProfileWhereTheFormatHoldsIt) {
    for (const auto format :
         {FileFormat::Jpeg, FileFormat::Png, FileFormat::Tiff, FileFormat::Bmp}) {
        Photo photo = samplePhoto(32, 24, PixelLayout::Gray, false, format);
        photo.iccProfile = greyProfile();
        const auto read = decodePhoto(encoded(photo, format), "a");
        ASSERT_TRUE(read);
        EXPECT_EQ(read->layout, PixelLayout::Gray);
        EXPECT_EQ(read->iccProfile, photo.iccProfile) << formatName(format);
    }
}

TEST(RoundTrip, ConvertsGreyWithAProfileToSrgbForWebp) {
    for (const auto layout : {PixelLayout::Gray, PixelLayout::GrayAlpha}) {
        Photo photo = samplePhoto(32, 24, layout);
        photo.iccProfile = greyProfile();
        EncodeOptions options;
        options.format = FileFormat::WebP;
        const auto written = encodePhoto(photo, options);
        ASSERT_TRUE(written) << written.error().text() << written.error().detail;
        EXPECT_EQ(warningsAbout(written->warnings, "converted to sRGB"), 1);
        const auto read = decodePhoto(written->file, "a");
        ASSERT_TRUE(read);
        EXPECT_TRUE(read->iccProfile.empty());
        const std::uint8_t* pixel = read->pixels.ptr(12) + 16 * read->pixels.channels();
        EXPECT_NEAR(pixel[0], pixel[1], 1);
        EXPECT_NEAR(pixel[1], pixel[2], 1);
    }
}

TEST(RoundTrip, KeepsThePrintSize) {
    for (const auto format :
         {FileFormat::Jpeg, FileFormat::Png, FileFormat::Tiff, FileFormat::Bmp}) {
        Photo photo = samplePhoto(16, 16, PixelLayout::Rgb, false, format);
        photo.source.resolution = PrintResolution{600, 300, PrintResolution::Unit::PerInch};
        const auto read = decodePhoto(encoded(photo, format), "a");
        ASSERT_TRUE(read);
        const auto& resolution = read->source.resolution;
        ASSERT_TRUE(resolution) << formatName(format);
        const double factor = resolution->unit == PrintResolution::Unit::PerCentimetre ? 2.54 : 1.0;
        EXPECT_NEAR(resolution->x * factor, 600, 0.05);
        EXPECT_NEAR(resolution->y * factor, 300, 0.05);
    }
}

TEST(RoundTrip, RoundsSixteenBitsAndSaysSo) {
    const Photo photo = samplePhoto(40, 30, PixelLayout::Rgb, true);
    for (const auto format : {FileFormat::Jpeg, FileFormat::WebP, FileFormat::Bmp}) {
        EncodeOptions options;
        options.format = format;
        const auto written = encodePhoto(photo, options);
        ASSERT_TRUE(written);
        EXPECT_EQ(warningsAbout(written->warnings, "16 bits"), 1) << formatName(format);
        const auto read = decodePhoto(written->file, "a");
        ASSERT_TRUE(read);
        if (format != FileFormat::Jpeg) {
            EXPECT_TRUE(haveEqualPixels(read->pixels, roundedTo8Bit(photo.pixels)));
        }
    }
}

TEST(RoundTrip, PutsTransparencyOnWhiteForJpegAndSaysSo) {
    Photo photo = samplePhoto(40, 30, PixelLayout::Rgba);
    photo.pixels.setTo(cv::Scalar(0, 0, 0, 0));
    EncodeOptions options;
    options.format = FileFormat::Jpeg;
    const auto written = encodePhoto(photo, options);
    ASSERT_TRUE(written);
    EXPECT_EQ(warningsAbout(written->warnings, "on white"), 1);
    const auto read = decodePhoto(written->file, "a");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->layout, PixelLayout::Rgb);
    EXPECT_EQ(read->pixels.at<cv::Vec3b>(15, 20), cv::Vec3b(255, 255, 255));
}

TEST(RoundTrip, OpaqueAlphaIsNoLossForWebp) {
    Photo photo = samplePhoto(40, 30, PixelLayout::Rgba);
    photo.pixels =
        withLayout(samplePixels(40, 30, PixelLayout::Rgb), PixelLayout::Rgb, PixelLayout::Rgba);
    EXPECT_FALSE(encoded(photo, FileFormat::WebP).empty());
}

TEST(RoundTrip, RefusesWhatAFormatCannotHold) {
    EXPECT_TRUE(checkEncodable(16383, 16383, FileFormat::WebP));
    const auto refused = checkEncodable(16384, 10, FileFormat::WebP);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::LimitExceeded);
    EXPECT_FALSE(checkEncodable(10, 65501, FileFormat::Jpeg));
    EXPECT_TRUE(checkEncodable(100000, 10, FileFormat::Png));
    EXPECT_FALSE(checkEncodable(0, 10, FileFormat::Png));
    EncodeOptions options;
    options.quality = 101;
    EXPECT_FALSE(encodePhoto(samplePhoto(8, 8), options));
}

}  // namespace
}  // namespace heirloom
