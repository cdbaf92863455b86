// Keeps one of several detections of the same face.
#pragma once

#include <vector>

#include "core/face/face.h"

namespace heirloom {

// Non-maximum suppression by falling score, areas with +1 widths as in the reference
// implementation of RetinaFace (gpen.md). Ties keep their order.
std::vector<Face> suppressOverlaps(std::vector<Face> faces, float maxOverlap);

// Box and landmarks of each kept face become the mean, weighted by score, of all detections
// that overlap it by at least minOverlap: neighbouring anchors see one face each for itself,
// and their errors largely cancel. Source: Gidaris and Komodakis, "Object detection via a
// multi-region and semantic segmentation-aware CNN model" (box voting), ICCV 2015.
std::vector<Face> averagedOver(std::vector<Face> kept, const std::vector<Face>& all,
                               float minOverlap);

// Drops faces that lie almost wholly inside a larger face with a better or similar
// score: parts of a face look like small faces once a photo is searched at full size.
std::vector<Face> dropContained(const std::vector<Face>& faces, float maxContained);

}  // namespace heirloom
