// Everything a user can choose about one photo's restoration; product.md section 3.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/result.h"

namespace heirloom {

enum class RestoreMode {
    Natural,  // the photo's grain is put back and the finest detail held back a little
    Detail,   // all that the network gives
    Strong,   // noise, scratches, specks and screens are cleaned off before the network
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
    double rosy = 0.0;                // 0...30 %: saturation inside the face, hue unchanged
    bool faithful = true;             // what the photo really shows of a face may not change
    bool detailEnhancement = false;   // the network's finest detail once more
    // Size of the output: a factor (1, 1.5, 2 or 4), or a long side in pixels when above 0.
    double scale = 1.0;
    int longSide = 0;
    double minFaceShare = 0.0;        // 0...100 % of the photo's area; smaller faces are left alone

    bool operator==(const RestoreParameters&) const = default;
};

// Names the first value that is out of range.
Result<void> validate(const RestoreParameters& parameters);

std::string_view modeName(RestoreMode mode);  // "natural", "detail", "strong"
std::optional<RestoreMode> modeFromName(std::string_view name);
std::string_view scopeName(Scope scope);      // "photo", "faces"

}  // namespace heirloom
