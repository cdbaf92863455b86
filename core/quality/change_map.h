// Where a restoration changed a photo, and by how much: product.md section 6.3.
//
// Both functions work strip by strip; the result does not depend on the number of threads.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/image/photo.h"

namespace heirloom {

// The size of the change at each pixel: the largest difference of a colour channel in 8-bit
// units, rounded, at most 255. CV_8UC1 of the size of `after`; `before` is enlarged to it
// (Catmull-Rom cubic) or averaged down. Alpha is ignored, grey counts as equal channels,
// depths may differ. Empty when either photo is.
cv::Mat changeMap(const Photo& before, const Photo& after);

struct ChangeSummary {
    double changedShare = 0.0;  // of the pixels, 0...1, that changed by at least `from`
    double mean = 0.0;          // over all pixels, 8-bit units
    int largest = 0;
};

// from: 1 for photos of one size; enlarging alone moves pixels by a few units.
ChangeSummary summariseChange(const cv::Mat& map, int from = 1);
// The same for changeMap(before, after), which is never held as a whole.
ChangeSummary summariseChange(const Photo& before, const Photo& after, int from = 1);

struct ChangePictureOptions {
    int full = 48;         // the change, in 8-bit units, that is shown in the hottest colour
    double dimmed = 0.45;  // brightness of the grey copy where nothing changed
};

// The map as heat (black, violet, orange, light yellow: "inferno", even steps to the eye and
// readable without colour vision) over a dimmed grey copy of the photo. CV_8UC3 RGB of the
// map's size. map: of changeMap(); after: the photo it was made for.
cv::Mat changePicture(const cv::Mat& map, const Photo& after,
                      const ChangePictureOptions& options = {});

}  // namespace heirloom
