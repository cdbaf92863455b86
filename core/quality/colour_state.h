// What age has done to the colour of a photo.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/quality/exposure.h"

namespace heirloom {

enum class ColourState {
    Colourless,  // black and white
    Tinted,      // one tint for each tone, but not yellow or brown: toned on purpose
    Yellowed,    // black and white turned yellow or brown with age; sepia looks the same
    Faded,       // colour that has lost contrast and saturation and shows a cast
    Colour,
};

// Stable: for JSON and translations. "colourless", "tinted", "yellowed", "faded", "colour".
const char* colourStateName(ColourState state);

struct ColourFacts {
    ColourState state = ColourState::Colour;
    // All in 8-bit units of the chroma axes R - Y and B - Y.
    double cast = 0.0;        // chroma that shadows and lights share
    double tint = 0.0;        // mean chroma of the whole picture
    double saturation = 0.0;  // chroma that luminance does not explain
};

// rgb: CV_8UC3 RGB, about 400 to 2000 pixels wide. exposure: of the same picture.
ColourFacts measureColour(const cv::Mat& rgb, const Exposure& exposure);

}  // namespace heirloom
