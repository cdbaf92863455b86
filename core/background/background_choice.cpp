#include "core/background/background_choice.h"

namespace heirloom {

std::optional<std::size_t> chooseBackground(double factor, const std::vector<int>& scales) {
    std::optional<std::size_t> best;
    if (factor <= 1.0) return best;
    const auto isBetter = [factor](int scale, int than) {
        const bool fits = scale >= factor;
        return fits != (than >= factor) ? fits : fits ? scale < than : scale > than;
    };
    for (std::size_t i = 0; i < scales.size(); ++i) {
        if (scales[i] <= 1) continue;
        if (!best || isBetter(scales[i], scales[*best])) best = i;
    }
    return best;
}

}  // namespace heirloom
