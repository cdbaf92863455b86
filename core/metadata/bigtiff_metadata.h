// The metadata tags of a BigTIFF, which exiv2 does not know. Internal to core/metadata; needs
// no exiv2.
#pragma once

#include <optional>

#include "core/metadata/metadata.h"

namespace heirloom {

// Nothing when the first directory cannot be read.
std::optional<MetadataBlocks> findBigTiffMetadata(ByteView file);

// The freshly encoded file with the blocks in its first directory; as it is when they cannot
// be read.
Bytes withBigTiffMetadata(Bytes file, const MetadataBlocks& blocks);

}  // namespace heirloom
