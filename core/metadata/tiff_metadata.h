// The metadata tags of TIFF and BigTIFF. Internal to core/metadata; the caller holds an
// Exiv2Session.
#pragma once

#include <optional>

#include "core/base/bytes.h"
#include "core/metadata/metadata.h"

namespace heirloom {

struct TiffMetadata {
    MetadataBlocks blocks;
    bool isDamaged = false;  // some of the tags cannot be read
};

// Nothing when the first directory cannot be read.
std::optional<TiffMetadata> findTiffMetadata(ByteView file);

enum class TiffAddition {
    Done,
    NoteMisplaced,  // done, but the MakerNote's own offsets do not fit its new place
    Failed,         // the file is as it was: its first directory cannot be read
};

// Adds the blocks to the first directory of a freshly encoded TIFF. Whether all tags are there
// must be read back.
TiffAddition addTiffMetadata(Bytes& file, const MetadataBlocks& blocks);

}  // namespace heirloom
