// Exif that is broken costs at most itself: the photo is read, restored and written, and the
// loss is told.
#include <algorithm>
#include <functional>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/pixel_ops.h"
#include "tests/core/metadata/metadata_blocks.h"

namespace heirloom {
namespace {

using namespace testing;

// A classic TIFF structure or a BigTIFF, little-endian, seen as numbers.
class Structure {
public:
    explicit Structure(Bytes& bytes) : m_bytes(bytes), m_isBig(bytes[2] == 43) {}

    std::size_t firstDirectory() const { return number(m_isBig ? 8 : 4, offsetBytes()); }
    std::size_t exifDirectory() const {
        return number(fieldOf(firstDirectory(), 0x8769), offsetBytes());
    }
    void setCount(std::size_t directory, std::uint64_t count) {
        set(directory, m_isBig ? 8 : 2, count);
    }
    void setField(std::size_t directory, std::uint16_t tag, std::uint64_t value) {
        set(fieldOf(directory, tag), offsetBytes(), value);
    }
    void setNext(std::size_t directory, std::uint64_t value) {
        set(entry(directory, count(directory)), offsetBytes(), value);
    }

private:
    int offsetBytes() const { return m_isBig ? 8 : 4; }
    std::size_t count(std::size_t directory) const { return number(directory, m_isBig ? 8 : 2); }
    std::size_t entry(std::size_t directory, std::size_t index) const {
        return directory + (m_isBig ? 8 + 20 * index : 2 + 12 * index);
    }
    std::size_t fieldOf(std::size_t directory, std::uint16_t tag) const {
        for (std::size_t i = 0; i < count(directory); ++i) {
            if (number(entry(directory, i), 2) == tag) {
                return entry(directory, i) + (m_isBig ? 12 : 8);
            }
        }
        ADD_FAILURE() << "no tag " << tag;
        return 0;
    }
    std::size_t number(std::size_t at, int bytes) const {
        std::size_t value = 0;
        for (int i = bytes - 1; i >= 0; --i) value = value << 8 | m_bytes.at(at + i);
        return value;
    }
    void set(std::size_t at, int bytes, std::uint64_t value) {
        for (int i = 0; i < bytes; ++i) {
            m_bytes.at(at + i) = static_cast<std::uint8_t>(value >> (8 * i));
        }
    }

