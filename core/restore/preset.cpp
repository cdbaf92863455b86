#include "core/restore/preset.h"

#include "core/models/catalogue.h"

namespace heirloom {

namespace {

PresetValues values(double strength, double denoise, double sharpen, RestoreMode mode) {
    PresetValues result;
    result.strength = strength;
    result.denoise = denoise;
    result.sharpen = sharpen;
    result.mode = mode;
    return result;
}

Preset builtIn(const char* id, const char* name, const char* description, PresetValues values) {
    return {id, Message(name), Message(description), values, true};
}

PresetValues lowQuality() {
    return values(95, 70, 80, RestoreMode::Strong);
}

PresetValues yellowed() {
    PresetValues result = lowQuality();
    result.brightness = 50;
    result.contrast = 70;
    return result;
}

PresetValues fadedColour() {
    PresetValues result;
    result.mode = RestoreMode::Detail;
    result.detailEnhancement = true;
    result.skinProtection = true;
    return result;
}

PresetValues scratches() {
    PresetValues result;
    result.denoise = 85;
    result.sharpen = 40;
    return result;
}

std::vector<Preset> makeBuiltInPresets() {
    using enum RestoreMode;
    return {
        builtIn("plain", "Plain", "The defaults: nothing but the faces is changed.", {}),
        builtIn("high", "High quality", "Digital photos from about 2005 on.",
                values(60, 25, 50, Natural)),
        builtIn("medium", "Medium quality", "Scans and prints of about 1990 to 2005.",
                values(80, 50, 60, Detail)),
        builtIn("low", "Low quality", "Film of about 1950 to 1980.", lowQuality()),
        builtIn("yellowed-bw", "Yellowed black-and-white",
                "Black-and-white prints that have turned yellow and dark.", yellowed()),
        builtIn("faded-colour", "Faded colour", "Colour prints that have lost their colour.",
                fadedColour()),
        builtIn("scratches", "Scratches and mould", "Prints with scratches, specks or mould.",
                scratches()),
        builtIn("studio", "Studio", "Portraits taken in a studio.", values(70, 30, 50, Natural)),
        builtIn("dslr", "DSLR", "Photos from a camera with exchangeable lenses.",
                values(60, 20, 45, Natural)),
        builtIn("phone", "Phone", "Photos from a phone.", values(75, 35, 60, Detail)),
        builtIn("old-blurred", "Old or blurred", "Old photos, and faces out of focus.",
                values(90, 60, 70, Strong)),
    };
}

}  // namespace

PresetValues presetValuesOf(const RestoreParameters& parameters) {
    PresetValues result;
    result.strength = parameters.strength;
    result.denoise = parameters.denoise;
    result.sharpen = parameters.sharpen;
    result.mode = parameters.mode;
    result.scope = parameters.scope;
    result.skinProtection = parameters.skinProtection;
    result.detailEnhancement = parameters.detailEnhancement;
    result.faithful = parameters.faithful;
    result.contrast = parameters.contrast;
    result.brightness = parameters.brightness;
    result.rosy = parameters.rosy;
    return result;
}

const std::vector<Preset>& builtInPresets() {
    static const std::vector<Preset> presets = makeBuiltInPresets();
    return presets;
}

const Preset* findBuiltInPreset(std::string_view idOrName) {
    for (const Preset& preset : builtInPresets()) {
        if (equalIgnoringCase(preset.id, idOrName) ||
            equalIgnoringCase(preset.name.text(), idOrName)) {
            return &preset;
        }
    }
    return nullptr;
}

void applyPreset(const Preset& preset, RestoreParameters& parameters) {
    const PresetValues& chosen = preset.values;
    parameters.strength = chosen.strength;
    parameters.denoise = chosen.denoise;
    parameters.sharpen = chosen.sharpen;
    parameters.mode = chosen.mode;
    parameters.scope = chosen.scope;
    parameters.skinProtection = chosen.skinProtection;
    parameters.detailEnhancement = chosen.detailEnhancement;
    parameters.faithful = chosen.faithful;
    parameters.contrast = chosen.contrast;
    parameters.brightness = chosen.brightness;
    parameters.rosy = chosen.rosy;
}

bool matchesPreset(const Preset& preset, const RestoreParameters& parameters) {
    return presetValuesOf(parameters) == preset.values;
}

}  // namespace heirloom
