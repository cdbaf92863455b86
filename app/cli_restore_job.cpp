#include <system_error>

#include <nlohmann/json.hpp>

#include "app/cli_presets.h"
#include "app/cli_restore_options.h"
#include "core/base/version.h"
#include "core/batch/report.h"

namespace heirloom::cli {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> canonicalOriginals(const InputList& inputs) {
    std::vector<fs::path> originals;
    for (const InputPhoto& photo : inputs.photos) {
        std::error_code failed;
        const fs::path path = fs::canonical(photo.path, failed);
        if (!failed) originals.push_back(path);
    }
    return originals;
}

// A file for a single photo when the name has a picture's extension and is no folder.
OutputOptions outputOptions(const RestoreArguments& arguments) {
    OutputOptions output;
    output.target = arguments.output;
    output.namePattern = arguments.namePattern;
    output.replaceEarlierOutput = arguments.overwrite;
    std::error_code failed;
    const fs::path target(arguments.output);
    const bool single =
        arguments.inputs.size() == 1 && !fs::is_directory(arguments.inputs[0], failed);
    const bool namesPicture = formatFromExtension(target.extension().string()).has_value();
    const fs::file_status status = fs::status(target, failed);
    const bool existsAsOther = fs::exists(status) && !fs::is_directory(status);
    output.isFile = single && !fs::is_directory(status) && (namesPicture || existsAsOther);
    return output;
}

Result<void> checkOutput(const OutputOptions& output) {
    std::error_code failed;
    const fs::file_status status = fs::status(output.target, failed);
    if (!output.target.empty() && fs::exists(status) && !fs::is_directory(status) &&
        !(output.isFile && fs::is_regular_file(status))) {
        return makeError(ErrorCode::InvalidArgument,
                         "The output %1 is not a folder or a picture file; choose another one.",
                         output.target);
    }
    if (auto writable = checkOutputFolder(output); !writable) return writable;
    return checkNamePattern(output.namePattern);
}

RestoreParameters parametersOf(const RestoreArguments& arguments,
                               const std::optional<Preset>& preset) {
    RestoreParameters parameters = arguments.parameters;
    parameters.mode = modeFromName(arguments.mode).value_or(parameters.mode);
    parameters.scope = arguments.scope == "faces" ? Scope::FacesOnly : Scope::WholePhoto;
    parameters.skinProtection = arguments.skinProtection == "on";
    parameters.detailEnhancement = arguments.detailEnhancement == "on";
    parameters.faithful = arguments.faithful == "on";
    if (preset) applyPresetUnderOptions(*preset, *arguments.command, parameters);
    return parameters;
}

bool isBlank(const std::string& text) {
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

Result<JobOptions> jobOptions(const RestoreArguments& arguments, const InputList& inputs,
                              const std::optional<Preset>& preset) {
    JobOptions options;
    options.parameters = parametersOf(arguments, preset);
    if (auto valid = validate(options.parameters); !valid) return valid.error();

    options.output = outputOptions(arguments);
    if (auto usable = checkOutput(options.output); !usable) return usable.error();

    options.encode.quality = arguments.quality;
    options.encode.software = std::string(kSoftwareName) + " " + kVersion;
    if (arguments.format != "same") options.encode.format = formatFromExtension(arguments.format);
    if (arguments.format == "same" && options.output.isFile) {
        options.encode.format = formatFromExtension(options.output.target.extension().string());
    }
    options.encode.metadataPolicy = arguments.metadata == "strip" ? MetadataPolicy::Strip
                                    : arguments.metadata == "no-gps"
                                        ? MetadataPolicy::KeepWithoutGps
                                        : MetadataPolicy::Keep;
    if (arguments.comparison) options.comparison.emplace();
    options.visibleCaption = arguments.caption;
    if (arguments.command->count("--caption") > 0 && isBlank(arguments.caption)) {
        return makeError(ErrorCode::InvalidArgument,
                         "--caption=TEXT needs words; give --caption alone for the usual ones.");
    }
    options.limits.maxMegapixels = arguments.maxMegapixels;
    options.aligned = arguments.aligned;
    options.dryRun = arguments.dryRun;
    options.originals = canonicalOriginals(inputs);
    if (preset) options.preset = presetLabel(*preset);
    options.strengthByHand = arguments.command->count("--strength") > 0;
    if (arguments.automatic) {
        const CLI::App* command = arguments.command;
        options.adaptParameters = [command](const PhotoFindings& findings,
                                            RestoreParameters& parameters) {
            const Preset* recommended = findBuiltInPreset(findings.recommendation.preset);
            if (recommended) applyPresetUnderOptions(*recommended, *command, parameters);
        };
    }
    return options;
}

nlohmann::json optionsJson(const RestoreArguments& arguments, const JobOptions& options,
                           const std::optional<Preset>& preset) {
    nlohmann::json json = parametersJson(options.parameters);
    json.update(
        {{"model", arguments.engine.model},
         {"detector", arguments.engine.detector},
         {"parser", arguments.engine.parser},
         {"background", arguments.engine.background},
         {"auto", arguments.automatic},
         {"preset", preset ? nlohmann::json(presetLabel(*preset)) : nlohmann::json()},
         {"faces", arguments.faces.empty() ? nlohmann::json() : nlohmann::json(arguments.faces)},
         {"format", arguments.format},
         {"quality", arguments.quality ? nlohmann::json(*arguments.quality) : nlohmann::json()},
         {"metadata", arguments.metadata},
         {"name", arguments.namePattern},
         {"comparison", arguments.comparison},
         {"caption", options.visibleCaption.empty() ? nlohmann::json()
                                                    : nlohmann::json(options.visibleCaption)},
         {"aligned", arguments.aligned},
         {"dry_run", arguments.dryRun},
         {"overwrite", arguments.overwrite}});
    return json;
}

}  // namespace heirloom::cli
