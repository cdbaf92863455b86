// The metadata chunks of a WebP, through libwebpmux. Internal to core/metadata.
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.h"

namespace heirloom {

struct WebpMetadata {
    Bytes exif;
    std::string xmp;
};

WebpMetadata findWebpMetadata(ByteView file);

// Blocks that are empty are left out. Nothing when libwebpmux fails.
std::optional<Bytes> withWebpMetadata(ByteView file, ByteView exif, const std::string& xmp);

}  // namespace heirloom
