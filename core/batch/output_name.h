// Where a restored photo is written.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/file_format.h"
#include "core/base/result.h"
#include "core/batch/inputs.h"

namespace heirloom {

struct OutputOptions {
    // A folder, or with isFile the file itself; empty: beside the input.
    std::filesystem::path target;
    bool isFile = false;
    // {name}: the input's name without extension, {ext}: the extension of the format
    // written. ".{ext}" is added when the pattern has no {ext}.
    std::string namePattern = "{name}_restored.{ext}";
    // Lets a new result replace an earlier output of this program; never an original.
    bool replaceEarlierOutput = false;
};

// Says what is wrong with a pattern: a path separator, an unknown {placeholder}, empty.
Result<void> checkNamePattern(const std::string& pattern);

// Fails when nothing can be written to options.target, so that a caller knows before hours
// of work: looks at the nearest folder that exists. Makes nothing.
Result<void> checkOutputFolder(const OutputOptions& options);

// The wanted path, before existing files are looked at.
std::filesystem::path wantedOutputPath(const InputPhoto& input, FileFormat format,
                                       const OutputOptions& options);

}  // namespace heirloom
