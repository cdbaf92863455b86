// The metadata tags of a TIFF, through exiv2. Internal to core/metadata; the caller holds
// an Exiv2Session.
#pragma once

#include <optional>

#include "core/base/bytes.h"
#include "core/metadata/metadata.h"

namespace heirloom {

bool isBigTiff(ByteView file);

// Nothing when exiv2 cannot read the file's tags.
std::optional<MetadataBlocks> findTiffMetadata(ByteView file);

// Adds the blocks to the tags of a freshly encoded TIFF. Nothing when exiv2 fails;
// whether all of them are there must be read back.
std::optional<Bytes> withTiffMetadata(ByteView file, const MetadataBlocks& blocks);

}  // namespace heirloom
