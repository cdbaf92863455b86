// Faces on a photo that was enlarged after they were restored.
#pragma once

#include <vector>

#include <opencv2/core/types.hpp>

#include "core/face/compose.h"
#include "core/image/photo.h"

namespace heirloom {

// The patches of a photo of size `from` on the same photo at size `to`. Changes and masks
// are those of the crops and shared; only the placement differs. Pixel centres: x becomes
// (x + 0.5) * scale - 0.5. For an enlargement that shows what the crops show (Lanczos).
std::vector<FacePatch> scaledPatches(const std::vector<FacePatch>& patches, cv::Size from,
                                     cv::Size to);

// The same for an enlargement that is more than that (a background network): the changes
// become relative to what `enlarged` shows of each face, so that the network's own
// sharpening and the face's are not added up. At strength 1 the restored crop is what
// appears.
std::vector<FacePatch> patchesOnRestoredBackground(const std::vector<FacePatch>& patches,
                                                   const Photo& photo, const Photo& enlarged);

}  // namespace heirloom
