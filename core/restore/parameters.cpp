#include "core/restore/parameters.h"

#include <algorithm>
#include <array>

namespace heirloom {

Result<void> validate(const RestoreParameters& parameters) {
    struct Range {
        const char* name;
        double value, low, high;
    };
    const std::array<Range, 7> ranges{{{"strength", parameters.strength, 0, 100},
                                       {"denoise", parameters.denoise, 0, 100},
                                       {"sharpen", parameters.sharpen, 0, 100},
                                       {"contrast", parameters.contrast, 0, 100},
                                       {"brightness", parameters.brightness, -100, 100},
                                       {"rosy", parameters.rosy, 0, 30},
                                       {"min-face-share", parameters.minFaceShare, 0, 100}}};
    for (const Range& range : ranges) {
        // Written so that NaN fails too.
        if (!(range.value >= range.low && range.value <= range.high)) {
            return makeError(ErrorCode::InvalidArgument, "%1 must be between %2 and %3, not %4.",
                             range.name, range.low, range.high, range.value);
        }
    }
    constexpr std::array kScales{1.0, 1.5, 2.0, 4.0};
    if (std::find(kScales.begin(), kScales.end(), parameters.scale) == kScales.end()) {
        return makeError(ErrorCode::InvalidArgument, "scale must be 1, 1.5, 2 or 4, not %1.",
                         parameters.scale);
    }
    constexpr int kShortest = 16, kLongest = 100000;
    if (parameters.longSide != 0 &&
        (parameters.longSide < kShortest || parameters.longSide > kLongest)) {
        return makeError(ErrorCode::InvalidArgument, "long-side must be between %1 and %2, not %3.",
                         kShortest, kLongest, parameters.longSide);
    }
    return {};
}

std::string_view modeName(RestoreMode mode) {
    switch (mode) {
        case RestoreMode::Natural: return "natural";
        case RestoreMode::Detail: return "detail";
        case RestoreMode::Strong: return "strong";
    }
    return "";
}

std::optional<RestoreMode> modeFromName(std::string_view name) {
    for (const RestoreMode mode :
         {RestoreMode::Natural, RestoreMode::Detail, RestoreMode::Strong}) {
        if (modeName(mode) == name) return mode;
    }
    return std::nullopt;
}

std::string_view scopeName(Scope scope) {
    return scope == Scope::WholePhoto ? "photo" : "faces";
}

}  // namespace heirloom
