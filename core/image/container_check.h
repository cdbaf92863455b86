// Looks at what a format says about itself: checksums, sizes and offsets that must fit the
// file. Decoders read past much of that, so a file that lost its end or its metadata would
// otherwise pass as sound. Internal to core/image.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include "core/base/bytes.h"
#include "core/base/file_format.h"

namespace heirloom {

// Whether checksums, sizes and offsets agree with the file. The pixels themselves are
// judged by the decoders. Data behind the picture's end mark is no damage.
bool isContainerIntact(ByteView file, FileFormat format);

// The part for TIFF and BigTIFF: directories and the values they point to.
bool isTiffIntact(ByteView file);

}  // namespace heirloom
