#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/pixel_ops.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

void put16(Bytes& out, std::uint32_t value) {
    out.push_back(static_cast<std::uint8_t>(value));
    out.push_back(static_cast<std::uint8_t>(value >> 8));
}

void put32(Bytes& out, std::uint32_t value) {
    put16(out, value & 0xFFFF);
    put16(out, value >> 16);
}

// A file with the common header of 40 bytes; extra: masks or palette.
Bytes bmpOf(std::int32_t width, std::int32_t height, int bits, int compression, const Bytes& extra,
            const Bytes& pixels) {
    Bytes out{'B', 'M'};
    const auto offset = static_cast<std::uint32_t>(54 + extra.size());
    put32(out, offset + static_cast<std::uint32_t>(pixels.size()));
    put32(out, 0);
    put32(out, offset);
    put32(out, 40);
    put32(out, static_cast<std::uint32_t>(width));
    put32(out, static_cast<std::uint32_t>(height));
    put16(out, 1);
    put16(out, static_cast<std::uint32_t>(bits));
    put32(out, static_cast<std::uint32_t>(compression));
    for (int i = 0; i < 5; ++i) put32(out, 0);
    out.insert(out.end(), extra.begin(), extra.end());
    out.insert(out.end(), pixels.begin(), pixels.end());
    return out;
}

Bytes colourPalette(int count) {
    Bytes palette;
    for (int i = 0; i < count; ++i) {
        palette.insert(palette.end(),
                       {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i * 2),
                        static_cast<std::uint8_t>(i * 3), 0});
    }
    return palette;
}

TEST(Bmp, ReadsPalettesOfOneFourAndEightBits) {
    const auto one = decodePhoto(
        bmpOf(9, 1, 1, 0, {0, 0, 0, 0, 255, 255, 255, 0}, {0b10000000, 0b10000000, 0, 0}), "a.bmp");
    ASSERT_TRUE(one) << one.error().text();
    EXPECT_EQ(one->layout, PixelLayout::Gray);
    EXPECT_EQ(one->pixels.at<std::uint8_t>(0, 0), 255);
    EXPECT_EQ(one->pixels.at<std::uint8_t>(0, 8), 255);
    EXPECT_EQ(one->pixels.at<std::uint8_t>(0, 1), 0);

    const auto four = decodePhoto(bmpOf(2, 1, 4, 0, colourPalette(16), {0x5F, 0, 0, 0}), "a.bmp");
    ASSERT_TRUE(four);
    EXPECT_EQ(four->pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(15, 10, 5));

    const auto eight =
        decodePhoto(bmpOf(1, 2, 8, 0, colourPalette(256), {7, 0, 0, 0, 9, 0, 0, 0}), "a.bmp");
    ASSERT_TRUE(eight);
    EXPECT_EQ(eight->pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(27, 18, 9));
    EXPECT_EQ(eight->pixels.at<cv::Vec3b>(1, 0), cv::Vec3b(21, 14, 7));
}

TEST(Bmp, ReadsSixteenBitsWithAndWithoutMasks) {
    const auto plain = decodePhoto(bmpOf(2, 1, 16, 0, {}, {0x00, 0x7C, 0x1F, 0x00}), "a.bmp");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(255, 0, 0));
    EXPECT_EQ(plain->pixels.at<cv::Vec3b>(0, 1), cv::Vec3b(0, 0, 255));
    Bytes masks;
    put32(masks, 0xF800);
    put32(masks, 0x07E0);
    put32(masks, 0x001F);
    const auto masked = decodePhoto(bmpOf(2, 1, 16, 3, masks, {0xE0, 0x07, 0x00, 0xF8}), "a.bmp");
    ASSERT_TRUE(masked);
    EXPECT_EQ(masked->pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(0, 255, 0));
    EXPECT_EQ(masked->pixels.at<cv::Vec3b>(0, 1), cv::Vec3b(255, 0, 0));
}

TEST(Bmp, ReadsRowsFromTheTopWhenTheHeightIsNegative) {
    const auto photo = decodePhoto(bmpOf(1, -2, 24, 0, {}, {1, 2, 3, 0, 4, 5, 6, 0}), "a.bmp");
    ASSERT_TRUE(photo);
    EXPECT_EQ(photo->pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(3, 2, 1));
    EXPECT_EQ(photo->pixels.at<cv::Vec3b>(1, 0), cv::Vec3b(6, 5, 4));
}

