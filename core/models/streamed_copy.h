// Internal to core/models: copies a file that may be too large to hold in memory.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/file_io.h"
#include "core/base/result.h"
#include "core/base/run_control.h"

namespace heirloom {

// Copies to a temporary file beside target, flushes it to disk and moves it there in one
// step, as writeFileAtomically does. Returns the SHA-256 of what was copied. When expected
// is not empty and differs from it, target stays as it is and the error is Damaged.
// Progress is reported as stage "import".
Result<std::string> copyFileAtomically(const std::filesystem::path& source,
                                       const std::filesystem::path& target, Replace replace,
                                       const std::string& expected, const RunControl& control);

}  // namespace heirloom
