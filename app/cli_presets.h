// Presets on the command line: the command of that name, and what `restore` needs of it.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "core/base/result.h"
#include "core/restore/preset.h"

namespace heirloom::cli {

// A preset by name or id, built-in or the user's own, or a preset's file. What is written
// like a path (with a separator, or ending in .json) is a file.
Result<Preset> openPreset(const std::string& nameOrFile);

// For reports: the id of a built-in preset, the name of another.
std::string presetLabel(const Preset& preset);

// The preset decides what no option of the command decides: parameters hold the options'
// values, and those given by the user stay.
void applyPresetUnderOptions(const Preset& preset, const CLI::App& command,
                             RestoreParameters& parameters);

// The same sentence with the exit status of wrong usage, for a file that an option named.
Error asWrongUsage(Error error);

}  // namespace heirloom::cli
