// Broken bytes anywhere in a file end in an error or in a picture, never in a crash, a hang
// or an output that cannot be read. Meant to run under AddressSanitizer and
// UndefinedBehaviorSanitizer; HEIRLOOM_FLIPS says how many files a test breaks.
#include <chrono>
#include <random>

#include <gtest/gtest.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/damage.h"

namespace heirloom {
namespace {

using namespace testing;

#ifndef HEIRLOOM_FLIPS
#define HEIRLOOM_FLIPS 20
#endif
constexpr int kFlips = HEIRLOOM_FLIPS;
constexpr std::chrono::seconds kHang{5};

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
        ASSERT_TRUE(written) << written.error().text() << written.error().detail;
        const auto read = decodePhoto(written->file, "written", limits);
        ASSERT_TRUE(read) << read.error().text();
        EXPECT_FALSE(read->source.damaged);
        EXPECT_EQ(read->pixels.size(), photo->pixels.size());
    }
}

void survive(const Bytes& file) {
    const auto start = std::chrono::steady_clock::now();
    decodeAndEncode(file);
    EXPECT_LT(std::chrono::steady_clock::now() - start, kHang);
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
        survive(file);
    }
}

// One bit alone, which is what a failing disk or a bad cable leaves.
TEST_P(ByteFlips, OfOneBitAreSurvived) {
    const Bytes original = photoWithEverything(GetParam());
    std::mt19937 random(19640501u + static_cast<unsigned>(GetParam()));
    for (int i = 0; i < kFlips; ++i) {
        Bytes file = original;
        file[random() % file.size()] ^= static_cast<std::uint8_t>(1u << random() % 8);
        survive(file);
    }
}

TEST_P(ByteFlips, InTheHeaderAreSurvived) {
    const Bytes original = photoWithEverything(GetParam());
    std::mt19937 random(19570814u + static_cast<unsigned>(GetParam()));
    for (int i = 0; i < kFlips; ++i) {
        Bytes file = original;
        file[random() % std::min<std::size_t>(file.size(), 600)] =
            static_cast<std::uint8_t>(random());
        survive(file);
    }
}

TEST_P(ByteFlips, EveryLengthOfAFileIsSurvived) {
    const Bytes original = photoWithEverything(GetParam());
    std::mt19937 random(7u + static_cast<unsigned>(GetParam()));
    for (int i = 0; i < kFlips; ++i) {
        Bytes file = original;
        file.resize(random() % file.size());
        survive(file);
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, ByteFlips,
                         ::testing::Values(FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                                           FileFormat::Tiff, FileFormat::Bmp),
                         [](const auto& info) { return std::string(formatName(info.param)); });

}  // namespace
}  // namespace heirloom
