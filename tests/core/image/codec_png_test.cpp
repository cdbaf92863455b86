#include <cstring>

#include <gtest/gtest.h>
#include <zlib.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/pixel_ops.h"
#include "tests/core/image/png_recipe.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

void put32(Bytes& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

void putChunk(Bytes& out, const char* type, const Bytes& content) {
    put32(out, static_cast<std::uint32_t>(content.size()));
    const std::size_t start = out.size();
    out.insert(out.end(), type, type + 4);
    out.insert(out.end(), content.begin(), content.end());
    put32(out, static_cast<std::uint32_t>(
                   crc32(0, out.data() + start, static_cast<uInt>(out.size() - start))));
}

Bytes pngHeader(std::uint32_t width, std::uint32_t height, int bits, int colour) {
    Bytes out{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    Bytes header;
    put32(header, width);
    put32(header, height);
    header.insert(header.end(),
                  {static_cast<std::uint8_t>(bits), static_cast<std::uint8_t>(colour), 0, 0, 0});
    putChunk(out, "IHDR", header);
    return out;
}

// rows: filter byte and packed samples of every row.
Bytes pngOf(Bytes start, const Bytes& rows) {
    uLongf size = compressBound(static_cast<uLong>(rows.size()));
    Bytes packed(size);
    compress(packed.data(), &size, rows.data(), static_cast<uLong>(rows.size()));
    packed.resize(size);
    putChunk(start, "IDAT", packed);
    putChunk(start, "IEND", {});
    return start;
}

TEST(Png, ExpandsSmallGreyDepths) {
    const auto one = decodePhoto(pngOf(pngHeader(8, 1, 1, 0), {0, 0b10100000}), "a.png");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->layout, PixelLayout::Gray);
    EXPECT_EQ(one->source.bitsPerSample, 1);
    EXPECT_EQ(one->pixels.at<std::uint8_t>(0, 0), 255);
    EXPECT_EQ(one->pixels.at<std::uint8_t>(0, 1), 0);
    const auto two = decodePhoto(pngOf(pngHeader(4, 1, 2, 0), {0, 0b00011011}), "a.png");
    ASSERT_TRUE(two);
    EXPECT_EQ(two->pixels.at<std::uint8_t>(0, 1), 85);
    const auto four = decodePhoto(pngOf(pngHeader(2, 1, 4, 0), {0, 0x5F}), "a.png");
    ASSERT_TRUE(four);
    EXPECT_EQ(four->pixels.at<std::uint8_t>(0, 0), 85);
}

TEST(Png, ExpandsPalettesWithTransparency) {
    Bytes start = pngHeader(2, 1, 8, 3);
    putChunk(start, "PLTE", {10, 20, 30, 40, 50, 60});
    const auto opaque = decodePhoto(pngOf(start, {0, 1, 0}), "a.png");
    ASSERT_TRUE(opaque);
    EXPECT_EQ(opaque->layout, PixelLayout::Rgb);
    EXPECT_EQ(opaque->pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(40, 50, 60));
    putChunk(start, "tRNS", {0, 128});
    const auto clear = decodePhoto(pngOf(start, {0, 1, 0}), "a.png");
    ASSERT_TRUE(clear);
    EXPECT_EQ(clear->layout, PixelLayout::Rgba);
    EXPECT_EQ(clear->pixels.at<cv::Vec4b>(0, 0), cv::Vec4b(40, 50, 60, 128));
    EXPECT_EQ(clear->pixels.at<cv::Vec4b>(0, 1), cv::Vec4b(10, 20, 30, 0));
}

TEST(Png, TurnsATransparentColourIntoAlpha) {
    Bytes start = pngHeader(2, 1, 8, 2);
    putChunk(start, "tRNS", {0, 1, 0, 2, 0, 3});
    const auto photo = decodePhoto(pngOf(start, {0, 1, 2, 3, 4, 5, 6}), "a.png");
    ASSERT_TRUE(photo);
    EXPECT_EQ(photo->layout, PixelLayout::Rgba);
    EXPECT_EQ(photo->pixels.at<cv::Vec4b>(0, 0)[3], 0);
    EXPECT_EQ(photo->pixels.at<cv::Vec4b>(0, 1)[3], 255);
}

TEST(Png, ATruncatedFileGivesItsReadableRows) {
    const Photo photo = samplePhoto(120, 400, PixelLayout::Rgb);
    const Bytes file = encoded(photo, FileFormat::Png);
    const auto part = decodePhoto(ByteView(file).first(file.size() * 8 / 10), "a.png");
    ASSERT_TRUE(part) << part.error().text();
    EXPECT_TRUE(part->source.damaged);
    EXPECT_EQ(warningsAbout(part->source.warnings, "a.png is damaged"), 1);
    EXPECT_TRUE(haveEqualPixels(part->pixels.rowRange(0, 20), photo.pixels.rowRange(0, 20)));
    EXPECT_EQ(part->pixels.at<cv::Vec3b>(399, 60), cv::Vec3b(128, 128, 128));
}

TEST(Png, AWrongChecksumOfPixelsMeansDamage) {
    const Photo photo = samplePhoto(40, 30, PixelLayout::Rgb);
    Bytes file = encoded(photo, FileFormat::Png);
    const std::size_t checksum = file.size() - 12 - 4;  // in front of IEND
    file[checksum] ^= 0xFF;
    const auto read = decodePhoto(file, "a.png");
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_TRUE(read->source.damaged);
    EXPECT_FALSE(read->source.warnings.empty());
    EXPECT_TRUE(haveEqualPixels(read->pixels, photo.pixels));
}

TEST(Png, AFileWithoutAnyRowIsAnError) {
    const Bytes file = encoded(samplePhoto(40, 30), FileFormat::Png);
    for (const std::size_t size : {8u, 20u, 33u, 45u}) {
        const auto photo = decodePhoto(ByteView(file).first(size), "a.png");
        ASSERT_FALSE(photo) << size;
        EXPECT_EQ(photo.error().code, ErrorCode::Damaged);
    }
}

TEST(Png, RefusesImpossibleAndHugeSizesByTheHeader) {
    const auto none = decodePhoto(pngOf(pngHeader(0, 0, 8, 2), {0}), "a.png");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::Damaged);
    const auto huge = decodePhoto(pngOf(pngHeader(100000, 100000, 16, 6), {0}), "a.png");
    ASSERT_FALSE(huge);
    EXPECT_EQ(huge.error().code, ErrorCode::LimitExceeded);
}

TEST(Png, RefusesAnimationsInsteadOfCuttingThem) {
    Bytes start = pngHeader(1, 1, 8, 0);
    putChunk(start, "acTL", {0, 0, 0, 5, 0, 0, 0, 0});
    const auto photo = decodePhoto(pngOf(start, {0, 7}), "a.png");
    ASSERT_FALSE(photo);
    EXPECT_NE(photo.error().text().find("5 frames"), std::string::npos);
}

TEST(Png, ReadsInterlacedFilesAndTheirReadablePart) {
    const cv::Mat pixels = samplePixels(37, 29, PixelLayout::Rgb);
    PngDescription interlaced;
    interlaced.isInterlaced = true;
    const Bytes file = pngWith(pixels, interlaced);
    const auto read = decodePhoto(file, "a.png");
    ASSERT_TRUE(read);
    EXPECT_TRUE(haveEqualPixels(read->pixels, pixels));
    const auto part = decodePhoto(ByteView(file).first(file.size() / 2), "a.png");
    ASSERT_TRUE(part);
    EXPECT_TRUE(part->source.damaged);
}

}  // namespace
}  // namespace heirloom
