// The metadata chunks of a PNG. Internal to core/metadata; needs no exiv2.
// Source: PNG 1.2 and its extensions (eXIf), XMP part 3, and for IPTC the text profiles of
// ImageMagick, which have become the custom.
#pragma once

#include <string>

#include "core/base/bytes.h"

namespace heirloom {

struct PngMetadata {
    Bytes exif;
    Bytes iptc;
    std::string xmp;
};

PngMetadata findPngMetadata(ByteView file);

// Blocks that are empty are left out; file must be a PNG without them.
Bytes withPngMetadata(ByteView file, ByteView exif, const std::string& xmp, ByteView iptc);

}  // namespace heirloom
