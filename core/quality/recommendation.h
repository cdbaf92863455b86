// Which preset suits a photo, and why: product.md section 3 ("Recommendation").
#pragma once

#include <string>

#include "core/base/message.h"
#include "core/quality/photo_quality.h"

namespace heirloom {

struct Recommendation {
    // Stable identifier of the preset: "high", "medium", "low", "yellowed-bw",
    // "faded-colour" or "scratches". (The presets "studio", "dslr", "phone" and
    // "old-blurred" are for people to choose.)
    std::string preset;
    Message reason;  // one sentence in plain words
};

// By the grade, unless a defect dominates: first scratches, then yellowed black-and-white
// unless it is light already, then faded colour.
Recommendation recommend(const PhotoQuality& quality);

}  // namespace heirloom
