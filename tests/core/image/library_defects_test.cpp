// Defects of the libraries that would damage files, looked for in the bytes of our files and
// not through our own readers, which could share the mistake.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <webp/decode.h>
#include <webp/mux.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/damage.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

struct Chunk {
    std::string type;
    ByteView content;
};

std::vector<Chunk> chunksOf(const Bytes& png) {
    std::vector<Chunk> chunks;
    for (std::size_t place = 8; place + 12 <= png.size();) {
        const std::size_t size = std::size_t{png[place]} << 24 | std::size_t{png[place + 1]} << 16 |
                                 std::size_t{png[place + 2]} << 8 | png[place + 3];
        chunks.push_back({std::string(png.begin() + static_cast<std::ptrdiff_t>(place) + 4,
                                      png.begin() + static_cast<std::ptrdiff_t>(place) + 8),
                          ByteView(png).subspan(place + 8, size)});
        place += 12 + size;
    }
    return chunks;
}

// exiv2 0.27 writes the profile's name empty, which readers refuse.
TEST(LibraryDefects, APngsProfileHasAName) {
    const Bytes png = photoWithEverything(FileFormat::Png);
    int profiles = 0;
    for (const Chunk& chunk : chunksOf(png)) {
        if (chunk.type != "iCCP") continue;
        ++profiles;
        ASSERT_FALSE(chunk.content.empty());
        EXPECT_NE(chunk.content[0], 0);
    }
    EXPECT_EQ(profiles, 1);
}

// exiv2 0.27 hides Exif in a compressed text.
TEST(LibraryDefects, APngsExifHasAChunkOfItsOwn) {
    const Bytes png = photoWithEverything(FileFormat::Png);
    int blocks = 0;
    for (const Chunk& chunk : chunksOf(png)) {
        if (chunk.type != "eXIf") continue;
        ++blocks;
        EXPECT_TRUE(containsText(chunk.content.first(4), "II") ||
                    containsText(chunk.content.first(4), "MM"));
    }
    EXPECT_EQ(blocks, 1);
    EXPECT_FALSE(containsText(png, "Raw profile type exif"));
    EXPECT_FALSE(containsText(png, "Raw profile type APP1"));
}

// exiv2 0.27 corrupts a WebP without extended header when it sets a profile.
TEST(LibraryDefects, AWebpWithAProfileIsWholeForItsOwnLibrary) {
    for (const bool lossy : {false, true}) {
        Photo photo = samplePhoto(33, 21, PixelLayout::Rgb, false, FileFormat::WebP);
        photo.iccProfile = rgbProfile();
        EncodeOptions options;
        if (lossy) options.quality = 90;
        const Bytes file = encoded(photo, FileFormat::WebP, options);
        const WebPData data{file.data(), file.size()};
        WebPMux* mux = WebPMuxCreate(&data, 0);
        ASSERT_NE(mux, nullptr);
        WebPData profile{};
        ASSERT_EQ(WebPMuxGetChunk(mux, "ICCP", &profile), WEBP_MUX_OK);
        EXPECT_EQ(Bytes(profile.bytes, profile.bytes + profile.size), rgbProfile());
        WebPMuxDelete(mux);
        int width = 0, height = 0;
        std::uint8_t* pixels = WebPDecodeRGB(file.data(), file.size(), &width, &height);
        ASSERT_NE(pixels, nullptr);
        EXPECT_EQ(cv::Size(width, height), cv::Size(33, 21));
        WebPFree(pixels);
    }
}

// OpenCV 4.6 loses profiles and the upper 8 of 16 bits unless asked otherwise; we do not read
// with it. A value that 8 bits cannot hold shows which reader is at work.
TEST(LibraryDefects, SixteenBitsAndTheProfileAreReadWithoutAsking) {
    for (const auto format : {FileFormat::Png, FileFormat::Tiff}) {
        Photo photo = samplePhoto(8, 8, PixelLayout::Rgb, true, format);
        photo.pixels.setTo(cv::Scalar(12345, 23456, 34567));
        photo.iccProfile = rgbProfile();
        const auto read = decodePhoto(encoded(photo, format), "a");
        ASSERT_TRUE(read);
        EXPECT_EQ(read->pixels.at<cv::Vec3w>(4, 4), cv::Vec3w(12345, 23456, 34567));
        EXPECT_EQ(read->iccProfile, rgbProfile());
    }
}

// exiv2's XMP toolkit keeps its state for the whole process and has no lock of its own.
TEST(LibraryDefects, ManyThreadsMayUseTheMetadataAtOnce) {
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([t, &wrong] {
            const auto format = t % 2 ? FileFormat::Png : FileFormat::Jpeg;
            MetadataBlocks blocks;
            blocks.exif = cameraExif(1 + t).build();
            blocks.xmp = sampleXmp(1 + t);
            MetadataUpdate update;
            update.width = 100 + t;
            update.height = 200 + t;
            const MetadataBlocks plain;
            const Bytes picture = format == FileFormat::Jpeg
                                      ? plainJpeg(samplePixels(16, 16, PixelLayout::Rgb))
                                      : encoded(samplePhoto(16, 16), format);
            for (int i = 0; i < 40; ++i) {
                std::vector<Message> warnings;
                const auto updated = updatedMetadata(blocks, update, warnings);
                const auto file = embedMetadata(picture, format, updated, warnings);
                const auto read = file ? readMetadata(*file, format, warnings) : plain;
                wrong += orientationOf(read) != 1 || read.exif.empty() || read.xmp.empty() ||
                         !containsText(read.exif, kChineseText) || !warnings.empty();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace heirloom
