// The metadata segments of a JPEG. Internal to core/metadata; needs no exiv2.
#pragma once

#include <map>
#include <string>

#include "core/base/bytes.h"

namespace heirloom {

struct JpegMetadata {
    Bytes exif;
    Bytes iptc;
    std::string xmp;
    // Further parts of the XMP by their guid, as far as they are complete.
    std::map<std::string, std::string> extendedXmp;
};

JpegMetadata findJpegMetadata(ByteView file);

// The largest blocks that fit into one segment.
inline constexpr std::size_t kMaxJpegExif = 65527;
inline constexpr std::size_t kMaxJpegXmp = 65502;
inline constexpr std::size_t kMaxJpegIptc = 65505;

// The packet must fit into a segment; its extension has any size and may be empty.
struct JpegXmp {
    std::string packet;
    std::string extended;
    std::string guid;
};

// Blocks that are empty are left out. Each must fit; file must be a JPEG without them.
Bytes withJpegMetadata(ByteView file, ByteView exif, const JpegXmp& xmp, ByteView iptc);

}  // namespace heirloom
