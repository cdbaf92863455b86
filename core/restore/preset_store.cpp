#include "core/restore/preset_store.h"

#include <algorithm>
#include <system_error>

#include "core/json/strict_json.h"
#include "core/json/utf8.h"
#include "core/models/catalogue.h"
#include "core/restore/preset_file.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

constexpr const char* kExtension = ".json";

bool isPresetFile(const fs::path& path) {
    const std::string name = path.filename().string();
    return name.front() != '.' && equalIgnoringCase(path.extension().string(), kExtension);
}

// Sorted, so that lists do not depend on the file system. A folder that is not there holds
// nothing.
std::vector<fs::path> presetFiles(const fs::path& folder, std::vector<PresetProblem>& problems) {
    std::vector<fs::path> files;
    std::error_code failed;
    if (fs::symlink_status(folder, failed).type() == fs::file_type::not_found) return files;
    fs::directory_iterator item(folder, failed);
    for (; !failed && item != fs::directory_iterator(); item.increment(failed)) {
        if (isPresetFile(item->path())) files.push_back(item->path());
    }
    if (failed) {
        problems.push_back(
            {folder, makeError(ErrorCode::NotReadable, "The presets folder %1 cannot be read: %2.",
                               folder, failed.message())});
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool answersTo(const Preset& preset, std::string_view idOrName) {
    return equalIgnoringCase(preset.id, idOrName) ||
           equalIgnoringCase(preset.name.text(), idOrName);
}

std::string lowerCase(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

bool nameComesFirst(const Preset& left, const Preset& right) {
    const std::string leftName = lowerCase(left.name.text());
    const std::string rightName = lowerCase(right.name.text());
    return leftName != rightName ? leftName < rightName : left.id < right.id;
}

// A file that was put into the folder by hand may not hide a built-in preset.
Result<Preset> loadOwn(const fs::path& file) {
    auto preset = loadPresetFile(file);
    if (!preset) return preset;
    for (const std::string& word : {preset->id, preset->name.text()}) {
        if (findBuiltInPreset(word) == nullptr) continue;
        return makeError(ErrorCode::InvalidArgument,
                         "The preset in %1 is called \"%2\" like a built-in one. Give it another "
                         "name.",
                         file, word);
    }
    return preset;
}

const PresetProblem* problemOf(const PresetList& list, std::string_view id) {
    const auto found =
        std::find_if(list.problems.begin(), list.problems.end(), [&](const PresetProblem& problem) {
            return equalIgnoringCase(problem.file.stem().string(), id);
        });
    return found == list.problems.end() ? nullptr : &*found;
}

Error builtInStays(const Preset& preset) {
    return makeError(ErrorCode::InvalidArgument,
                     "The preset \"%1\" is built in and cannot be changed or removed.",
                     preset.name.text());
}

Error nameIsTaken(std::string_view name) {
    return makeError(ErrorCode::InvalidArgument,
                     "There is already a preset called \"%1\". Choose another name.", name);
}

Error unknownPreset(std::string_view wanted, const std::vector<Preset>& own) {
    std::vector<std::string> names;
    for (const Preset& preset : builtInPresets()) names.push_back(preset.id);
    for (const Preset& preset : own) names.push_back(preset.name.text());
    const std::vector<std::string_view> known(names.begin(), names.end());
    const std::string_view meant = closestWord(wanted, known);
    if (!meant.empty()) {
        return makeError(ErrorCode::NotFound,
                         "There is no preset \"%1\". Did you mean \"%2\"? There are: %3.", wanted,
                         meant, joined(known));
    }
    return makeError(ErrorCode::NotFound, "There is no preset \"%1\". There are: %2.", wanted,
                     joined(known));
}

Result<void> createFolder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) return {};
    Error error = makeError(
        failed == std::errc::no_space_on_device ? ErrorCode::DiskFull : ErrorCode::NotWritable,
        "The presets folder %1 cannot be created. Check its permissions.", folder);
    error.detail = failed.message();
    return error;
}

Result<void> removeFile(const fs::path& file) {
    std::error_code failed;
    if (fs::is_directory(fs::symlink_status(file, failed))) {
        return makeError(ErrorCode::InvalidArgument, "%1 is a folder and stays.", file);
    }
    fs::remove(file, failed);
    if (!failed) return {};
    return makeError(ErrorCode::NotWritable, "%1 cannot be removed: %2.", file, failed.message());
}

}  // namespace

PresetStore::PresetStore(fs::path folder) : m_folder(std::move(folder)) {}

fs::path PresetStore::fileOf(const Preset& preset) const {
    std::vector<PresetProblem> ignored;
    for (const fs::path& file : presetFiles(m_folder, ignored)) {
        if (file.stem().string() == preset.id) return file;
    }
    return m_folder / (preset.id + kExtension);
}

PresetList PresetStore::list() const {
    PresetList list;
    for (const fs::path& file : presetFiles(m_folder, list.problems)) {
        auto preset = loadOwn(file);
        if (preset) {
            list.presets.push_back(std::move(*preset));
        } else {
            list.problems.push_back({file, std::move(preset).error()});
        }
    }
    std::sort(list.presets.begin(), list.presets.end(), nameComesFirst);
    return list;
}

Result<Preset> PresetStore::findOwn(std::string_view idOrName) const {
    const PresetList own = list();
    std::vector<Preset> named;
    for (const Preset& preset : own.presets) {
        if (equalIgnoringCase(preset.name.text(), idOrName)) named.push_back(preset);
    }
    if (named.size() == 1) return named.front();
    for (const Preset& preset : named.empty() ? own.presets : named) {
        if (equalIgnoringCase(preset.id, idOrName)) return preset;
    }
    if (named.size() > 1) {
        return makeError(ErrorCode::InvalidArgument,
                         "There are several presets \"%1\", in the files %2 and %3. Rename one of "
                         "them.",
                         idOrName, fileOf(named[0]), fileOf(named[1]));
    }
    if (const PresetProblem* problem = problemOf(own, idOrName)) return problem->error;
    return unknownPreset(idOrName, own.presets);
}

