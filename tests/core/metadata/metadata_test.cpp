#include "core/metadata/metadata.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <zlib.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

constexpr FileFormat kFormats[] = {FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                                   FileFormat::Tiff};

MetadataBlocks cameraBlocks(int orientation = 1) {
    MetadataBlocks blocks;
    blocks.exif = cameraExif(orientation).build();
    blocks.iptc = sampleIptc();
    blocks.xmp = sampleXmp(orientation);
    return blocks;
}

Bytes plainFile(FileFormat format) {
    return encoded(samplePhoto(40, 30, PixelLayout::Rgb, false, format), format);
}

MetadataUpdate updateTo(int width, int height, MetadataPolicy policy = MetadataPolicy::Keep) {
    MetadataUpdate update;
    update.width = width;
    update.height = height;
    update.policy = policy;
    return update;
}

std::string joined(const std::vector<Message>& warnings) {
    std::string text;
    for (const auto& warning : warnings) text += warning.text() + "\n";
    return text;
}

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

TEST(Metadata, UpdateSetsOrientationSizesAndSoftware) {
    std::vector<Message> warnings;
    MetadataUpdate update = updateTo(123, 456);
    update.software = "Heirloom 0.1";
    const MetadataBlocks blocks = updatedMetadata(cameraBlocks(8), update, warnings);
    EXPECT_TRUE(warnings.empty()) << joined(warnings);
    EXPECT_EQ(orientationOf(blocks), 1);
    EXPECT_EQ(summarise(blocks).software, "Heirloom 0.1");
    EXPECT_EQ(summarise(blocks).captureTime, "1957:08:14 10:00:00");
    EXPECT_NE(blocks.xmp.find("ImageWidth=\"123\""), std::string::npos) << blocks.xmp;
    EXPECT_NE(blocks.xmp.find("Orientation=\"1\""), std::string::npos);
    // PixelXDimension, little-endian: tag, type, count, value.
    EXPECT_TRUE(containsBytes(blocks.exif, Bytes{0x02, 0xA0, 4, 0, 1, 0, 0, 0, 123, 0, 0, 0}));
    EXPECT_TRUE(containsBytes(blocks.exif, Bytes{0x03, 0xA0, 4, 0, 1, 0, 0, 0, 200, 1, 0, 0}));
}

TEST(Metadata, UpdateDropsTheOldThumbnailAndKeepsTheMakerNote) {
    std::vector<Message> warnings;
    const MetadataBlocks before = cameraBlocks(1);
    ASSERT_TRUE(containsBytes(before.exif, thumbnailBytes()));
    const MetadataBlocks after = updatedMetadata(before, updateTo(40, 30), warnings);
    EXPECT_FALSE(containsBytes(after.exif, thumbnailBytes()));
    EXPECT_TRUE(containsBytes(after.exif, makerNoteBytes()));
    EXPECT_EQ(after.iptc, before.iptc);
}

TEST(Metadata, NothingMovesSoThatOffsetsInMakerNotesStayRight) {
    const MetadataBlocks before = cameraBlocks(6);
    const auto placeOfNote = [](const Bytes& block) {
        const Bytes note = makerNoteBytes();
        return std::search(block.begin(), block.end(), note.begin(), note.end()) - block.begin();
    };
    for (const auto policy : {MetadataPolicy::Keep, MetadataPolicy::KeepWithoutGps}) {
        std::vector<Message> warnings;
        MetadataUpdate update = updateTo(40, 30, policy);
        update.software = "Heirloom 0.1";
        const Bytes once = updatedMetadata(before, update, warnings).exif;
        EXPECT_EQ(placeOfNote(once), placeOfNote(before.exif));
        MetadataBlocks again = before;
        again.exif = once;
        const Bytes twice = updatedMetadata(again, update, warnings).exif;
        EXPECT_EQ(placeOfNote(twice), placeOfNote(before.exif));
        EXPECT_EQ(summarise({twice, {}, {}}).software, "Heirloom 0.1");
        // Without GPS the notes, which may hold the place too, are pointed out each time.
        EXPECT_EQ(warnings.size(), policy == MetadataPolicy::Keep ? 0u : 2u) << joined(warnings);
    }
}

TEST(Metadata, AShortSoftwareNameIsReadBackAsItIs) {
    std::vector<Message> warnings;
    MetadataUpdate update = updateTo(40, 30);
    update.software = "H";
    EXPECT_EQ(summarise(updatedMetadata(cameraBlocks(), update, warnings)).software, "H");
}

