// Where the programs find what came with them and what belongs to the user.
#pragma once

#include <filesystem>

namespace heirloom {

// Holds catalogue.json and the bundled weights: beside the installed program, or in the
// source tree for a program run from its build folder.
std::filesystem::path bundledModelsFolder();

// $HEIRLOOM_CATALOGUE, or catalogue.json among the bundled models.
std::filesystem::path catalogueFile();

// Sample pictures, installed beside the bundled models or in the source tree.
std::filesystem::path samplesFolder();

// $HEIRLOOM_MODELS_DIR, or heirloom/models in the user's data folder (XDG base
// directories). Need not exist.
std::filesystem::path userModelsFolder();

// $HEIRLOOM_PRESETS_DIR, or heirloom/presets in the user's data folder. Need not exist.
std::filesystem::path userPresetsFolder();

}  // namespace heirloom
