#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/pixel_ops.h"
#include "core/image/tiff_stream.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

struct TiffRecipe {
    int width = 0;
    int height = 0;
    int bits = 8;
    int samples = 1;
    int photometric = PHOTOMETRIC_MINISBLACK;
    int compression = COMPRESSION_NONE;
    bool planar = false;
    int tile = 0;  // 0: strips
    int rowsPerStrip = 7;
    int sampleFormat = SAMPLEFORMAT_UINT;
    std::vector<std::uint16_t> extraSamples;
    std::vector<std::uint16_t> palette;  // red, green, blue one after another
    int orientation = ORIENTATION_TOPLEFT;
};

// data: packed rows as the file stores them, for planar files plane after plane.
Bytes tiffOf(const TiffRecipe& recipe, const Bytes& data) {
    TiffStream stream;
    TiffHandle handle = stream.openForWriting(false);
    TIFF* tiff = handle.get();
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, recipe.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, recipe.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, recipe.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, recipe.samples);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, recipe.sampleFormat);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, recipe.compression);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, recipe.photometric);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, recipe.orientation);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG,
                 recipe.planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    if (!recipe.extraSamples.empty()) {
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, static_cast<int>(recipe.extraSamples.size()),
                     recipe.extraSamples.data());
    }
    if (!recipe.palette.empty()) {
        const std::size_t third = recipe.palette.size() / 3;
        TIFFSetField(tiff, TIFFTAG_COLORMAP, recipe.palette.data(), recipe.palette.data() + third,
                     recipe.palette.data() + 2 * third);
    }
    if (recipe.compression == COMPRESSION_JPEG) {
        TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, 95);
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    }
    Bytes copy = data;
    if (recipe.tile > 0) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, recipe.tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, recipe.tile);
        const std::size_t pixel = static_cast<std::size_t>(recipe.samples * recipe.bits / 8);
        const std::size_t rowBytes = static_cast<std::size_t>(recipe.width) * pixel;
        for (int y = 0; y < recipe.height; y += recipe.tile) {
            for (int x = 0; x < recipe.width; x += recipe.tile) {
                Bytes tile(static_cast<std::size_t>(recipe.tile * recipe.tile) * pixel, 0);
                for (int row = 0; row < std::min(recipe.tile, recipe.height - y); ++row) {
                    const auto* in = copy.data() + static_cast<std::size_t>(y + row) * rowBytes +
                                     static_cast<std::size_t>(x) * pixel;
                    const auto count =
                        static_cast<std::size_t>(std::min(recipe.tile, recipe.width - x)) * pixel;
                    std::copy_n(in, count,
                                tile.data() + static_cast<std::size_t>(row * recipe.tile) * pixel);
                }
                TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(x),
                              static_cast<std::uint32_t>(y), 0, 0);
            }
        }
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, recipe.rowsPerStrip);
        std::uint8_t* row = copy.data();
        const int planes = recipe.planar ? recipe.samples : 1;
        const auto rowBytes = static_cast<std::size_t>(TIFFScanlineSize(tiff));
        for (int plane = 0; plane < planes; ++plane) {
            for (int y = 0; y < recipe.height; ++y, row += rowBytes) {
                TIFFWriteScanline(tiff, row, static_cast<std::uint32_t>(y),
                                  static_cast<std::uint16_t>(plane));
            }
        }
    }
    TIFFWriteDirectory(tiff);
    handle.reset();
    return stream.takeBytes();
}

Bytes bytesOf(const cv::Mat& pixels) {
    return Bytes(pixels.datastart, pixels.dataend);
}

TiffRecipe recipeFor(const cv::Mat& pixels) {
    TiffRecipe recipe;
    recipe.width = pixels.cols;
    recipe.height = pixels.rows;
    recipe.bits = pixels.depth() == CV_16U ? 16 : 8;
    recipe.samples = pixels.channels();
    recipe.photometric = pixels.channels() >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    return recipe;
}

TEST(Tiff, ReadsEveryLosslessCompressionInStripsAndTiles) {
    for (const int compression :
         {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE,
          COMPRESSION_PACKBITS, COMPRESSION_LZMA, COMPRESSION_ZSTD}) {
        if (!TIFFIsCODECConfigured(static_cast<std::uint16_t>(compression))) continue;
        for (const bool is16Bit : {false, true}) {
            for (const int tile : {0, 16}) {
                const cv::Mat pixels = samplePixels(45, 38, PixelLayout::Rgb, is16Bit);
                TiffRecipe recipe = recipeFor(pixels);
                recipe.compression = compression;
                recipe.tile = tile;
                const auto read = decodePhoto(tiffOf(recipe, bytesOf(pixels)), "a.tif");
                ASSERT_TRUE(read) << read.error().text();
                EXPECT_TRUE(haveEqualPixels(read->pixels, pixels)) << compression << ' ' << tile;
                EXPECT_FALSE(read->source.damaged);
                EXPECT_EQ(read->source.tiff->compression, compression);
            }
        }
    }
}

