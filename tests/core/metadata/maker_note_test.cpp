// MakerNotes with offsets from the start of their block: they must not move, or must say so.
#include <algorithm>

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/core/metadata/maker_note_files.h"
#include "tests/core/metadata/metadata_blocks.h"

namespace heirloom {
namespace {

using namespace testing;

EncodedPhoto restored(const Bytes& file, FileFormat target) {
    const auto photo = decodePhoto(file, "a");
    EXPECT_TRUE(photo);
    EXPECT_TRUE(photo->source.warnings.empty()) << joined(photo->source.warnings);
    EncodeOptions options;
    options.format = target;
    options.software = "Heirloom 0.1";
    auto result = encodePhoto(*photo, options);
    EXPECT_TRUE(result);
    return std::move(*result);
}

// Whatever is restored from the source has the note where the source has it in its block.
void expectKept(const Camera& camera, const Bytes& source, FileFormat sourceFormat,
                const Bytes& block, ExiftoolCheck& exiftool) {
    const Bytes note = noteIn(block, camera);
    const auto before = placeOf(note, block);
    ASSERT_TRUE(before);
    exiftool.expect(source, sourceFormat, camera);
    for (const auto format : kFormats) {
        const EncodedPhoto result = restored(source, format);
        EXPECT_TRUE(result.warnings.empty()) << joined(result.warnings);
        const auto after = placeOf(note, result.file);
        ASSERT_TRUE(after) << camera.make << formatName(format);
        EXPECT_EQ(*after, *before) << camera.make << formatName(format);
        exiftool.expect(result.file, format, camera);
    }
}

TEST(MakerNote, OfAJpegKeepsItsPlaceAndItsBytesInEveryFormat) {
    ExiftoolCheck exiftool;
    for (const Camera& camera : {canon(), sanyo(), nobodys()}) {
        const Bytes block = blockOf(camera);
        expectKept(camera, jpegOf(block), FileFormat::Jpeg, block, exiftool);
    }
    exiftool.run();
}

TEST(MakerNote, OfATiffKeepsItsPlaceAndItsBytesInEveryFormat) {
    ExiftoolCheck exiftool;
    for (const Camera& camera : {canon(), sanyo(), nobodys()}) {
        const Bytes source = tiffOf(camera, 0);
        expectKept(camera, source, FileFormat::Tiff, source, exiftool);
    }
    exiftool.run();
}

TEST(MakerNote, FarBehindInATiffKeepsItsPlaceInTheNextOne) {
    ExiftoolCheck exiftool;
    const Camera camera = sanyo();
    // In the midst of the new file's pixels, at its end, and a little behind.
    for (const std::size_t inFront : {70000u, 100000u, 120000u}) {
        Bytes source = tiffOf(camera, inFront);
        const Bytes note = noteIn(source, camera);
        const auto before = placeOf(note, source);
        ASSERT_TRUE(before);
        auto photo = decodePhoto(source, "a.tif");
        ASSERT_TRUE(photo);
        photo->pixels = samplePixels(300, 110, PixelLayout::Rgb);
        photo->layout = PixelLayout::Rgb;
        const auto result = encodePhoto(*photo, {});
        ASSERT_TRUE(result);
        EXPECT_TRUE(result->warnings.empty()) << joined(result->warnings);
        const auto after = placeOf(note, result->file);
        ASSERT_TRUE(after);
        EXPECT_EQ(*after, *before);
        exiftool.expect(result->file, FileFormat::Tiff, camera);
        EXPECT_FALSE(containsBytes(result->file, kOffsetSchema));
    }
    exiftool.run();
}

TEST(MakerNote, TooFarBehindForTheNextFormatSaysHowFarItMoved) {
    const Camera camera = sanyo();
    const Bytes source = tiffOf(camera, 200000);
    const Bytes note = noteIn(source, camera);
    const auto before = placeOf(note, source);
    ASSERT_TRUE(before);
    for (const auto format :
         {FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP, FileFormat::Tiff}) {
        const EncodedPhoto result = restored(source, format);
        EXPECT_EQ(warningsAbout(result.warnings, "MakerNote"), 1);
        EXPECT_EQ(result.warnings.size(), 1u) << joined(result.warnings);
        const auto after = placeOf(note, result.file);
        ASSERT_TRUE(after) << formatName(format);
        const auto shift = static_cast<std::int64_t>(*after) - static_cast<std::int64_t>(*before);
        EXPECT_NE(shift, 0);
        EXPECT_TRUE(containsBytes(result.file, schemaOf(shift))) << formatName(format);
    }
}

TEST(MakerNote, ThatExiv2KnowsIsWrittenAnewWhereItHasToMove) {
    const Camera camera = canon();
    const Bytes source = tiffOf(camera, 200000);
    ExiftoolCheck exiftool;
    exiftool.expect(source, FileFormat::Tiff, camera);
    for (const auto format : kFormats) {
        const EncodedPhoto result = restored(source, format);
        EXPECT_TRUE(result.warnings.empty()) << joined(result.warnings);
        EXPECT_FALSE(containsBytes(result.file, kOffsetSchema));
        exiftool.expect(result.file, format, camera);
    }
    exiftool.run();
}

TEST(MakerNote, WithoutOffsetsMayLieAnywhere) {
    Camera camera = nobodys();
    Bytes source = tiffOf(camera, 200000);
    const Bytes note = noteIn(source, camera);
    // Breaks the directory, so that it is no more than bytes.
    const auto at = std::search(source.begin(), source.end(), note.begin(), note.end());
    at[6] = at[7] = 0xFF;
    const Bytes bytes(at, at + static_cast<std::ptrdiff_t>(note.size()));
    for (const auto format : kFormats) {
        const EncodedPhoto result = restored(source, format);
        EXPECT_TRUE(result.warnings.empty()) << joined(result.warnings);
        EXPECT_TRUE(containsBytes(result.file, bytes));
        EXPECT_FALSE(containsBytes(result.file, kOffsetSchema));
    }
}

TEST(MakerNote, MovedByAJpegThatIsTooSmallForTheRestIsNamed) {
    const Camera camera = sanyo();
    ExifBuilder builder = builderOf(camera);
    builder.photo.blob(0x9101, Bytes(70000, 'x'));  // in front of the MakerNote
    MetadataBlocks blocks;
    blocks.exif = exifWithNote(builder, camera.signature, camera.note);
    const Bytes note = noteIn(blocks.exif, camera);
    std::vector<Message> warnings;
    const auto file =
        embedMetadata(plainFile(FileFormat::Jpeg), FileFormat::Jpeg, blocks, warnings);
    ASSERT_TRUE(file);
    EXPECT_EQ(warningsAbout(warnings, "64 KB"), 1);
    EXPECT_EQ(warningsAbout(warnings, "MakerNote"), 1) << joined(warnings);
    const auto before = placeOf(note, blocks.exif);
    const auto after = placeOf(note, *file);
    ASSERT_TRUE(before && after);
    const auto shift = static_cast<std::int64_t>(*after) - static_cast<std::int64_t>(*before);
    EXPECT_TRUE(containsBytes(*file, schemaOf(shift)));
}

// The note lies over the strips, and reaches beyond the end of the file that they moved to.
TEST(MakerNote, LargerThanThePictureLeavesItsStripsWhole) {
    const Camera camera = sanyo();
    ExifDirectory large = camera.note;
    large.blob(0xFFF0, Bytes(60000, 'x'));
    const Photo photo = [&] {
        Photo made = samplePhoto(150, 100, PixelLayout::Gray, false, FileFormat::Tiff);
        made.metadata.exif = exifWithNote(builderOf(camera), camera.signature, large);
        return made;
    }();
    const auto result = encodePhoto(photo, {});
    ASSERT_TRUE(result) << result.error().text();
    const auto read = decodePhoto(result->file, "a.tif");
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(cv::norm(read->pixels, photo.pixels, cv::NORM_INF), 0.0);
}

// Nikon, Fujifilm and many telephones write big-endian blocks, and notes in the same order.
TEST(MakerNote, BigEndianBlocksMakeBigEndianTiffs) {
    Bytes block{'M', 'M', 0, 42, 0, 0, 0, 8};
    // Make and the Exif directory; in that a note of 20 bytes behind it.
    const Bytes rest{0,    2,    0x01, 0x0F, 0, 2, 0, 0,  0, 4,  'A', 'b', 'c', 0, 0x87, 0x69,
                     0,    4,    0,    0,    0, 1, 0, 0,  0, 38, 0,   0,   0,   0, 0,    1,
                     0x92, 0x7C, 0,    7,    0, 0, 0, 20, 0, 0,  0,   56,  0,   0, 0,    0};
    block.insert(block.end(), rest.begin(), rest.end());
    for (int i = 0; i < 20; ++i) block.push_back(static_cast<std::uint8_t>(200 - i));
    for (const bool is16Bit : {false, true}) {
        Photo photo = samplePhoto(50, 40, PixelLayout::Rgb, is16Bit, FileFormat::Tiff);
        photo.metadata.exif = block;
        const auto result = encodePhoto(photo, {});
        ASSERT_TRUE(result);
        EXPECT_TRUE(result->warnings.empty()) << joined(result->warnings);
        EXPECT_EQ(result->file[0], 'M');
        const Bytes note(block.end() - 20, block.end());
        EXPECT_TRUE(std::equal(note.begin(), note.end(), result->file.begin() + 56));
        const auto read = decodePhoto(result->file, "a.tif");
        ASSERT_TRUE(read);
        EXPECT_EQ(summarise(read->metadata).camera, "Abc");
    }
}

}  // namespace
}  // namespace heirloom
