// A preset as a file that people can read, edit and send to each other:
//
//   {"heirloom_preset": 1, "name": "Wedding 1962",
//    "parameters": {"strength": 80, "mode": "detail", "skin_protection": true}}
//
// Parameters carry the names of the command line with underscores; those left out have
// their defaults. Written files hold all of them, so that a preset means the same in a
// later version with other defaults.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/file_io.h"
#include "core/base/result.h"
#include "core/restore/preset.h"

namespace heirloom {

// Refuses, with the file, the place and what is allowed: whatever is not valid JSON of this
// form, and files above 1 MB. The id is the file's name without extension; it is also the
// name where the file gives none.
Result<Preset> loadPresetFile(const std::filesystem::path& file);

// Fails with InvalidArgument for a name or values that could not be read back.
Result<void> savePresetFile(const std::filesystem::path& file, std::string_view name,
                            const PresetValues& values, Replace replace);

// A name is 1 to 80 characters of UTF-8 without control characters, and neither begins nor
// ends with a space.
Result<void> checkPresetName(std::string_view name);

}  // namespace heirloom
