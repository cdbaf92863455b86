// Turns what the user named (files and folders) into a list of photos to restore.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"

namespace heirloom {

struct InputPhoto {
    std::filesystem::path path;
    // Folder under the output folder that mirrors the tree; empty for files named directly.
    std::filesystem::path relativeFolder;
    // Found by searching a folder: earlier outputs in there are not restored again.
    bool fromFolder = false;
};

struct InputProblem {
    std::filesystem::path path;
    Error error;
};

struct InputList {
    std::vector<InputPhoto> photos;      // sorted by path within each folder
    std::vector<InputProblem> problems;  // what was named but cannot be used
};

struct InputOptions {
    bool recursive = false;
    std::filesystem::path outputFolder;  // never searched, should it lie inside an input folder
};

// Hidden and system files are ignored, and in folders everything that has no picture's
// extension. A folder without pictures is a problem, not an error.
InputList collectInputs(const std::vector<std::filesystem::path>& named,
                        const InputOptions& options);

}  // namespace heirloom
