// Builds Exif blocks byte by byte, independently of exiv2.
#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"

namespace heirloom::testing {

// One little-endian TIFF directory under construction.
class ExifDirectory {
public:
    ExifDirectory& shortValue(std::uint16_t tag, std::uint16_t value);
    ExifDirectory& longValue(std::uint16_t tag, std::uint32_t value);
    ExifDirectory& text(std::uint16_t tag, const std::string& value);
    ExifDirectory& blob(std::uint16_t tag, const Bytes& value);
    // Pairs of numerator and denominator.
    ExifDirectory& rationals(std::uint16_t tag, const std::vector<std::uint32_t>& values);

    // The directory and its values as they stand at this place of a block.
    Bytes bytesAt(std::size_t place, std::size_t next = 0) const;

private:
    friend class ExifBuilder;
    struct Entry {
        std::uint16_t tag;
        std::uint16_t type;
        std::uint32_t count;
        Bytes content;
    };
    ExifDirectory& add(std::uint16_t tag, std::uint16_t type, std::uint32_t count, Bytes content);

    std::vector<Entry> m_entries;
};

class ExifBuilder {
public:
    ExifDirectory image;
    ExifDirectory photo;
    ExifDirectory gps;
    Bytes thumbnail;  // a JPEG; empty for none

    Bytes build() const;
};

// The builder's block with a MakerNote: a signature and a directory whose offsets count from
// the start of the block, as Canon, Sanyo and Ricoh write them.
Bytes exifWithNote(ExifBuilder builder, const Bytes& signature, const ExifDirectory& note);

// A camera's block: Make, Model, description with Chinese text, orientation, sizes,
// capture time, GPS, a thumbnail and a MakerNote of a kind that exiv2 does not know.
ExifBuilder cameraExif(int orientation = 1);

// What cameraExif puts into the MakerNote and the thumbnail, to be searched for.
Bytes makerNoteBytes();
Bytes thumbnailBytes();
inline constexpr const char* kChineseText = "外婆 1957 年在杭州";

// IPTC-IIM records with a caption and a keyword.
Bytes sampleIptc();
// An XMP packet with a title, tiff:Orientation and exif:GPSLatitude.
std::string sampleXmp(int orientation = 1);

bool containsBytes(ByteView haystack, ByteView needle);
bool containsText(ByteView haystack, const std::string& needle);

}  // namespace heirloom::testing
