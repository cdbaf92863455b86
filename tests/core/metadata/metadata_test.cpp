#include "core/metadata/metadata.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <zlib.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/core/metadata/metadata_blocks.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

class EachFormat : public ::testing::TestWithParam<FileFormat> {};

TEST_P(EachFormat, CarriesEverythingItCanHold) {
    std::vector<Message> warnings;
    const MetadataBlocks blocks = updatedMetadata(cameraBlocks(6), updateTo(40, 30), warnings);
    EXPECT_TRUE(warnings.empty()) << joined(warnings);
    const auto file = embedMetadata(plainFile(GetParam()), GetParam(), blocks, warnings);
    ASSERT_TRUE(file);
    const bool holdsIptc = GetParam() != FileFormat::WebP;
    EXPECT_EQ(warnings.size(), holdsIptc ? 0u : 1u) << joined(warnings);

    const MetadataBlocks read = readMetadata(*file, GetParam(), warnings);
    EXPECT_EQ(warnings.size(), holdsIptc ? 0u : 1u) << joined(warnings);
    EXPECT_TRUE(containsText(read.exif, kChineseText));
    EXPECT_TRUE(containsBytes(read.exif, makerNoteBytes()));
    EXPECT_NE(read.xmp.find(kChineseText), std::string::npos);
    EXPECT_EQ(containsText(read.iptc, kChineseText), holdsIptc);

    const MetadataSummary summary = summarise(read);
    EXPECT_EQ(summary.captureTime, "1957:08:14 10:00:00");
    EXPECT_EQ(summary.camera, "Seagull DF-1");
    EXPECT_EQ(summary.lens, "Haiou-64 58mm");
    EXPECT_TRUE(summary.hasGps);
    EXPECT_TRUE(summary.hasMakerNote);
    EXPECT_EQ(orientationOf(read), 1);
    // Pixels are as before.
    EXPECT_TRUE(decodePhoto(*file, "a"));
}

TEST_P(EachFormat, SurvivesASecondRound) {
    std::vector<Message> warnings;
    MetadataBlocks blocks = updatedMetadata(cameraBlocks(6), updateTo(40, 30), warnings);
    for (int round = 0; round < 2; ++round) {
        const auto file = embedMetadata(plainFile(GetParam()), GetParam(), blocks, warnings);
        ASSERT_TRUE(file);
        blocks =
            updatedMetadata(readMetadata(*file, GetParam(), warnings), updateTo(40, 30), warnings);
    }
    EXPECT_TRUE(containsText(blocks.exif, kChineseText));
    EXPECT_TRUE(containsBytes(blocks.exif, makerNoteBytes()));
    EXPECT_TRUE(summarise(blocks).hasGps);
    EXPECT_NE(blocks.xmp.find(kChineseText), std::string::npos);
}

TEST_P(EachFormat, ReadsNothingFromAPlainFile) {
    std::vector<Message> warnings;
    const auto read = readMetadata(plainFile(GetParam()), GetParam(), warnings);
    // A TIFF always has a resolution and an orientation of its own.
    if (GetParam() != FileFormat::Tiff) {
        EXPECT_TRUE(read.isEmpty());
    }
    EXPECT_TRUE(read.iptc.empty());
    EXPECT_TRUE(read.xmp.empty());
    EXPECT_TRUE(warnings.empty()) << joined(warnings);
}

INSTANTIATE_TEST_SUITE_P(Formats, EachFormat, ::testing::ValuesIn(kFormats),
                         [](const auto& info) { return std::string(formatName(info.param)); });

TEST(Metadata, JpegPngAndWebpGiveTheBlockBackByteForByte) {
    for (const auto format : {FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP}) {
        std::vector<Message> warnings;
        const MetadataBlocks blocks = cameraBlocks(3);
        const auto file = embedMetadata(plainFile(format), format, blocks, warnings);
        ASSERT_TRUE(file);
        const auto read = readMetadata(*file, format, warnings);
        EXPECT_EQ(read.exif, blocks.exif);
        EXPECT_EQ(read.xmp, blocks.xmp);
    }
}

