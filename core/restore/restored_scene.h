// A photo whose faces are restored: what is left to do is the work on the whole photo, which
// needs no network. Detached from the session it came from, so that another thread can
// render it while the session works on.
//
// Copies are cheap: pixels and patches are shared and never written.
#pragma once

#include <memory>
#include <vector>

#include "core/face/compose.h"
#include "core/image/photo.h"
#include "core/restore/adjustments.h"
#include "core/restore/face_placements.h"

namespace heirloom {

struct PreviewScene {
    Photo background;                // at the size of the output; metadata and source of the photo
    std::vector<FacePatch> patches;  // of the faces restored so far, on that size
    std::vector<int> patchFaces;     // the face, counted from 1, of each patch
    ToneRange toneRange;             // of the background
    // What rendering remembers; scenes that have patches in common may share it.
    std::shared_ptr<FacePlacements> placements = std::make_shared<FacePlacements>();
};

}  // namespace heirloom
