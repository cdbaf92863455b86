// Files that lost their end, and broken bytes that a format's own checks can see, are never
// taken for sound: the photo is marked as damaged, or refused with the reason.
#include <map>
#include <random>

#include <gtest/gtest.h>
#include <webp/decode.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/damage.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

// DamagedExif: the picture is sound, and the user is told about the rest.
enum class Seen { Sound, DamagedExif, Damaged, Refused };

Seen look(ByteView file) {
    DecodeLimits limits;
    limits.maxMegapixels = 4;
    const auto photo = decodePhoto(file, "broken", limits);
    if (!photo) {
        EXPECT_FALSE(photo.error().text().empty());
        return Seen::Refused;
    }
    if (!photo->source.damaged) {
        const bool told = warningsAbout(photo->source.warnings, "Exif data are broken") +
                              warningsAbout(photo->source.warnings, "Exif data is broken") >
                          0;
        return told ? Seen::DamagedExif : Seen::Sound;
    }
    EXPECT_EQ(warningsAbout(photo->source.warnings, "broken is damaged"), 1);
    return Seen::Damaged;
}

// Values in a TIFF start at even places, so its last byte may belong to nothing.
bool isOnlyPadding(const DamageCase& damage, std::size_t size) {
    return damage.format == FileFormat::Tiff && size + 1 == damage.file.size();
}

class Damage : public ::testing::TestWithParam<DamageCase> {};

TEST_P(Damage, TheWholeFileIsSound) {
    EXPECT_EQ(look(GetParam().file), Seen::Sound);
}

TEST_P(Damage, AMissingEndIsNeverTakenForSound) {
    const Bytes& file = GetParam().file;
    std::map<Seen, int> counts;
    // Every length near both ends, and about 120 between.
    const std::size_t step = std::max<std::size_t>(1, file.size() / 120);
    for (std::size_t size = 1; size < file.size();) {
        const Seen seen = look(ByteView(file).first(size));
        ++counts[seen];
        if (!isOnlyPadding(GetParam(), size)) {
            EXPECT_NE(seen, Seen::Sound) << size << " of " << file.size() << " bytes";
        }
        const bool nearAnEnd = size < 40 || size + 40 + step > file.size();
        size += nearAnEnd ? 1 : step;
    }
    EXPECT_GT(counts[Seen::Refused], 0);
    // Without its directory, which this one has at its end, a TIFF is nothing.
    if (GetParam().name != "PlainTiff") {
        EXPECT_GT(counts[Seen::Damaged], 0);
    }
}

TEST_P(Damage, BrokenBytesUnderTheFormatsOwnChecksAreSeen) {
    const DamageCase& damage = GetParam();
    for (const std::size_t place : damage.checkedPlaces) {
        for (const std::uint8_t mask : {0x01, 0x10, 0x80, 0xFF}) {
            Bytes file = damage.file;
            file[place] ^= mask;
            EXPECT_NE(look(file), Seen::Sound)
                << "byte " << place << " of " << file.size() << ", mask " << int{mask};
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Files, Damage, ::testing::ValuesIn(damageCases()),
                         [](const auto& info) { return info.param.name; });

TEST(DamageChecks, DataBehindTheEndMarkIsNone) {
    for (const DamageCase& damage : damageCases()) {
        Bytes file = damage.file;
        file.insert(file.end(), {'t', 'r', 'a', 'i', 'l', 'e', 'r', '!'});
        EXPECT_EQ(look(file), Seen::Sound) << damage.name;
    }
}

// Some cameras fill up the end of the pixels with noughts.
TEST(DamageChecks, PaddingInFrontOfAJpegsEndMarkIsNone) {
    Bytes file = plainJpeg(samplePixels(64, 48, PixelLayout::Rgb));
    file.insert(file.end() - 2, 300, std::uint8_t{0});
    EXPECT_EQ(look(file), Seen::Sound);
    file.insert(file.end() - 2, {'j', 'u', 'n', 'k'});
    EXPECT_EQ(look(file), Seen::Damaged);
}

TEST(DamageChecks, ABmpThatDoesNotKnowItsSizeIsSound) {
    Bytes file = encoded(samplePhoto(20, 10), FileFormat::Bmp);
    std::fill(file.begin() + 2, file.begin() + 6, std::uint8_t{0});
    EXPECT_EQ(look(file), Seen::Sound);
}

}  // namespace
}  // namespace heirloom
