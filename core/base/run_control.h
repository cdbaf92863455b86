// How a caller follows and stops long work. The core is synchronous; whoever
// owns the thread passes the two callbacks.
#pragma once

#include <functional>
#include <string_view>

#include "core/base/result.h"

namespace heirloom {

struct Progress {
    std::string_view stage;  // "detect", "restore", ...; a stable identifier
    double fraction = 0.0;   // 0...1 over the whole job
    int face = 0;            // 1-based, 0 when the stage is not about one face
    int faceCount = 0;
};

struct RunControl {
    // Polled at least once a face and once a tile; may be called from any thread
    // the work runs on. Empty means "never".
    std::function<bool()> stopRequested;
    // Called on the working thread, in order. Empty means "nobody listens".
    std::function<void(const Progress&)> progress;

    bool shouldStop() const { return stopRequested && stopRequested(); }
    void report(const Progress& value) const {
        if (progress) progress(value);
    }
};

inline Error cancelledError() {
    return makeError(ErrorCode::Cancelled, "Cancelled.");
}

}  // namespace heirloom
