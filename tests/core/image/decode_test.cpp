#include "core/image/decode.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "core/image/encode.h"
#include "core/image/pixel_ops.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

Bytes bytesOf(const std::string& text) {
    return Bytes(text.begin(), text.end());
}

// Where the upright pixel (x, y) lies in the stored picture; written out from the Exif
// specification (first row and first column), not from the code.
cv::Point storedPlace(int orientation, int x, int y, int width, int height) {
    switch (orientation) {
        case 2: return {width - 1 - x, y};
        case 3: return {width - 1 - x, height - 1 - y};
        case 4: return {x, height - 1 - y};
        case 5: return {y, x};
        case 6: return {y, height - 1 - x};
        case 7: return {width - 1 - y, height - 1 - x};
        case 8: return {width - 1 - y, x};
        default: return {x, y};
    }
}

class Orientation : public ::testing::TestWithParam<int> {};

TEST_P(Orientation, TurnsThePixelsUprightInEveryFormat) {
    const int orientation = GetParam();
    for (const auto format : {FileFormat::Png, FileFormat::WebP, FileFormat::Tiff}) {
        Photo photo = samplePhoto(23, 17, PixelLayout::Rgb, false, format);
        const Bytes plain = encoded(photo, format);
        MetadataBlocks blocks;
        blocks.exif = cameraExif(orientation).build();
        std::vector<Message> warnings;
        auto file = embedMetadata(plain, format, blocks, warnings);
        ASSERT_TRUE(file);
        if (format == FileFormat::Tiff) {
            // Our encoder wrote the tag already; set it where it stands.
            bool found = false;
            for (std::size_t i = 0; i + 12 <= file->size() && !found; ++i) {
                const std::uint8_t* entry = file->data() + i;
                found = entry[0] == 0x12 && entry[1] == 0x01 && entry[2] == 3 && entry[3] == 0 &&
                        entry[4] == 1;
                if (found) (*file)[i + 8] = static_cast<std::uint8_t>(orientation);
            }
            ASSERT_TRUE(found);
        }
        const auto read = decodePhoto(*file, "a");
        ASSERT_TRUE(read) << read.error().text();
        EXPECT_EQ(read->source.orientation, orientation);
        const bool swapped = orientation >= 5;
        ASSERT_EQ(read->pixels.size(), swapped ? cv::Size(17, 23) : cv::Size(23, 17));
        int wrong = 0;
        for (int y = 0; y < read->height(); ++y) {
            for (int x = 0; x < read->width(); ++x) {
                const cv::Point stored = storedPlace(orientation, x, y, 23, 17);
                wrong += read->pixels.at<cv::Vec3b>(y, x) != photo.pixels.at<cv::Vec3b>(stored);
            }
        }
        EXPECT_EQ(wrong, 0) << formatName(format);

        // Written again, it is upright and says so.
        const auto again = decodePhoto(encoded(*read, format), "b");
        ASSERT_TRUE(again);
        EXPECT_EQ(again->source.orientation, 1);
        EXPECT_EQ(orientationOf(again->metadata), 1);
        EXPECT_TRUE(haveEqualPixels(again->pixels, read->pixels));
    }
}

INSTANTIATE_TEST_SUITE_P(All, Orientation, ::testing::Range(1, 9));

TEST(Decode, TurnsAJpegUpright) {
    MetadataBlocks blocks;
    blocks.exif = cameraExif(6).build();
    std::vector<Message> warnings;
    const auto file = embedMetadata(plainJpeg(samplePixels(64, 32, PixelLayout::Rgb)),
                                    FileFormat::Jpeg, blocks, warnings);
    ASSERT_TRUE(file);
    const auto photo = decodePhoto(*file, "a.jpg");
    ASSERT_TRUE(photo);
    EXPECT_EQ(photo->pixels.size(), cv::Size(32, 64));
    EXPECT_EQ(photo->source.orientation, 6);
    const auto again = decodePhoto(encoded(*photo, FileFormat::Jpeg), "b.jpg");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->pixels.size(), cv::Size(32, 64));
    EXPECT_EQ(again->source.orientation, 1);
}