TEST(Metadata, AThumbnailThatClaimsTheDirectoryIsLeftAlone) {
    ExifBuilder builder = cameraExif(6);
    MetadataBlocks blocks;
    blocks.exif = builder.build();
    // Points the thumbnail (entry 0x0201, LONG) at every place of the block in turn.
    const Bytes entry{0x01, 0x02, 4, 0, 1, 0, 0, 0};
    const auto found =
        std::search(blocks.exif.begin(), blocks.exif.end(), entry.begin(), entry.end());
    ASSERT_NE(found, blocks.exif.end());
    const auto at = static_cast<std::size_t>(found - blocks.exif.begin()) + 8;
    for (std::size_t place = 0; place + 2 < blocks.exif.size(); ++place) {
        MetadataBlocks broken = blocks;
        broken.exif[at] = static_cast<std::uint8_t>(place);
        broken.exif[at + 1] = static_cast<std::uint8_t>(place >> 8);
        if (place < at - 8 || place > at + 4) {
            broken.exif[place] = 0xFF;
            broken.exif[place + 1] = 0xD8;
        }
        std::vector<Message> warnings;
        updatedMetadata(broken, updateTo(40, 30, MetadataPolicy::KeepWithoutGps), warnings);
    }
}

TEST(Metadata, KeepsAMakerNoteThatExiv2Understands) {
    // Canon: a plain directory with offsets from the start of the block.
    ExifBuilder builder = cameraExif(6);
    builder.image = ExifDirectory{};
    builder.image.text(0x010F, "Canon").text(0x0110, "Canon EOS 5D").shortValue(0x0112, 6);
    Bytes note{1, 0, 0x06, 0, 2, 0, 4, 0, 0, 0, 'E', 'O', 'S', 0, 0, 0, 0, 0};
    builder.photo = ExifDirectory{};
    builder.photo.text(0x9003, "1957:08:14 10:00:00").blob(0x927C, note);
    MetadataBlocks blocks;
    blocks.exif = builder.build();
    ASSERT_TRUE(summarise(blocks).hasMakerNote);
    for (const auto format : kFormats) {
        std::vector<Message> warnings;
        const auto updated = updatedMetadata(blocks, updateTo(40, 30), warnings);
        const auto file = embedMetadata(plainFile(format), format, updated, warnings);
        ASSERT_TRUE(file);
        const auto read = readMetadata(*file, format, warnings);
        EXPECT_TRUE(summarise(read).hasMakerNote) << formatName(format);
        EXPECT_EQ(summarise(read).camera, "Canon EOS 5D");
        EXPECT_TRUE(containsText(read.exif, std::string("EOS\0", 4)));
        EXPECT_TRUE(warnings.empty()) << joined(warnings);
    }
}

TEST(Metadata, WithoutGpsNoTraceOfThePlaceIsLeft) {
    for (const auto format : kFormats) {
        std::vector<Message> warnings;
        const auto blocks = updatedMetadata(
            cameraBlocks(), updateTo(40, 30, MetadataPolicy::KeepWithoutGps), warnings);
        const auto file = embedMetadata(plainFile(format), format, blocks, warnings);
        ASSERT_TRUE(file);
        const auto read = readMetadata(*file, format, warnings);
        EXPECT_FALSE(summarise(read).hasGps);
        EXPECT_TRUE(containsText(read.exif, kChineseText));
        EXPECT_TRUE(containsBytes(read.exif, makerNoteBytes()));
        // The seconds of the latitude, as they stood in the block.
        EXPECT_FALSE(containsBytes(*file, Bytes{0x06, 0x12, 0x0F, 0, 0x69, 0x7A, 0, 0}));
        EXPECT_FALSE(containsText(*file, "GPSLatitude"));
        EXPECT_FALSE(containsText(*file, "30,15.5253N"));
    }
    // The bytes searched for above are indeed those of the block.
    EXPECT_TRUE(containsBytes(cameraBlocks().exif, Bytes{0x06, 0x12, 0x0F, 0, 0x69, 0x7A, 0, 0}));
}

TEST(Metadata, StripLeavesNothing) {
    std::vector<Message> warnings;
    MetadataUpdate update = updateTo(40, 30, MetadataPolicy::Strip);
    update.software = "Heirloom";
    EXPECT_TRUE(updatedMetadata(cameraBlocks(), update, warnings).isEmpty());
}

TEST(Metadata, OrientationComesFromXmpOnlyWhenExifHasNone) {
    MetadataBlocks blocks;
    EXPECT_EQ(orientationOf(blocks), 1);
    blocks.xmp = sampleXmp(8);
    EXPECT_EQ(orientationOf(blocks), 8);
    blocks.exif = cameraExif(3).build();
    EXPECT_EQ(orientationOf(blocks), 3);
    blocks.exif = cameraExif(77).build();
    EXPECT_EQ(orientationOf(blocks), 8);
}

TEST(Metadata, SoftwareIsWrittenEvenWithoutAnyOtherExif) {
    std::vector<Message> warnings;
    MetadataUpdate update = updateTo(40, 30);
    update.software = "Heirloom 0.1";
    const auto blocks = updatedMetadata({}, update, warnings);
    EXPECT_EQ(summarise(blocks).software, "Heirloom 0.1");
    EXPECT_TRUE(updatedMetadata({}, updateTo(40, 30), warnings).isEmpty());
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