Result<Preset> PresetStore::find(std::string_view idOrName) const {
    if (const Preset* builtIn = findBuiltInPreset(idOrName)) return *builtIn;
    return findOwn(idOrName);
}

Result<Preset> PresetStore::writeNew(std::string_view name, const PresetValues& values) {
    if (auto made = createFolder(m_folder); !made) return made.error();
    // Another process may take the name between the look and the move.
    constexpr int kTries = 100;
    for (int i = 0;; ++i) {
        const fs::path file = freeName(m_folder / (presetFileStem(name) + kExtension));
        auto written = savePresetFile(file, name, values, Replace::Never);
        std::error_code failed;
        if (written) return loadPresetFile(file);
        if (i >= kTries || !fs::exists(file, failed)) return written.error();
    }
}

Result<Preset> PresetStore::save(std::string_view name, const PresetValues& values,
                                 Replace replace) {
    if (auto usable = checkPresetName(name); !usable) return usable.error();
    if (const Preset* builtIn = findBuiltInPreset(name)) return builtInStays(*builtIn);
    for (const Preset& preset : list().presets) {
        if (!equalIgnoringCase(preset.name.text(), name)) continue;
        if (replace == Replace::Never) return nameIsTaken(name);
        const fs::path file = fileOf(preset);
        if (auto written = savePresetFile(file, name, values, replace); !written) {
            return written.error();
        }
        return loadPresetFile(file);
    }
    return writeNew(name, values);
}

Result<Preset> PresetStore::rename(std::string_view idOrName, std::string_view newName) {
    if (const Preset* builtIn = findBuiltInPreset(idOrName)) return builtInStays(*builtIn);
    const auto preset = findOwn(idOrName);
    if (!preset) return preset;
    if (auto usable = checkPresetName(newName); !usable) return usable.error();
    if (findBuiltInPreset(newName) != nullptr) return nameIsTaken(newName);
    for (const Preset& other : list().presets) {
        if (other.id != preset->id && equalIgnoringCase(other.name.text(), newName)) {
            return nameIsTaken(newName);
        }
    }
    const fs::path file = fileOf(*preset);
    if (equalIgnoringCase(presetFileStem(newName), preset->id)) {
        auto written = savePresetFile(file, newName, preset->values, Replace::ExistingFile);
        if (!written) return written.error();
        return loadPresetFile(file);
    }
    // The new file first: a crash in between leaves the preset twice, never not at all.
    auto renamed = writeNew(newName, preset->values);
    if (!renamed) return renamed;
    if (auto removed = removeFile(file); !removed) return removed.error();
    return renamed;
}

Result<void> PresetStore::remove(std::string_view idOrName) {
    if (const Preset* builtIn = findBuiltInPreset(idOrName)) return builtInStays(*builtIn);
    if (const auto preset = findOwn(idOrName)) return removeFile(fileOf(*preset));
    // A file that cannot be read as a preset can still be got rid of.
    const PresetList own = list();
    const PresetProblem* problem = problemOf(own, idOrName);
    if (problem == nullptr) return findOwn(idOrName).error();
    return removeFile(problem->file);
}

Result<void> PresetStore::exportTo(std::string_view idOrName, const fs::path& file,
                                   Replace replace) const {
    const auto preset = find(idOrName);
    if (!preset) return preset.error();
    return savePresetFile(file, preset->name.text(), preset->values, replace);
}

Result<Preset> PresetStore::importFrom(const fs::path& file) {
    const auto preset = loadPresetFile(file);
    if (!preset) return preset;
    const std::string wanted = preset->name.text();
    std::vector<Preset> taken = list().presets;
    taken.insert(taken.end(), builtInPresets().begin(), builtInPresets().end());
    std::string name = wanted;
    for (int number = 2;; ++number) {
        const auto other = std::find_if(taken.begin(), taken.end(),
                                        [&](const Preset& p) { return answersTo(p, name); });
        if (other == taken.end()) return writeNew(name, preset->values);
        if (other->values == preset->values && number == 2) return *other;
        name = wanted + " (" + std::to_string(number) + ")";
    }
}

std::string presetFileStem(std::string_view name) {
    // What Windows reserves counts everywhere, because presets travel.
    constexpr std::string_view kReserved = "<>:\"/\\|?*";
    // File systems take 255 bytes; a number and the extension follow.
    constexpr std::size_t kLongest = 200;
    std::string stem(utf8Prefix(name, kLongest));
    for (char& c : stem) {
        if (static_cast<unsigned char>(c) < 0x20 || kReserved.find(c) != std::string_view::npos) {
            c = '_';
        }
    }
    // A leading dot hides a file; a final dot or space is lost on Windows.
    if (stem.starts_with('.')) stem.front() = '_';
    while (stem.ends_with('.') || stem.ends_with(' ')) stem.pop_back();
    const std::string device = lowerCase(stem.substr(0, stem.find('.')));
    const bool isNumberedDevice = device.size() == 4 &&
                                  (device.starts_with("com") || device.starts_with("lpt")) &&
                                  device[3] >= '0' && device[3] <= '9';
    const bool isDevice = device == "con" || device == "prn" || device == "aux" || device == "nul";
    const bool isTaken = isNumberedDevice || isDevice || findBuiltInPreset(stem) != nullptr;
    if (isTaken || stem.empty()) stem += '_';
    return stem;
}

}  // namespace heirloom
