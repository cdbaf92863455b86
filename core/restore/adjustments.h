// Denoise, sharpen and tone for the whole photo. Each works strip by strip at the
// photo's own depth, keeps alpha, and gives the same result for any number of threads.
#pragma once

#include "core/base/run_control.h"
#include "core/image/photo.h"

namespace heirloom {

struct ReducedDetail;

// Edge-preserving removal of grain: a guided filter on luminance, and a wider one on
// chroma, each guided by itself. amount: 0...100; 0 returns without touching a pixel.
// false: asked to stop, and the photo is as it was.
// reduced: of a photo that was averaged down; the result is then a likeness of the averaged
// result.
// Source: He, Sun, Tang, "Guided Image Filtering", PAMI 2013.
bool denoise(Photo& photo, double amount, const RunControl& control = {},
             const ReducedDetail* reduced = nullptr);

// Unsharp mask on luminance with a noise threshold; flat areas keep their values.
// amount: 0...100; 0 returns without touching a pixel. false and reduced as above.
bool sharpen(Photo& photo, double amount, const RunControl& control = {},
             const ReducedDetail* reduced = nullptr);

// How many pixels to each side a result depends on. Within a part of a photo that has so
// much more round it, both give exactly what they give within the whole.
constexpr int kDenoiseReach = 12;
constexpr int kSharpenReach = 5;

// What contrast stretches: the luminance, 0...1, below and above which 1 % of a photo lies.
struct ToneRange {
    float low = 0.0f;
    float high = 1.0f;
};

// Looks at up to 512 rows, evenly spaced.
ToneRange measureToneRange(const Photo& photo);

// Contrast: luminance stretched between the ends of range, blended in by contrast (0...100).
// Then brightness: an offset in 8-bit units (-100...100). Both at rest return without
// touching a pixel. The range is that of the photo before denoise and sharpen, so that a
// part of the photo can be made by itself.
void adjustTone(Photo& photo, double contrast, double brightness, const ToneRange& range);

}  // namespace heirloom
