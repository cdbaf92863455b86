// How often each stage of a session did its work.
#pragma once

namespace heirloom {

struct StageCounts {
    int detect = 0;
    int judge = 0;
    int align = 0;
    int clean = 0;
    int restore = 0;
    int project = 0;
    int change = 0;
    int enlarge = 0;
    int compose = 0;
    int denoise = 0;
    int sharpen = 0;
    int tone = 0;
};

// Adds what the stages of one face did.
inline void addFaceCounts(StageCounts& sum, const StageCounts& face) {
    sum.align += face.align;
    sum.clean += face.clean;
    sum.restore += face.restore;
    sum.project += face.project;
    sum.change += face.change;
}

}  // namespace heirloom