    Bytes& m_bytes;
    bool m_isBig;
};

struct Damage {
    const char* name;
    std::function<void(Structure&)> apply;
    bool isInFirstDirectory = false;  // which in a TIFF tells of the pixels, too
    bool isHarmless = false;          // what it leads to is dropped anyway
};

const std::vector<Damage>& damages() {
    constexpr std::uint64_t kOutside = 0x7FFFFFF0;
    static const std::vector<Damage> list{
        {"ExifIsTheFirstDirectory",
         [](Structure& s) { s.setField(s.firstDirectory(), 0x8769, s.firstDirectory()); }},
        {"InteroperabilityIsExif",
         [](Structure& s) { s.setField(s.exifDirectory(), 0xA005, s.exifDirectory()); }},
        {"ExifIsOutside", [](Structure& s) { s.setField(s.firstDirectory(), 0x8769, kOutside); }},
        {"GpsIsOutside", [](Structure& s) { s.setField(s.firstDirectory(), 0x8825, kOutside); }},
        {"ALensIsOutside", [](Structure& s) { s.setField(s.exifDirectory(), 0xA434, kOutside); }},
        {"ExifHas65535Entries", [](Structure& s) { s.setCount(s.exifDirectory(), 65535); }},
        {"TheFirstHas65535Entries", [](Structure& s) { s.setCount(s.firstDirectory(), 65535); },
         true},
        {"TheFirstFollowsItself",
         [](Structure& s) { s.setNext(s.firstDirectory(), s.firstDirectory()); }, true, true},
    };
    return list;
}

Bytes sourceExif() {
    ExifBuilder builder = cameraExif();
    builder.photo.longValue(0xA005, 0);
    Bytes block = builder.build();
    // A directory of its own, with one entry.
    const Bytes interoperability{1, 0, 1, 0, 2, 0, 4, 0, 0, 0, 'R', '9', '8', 0, 0, 0, 0, 0};
    Structure structure(block);
    structure.setField(structure.exifDirectory(), 0xA005, block.size());
    block.insert(block.end(), interoperability.begin(), interoperability.end());
    return block;
}

enum class Container { Jpeg, Png, WebP, Tiff, BigTiff };

FileFormat formatOf(Container container) {
    switch (container) {
        case Container::Jpeg: return FileFormat::Jpeg;
        case Container::Png: return FileFormat::Png;
        case Container::WebP: return FileFormat::WebP;
        default: return FileFormat::Tiff;
    }
}

std::string nameOf(Container container) {
    const std::string format(formatName(formatOf(container)));
    return container == Container::BigTiff ? "Big" + format : format;
}

Bytes damagedFile(Container container, const Damage& damage) {
    const FileFormat format = formatOf(container);
    Bytes exif = sourceExif();
    const bool isTiff = format == FileFormat::Tiff;
    Structure block(exif);
    if (!isTiff) damage.apply(block);
    std::vector<Message> warnings;
    auto file = embedMetadata(container == Container::BigTiff ? plainBigTiff() : plainFile(format),
                              format, {exif, {}, sampleXmp()}, warnings);
    EXPECT_TRUE(file);
    Structure structure(*file);
    if (isTiff) damage.apply(structure);
    return std::move(*file);
}

class BrokenExif : public ::testing::TestWithParam<Container> {};

TEST_P(BrokenExif, NeverLosesThePhotoAndIsTold) {
    const FileFormat format = formatOf(GetParam());
    const auto plain = decodePhoto(plainFile(format), "a");
    for (const Damage& damage : damages()) {
        if (damage.isInFirstDirectory && format == FileFormat::Tiff) continue;
        SCOPED_TRACE(damage.name);
        const auto read = decodePhoto(damagedFile(GetParam(), damage), "a");
        ASSERT_TRUE(read) << read.error().text();
        EXPECT_FALSE(read->source.damaged);
        EXPECT_TRUE(haveEqualPixels(read->pixels, plain->pixels));
        EXPECT_EQ(warningsAbout(read->source.warnings, "Exif data are broken") +
                      warningsAbout(read->source.warnings, "Exif data is broken"),
                  damage.isHarmless ? 0 : 1)
            << joined(read->source.warnings);
        EXPECT_NE(read->metadata.xmp.find(kChineseText), std::string::npos);
        const bool hasCamera = !damage.isInFirstDirectory || damage.isHarmless;
        if (hasCamera) {
            EXPECT_EQ(summarise(read->metadata).camera, "Seagull DF-1");
        }

        EncodeOptions options;
        options.software = "Heirloom 0.1";
        const auto result = encodePhoto(*read, options);
        ASSERT_TRUE(result) << result.error().text();
        const auto again = decodePhoto(result->file, "b");
        ASSERT_TRUE(again);
        if (format != FileFormat::Jpeg) {
            EXPECT_TRUE(haveEqualPixels(again->pixels, plain->pixels));
        }
        EXPECT_EQ(summarise(again->metadata).software, "Heirloom 0.1");
        EXPECT_NE(again->metadata.xmp.find(kChineseText), std::string::npos);
        if (hasCamera) {
            EXPECT_EQ(summarise(again->metadata).camera, "Seagull DF-1");
        }
    }
}

TEST_P(BrokenExif, SoundExifIsNotCalledBroken) {
    const Damage none{"None", [](Structure&) {}};
    const auto read = decodePhoto(damagedFile(GetParam(), none), "a");
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->source.warnings.empty()) << joined(read->source.warnings);
    EXPECT_EQ(summarise(read->metadata).lens, "Haiou-64 58mm");
}

INSTANTIATE_TEST_SUITE_P(Containers, BrokenExif,
                         ::testing::Values(Container::Jpeg, Container::Png, Container::WebP,
                                           Container::Tiff, Container::BigTiff),
                         [](const auto& info) { return nameOf(info.param); });

}  // namespace
}  // namespace heirloom
