// A whole photo at another size, at its own depth, layout and profile. Memory beside the
// result is bounded by blocks, whatever the photo's size.
//
// Thread rule: free functions; one call at a time for one network.
#pragma once

#include <opencv2/core/types.hpp>

#include "core/background/background_restorer.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/image/colour_transform.h"
#include "core/image/photo.h"

namespace heirloom {

// The size of the output: longSide pixels for the longer side when above 0, else
// scale times the photo. Never below 1 pixel a side. The photo's own size is always
// allowed; LimitExceeded for any other over 65,500 pixels a side or 800 megapixels, so that
// a caller can refuse before work starts. InvalidArgument for a scale that is not positive.
Result<cv::Size> outputSizeFor(cv::Size photo, double scale, int longSide);

// How much larger target is than photo; what a background model is chosen by.
double enlargementOf(cv::Size photo, cv::Size target);

// The photo at the size target; profile, metadata and facts stay.
//
// Without a network: Lanczos on the photo's own values, anti-aliased where it becomes
// smaller; the photo itself (its pixels shared) when target is its size. Alpha is
// premultiplied meanwhile, so that the colour of transparent pixels does not bleed.
//
// With a network: the photo's colour goes through it block by block in sRGB and comes back
// to the photo's own space, Lanczos makes up for the rest of the factor in one step with
// it (a second pass of the network would invent more than the photo shows), and alpha is
// Lanczos's. Runs at the photo's own size too. A photo without colour gets none.
//
// Reports the stage "background" with fractions 0...1 of this call. Errors: Cancelled,
// OutOfMemory, and those of the network.
Result<Photo> enlargedPhoto(const Photo& photo, cv::Size target, BackgroundRestorer* network,
                            const ColourTransform& colour, const RunControl& control);

}  // namespace heirloom