TEST(Bmp, ReadsRunLengths) {
    // 3 x 1, end of line, 3 literals, end of picture.
    const Bytes runs{3, 1, 0, 0, 0, 3, 2, 3, 4, 0, 0, 1};
    const auto photo = decodePhoto(bmpOf(3, 2, 8, 1, colourPalette(256), runs), "a.bmp");
    ASSERT_TRUE(photo) << photo.error().text();
    EXPECT_FALSE(photo->source.damaged);
    EXPECT_EQ(photo->pixels.at<cv::Vec3b>(1, 2), cv::Vec3b(3, 2, 1));
    EXPECT_EQ(photo->pixels.at<cv::Vec3b>(0, 2), cv::Vec3b(12, 8, 4));
    const auto cut = decodePhoto(
        bmpOf(3, 2, 8, 1, colourPalette(256), Bytes(runs.begin(), runs.begin() + 4)), "a.bmp");
    ASSERT_TRUE(cut);
    EXPECT_TRUE(cut->source.damaged);
    EXPECT_EQ(decodePhoto(bmpOf(3, 2, 4, 2, colourPalette(16), runs), "a.bmp").error().code,
              ErrorCode::Unsupported);
}

TEST(Bmp, ATruncatedFileGivesItsReadableRows) {
    const Photo photo = samplePhoto(20, 30, PixelLayout::Rgb, false, FileFormat::Bmp);
    const Bytes file = encoded(photo, FileFormat::Bmp);
    const auto part = decodePhoto(ByteView(file).first(file.size() - 10 * 60), "a.bmp");
    ASSERT_TRUE(part);
    EXPECT_TRUE(part->source.damaged);
    EXPECT_EQ(warningsAbout(part->source.warnings, "a.bmp is damaged"), 1);
    EXPECT_TRUE(haveEqualPixels(part->pixels.rowRange(10, 30), photo.pixels.rowRange(10, 30)));
    EXPECT_EQ(decodePhoto(ByteView(file).first(150), "a.bmp").error().code, ErrorCode::Damaged);
}

TEST(Bmp, RefusesImpossibleAndHugeSizesByTheHeader) {
    EXPECT_EQ(decodePhoto(bmpOf(0, 0, 24, 0, {}, {0}), "a.bmp").error().code, ErrorCode::Damaged);
    EXPECT_EQ(decodePhoto(bmpOf(-5, 5, 24, 0, {}, {0}), "a.bmp").error().code, ErrorCode::Damaged);
    EXPECT_EQ(decodePhoto(bmpOf(100000, 100000, 24, 0, {}, {0}), "a.bmp").error().code,
              ErrorCode::LimitExceeded);
    EXPECT_FALSE(decodePhoto(bmpOf(0x7FFFFFFF, -0x7FFFFFFF - 1, 32, 0, {}, {0}), "a.bmp"));
}

TEST(Bmp, ATextThatStartsLikeABmpIsRefused) {
    const std::string text = "BMW is a maker of cars, and this is a longer text about them.";
    const auto photo = decodePhoto(Bytes(text.begin(), text.end()), "car.bmp");
    ASSERT_FALSE(photo);
    EXPECT_EQ(photo.error().code, ErrorCode::Unsupported);
}

TEST(Webp, RefusesAnimationsAndNamesTheFrames) {
    const auto photo = decodePhoto(animatedWebp(4), "dance.webp");
    ASSERT_FALSE(photo);
    EXPECT_EQ(photo.error().code, ErrorCode::Unsupported);
    EXPECT_NE(photo.error().text().find("4 frames"), std::string::npos);
}

TEST(Webp, ALossySourceStaysLossyAtHighQuality) {
    EncodeOptions options;
    options.quality = 80;
    const Photo photo = samplePhoto(200, 160, PixelLayout::Rgb, false, FileFormat::WebP);
    const Bytes lossy = encoded(photo, FileFormat::WebP, options);
    const auto read = decodePhoto(lossy, "a.webp");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->source.lossyWebP);
    const auto again = decodePhoto(encoded(*read, FileFormat::WebP), "b.webp");
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->source.lossyWebP);
    const auto lossless = decodePhoto(encoded(photo, FileFormat::WebP), "c.webp");
    ASSERT_TRUE(lossless);
    EXPECT_FALSE(lossless->source.lossyWebP);
}

TEST(Webp, ATruncatedFileGivesItsReadableRows) {
    for (const bool lossy : {false, true}) {
        EncodeOptions options;
        if (lossy) options.quality = 90;
        const Photo photo = samplePhoto(200, 300, PixelLayout::Rgb, false, FileFormat::WebP);
        const Bytes file = encoded(photo, FileFormat::WebP, options);
        const auto part = decodePhoto(ByteView(file).first(file.size() * 7 / 10), "a.webp");
        ASSERT_TRUE(part) << part.error().text() << part.error().detail;
        EXPECT_TRUE(part->source.damaged);
        EXPECT_EQ(warningsAbout(part->source.warnings, "a.webp is damaged"), 1);
        EXPECT_EQ(decodePhoto(ByteView(file).first(40), "a.webp").error().code, ErrorCode::Damaged);
    }
}

}  // namespace
}  // namespace heirloom
