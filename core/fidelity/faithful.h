// Keeps a restored crop to what the original really shows: the network may add detail,
// but not change what was there.
//
// Pure functions; safe from any thread.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/fidelity/crop_evidence.h"

namespace heirloom {

struct FaithfulResult {
    cv::Mat crop;  // CV_32FC3 RGB, 0...1
    // Share of the face, 0...1, where the network contradicted the original so clearly that
    // the original's own pixels were kept.
    double contradicted = 0.0;
};

struct FaithfulOptions {
    bool withChroma = true;  // false where the caller keeps the original's chroma anyway
    // CV_32FC1, 1 where the original counts, 0 on its defects; empty: everywhere.
    cv::Mat known;
};

// original, restored: CV_32FC3 RGB, 0...1, sRGB, same square size.
//
// Both are reduced to the original's effective resolution and compared band by band. A
// difference that the original's noise explains is left to the network (Wiener's rule on
// the difference), and so is a band near the limit of resolution that the network raises
// as deblurring does; everything else is taken back by iterative back-projection (Irani
// and Peleg, "Improving resolution by image registration", CVGIP 1991), after which the
// reduced pictures agree. Where the coarse bands contradict one another the network has
// shown somebody else, and its fine detail is not believed either.
FaithfulResult keepFaithful(const cv::Mat& original, const cv::Mat& restored,
                            const CropEvidence& evidence, const FaithfulOptions& options = {});

}  // namespace heirloom
