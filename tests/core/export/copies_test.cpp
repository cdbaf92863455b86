#include "core/export/copies.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/export/visible_caption.h"
#include "core/image/decode.h"
#include "tests/core/export/export_support.h"
#include "tests/support/exif_builder.h"

namespace heirloom::test {
namespace {

using heirloom::testing::cameraExif;
using heirloom::testing::samplePhoto;

TEST(WebCopyTest, IsAtMost1200PixelsLongAndNeverEnlarged) {
    const std::pair<cv::Size, cv::Size> cases[] = {{{2400, 1600}, {1200, 800}},
                                                   {{900, 3000}, {360, 1200}},
                                                   {{1200, 10}, {1200, 10}},
                                                   {{300, 200}, {300, 200}}};
    for (const auto& [size, expected] : cases) {
        const auto copy = webCopy(flatPhoto(size, {10, 20, 30}), {});
        ASSERT_TRUE(copy);
        EXPECT_EQ(copy->picture.pixels.size(), expected);
    }
}

TEST(WebCopyTest, IsEightBitSrgb) {
    Photo photo = samplePhoto(1500, 20, PixelLayout::Rgb, true);
    photo.pixels.setTo(cv::Scalar(150 * 257, 90 * 257, 60 * 257));
    photo.iccProfile = heirloom::testing::rgbProfile();
    const auto copy = webCopy(photo, {});
    ASSERT_TRUE(copy);
    EXPECT_EQ(copy->picture.pixels.type(), CV_8UC3);
    EXPECT_TRUE(copy->picture.iccProfile.empty());
    EXPECT_LE(cv::norm(copy->picture.pixels.at<cv::Vec3b>(8, 600),
                       throughLcms({150, 90, 60}, photo.iccProfile), cv::NORM_INF),
              2.0);
    const RunControl stopped{[] { return true; }, {}};
    EXPECT_EQ(webCopy(photo, stopped).error().code, ErrorCode::Cancelled);
}

TEST(WebCopyTest, LosesThePlaceAndKeepsTheRest) {
    Photo photo = flatPhoto({400, 300}, {90, 100, 110});
    photo.metadata.exif = cameraExif().build();
    ASSERT_TRUE(summarise(photo.metadata).hasGps);
    const auto copy = webCopy(photo, {});
    ASSERT_TRUE(copy);
    const auto encoded = encodePhoto(copy->picture, webEncoding({}));
    ASSERT_TRUE(encoded);
    EXPECT_EQ(encoded->format, FileFormat::Jpeg);
    const auto read = decodePhoto(encoded->file, "web.jpg");
    ASSERT_TRUE(read);
    EXPECT_FALSE(summarise(read->metadata).hasGps);
    EXPECT_EQ(summarise(read->metadata).captureTime, summarise(photo.metadata).captureTime);
    EncodeOptions strict;
    strict.metadataPolicy = MetadataPolicy::Strip;
    EXPECT_EQ(webEncoding(strict).metadataPolicy, MetadataPolicy::Strip);
}

TEST(PrintCopyTest, Has300DotsPerInchInEveryFormatThatHoldsThem) {
    Photo photo = flatPhoto({60, 40}, {90, 100, 110});
    photo.source.resolution = PrintResolution{72, 72, PrintResolution::Unit::PerInch};
    for (const FileFormat format : {FileFormat::Jpeg, FileFormat::Png, FileFormat::Tiff}) {
        const Photo read =
            decodePhoto(heirloom::testing::encoded(printCopy(photo), format), "print").value();
        ASSERT_TRUE(read.source.resolution);
        const bool metres = read.source.resolution->unit == PrintResolution::Unit::PerCentimetre;
        EXPECT_NEAR(read.source.resolution->x * (metres ? 2.54 : 1.0), 300.0, 0.5)
            << formatName(format);
    }
    EXPECT_EQ(photo.source.resolution->x, 72.0);
}

TEST(PrintCopyTest, OverrulesTheResolutionInTheMetadata) {
    Photo photo = flatPhoto({60, 40}, {90, 100, 110});
    heirloom::testing::ExifBuilder exif;
    exif.image.rationals(0x011A, {72, 1}).rationals(0x011B, {180, 2}).shortValue(0x0128, 3);
    exif.photo.text(0x9003, "1957:08:14 10:00:00");
    photo.metadata.exif = exif.build();
    photo.metadata.xmp =
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        "xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:XResolution='72/1' "
        "tiff:ResolutionUnit='3'/></rdf:RDF></x:xmpmeta>";
    ASSERT_EQ(summarise(photo.metadata).xResolution, 72.0);
    ASSERT_EQ(summarise(photo.metadata).resolutionUnit, 3);
    for (const FileFormat format : {FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP}) {
        const Photo read =
            decodePhoto(heirloom::testing::encoded(printCopy(photo), format), "print").value();
        const MetadataSummary facts = summarise(read.metadata);
        EXPECT_EQ(facts.xResolution, 300.0) << formatName(format);
        EXPECT_EQ(facts.yResolution, 300.0) << formatName(format);
        EXPECT_EQ(facts.resolutionUnit, 2) << formatName(format);
        EXPECT_NE(read.metadata.xmp.find("300/1"), std::string::npos) << formatName(format);
        EXPECT_EQ(read.metadata.xmp.find("72/1"), std::string::npos) << formatName(format);
        EXPECT_EQ(facts.captureTime, "1957:08:14 10:00:00") << formatName(format);
    }
}

TEST(Depth, GoesUpAndBackWithoutAChange) {
    cv::Mat ramp(1, 256, CV_8UC1);
    for (int i = 0; i < 256; ++i) ramp.at<std::uint8_t>(i) = static_cast<std::uint8_t>(i);
    Photo photo;
    photo.pixels = ramp;
    photo.layout = PixelLayout::Gray;
    const auto deep = withDepth(photo, 16);
    ASSERT_TRUE(deep);
    EXPECT_EQ(deep->source.bitsPerSample, 16);
    for (int i = 0; i < 256; ++i) EXPECT_EQ(deep->pixels.at<std::uint16_t>(i), i * 257);
    const auto back = withDepth(*deep, 8);
    ASSERT_TRUE(back);
    EXPECT_EQ(cv::countNonZero(back->pixels != ramp), 0);
    EXPECT_EQ(withDepth(photo, 12).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(withDepth(photo, 8)->pixels.data, photo.pixels.data);
}

TEST(Depth, RoundsToTheNearest) {
    Photo photo;
    photo.pixels = (cv::Mat_<std::uint16_t>(1, 5) << 128, 129, 257 * 7 + 128, 257 * 7 + 129, 65535);
    photo.layout = PixelLayout::Gray;
    const auto eight = withDepth(photo, 8);
    ASSERT_TRUE(eight);
    const cv::Mat expected = (cv::Mat_<std::uint8_t>(1, 5) << 0, 1, 7, 8, 255);
    EXPECT_EQ(cv::countNonZero(eight->pixels != expected), 0);
}

TEST(VisibleCaption, LiesInABandBelowAndLeavesThePhotoAlone) {
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    for (const PixelLayout layout :
         {PixelLayout::Gray, PixelLayout::GrayAlpha, PixelLayout::Rgb, PixelLayout::Rgba}) {
        for (const bool deep : {false, true}) {
            const Photo photo = samplePhoto(900, 1000, layout, deep);
            const auto captioned = withVisibleCaption(photo, "Restored by machine");
            ASSERT_TRUE(captioned);
            const Photo& result = captioned->photo;
            EXPECT_TRUE(captioned->warnings.empty());
            EXPECT_EQ(result.pixels.type(), photo.pixels.type());
            ASSERT_EQ(result.height(), 1035);
            EXPECT_EQ(cv::norm(result.pixels.rowRange(0, 1000), photo.pixels, cv::NORM_INF), 0.0);
            EXPECT_GT(inkBelow(result, 1000), 100);
            if (!hasAlpha(layout)) continue;
            cv::Mat alpha;
            cv::extractChannel(result.pixels.rowRange(1000, 1035), alpha, channelCount(layout) - 1);
            EXPECT_EQ(cv::countNonZero(alpha != photo.maxValue()), 0);
        }
    }
}

TEST(VisibleCaption, IsReadableOnSmallPhotosAndAbsentWithoutText) {
    const Photo photo = flatPhoto({200, 100}, {1, 2, 3});
    const auto none = withVisibleCaption(photo, "");
    ASSERT_TRUE(none);
    EXPECT_EQ(none->photo.pixels.data, photo.pixels.data);
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    const auto captioned = withVisibleCaption(photo, "AI");
    ASSERT_TRUE(captioned);
    EXPECT_EQ(captioned->photo.height(), 118);
    EXPECT_EQ(photo.height(), 100);
}

}  // namespace
}  // namespace heirloom::test