TEST(Tiff, KeepsALosslessCompressionAndReplacesOthersByLzw) {
    Photo photo = samplePhoto(45, 38, PixelLayout::Rgb, false, FileFormat::Tiff);
    const std::vector<std::pair<int, int>> expected = {
        {COMPRESSION_NONE, COMPRESSION_NONE},
        {COMPRESSION_LZW, COMPRESSION_LZW},
        {COMPRESSION_ADOBE_DEFLATE, COMPRESSION_ADOBE_DEFLATE},
        {COMPRESSION_PACKBITS, COMPRESSION_PACKBITS},
        {COMPRESSION_JPEG, COMPRESSION_LZW},
        {COMPRESSION_CCITTFAX4, COMPRESSION_LZW}};
    for (const auto& [source, written] : expected) {
        photo.source.tiff = TiffCoding{source};
        const auto read = decodePhoto(encoded(photo, FileFormat::Tiff), "a.tif");
        ASSERT_TRUE(read);
        EXPECT_EQ(read->source.tiff->compression, written);
    }
}

TEST(Tiff, ReadsPlanesStoredOneAfterAnother) {
    for (const bool is16Bit : {false, true}) {
        const cv::Mat pixels = samplePixels(45, 38, PixelLayout::Rgba, is16Bit);
        std::vector<cv::Mat> planes;
        cv::split(pixels, planes);
        Bytes data;
        for (const auto& plane : planes) {
            const Bytes bytes = bytesOf(plane);
            data.insert(data.end(), bytes.begin(), bytes.end());
        }
        TiffRecipe recipe = recipeFor(pixels);
        recipe.planar = true;
        recipe.extraSamples = {EXTRASAMPLE_UNASSALPHA};
        const auto read = decodePhoto(tiffOf(recipe, data), "a.tif");
        ASSERT_TRUE(read) << read.error().text();
        EXPECT_EQ(read->layout, PixelLayout::Rgba);
        EXPECT_TRUE(haveEqualPixels(read->pixels, pixels));
    }
}

TEST(Tiff, ReadsBlackAndWhiteInBothSenses) {
    TiffRecipe recipe;
    recipe.width = 10;
    recipe.height = 2;
    recipe.bits = 1;
    for (const int compression : {COMPRESSION_NONE, COMPRESSION_CCITTFAX4}) {
        recipe.compression = compression;
        recipe.photometric = PHOTOMETRIC_MINISBLACK;
        const Bytes rows{0xC0, 0x40, 0x00, 0x00};
        const auto normal = decodePhoto(tiffOf(recipe, rows), "a.tif");
        ASSERT_TRUE(normal) << normal.error().text();
        EXPECT_EQ(normal->layout, PixelLayout::Gray);
        EXPECT_EQ(normal->pixels.at<std::uint8_t>(0, 0), 255);
        EXPECT_EQ(normal->pixels.at<std::uint8_t>(0, 2), 0);
        EXPECT_EQ(normal->pixels.at<std::uint8_t>(0, 9), 255);
        recipe.photometric = PHOTOMETRIC_MINISWHITE;
        const auto inverted = decodePhoto(tiffOf(recipe, rows), "a.tif");
        ASSERT_TRUE(inverted);
        EXPECT_EQ(inverted->pixels.at<std::uint8_t>(0, 0), 0);
        EXPECT_EQ(inverted->pixels.at<std::uint8_t>(1, 0), 255);
    }
}

TEST(Tiff, ReadsPalettesOfEightAndSixteenBits) {
    TiffRecipe recipe;
    recipe.width = 2;
    recipe.height = 1;
    recipe.bits = 8;
    recipe.photometric = PHOTOMETRIC_PALETTE;
    for (const int scale : {1, 257}) {
        recipe.palette.assign(768, 0);
        recipe.palette[5] = static_cast<std::uint16_t>(200 * scale);
        recipe.palette[256 + 5] = static_cast<std::uint16_t>(100 * scale);
        recipe.palette[512 + 5] = static_cast<std::uint16_t>(50 * scale);
        const auto read = decodePhoto(tiffOf(recipe, {5, 0}), "a.tif");
        ASSERT_TRUE(read) << read.error().text();
        EXPECT_EQ(read->layout, PixelLayout::Rgb);
        EXPECT_EQ(read->pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(200, 100, 50));
    }
}

