#include "core/restore/preset_file.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "core/json/strict_json.h"
#include "core/json/utf8.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMostBytes = 1'000'000;
constexpr int kVersion = 1;
constexpr std::string_view kVersionKey = "heirloom_preset";

struct NumberField {
    std::string_view key;
    double PresetValues::*value;
    double low, high;
};
constexpr std::array<NumberField, 6> kNumbers{{
    {"strength", &PresetValues::strength, 0, 100},
    {"denoise", &PresetValues::denoise, 0, 100},
    {"sharpen", &PresetValues::sharpen, 0, 100},
    {"contrast", &PresetValues::contrast, 0, 100},
    {"brightness", &PresetValues::brightness, -100, 100},
    {"rosy", &PresetValues::rosy, 0, 30},
}};

struct FlagField {
    std::string_view key;
    bool PresetValues::*value;
};
constexpr std::array<FlagField, 3> kFlags{{
    {"skin_protection", &PresetValues::skinProtection},
    {"detail_enhancement", &PresetValues::detailEnhancement},
    {"faithful", &PresetValues::faithful},
}};

constexpr std::array<std::string_view, 11> kParameterKeys{
    "strength",           "denoise",  "sharpen",  "mode",       "scope", "skin_protection",
    "detail_enhancement", "faithful", "contrast", "brightness", "rosy"};
constexpr std::array<std::string_view, 3> kFileKeys{kVersionKey, "name", "parameters"};

PresetValues readValues(JsonObjectReader& reader) {
    PresetValues values;
    reader.checkKeys(kParameterKeys);
    for (const NumberField& field : kNumbers) {
        const auto number = reader.number(field.key, field.low, field.high);
        values.*field.value = number.value_or(values.*field.value);
    }
    for (const FlagField& field : kFlags) {
        values.*field.value = reader.flag(field.key).value_or(values.*field.value);
    }
    if (const auto mode = reader.word("mode", {"natural", "detail", "strong"})) {
        values.mode = modeFromName(*mode).value_or(values.mode);
    }
    if (const auto scope = reader.word("scope", {"photo", "faces"})) {
        values.scope = *scope == "faces" ? Scope::FacesOnly : Scope::WholePhoto;
    }
    return values;
}

Error unnamed(const fs::path& file, const Error& why) {
    Error error = makeError(ErrorCode::Damaged, "The name of the preset in %1 cannot be used: %2",
                            file, why.message);
    error.detail = why.detail;
    return error;
}

Result<Preset> presetFrom(const nlohmann::json& object, const fs::path& file) {
    JsonObjectReader reader(object, file, "");
    reader.checkKeys(kFileKeys);
    const std::string stem = file.stem().string();
    const std::string name = reader.text("name").value_or(stem);
    if (reader.problem()) return *reader.problem();
    if (auto usable = checkPresetName(name); !usable) return unnamed(file, usable.error());

    const auto parameters = object.find("parameters");
    if (parameters == object.end() || !parameters->is_object()) {
        return makeError(ErrorCode::Damaged,
                         "%1 needs \"parameters\" with an object, { ... }, that holds any of: %2.",
                         file, joined(kParameterKeys));
    }
    JsonObjectReader values(*parameters, file, "parameters");
    Preset preset{stem, Message("%1", name), {}, readValues(values), false};
    if (values.problem()) return *values.problem();
    return preset;
}

std::string presetText(std::string_view name, const PresetValues& values) {
    nlohmann::ordered_json parameters;
    for (const NumberField& field : kNumbers) parameters[field.key] = values.*field.value;
    parameters["mode"] = modeName(values.mode);
    parameters["scope"] = scopeName(values.scope);
    for (const FlagField& field : kFlags) parameters[field.key] = values.*field.value;
    nlohmann::ordered_json object;
    object[kVersionKey] = kVersion;
    object["name"] = name;
    object["parameters"] = parameters;
    return object.dump(2) + "\n";
}

}  // namespace

Result<Preset> loadPresetFile(const fs::path& file) {
    const auto object = readJsonObject(file, kMostBytes);
    if (!object) return object.error();
    if (auto known = checkFileVersion(*object, file, kVersionKey, kVersion); !known) {
        return known.error();
    }
    return presetFrom(*object, file);
}

Result<void> savePresetFile(const fs::path& file, std::string_view name, const PresetValues& values,
                            Replace replace) {
    if (auto usable = checkPresetName(name); !usable) return usable;
    RestoreParameters parameters;
    applyPreset({{}, {}, {}, values, false}, parameters);
    if (auto valid = validate(parameters); !valid) return valid;
    const std::string text = presetText(name, values);
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    return writeFileAtomically(file, bytes, replace);
}

Result<void> checkPresetName(std::string_view name) {
    constexpr std::size_t kLongest = 80;
    if (name.empty()) return makeError(ErrorCode::InvalidArgument, "A preset needs a name.");
    if (firstInvalidUtf8(name)) {
        return makeError(ErrorCode::InvalidArgument, "The name is not valid UTF-8 text.");
    }
    if (utf8Length(name) > kLongest) {
        return makeError(ErrorCode::InvalidArgument,
                         "The name of a preset has at most %1 characters.", kLongest);
    }
    const bool hasControl = std::any_of(name.begin(), name.end(),
                                        [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (hasControl || name.front() == ' ' || name.back() == ' ') {
        return makeError(ErrorCode::InvalidArgument,
                         "The name of a preset is one line that neither begins nor ends with a "
                         "space.");
    }
    return {};
}

}  // namespace heirloom
