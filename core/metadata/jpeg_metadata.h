// The metadata segments of a JPEG. Internal to core/metadata; needs no exiv2.
#pragma once

#include <string>

#include "core/base/bytes.h"

namespace heirloom {

struct JpegMetadata {
    Bytes exif;
    Bytes iptc;
    std::string xmp;
    bool hasExtendedXmp = false;  // a second part of the XMP, which is not read
};

JpegMetadata findJpegMetadata(ByteView file);

// The largest blocks that fit into one segment.
inline constexpr std::size_t kMaxJpegExif = 65527;
inline constexpr std::size_t kMaxJpegXmp = 65502;
inline constexpr std::size_t kMaxJpegIptc = 65505;

// Blocks that are empty are left out. Each must fit; file must be a JPEG without them.
Bytes withJpegMetadata(ByteView file, ByteView exif, const std::string& xmp, ByteView iptc);

}  // namespace heirloom
