// Copies of a restored photo for a purpose: the web, paper, another depth.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/image/encode.h"
#include "core/image/photo.h"

namespace heirloom {

inline constexpr int kWebLongSide = 1200;
inline constexpr int kWebQuality = 85;
inline constexpr double kPrintDotsPerInch = 300.0;

struct WebCopy {
    Photo picture;  // 8-bit RGB, sRGB without a profile, longer side at most kWebLongSide
    std::vector<Message> warnings;
};

// Never larger than the photo. Errors: Cancelled, InvalidArgument, OutOfMemory.
Result<WebCopy> webCopy(const Photo& photo, const RunControl& control);

// How a web copy or comparison is encoded: JPEG of kWebQuality; where the metadata would be
// kept whole they are kept without the place. Software and provenance are those given.
EncodeOptions webEncoding(const EncodeOptions& photo);

// The photo, which already has the size to be printed, with kPrintDotsPerInch as its
// resolution, in the metadata too; pixels are shared.
Photo printCopy(Photo photo);

// The photo with 8 or 16 bits a sample: 16 becomes 8 by rounding, 8 becomes 16 times 257, so
// that a way there and back changes nothing. Pixels of the wanted depth are shared.
// Another depth is InvalidArgument.
Result<Photo> withDepth(const Photo& photo, int bitsPerSample);

}  // namespace heirloom
