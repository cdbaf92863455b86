// The resolution that metadata name, which most programs believe more than the file's own.
//
// Thread rule: may be called from any thread; calls are serialised inside.
#pragma once

#include "core/metadata/metadata.h"

namespace heirloom {

// The blocks with every resolution in Exif and XMP set to so many pixels an inch, 1...65,535.
// Blocks that name none stay as they are, as does what cannot be read.
MetadataBlocks withPrintResolution(MetadataBlocks blocks, int perInch);

}  // namespace heirloom
