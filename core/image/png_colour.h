// The colour space that a PNG describes by gAMA, cHRM and sRGB, as an ICC profile.
// Internal to core/image.
#pragma once

#include <optional>

#include "core/base/bytes.h"
#include "core/image/photo.h"

namespace heirloom {

// CIE x and y.
struct PngChromaticities {
    double whiteX = 0.3127, whiteY = 0.3290;
    double redX = 0.64, redY = 0.33;
    double greenX = 0.30, greenY = 0.60;
    double blueX = 0.15, blueY = 0.06;
};

struct PngColourSpace {
    std::optional<int> renderingIntent;  // of the sRGB chunk, which overrules the others
    std::optional<double> gamma;         // as gAMA stores it: 1 / 2.2 = 0.45455
    std::optional<PngChromaticities> chromaticities;
};

struct PngColourProfile {
    Bytes profile;          // empty for sRGB, or sRGB-like grey
    bool isBroken = false;  // impossible values, taken as sRGB
    PngSrgbTags srgb;       // where the chunks mean sRGB
};

// The values that writers of sRGB add for old readers (gamma 0.45455, the primaries of
// BT.709) mean sRGB here, too. The bytes depend on the values alone.
// Source: PNG specification, third edition, 11.3.2.
PngColourProfile profileOfPngColour(const PngColourSpace& space, bool isGrey);

}  // namespace heirloom
