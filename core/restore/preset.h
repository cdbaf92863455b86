// Presets: named sets of parameter values, product.md section 3.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/message.h"
#include "core/restore/parameters.h"

namespace heirloom {

// What a preset decides. The size of the output (scale, long side) and the share under
// which faces are left alone belong to the job at hand, so no preset touches them. Ranges
// and meanings are those of RestoreParameters.
struct PresetValues {
    double strength = RestoreParameters{}.strength;
    double denoise = RestoreParameters{}.denoise;
    double sharpen = RestoreParameters{}.sharpen;
    RestoreMode mode = RestoreParameters{}.mode;
    Scope scope = RestoreParameters{}.scope;
    bool skinProtection = RestoreParameters{}.skinProtection;
    bool detailEnhancement = RestoreParameters{}.detailEnhancement;
    bool faithful = RestoreParameters{}.faithful;
    double contrast = RestoreParameters{}.contrast;
    double brightness = RestoreParameters{}.brightness;
    double rosy = RestoreParameters{}.rosy;

    bool operator==(const PresetValues&) const = default;
};

PresetValues presetValuesOf(const RestoreParameters& parameters);

struct Preset {
    // Stays the same in every language; for a user's preset its file's name without
    // extension.
    std::string id;
    // Built-in: an English pattern to translate; a user's own: "%1" with the name.
    Message name;
    Message description;  // what it is for; empty for a user's own
    PresetValues values;
    bool builtIn = false;
};

// In the order in which they are offered; "plain" comes first and holds the defaults.
const std::vector<Preset>& builtInPresets();

// By id or English name, in any ASCII case; null when there is none.
const Preset* findBuiltInPreset(std::string_view idOrName);

// Sets what a preset decides and leaves the rest.
void applyPreset(const Preset& preset, RestoreParameters& parameters);

// Whether everything that the preset decides is as the preset has it.
bool matchesPreset(const Preset& preset, const RestoreParameters& parameters);

}  // namespace heirloom
