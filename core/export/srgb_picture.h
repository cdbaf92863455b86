// A photo as everybody's screen shows it: smaller, 8 bit, RGB in sRGB, opaque.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <vector>

#include <opencv2/core/types.hpp>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/image/photo.h"

namespace heirloom {

// The photo at the given size (Lanczos, anti-aliased) as 8-bit RGB without a profile, its
// colours converted from the photo's own space, alpha over white. Memory beside the result is
// bounded by blocks. Metadata and path stay; how the source was coded does not. A profile
// that cannot be used is named in warnings, the colours are then taken for sRGB.
// Errors: Cancelled, OutOfMemory. Only stopRequested of control is used.
Result<Photo> srgbPicture(const Photo& photo, cv::Size size, const RunControl& control,
                          std::vector<Message>& warnings);

}  // namespace heirloom
