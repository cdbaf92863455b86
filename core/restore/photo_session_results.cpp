#include "core/restore/photo_session_results.h"

namespace heirloom {

bool needsFaces(const RestoreParameters& before, const RestoreParameters& after) {
    const auto same = [&](auto member) { return before.*member == after.*member; };
    using P = RestoreParameters;
    const bool alike = same(&P::mode) && same(&P::skinProtection) && same(&P::rosy) &&
                       same(&P::faithful) && same(&P::detailEnhancement) && same(&P::scale) &&
                       same(&P::longSide) && same(&P::minFaceShare);
    // The colour of the faces is set for one strength.
    return !alike || (after.rosy > 0.0 && !same(&P::strength));
}

bool needsNetwork(const RestoreParameters& before, const RestoreParameters& after) {
    const bool cleansOtherwise =
        (before.mode == RestoreMode::Strong) != (after.mode == RestoreMode::Strong);
    return cleansOtherwise || before.scale != after.scale || before.longSide != after.longSide ||
           after.minFaceShare < before.minFaceShare;
}

}  // namespace heirloom
