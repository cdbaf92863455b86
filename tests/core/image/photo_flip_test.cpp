// Broken bytes anywhere in a file end in an error or in a picture, never in a crash. Meant
// to run under AddressSanitizer and UndefinedBehaviorSanitizer.
#include <random>

#include <gtest/gtest.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

constexpr int kFlips = 200;

Bytes photoWithEverything(FileFormat format) {
    Photo photo = samplePhoto(37, 29, PixelLayout::Rgb, false, format);
    photo.iccProfile = rgbProfile();
    photo.metadata.exif = cameraExif(6).build();
    photo.metadata.iptc = sampleIptc();
    photo.metadata.xmp = sampleXmp(6);
    return encoded(photo, format);
}

class ByteFlips : public ::testing::TestWithParam<FileFormat> {};

void decodeAndEncode(const Bytes& file) {
    DecodeLimits limits;
    limits.maxMegapixels = 1;
    const auto photo = decodePhoto(file, "flipped", limits);
    if (!photo) {
        EXPECT_FALSE(photo.error().text().empty());
        return;
    }
    EXPECT_GT(photo->pixels.total(), 0u);
    if (photo->source.damaged) {
        EXPECT_FALSE(photo->source.warnings.empty());
    }
    if (photo->pixels.total() < 10000) {
        const auto written = encodePhoto(*photo, {});
        EXPECT_TRUE(written) << written.error().text() << written.error().detail;
    }
}

TEST_P(ByteFlips, AreSurvived) {
    const Bytes original = photoWithEverything(GetParam());
    ASSERT_FALSE(original.empty());
    std::mt19937 random(20240229u + static_cast<unsigned>(GetParam()));
    for (int i = 0; i < kFlips; ++i) {
        Bytes file = original;
        const unsigned flips = 1 + random() % 3;
        for (unsigned k = 0; k < flips; ++k) {
            file[random() % file.size()] ^= static_cast<std::uint8_t>(1 + random() % 255);
        }
        decodeAndEncode(file);
    }
}

TEST_P(ByteFlips, InTheHeaderAreSurvived) {
    const Bytes original = photoWithEverything(GetParam());
    std::mt19937 random(19570814u + static_cast<unsigned>(GetParam()));
    for (int i = 0; i < kFlips; ++i) {
        Bytes file = original;
        file[random() % std::min<std::size_t>(file.size(), 600)] =
            static_cast<std::uint8_t>(random());
        decodeAndEncode(file);
    }
}

TEST_P(ByteFlips, EveryLengthOfAFileIsSurvived) {
    const Bytes original = photoWithEverything(GetParam());
    std::mt19937 random(7u + static_cast<unsigned>(GetParam()));
    for (int i = 0; i < kFlips; ++i) {
        Bytes file = original;
        file.resize(random() % file.size());
        decodeAndEncode(file);
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, ByteFlips,
                         ::testing::Values(FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                                           FileFormat::Tiff, FileFormat::Bmp),
                         [](const auto& info) { return std::string(formatName(info.param)); });

}  // namespace
}  // namespace heirloom