struct ForeignCase {
    const char* name;
    Bytes content;
    const char* expected;
};

TEST(Decode, SaysWhatAForeignFileIs) {
    using namespace std::string_literals;
    const std::vector<ForeignCase> cases = {
        {"empty.jpg", {}, "empty.jpg is empty"},
        {"notes.jpg", bytesOf("Dear diary, 今天天气很好。\n"), "is a text"},
        {"a.heic", bytesOf("\0\0\0\x18"s + "ftypheic"), "HEIC"},
        {"b.avif", bytesOf("\0\0\0\x18"s + "ftypavif"), "AVIF"},
        {"c.mp4", bytesOf("\0\0\0\x18"s + "ftypisom"), "video"},
        {"d.gif", bytesOf("GIF89a\1\0\1\0"s), "GIF"},
        {"e.psd", bytesOf("8BPS\0\1"s), "Photoshop"},
        {"f.pdf", bytesOf("%PDF-1.7"), "PDF"},
        {"g.jxl", bytesOf("\xFF\x0A\x01"), "JPEG XL"},
        {"h.zip", bytesOf("PK\3\4"), "archive"},
        {"i.bin", bytesOf("\1\2\3\4\5\6"), "not a picture"},
    };
    for (const auto& foreign : cases) {
        const auto photo = decodePhoto(foreign.content, foreign.name);
        ASSERT_FALSE(photo) << foreign.name;
        EXPECT_NE(photo.error().text().find(foreign.expected), std::string::npos)
            << photo.error().text();
        EXPECT_NE(photo.error().text().find(foreign.name), std::string::npos);
        EXPECT_EQ(photo.error().code,
                  foreign.content.empty() ? ErrorCode::Damaged : ErrorCode::Unsupported);
    }
}

TEST(Decode, GarbageBehindAnyMagicIsAnErrorAndNoCrash) {
    using namespace std::string_literals;
    for (const std::string& magic :
         {"\xFF\xD8\xFF"s, "\x89PNG\r\n\x1A\n"s, "RIFF\xFF\xFF\xFF\xFFWEBP"s, "II\x2A\0"s,
          "MM\0\x2A"s, "II\x2B\0"s, "BM"s}) {
        Bytes file = bytesOf(magic);
        std::uint32_t state = 12345;
        for (int i = 0; i < 3000; ++i) {
            state = state * 1664525u + 1013904223u;
            file.push_back(static_cast<std::uint8_t>(state >> 24));
        }
        const auto photo = decodePhoto(file, "garbage");
        EXPECT_FALSE(photo);
        EXPECT_FALSE(decodePhoto(bytesOf(magic), "short"));
    }
}

TEST(Decode, TheContentDecidesAndNotTheName) {
    const auto photo = decodePhoto(encoded(samplePhoto(10, 10), FileFormat::Png), "wrong.jpg");
    ASSERT_TRUE(photo);
    EXPECT_EQ(photo->source.format, FileFormat::Png);
}

TEST(Decode, RefusesFilesOverTheByteLimit) {
    DecodeLimits limits;
    limits.maxFileBytes = 100;
    const Bytes file = encoded(samplePhoto(50, 50), FileFormat::Png);
    EXPECT_EQ(decodePhoto(file, "a", limits).error().code, ErrorCode::LimitExceeded);
}

TEST(Decode, ReadsFilesAndRefusesDevices) {
    const auto path = std::filesystem::temp_directory_path() / "heirloom-decode-照片.png";
    const Bytes file = encoded(samplePhoto(10, 10), FileFormat::Png);
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(file.data()),
               static_cast<std::streamsize>(file.size()));
    const auto photo = readPhoto(path);
    std::filesystem::remove(path);
    ASSERT_TRUE(photo);
    EXPECT_EQ(photo->source.path, path);
    EXPECT_EQ(readPhoto("/dev/zero").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(readPhoto("/no/such/file.jpg").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace heirloom
