// Everything a user can choose about one photo's restoration; product.md section 3.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace heirloom {

enum class RestoreMode {
    Natural,  // the finest detail of the change is held back: the photo's grain stays
    Detail,   // all that the network gives
};

enum class Scope { WholePhoto, FacesOnly };

struct RestoreParameters {
    double strength = 70.0;  // 0...100: share of the restored crop in the blend
    double denoise = 0.0;    // 0...100; 0 does nothing at all
    double sharpen = 0.0;    // 0...100; 0 does nothing at all
    RestoreMode mode = RestoreMode::Natural;
    Scope scope = Scope::WholePhoto;  // of denoise and sharpen
    bool skinProtection = true;       // keep the original's chroma inside the face
    double contrast = 0.0;            // 0...100: share of the luminance stretch
    double brightness = 0.0;          // -100...100: offset in 8-bit units
    double minFaceShare = 0.0;        // 0...100 % of the photo's area; smaller faces are left alone

    bool operator==(const RestoreParameters&) const = default;
};

// Names the first value that is out of range.
Result<void> validate(const RestoreParameters& parameters);

std::string_view modeName(RestoreMode mode);  // "natural", "detail"
std::string_view scopeName(Scope scope);      // "photo", "faces"

}  // namespace heirloom