TEST(Metadata, BmpHoldsNothingAndNamesWhatIsLost) {
    std::vector<Message> warnings;
    const Bytes plain = plainFile(FileFormat::Bmp);
    const auto file = embedMetadata(plain, FileFormat::Bmp, cameraBlocks(), warnings);
    ASSERT_TRUE(file);
    EXPECT_EQ(*file, plain);
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].text().find("Exif, IPTC, XMP"), std::string::npos);
}

TEST(Metadata, LargeExifIsKeptByPngAndReducedForJpegWithAWarning) {
    ExifBuilder builder = cameraExif();
    builder.photo.blob(0x9286, Bytes(100000, 'x'));  // UserComment
    MetadataBlocks blocks;
    blocks.exif = builder.build();
    std::vector<Message> warnings;
    const auto updated = updatedMetadata(blocks, updateTo(40, 30), warnings);
    EXPECT_TRUE(warnings.empty()) << joined(warnings);
    EXPECT_GT(updated.exif.size(), 100000u);
    for (const auto format : {FileFormat::Png, FileFormat::WebP, FileFormat::Tiff}) {
        const auto file = embedMetadata(plainFile(format), format, updated, warnings);
        ASSERT_TRUE(file);
        EXPECT_GT(readMetadata(*file, format, warnings).exif.size(), 100000u);
    }
    EXPECT_TRUE(warnings.empty()) << joined(warnings);
    const auto jpeg =
        embedMetadata(plainFile(FileFormat::Jpeg), FileFormat::Jpeg, updated, warnings);
    ASSERT_TRUE(jpeg);
    EXPECT_EQ(warningsAbout(warnings, "64 KB"), 1);
    const auto read = readMetadata(*jpeg, FileFormat::Jpeg, warnings);
    EXPECT_TRUE(containsText(read.exif, kChineseText));
    EXPECT_TRUE(decodePhoto(*jpeg, "a.jpg"));
}

TEST(Metadata, ALargeThumbnailAloneCostsNothingInJpeg) {
    ExifBuilder builder = cameraExif();
    builder.thumbnail.insert(builder.thumbnail.begin() + 4, 80000, 0x11);
    MetadataBlocks blocks;
    blocks.exif = builder.build();
    std::vector<Message> warnings;
    const auto jpeg =
        embedMetadata(plainFile(FileFormat::Jpeg), FileFormat::Jpeg, blocks, warnings);
    ASSERT_TRUE(jpeg);
    EXPECT_TRUE(warnings.empty()) << joined(warnings);
    const auto read = readMetadata(*jpeg, FileFormat::Jpeg, warnings);
    EXPECT_TRUE(containsBytes(read.exif, makerNoteBytes()));
}

TEST(Metadata, LargeXmpAndIptcAreNamedAndThePhotoIsKept) {
    MetadataBlocks blocks = cameraBlocks();
    blocks.xmp = std::string(70000, ' ');  // nothing that could be split
    for (int i = 0; i < 300; ++i) {
        blocks.iptc.insert(blocks.iptc.end(), 1, 0x1C);
        blocks.iptc.insert(blocks.iptc.end(), {2, 25, 1, 0});
        blocks.iptc.insert(blocks.iptc.end(), 256, 'k');
    }
    std::vector<Message> warnings;
    const auto jpeg =
        embedMetadata(plainFile(FileFormat::Jpeg), FileFormat::Jpeg, blocks, warnings);
    ASSERT_TRUE(jpeg);
    EXPECT_EQ(warningsAbout(warnings, "XMP"), 1);
    EXPECT_EQ(warningsAbout(warnings, "IPTC"), 1);
    EXPECT_TRUE(decodePhoto(*jpeg, "a.jpg"));
}

