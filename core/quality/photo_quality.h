// Judges what a photo has suffered, before anything is done to it: product.md section 3
// ("Recommendation") and 6.7.
//
// Cost: the photo is averaged once to a copy of at most 1024 pixels; beside that only some
// tiles and the faces are looked at in its own pixels. Nothing the size of the photo is made.
#pragma once

#include <vector>

#include "core/face/face.h"
#include "core/image/photo.h"
#include "core/quality/colour_state.h"

namespace heirloom {

// High: digital, after 2005. Medium: scans of 1990 to 2005. Low: film of 1950 to 1980.
enum class QualityGrade { High, Medium, Low };

// Stable: for JSON and translations. "high", "medium", "low".
const char* qualityGradeName(QualityGrade grade);

struct PhotoQuality {
    // Of the faces where there are some (the median of the largest ones), since they are what
    // is restored; otherwise of the whole picture, reduced to at most 1024 pixels.
    bool fromFaces = false;
    // Sigma of the blur, in pixels of a face crop of 256 pixels; a face that is smaller than
    // that is blurred by its lack of pixels. Negative when no edge stands clear of the noise.
    double blur = 0.0;
    double sharpness = 0.0;  // the same as 0...100
    // Standard deviation of grain and noise in 8-bit units, at the scale of the blur.
    double noise = 0.0;
    double grainCorrelation = 0.0;  // 0 sensor noise ... 1 coarse grain

    int faceCount = 0;
    double faceSize = 0.0;   // longer side of the largest face's box, in pixels of the photo
    double faceShare = 0.0;  // the largest face's box, share of the photo, 0...1

    double clippedBlack = 0.0;  // shares of the photo, 0...1
    double clippedWhite = 0.0;
    double contrast = 0.0;    // range of luma between its 1st and 99th percentile, 0...255
    double lightShare = 0.0;  // of the photo in the lightest fifth of that range, 0...1
    ColourFacts colour;
    double blockiness = 0.0;  // steps at the borders of JPEG's blocks, in 8-bit units
    double defects = 0.0;     // share covered by scratches and specks, 0...1

    // 100 less the penalties of photo_quality.cpp, at least 0.
    double score = 0.0;
    QualityGrade grade = QualityGrade::High;
};

// faces: in pixels of the photo; none is fine. Any depth and layout; alpha is ignored.
// Thread rule: free function without shared state, callable from any thread.
PhotoQuality judgePhoto(const Photo& photo, const std::vector<Face>& faces);

}  // namespace heirloom