TEST(Tiff, StraightensPremultipliedAlpha) {
    TiffRecipe recipe;
    recipe.width = 2;
    recipe.height = 1;
    recipe.samples = 4;
    recipe.photometric = PHOTOMETRIC_RGB;
    recipe.extraSamples = {EXTRASAMPLE_ASSOCALPHA};
    const auto read = decodePhoto(tiffOf(recipe, {50, 100, 0, 128, 0, 0, 0, 0}), "a.tif");
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->pixels.at<cv::Vec4b>(0, 0), cv::Vec4b(100, 199, 0, 128));
    EXPECT_EQ(read->pixels.at<cv::Vec4b>(0, 1), cv::Vec4b(0, 0, 0, 0));
}

TEST(Tiff, LeavesOutUnnamedChannelsAndSaysSo) {
    const cv::Mat pixels = samplePixels(20, 10, PixelLayout::Rgba);
    TiffRecipe recipe = recipeFor(pixels);
    recipe.extraSamples = {EXTRASAMPLE_UNSPECIFIED};
    const auto read = decodePhoto(tiffOf(recipe, bytesOf(pixels)), "a.tif");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->layout, PixelLayout::Rgb);
    EXPECT_EQ(warningsAbout(read->source.warnings, "channels besides"), 1);
    cv::Mat colours(pixels.size(), CV_8UC3);
    cv::mixChannels({pixels}, {colours}, {0, 0, 1, 1, 2, 2});
    EXPECT_TRUE(haveEqualPixels(read->pixels, colours));
}

TEST(Tiff, ReadsJpegCompressionAndCmyk) {
    const cv::Mat pixels = samplePixels(64, 48, PixelLayout::Rgb);
    TiffRecipe recipe = recipeFor(pixels);
    recipe.compression = COMPRESSION_JPEG;
    recipe.photometric = PHOTOMETRIC_YCBCR;
    recipe.rowsPerStrip = 16;
    const auto jpeg = decodePhoto(tiffOf(recipe, bytesOf(pixels)), "a.tif");
    ASSERT_TRUE(jpeg) << jpeg.error().text() << jpeg.error().detail;
    EXPECT_LT(cv::norm(jpeg->pixels, pixels, cv::NORM_L1) / (64.0 * 48 * 3), 12.0);

    TiffRecipe inks;
    inks.width = 2;
    inks.height = 1;
    inks.samples = 4;
    inks.photometric = PHOTOMETRIC_SEPARATED;
    const auto cmyk = decodePhoto(tiffOf(inks, {255, 0, 0, 0, 0, 0, 0, 255}), "a.tif");
    ASSERT_TRUE(cmyk) << cmyk.error().text();
    EXPECT_TRUE(cmyk->source.wasCmyk);
    EXPECT_EQ(cmyk->pixels.at<cv::Vec3b>(0, 0), cv::Vec3b(0, 255, 255));
    EXPECT_EQ(cmyk->pixels.at<cv::Vec3b>(0, 1), cv::Vec3b(0, 0, 0));
}

TEST(Tiff, ReadsLabThroughLibtiff) {
    TiffRecipe recipe;
    recipe.width = 2;
    recipe.height = 1;
    recipe.samples = 3;
    recipe.photometric = PHOTOMETRIC_CIELAB;
    const auto lab = decodePhoto(tiffOf(recipe, {255, 0, 0, 0, 0, 0}), "a.tif");
    ASSERT_TRUE(lab) << lab.error().text() << lab.error().detail;
    EXPECT_GT(lab->pixels.at<cv::Vec3b>(0, 0)[1], 240);
    EXPECT_LT(lab->pixels.at<cv::Vec3b>(0, 1)[1], 10);
}

TEST(Tiff, RefusesSeveralPagesAndNamesTheCount) {
    const cv::Mat page = samplePixels(20, 10, PixelLayout::Rgb);
    const auto photo = decodePhoto(tiffOfPages({{page}, {page}, {page}}), "album.tif");
    ASSERT_FALSE(photo);
    EXPECT_EQ(photo.error().code, ErrorCode::Unsupported);
    EXPECT_NE(photo.error().text().find("album.tif holds 3 pages"), std::string::npos);
}

TEST(Tiff, IgnoresThumbnailsWithAWarningWhereverTheyStand) {
    const cv::Mat page = samplePixels(40, 30, PixelLayout::Rgb);
    const cv::Mat small = samplePixels(8, 6, PixelLayout::Rgb);
    for (const auto& pages : {std::vector<TiffPage>{{page}, {small, true}},
                              std::vector<TiffPage>{{small, true}, {page}}}) {
        const auto photo = decodePhoto(tiffOfPages(pages), "a.tif");
        ASSERT_TRUE(photo) << photo.error().text();
        EXPECT_TRUE(haveEqualPixels(photo->pixels, page));
        EXPECT_EQ(warningsAbout(photo->source.warnings, "preview"), 1);
    }
}