TEST(Metadata, BrokenBlocksBecomeWarnings) {
    MetadataBlocks blocks;
    blocks.exif = Bytes(200, 0x5A);
    blocks.iptc = Bytes(50, 0x5A);
    blocks.xmp = "<x:xmpmeta this is no XML";
    for (const auto format : {FileFormat::Jpeg, FileFormat::Png}) {
        std::vector<Message> warnings;
        const auto file = embedMetadata(plainFile(format), format, blocks, warnings);
        ASSERT_TRUE(file);
        const auto photo = decodePhoto(*file, "a");
        ASSERT_TRUE(photo);
        EXPECT_TRUE(photo->metadata.isEmpty());
        EXPECT_EQ(warningsAbout(photo->source.warnings, "Exif data is broken"), 1);
        EXPECT_EQ(warningsAbout(photo->source.warnings, "IPTC data is broken"), 1);
        EXPECT_EQ(warningsAbout(photo->source.warnings, "XMP data is broken"), 1);
    }
}

TEST(Metadata, ATiffGivesItsTagsToOtherFormatsWithoutItsLayout) {
    std::vector<Message> warnings;
    const auto tiff =
        embedMetadata(plainFile(FileFormat::Tiff), FileFormat::Tiff, cameraBlocks(), warnings);
    ASSERT_TRUE(tiff);
    const auto photo = decodePhoto(*tiff, "a.tif");
    ASSERT_TRUE(photo);
    const auto jpeg = decodePhoto(encoded(*photo, FileFormat::Jpeg), "b.jpg");
    ASSERT_TRUE(jpeg);
    EXPECT_EQ(summarise(jpeg->metadata).captureTime, "1957:08:14 10:00:00");
    // StripOffsets and BitsPerSample, little-endian SHORT or LONG entries.
    EXPECT_FALSE(containsBytes(jpeg->metadata.exif, Bytes{0x11, 0x01, 4, 0}));
    EXPECT_FALSE(containsBytes(jpeg->metadata.exif, Bytes{0x02, 0x01, 3, 0}));
}

TEST(Metadata, ATiffKeepsItsProfileAndPixelsUnderMetadata) {
    Photo photo = samplePhoto(300, 200, PixelLayout::Rgb, true, FileFormat::Tiff);
    photo.iccProfile = rgbProfile();
    photo.metadata = cameraBlocks(6);
    photo.source.resolution = PrintResolution{600, 600, PrintResolution::Unit::PerInch};
    // encodePhoto compares pixels and profile itself.
    const auto read = decodePhoto(encoded(photo, FileFormat::Tiff), "a.tif");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->iccProfile, photo.iccProfile);
    EXPECT_NEAR(read->source.resolution->x, 600, 1e-3);
    EXPECT_TRUE(read->source.warnings.empty()) << joined(read->source.warnings);
}

// Files from programs before eXIf: hexadecimal text profiles.
TEST(Metadata, ReadsTheTextProfilesOfOlderPngs) {
    const Bytes exif = cameraExif(6).build();
    Bytes profile{'E', 'x', 'i', 'f', 0, 0};
    profile.insert(profile.end(), exif.begin(), exif.end());
    std::string text = "\nexif\n    " + std::to_string(profile.size()) + "\n";
    for (const std::uint8_t byte : profile) {
        char hex[3];
        std::snprintf(hex, sizeof hex, "%02x", byte);
        text += hex;
    }
    const std::string keyword = "Raw profile type exif";
    Bytes chunk{'t', 'E', 'X', 't'};
    chunk.insert(chunk.end(), keyword.begin(), keyword.end());
    chunk.push_back(0);
    chunk.insert(chunk.end(), text.begin(), text.end());
    const auto length = static_cast<std::uint32_t>(chunk.size() - 4);
    const auto sum =
        static_cast<std::uint32_t>(crc32(0, chunk.data(), static_cast<uInt>(chunk.size())));
    Bytes framed;
    for (int shift = 24; shift >= 0; shift -= 8) {
        framed.push_back(static_cast<std::uint8_t>(length >> shift));
    }
    framed.insert(framed.end(), chunk.begin(), chunk.end());
    for (int shift = 24; shift >= 0; shift -= 8) {
        framed.push_back(static_cast<std::uint8_t>(sum >> shift));
    }
    Bytes file = plainFile(FileFormat::Png);
    file.insert(file.begin() + 33, framed.begin(), framed.end());
    std::vector<Message> warnings;
    EXPECT_EQ(readMetadata(file, FileFormat::Png, warnings).exif, exif);
}

}  // namespace
}  // namespace heirloom
