// Where a restored photo is written.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/file_format.h"
#include "core/base/result.h"
#include "core/batch/inputs.h"

namespace heirloom {

// YYYYMMDD, local time.
std::string currentDate();

struct OutputOptions {
    // A folder, or with isFile the file itself; empty: beside the input.
    std::filesystem::path target;
    bool isFile = false;
    // {name}: the input's name without extension, {ext}: the extension of the format
    // written, {date}: the date below. ".{ext}" is added when the pattern has no {ext}.
    std::string namePattern = "{name}_restored.{ext}";
    // Of the run and not of each photo, so that a run past midnight keeps to one name.
    std::string date = currentDate();
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

// The file name that the pattern makes of an input's, for showing while a pattern is typed.
// format: that is written; absent: the one that the input's extension names. Errors: those of
// checkNamePattern.
Result<std::string> exampleOutputName(const std::string& pattern,
                                      const std::filesystem::path& input,
                                      std::optional<FileFormat> format = std::nullopt);

}  // namespace heirloom
