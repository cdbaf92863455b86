// A small picture of a JPEG for a fraction of the work: libjpeg leaves the high frequencies
// of each block out (scaled DCT) instead of decoding and shrinking.
//
// Thread rule: free function without shared state, callable from any thread.
#pragma once

#include "core/image/decode.h"
#include "core/image/photo.h"

namespace heirloom {

// The picture at the smallest eighth of its size whose longer side still has longSide
// pixels (at full size when it is not larger): 8 bit, Gray or Rgb, as stored (not upright),
// without profile and metadata. For looking, not for output. Errors: LimitExceeded,
// OutOfMemory; Damaged for broken data, even where the full reader would keep a part, and for
// CMYK.
Result<Photo> decodeReducedJpeg(ByteView file, const std::filesystem::path& name, int longSide,
                                const DecodeLimits& limits = {});

}  // namespace heirloom
