#include "ui/batch/batch_choices.h"

#include <nlohmann/json.hpp>

#include "core/base/version.h"
#include "core/batch/report.h"
#include "core/export/visible_caption.h"
#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

RestoreParameters parametersOf(const BatchChoices& choices) {
    RestoreParameters parameters;
    if (!choices.automatic) applyPreset(choices.preset, parameters);
    parameters.minFaceShare = choices.minFaceShare;
    return parameters;
}

// Called on the network's thread; the built-in presets never change.
void applyRecommended(const PhotoFindings& findings, RestoreParameters& parameters) {
    const Preset* recommended = findBuiltInPreset(findings.recommendation.preset);
    if (recommended) applyPreset(*recommended, parameters);
}

const char* policyName(MetadataPolicy policy) {
    switch (policy) {
        case MetadataPolicy::Keep: return "keep";
        case MetadataPolicy::KeepWithoutGps: return "no-gps";
        case MetadataPolicy::Strip: return "strip";
    }
    return "";
}

// In the language of the window.
std::string captionOf(const BatchChoices& choices) {
    return choices.caption ? text(restoredCaption()).toStdString() : std::string();
}

}  // namespace

Result<void> check(const BatchChoices& choices) {
    if (auto valid = validate(parametersOf(choices)); !valid) return valid;
    return checkNamePattern(choices.namePattern.toStdString());
}

std::string presetLabel(const BatchChoices& choices) {
    if (choices.automatic) return {};
    return choices.preset.builtIn ? choices.preset.id : choices.preset.name.text();
}

BatchOptions batchOptions(const BatchChoices& choices, const EngineOptions& engine) {
    BatchOptions options;
    options.order = choices.order;
    options.onFullDisk = FullDisk::Pause;
    // With one thread to spend, the steps of the photos take turns.
    if (engine.runtime.threads == 1) options.pipelineBytes = 0;
    JobOptions& job = options.job;
    job.parameters = parametersOf(choices);
    if (choices.automatic) job.adaptParameters = applyRecommended;
    job.preset = presetLabel(choices);
    job.encode.software = std::string(kSoftwareName) + " " + kVersion;
    job.encode.format = choices.format;
    job.encode.metadataPolicy = choices.metadata;
    job.visibleCaption = captionOf(choices);
    job.output.target = toPath(choices.outputFolder);
    job.output.namePattern = choices.namePattern.toStdString();
    // A window's run only ever adds files: what exists keeps its name and its content, so
    // photos that are added later need not be known to be safe.
    job.output.replaceEarlierOutput = false;
    return options;
}

nlohmann::json optionsJson(const BatchChoices& choices, const EngineOptions& engine) {
    nlohmann::json json = parametersJson(parametersOf(choices));
    json.update(
        {{"model", engine.model},
         {"detector", engine.detector},
         {"parser", engine.parser},
         {"background", engine.background},
         {"auto", choices.automatic},
         {"preset", choices.automatic ? nlohmann::json() : nlohmann::json(presetLabel(choices))},
         {"format", choices.format ? fileExtension(*choices.format) : "same"},
         {"metadata", policyName(choices.metadata)},
         {"name", choices.namePattern.toStdString()},
         {"caption", choices.caption ? nlohmann::json(captionOf(choices)) : nlohmann::json()},
         {"output", choices.outputFolder.isEmpty()
                        ? nlohmann::json()
                        : nlohmann::json(choices.outputFolder.toStdString())},
         {"order", choices.order == BatchOrder::WorstFirst ? "worst-first" : "as-given"}});
    return json;
}

}  // namespace heirloom::ui
