// The presets that a user can choose: the built-in ones, and a folder with the user's own,
// one file each.
//
// Not thread-safe. The folder is looked at anew in every call, so that files that people or
// another running Heirloom put there count at once; it is made when something is saved.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/file_io.h"
#include "core/base/result.h"
#include "core/restore/preset.h"

namespace heirloom {

struct PresetProblem {
    std::filesystem::path file;
    Error error;  // names the file
};

struct PresetList {
    std::vector<Preset> presets;          // sorted by name, without regard to ASCII case
    std::vector<PresetProblem> problems;  // files that are there but cannot be used
};

class PresetStore {
public:
    // The folder need not exist.
    explicit PresetStore(std::filesystem::path folder);

    // The user's own.
    PresetList list() const;

    // A built-in or a user's preset by id or name, in any ASCII case. NotFound names what
    // there is; a damaged file of that name gives its own error. Names come before ids.
    Result<Preset> find(std::string_view idOrName) const;

    // Writes a new preset, or with Replace::ExistingFile also over the user's own of the
    // same name. A name that a built-in preset has is refused. The file's name is made from
    // the preset's, with a number where another preset has it.
    Result<Preset> save(std::string_view name, const PresetValues& values, Replace replace);

    // The preset keeps its values and gets a new name, file and id.
    Result<Preset> rename(std::string_view idOrName, std::string_view newName);

    // Also removes a damaged file, by its name without extension.
    Result<void> remove(std::string_view idOrName);

    // Built-in presets can be exported, too.
    Result<void> exportTo(std::string_view idOrName, const std::filesystem::path& file,
                          Replace replace) const;

    // Replaces nothing: where the name is taken by a preset with other values, the new one
    // is called "NAME (2)"; where it is taken by the very same preset, that one is returned.
    Result<Preset> importFrom(const std::filesystem::path& file);

private:
    Result<Preset> findOwn(std::string_view idOrName) const;
    Result<Preset> writeNew(std::string_view name, const PresetValues& values);
    std::filesystem::path fileOf(const Preset& preset) const;

    std::filesystem::path m_folder;
};

// A file name, without extension, for any preset's name: letters of every script stay; what
// a file system reserves becomes "_".
std::string presetFileStem(std::string_view name);

}  // namespace heirloom
