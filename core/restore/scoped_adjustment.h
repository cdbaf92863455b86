// Denoise and sharpen where the scope wants them.
#pragma once

#include <vector>

#include "core/base/run_control.h"
#include "core/face/compose.h"
#include "core/image/photo.h"
#include "core/restore/face_placements.h"
#include "core/restore/parameters.h"
#include "core/restore/reduced_detail.h"

namespace heirloom {

enum class Adjustment { Denoise, Sharpen };

// How far a pixel's result looks round it.
int reachOf(Adjustment adjustment);

// Where a face is: its mask on its rectangle, which may lie partly or wholly outside of what
// is adjusted.
struct FaceWeight {
    cv::Rect rect;
    cv::Mat weight;  // CV_32FC1, the size of rect
};

// Of the patches on a photo, seen from a point of it; none where the scope is the whole photo.
std::vector<FaceWeight> faceWeights(Scope scope, const std::vector<FacePatch>& patches,
                                    cv::Size photoSize, FacePlacements& placements,
                                    cv::Point origin = {});

// Replaces the photo's pixels. Faces only: blended in by their weights, and only what lies
// round them is adjusted. amount: 0...100; 0 leaves the pixels shared. false: asked to stop,
// and the photo is as it was. reduced: of a photo that was averaged down.
bool adjustInScope(Photo& photo, Adjustment adjustment, double amount, Scope scope,
                   const std::vector<FaceWeight>& faces, const RunControl& control = {},
                   const ReducedDetail* reduced = nullptr);

}  // namespace heirloom
