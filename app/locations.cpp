#include "app/locations.h"

#include <cstdlib>
#include <system_error>

namespace heirloom {

namespace fs = std::filesystem;

namespace {

fs::path environmentPath(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? fs::path(value) : fs::path();
}

// share/heirloom beside the installed program; empty for one run from its build folder.
fs::path installedFolder() {
    std::error_code failed;
    const fs::path program = fs::canonical("/proc/self/exe", failed);
    if (failed) return {};
    const fs::path folder = program.parent_path().parent_path() / "share/heirloom";
    return fs::exists(folder / "models/catalogue.json", failed) ? folder : fs::path();
}

// XDG base directories, unless the variable names another folder.
fs::path userFolder(const char* variable, const char* name) {
    if (const fs::path chosen = environmentPath(variable); !chosen.empty()) return chosen;
    if (const fs::path data = environmentPath("XDG_DATA_HOME"); data.is_absolute()) {
        return data / "heirloom" / name;
    }
    const fs::path home = environmentPath("HOME");
    return (home.empty() ? fs::temp_directory_path() : home) / ".local/share/heirloom" / name;
}

}  // namespace

fs::path bundledModelsFolder() {
    const fs::path installed = installedFolder();
    return installed.empty() ? fs::path(HEIRLOOM_SOURCE_DIR) / "models" : installed / "models";
}

fs::path samplesFolder() {
    const fs::path installed = installedFolder();
    return installed.empty() ? fs::path(HEIRLOOM_SOURCE_DIR) / "resources/samples"
                             : installed / "samples";
}

fs::path catalogueFile() {
    const fs::path chosen = environmentPath("HEIRLOOM_CATALOGUE");
    return chosen.empty() ? bundledModelsFolder() / "catalogue.json" : chosen;
}

fs::path userModelsFolder() {
    return userFolder("HEIRLOOM_MODELS_DIR", "models");
}

fs::path userPresetsFolder() {
    return userFolder("HEIRLOOM_PRESETS_DIR", "presets");
}

}  // namespace heirloom
