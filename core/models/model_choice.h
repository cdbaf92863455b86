// The automatic choice of a face restorer for one face (product.md 4.5). Pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/base/message.h"
#include "core/base/result.h"

namespace heirloom {

struct RestorerCandidate {
    std::string name;
    int size = 0;          // side of its crops in pixels
    bool bundled = false;  // ships with Heirloom: small, so chosen last
    // Whether the catalogue or the user says that it restores faces. One that only has the
    // right shapes may colourise or inpaint, so it is never preferred to one that is known.
    bool isTaskKnown = true;
};

struct RestorerChoice {
    std::string name;
    int size = 0;
    Message reason;  // a whole sentence
};

// The size that suits the face when every model is installed: 512 or 1024.
// photoLongSide and cropSide (the side of the aligned square around the face, measured in
// the photo) are in pixels.
int wantedRestorerSize(double photoLongSide, double cropSide);

// Of two sizes equally far away (in octaves) the larger is chosen, because a smaller network
// drops detail that the crop has. Of two candidates alike the first is chosen.
// Error: NotFound when there is no candidate.
Result<RestorerChoice> chooseRestorer(double photoLongSide, double cropSide,
                                      const std::vector<RestorerCandidate>& installed);

}  // namespace heirloom
