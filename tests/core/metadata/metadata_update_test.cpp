// What belongs into a restored picture: updatedMetadata() and its policies.
#include <algorithm>

#include <gtest/gtest.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/core/metadata/metadata_blocks.h"

namespace heirloom {
namespace {

using namespace testing;

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

}  // namespace
}  // namespace heirloom
