// Denoise, sharpen and tone for the whole photo. Each works strip by strip at the
// photo's own depth, keeps alpha, and gives the same result for any number of threads.
#pragma once

#include "core/image/photo.h"

namespace heirloom {

// Edge-preserving removal of grain: a guided filter on luminance, and a wider one on
// chroma, each guided by itself. amount: 0...100; 0 returns without touching a pixel.
// Source: He, Sun, Tang, "Guided Image Filtering", PAMI 2013.
void denoise(Photo& photo, double amount);

// Unsharp mask on luminance with a noise threshold; flat areas keep their values.
// amount: 0...100; 0 returns without touching a pixel.
void sharpen(Photo& photo, double amount);

// Contrast: luminance stretched between its 1st and 99th percentile, blended in by
// contrast (0...100). Then brightness: an offset in 8-bit units (-100...100). Both at
// rest return without touching a pixel.
void adjustTone(Photo& photo, double contrast, double brightness);

}  // namespace heirloom
