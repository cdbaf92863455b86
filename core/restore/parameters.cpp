#include "core/restore/parameters.h"

#include <array>

namespace heirloom {

Result<void> validate(const RestoreParameters& parameters) {
    struct Range {
        const char* name;
        double value, low, high;
    };
    const std::array<Range, 6> ranges{{{"strength", parameters.strength, 0, 100},
                                       {"denoise", parameters.denoise, 0, 100},
                                       {"sharpen", parameters.sharpen, 0, 100},
                                       {"contrast", parameters.contrast, 0, 100},
                                       {"brightness", parameters.brightness, -100, 100},
                                       {"min-face-share", parameters.minFaceShare, 0, 100}}};
    for (const Range& range : ranges) {
        // Written so that NaN fails too.
        if (!(range.value >= range.low && range.value <= range.high)) {
            return makeError(ErrorCode::InvalidArgument, "%1 must be between %2 and %3, not %4.",
                             range.name, range.low, range.high, range.value);
        }
    }
    return {};
}

std::string_view modeName(RestoreMode mode) {
    return mode == RestoreMode::Natural ? "natural" : "detail";
}

std::string_view scopeName(Scope scope) {
    return scope == Scope::WholePhoto ? "photo" : "faces";
}

}  // namespace heirloom