TEST(Tiff, RefusesFloatAndWideSamplesClearly) {
    TiffRecipe recipe;
    recipe.width = 1;
    recipe.height = 1;
    recipe.bits = 32;
    const auto wide = decodePhoto(tiffOf(recipe, {0, 0, 0, 0}), "a.tif");
    ASSERT_FALSE(wide);
    EXPECT_EQ(wide.error().code, ErrorCode::Unsupported);
    EXPECT_NE(wide.error().text().find("32-bit"), std::string::npos);
    recipe.sampleFormat = SAMPLEFORMAT_IEEEFP;
    const auto floats = decodePhoto(tiffOf(recipe, {0, 0, 0, 0}), "a.tif");
    ASSERT_FALSE(floats);
    EXPECT_NE(floats.error().text().find("floating-point"), std::string::npos);
}

// Strips of such a picture would take gigabytes, whatever the file holds.
TEST(Tiff, RefusesThousandsOfChannelsByTheHeader) {
    TiffRecipe recipe;
    recipe.width = 2;
    recipe.height = 1;
    recipe.samples = 33;
    const auto photo = decodePhoto(tiffOf(recipe, Bytes(2 * 33, 7)), "a.tif");
    ASSERT_FALSE(photo);
    EXPECT_EQ(photo.error().code, ErrorCode::Unsupported);
    EXPECT_NE(photo.error().text().find("too many channels"), std::string::npos);
    recipe.samples = 32;
    EXPECT_TRUE(decodePhoto(tiffOf(recipe, Bytes(2 * 32, 7)), "a.tif"));
}

TEST(Tiff, TurnsThePictureByItsOwnTag) {
    const cv::Mat pixels = samplePixels(20, 10, PixelLayout::Rgb);
    TiffRecipe recipe = recipeFor(pixels);
    recipe.orientation = ORIENTATION_RIGHTTOP;  // 6
    const auto read = decodePhoto(tiffOf(recipe, bytesOf(pixels)), "a.tif");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->source.orientation, 6);
    EXPECT_EQ(read->pixels.size(), cv::Size(10, 20));
    EXPECT_EQ(read->pixels.at<cv::Vec3b>(0, 9), pixels.at<cv::Vec3b>(0, 0));
    const auto again = decodePhoto(encoded(*read, FileFormat::Tiff), "b.tif");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->source.orientation, 1);
    EXPECT_TRUE(haveEqualPixels(again->pixels, read->pixels));
}

TEST(Tiff, ABrokenStripCostsOnlyItself) {
    const cv::Mat pixels = samplePixels(45, 38, PixelLayout::Rgb);
    TiffRecipe recipe = recipeFor(pixels);
    recipe.compression = COMPRESSION_ADOBE_DEFLATE;
    Bytes file = tiffOf(recipe, bytesOf(pixels));
    // The first strip starts behind the eight bytes of the header.
    for (std::size_t i = 20; i < 120; ++i) file[i] = 0xAA;
    const auto part = decodePhoto(file, "a.tif");
    ASSERT_TRUE(part) << part.error().text();
    EXPECT_TRUE(part->source.damaged);
    EXPECT_EQ(warningsAbout(part->source.warnings, "a.tif is damaged"), 1);
    EXPECT_TRUE(haveEqualPixels(part->pixels.rowRange(30, 38), pixels.rowRange(30, 38)));
}

TEST(Tiff, RefusesHugeSizesByTheHeader) {
    TiffRecipe recipe;
    recipe.width = 100000;
    recipe.height = 1;
    Bytes file = tiffOf(recipe, Bytes(100000, 1));
    // ImageLength is the second entry: tag 257, its value eight bytes further on.
    for (std::size_t i = 0; i + 12 < file.size(); ++i) {
        if (file[i] == 0x01 && file[i + 1] == 0x01 && file[i + 2] == 3 && file[i + 4] == 1 &&
            file[i + 8] == 1) {
            file[i + 2] = 4;
            file[i + 8] = 0xA0;
            file[i + 9] = 0x86;
            file[i + 10] = 0x01;
        }
    }
    const auto photo = decodePhoto(file, "huge.tif");
    ASSERT_FALSE(photo);
    EXPECT_EQ(photo.error().code, ErrorCode::LimitExceeded) << photo.error().text();
}

}  // namespace
}  // namespace heirloom
