// Keeps one of several detections of the same face.
#pragma once

#include <vector>

#include "core/face/face.h"

namespace heirloom {

// Non-maximum suppression by falling score, areas with +1 widths as in the reference
// implementation of RetinaFace (gpen.md). Ties keep their order.
std::vector<Face> suppressOverlaps(std::vector<Face> faces, float maxOverlap);

// Drops faces that lie almost wholly inside a larger face with a better or similar
// score: parts of a face look like small faces once a photo is searched at full size.
std::vector<Face> dropContained(const std::vector<Face>& faces, float maxContained);

}  // namespace heirloom
