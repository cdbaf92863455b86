#include "app/cli_presets.h"

#include <algorithm>
#include <iostream>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "app/locations.h"
#include "core/restore/preset_file.h"
#include "core/restore/preset_store.h"

namespace heirloom::cli {

namespace fs = std::filesystem;

namespace {

struct PresetsArguments {
    std::string preset;
    std::string file;
    bool json = false;
};

PresetStore userStore() {
    return PresetStore(userPresetsFolder());
}

nlohmann::json valuesJson(const PresetValues& values) {
    return {{"strength", values.strength},
            {"denoise", values.denoise},
            {"sharpen", values.sharpen},
            {"mode", modeName(values.mode)},
            {"scope", scopeName(values.scope)},
            {"skin_protection", values.skinProtection},
            {"detail_enhancement", values.detailEnhancement},
            {"faithful", values.faithful},
            {"contrast", values.contrast},
            {"brightness", values.brightness},
            {"rosy", values.rosy}};
}

nlohmann::json presetJson(const Preset& preset) {
    return {
        {"id", preset.id},
        {"name", preset.name.text()},
        {"description", preset.description.isEmpty() ? nlohmann::json()
                                                     : nlohmann::json(preset.description.text())},
        {"built_in", preset.builtIn},
        {"parameters", valuesJson(preset.values)}};
}

void printLine(const Preset& preset) {
    constexpr std::size_t kColumn = 14;
    const std::string id = preset.builtIn ? preset.id : presetLabel(preset);
    const std::string text = preset.builtIn ? preset.name.text() + ": " + preset.description.text()
                                            : std::string("your own");
    std::cout << id << std::string(id.size() < kColumn ? kColumn - id.size() : 2, ' ') << text
              << '\n';
}

// As it can be typed behind an option.
std::string optionText(const nlohmann::json& value) {
    if (value.is_boolean()) return value.get<bool>() ? "on" : "off";
    if (value.is_string()) return value.get<std::string>();
    std::string number = value.dump();
    if (number.ends_with(".0")) number.resize(number.size() - 2);
    return number;
}

int runList(const PresetsArguments& arguments) {
    const PresetList own = userStore().list();
    std::vector<Preset> presets = builtInPresets();
    presets.insert(presets.end(), own.presets.begin(), own.presets.end());
    nlohmann::json list = nlohmann::json::array();
    for (const Preset& preset : presets) {
        if (arguments.json) {
            list.push_back(presetJson(preset));
        } else {
            printLine(preset);
        }
    }
    nlohmann::json problems = nlohmann::json::array();
    for (const PresetProblem& problem : own.problems) {
        printError(problem.error.text());
        problems.push_back({{"file", problem.file.string()}, {"reason", problem.error.text()}});
    }
    if (arguments.json) printJson({{"presets", list}, {"problems", problems}});
    return own.problems.empty() ? kDone : kSomeFailed;
}

int runShow(const PresetsArguments& arguments) {
    const auto preset = openPreset(arguments.preset);
    if (!preset) return reportError(asWrongUsage(preset.error()));
    if (arguments.json) {
        printJson(presetJson(*preset));
        return kDone;
    }
    printLine(*preset);
    const nlohmann::json values = valuesJson(preset->values);
    for (const auto& [key, value] : values.items()) {
        std::string option = key;
        std::replace(option.begin(), option.end(), '_', '-');
        std::cout << "  --" << option << ' ' << optionText(value) << '\n';
    }
    return kDone;
}

int runExport(const PresetsArguments& arguments) {
    const auto done = userStore().exportTo(arguments.preset, arguments.file, Replace::Never);
    if (!done) return reportError(asWrongUsage(done.error()));
    if (arguments.json) {
        printJson({{"file", arguments.file}});
    } else {
        std::cout << arguments.file << '\n';
    }
    return kDone;
}

int runImport(const PresetsArguments& arguments) {
    const auto preset = userStore().importFrom(arguments.file);
    if (!preset) return reportError(asWrongUsage(preset.error()));
    if (arguments.json) {
        printJson(presetJson(*preset));
    } else {
        std::cout << presetLabel(*preset) << '\n';
    }
    return kDone;
}

int runRemove(const PresetsArguments& arguments) {
    const auto done = userStore().remove(arguments.preset);
    if (!done) return reportError(asWrongUsage(done.error()));
    if (arguments.json) printJson({{"removed", arguments.preset}});
    return kDone;
}

struct Arguments {
    bool preset = false;
    bool file = false;
};

void addCommand(CLI::App& presets, const char* name, const char* description,
                int (*run)(const PresetsArguments&), Arguments wanted, int& exitCode) {
    auto arguments = std::make_shared<PresetsArguments>();
    CLI::App* command = presets.add_subcommand(name, description);
    command->add_flag("--json", arguments->json, "Machine-readable output");
    if (wanted.preset) {
        command->add_option("NAME", arguments->preset, "Name or id of a preset")->required();
    }
    if (wanted.file) command->add_option("FILE", arguments->file, "A preset's file")->required();
    command->callback([arguments, run, &exitCode] { exitCode = run(*arguments); });
}

}  // namespace

void addPresetsCommand(CLI::App& app, int& exitCode) {
    CLI::App* presets = app.add_subcommand("presets", "List, show and exchange presets");
    presets->require_subcommand(1);
    addCommand(*presets, "list", "Built-in presets and your own", runList, {}, exitCode);
    addCommand(*presets, "show", "The values of a preset", runShow, {.preset = true}, exitCode);
    addCommand(*presets, "export", "Write a preset to a file", runExport,
               {.preset = true, .file = true}, exitCode);
    addCommand(*presets, "import", "Take a preset from a file; replaces none", runImport,
               {.file = true}, exitCode);
    addCommand(*presets, "remove", "Remove one of your own presets", runRemove, {.preset = true},
               exitCode);
}

Result<Preset> openPreset(const std::string& nameOrFile) {
    const fs::path path(nameOrFile);
    if (path.has_parent_path() || path.extension() == ".json") return loadPresetFile(path);
    return userStore().find(nameOrFile);
}

std::string presetLabel(const Preset& preset) {
    return preset.builtIn ? preset.id : preset.name.text();
}

void applyPresetUnderOptions(const Preset& preset, const CLI::App& command,
                             RestoreParameters& parameters) {
    const RestoreParameters given = parameters;
    applyPreset(preset, parameters);
    const auto keepGiven = [&](const char* option, auto RestoreParameters::*value) {
        if (command.count(option) > 0) parameters.*value = given.*value;
    };
    keepGiven("--strength", &RestoreParameters::strength);
    keepGiven("--denoise", &RestoreParameters::denoise);
    keepGiven("--sharpen", &RestoreParameters::sharpen);
    keepGiven("--mode", &RestoreParameters::mode);
    keepGiven("--scope", &RestoreParameters::scope);
    keepGiven("--skin-protection", &RestoreParameters::skinProtection);
    keepGiven("--detail-enhancement", &RestoreParameters::detailEnhancement);
    keepGiven("--faithful", &RestoreParameters::faithful);
    keepGiven("--contrast", &RestoreParameters::contrast);
    keepGiven("--brightness", &RestoreParameters::brightness);
    keepGiven("--rosy", &RestoreParameters::rosy);
}

Error asWrongUsage(Error error) {
    // A full disk can pass, and asks to be tried again.
    if (error.code != ErrorCode::DiskFull) error.code = ErrorCode::InvalidArgument;
    return error;
}

}  // namespace heirloom::cli
