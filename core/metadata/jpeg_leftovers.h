// What a JPEG file carries beside its picture and no result takes over. Internal to
// core/metadata; needs no exiv2.
#pragma once

#include <cstddef>

#include "core/base/bytes.h"

namespace heirloom {

struct JpegLeftovers {
    bool furtherPictures = false;  // listed as a Multi-Picture Format (CIPA DC-007)
    std::size_t bytesBehind = 0;   // behind the picture's end: previews, motion clips
};

JpegLeftovers findJpegLeftovers(ByteView file);

}  // namespace heirloom
