// What `restore` can be asked for, and the job it comes to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

#include "app/cli_common.h"
#include "core/batch/inputs.h"
#include "core/batch/photo_job.h"
#include "core/restore/preset.h"

namespace heirloom::cli {

struct RestoreArguments {
    const CLI::App* command = nullptr;  // tells what was given and what is a default
    std::vector<std::string> inputs;
    std::string output;
    bool recursive = false;
    bool aligned = false;
    bool overwrite = false;
    bool dryRun = false;
    EngineArguments engine;
    RestoreParameters parameters;
    std::string mode = "natural";
    std::string scope = "photo";
    std::string skinProtection = "on";
    std::string detailEnhancement = "off";
    std::string faithful = "on";
    std::string preset;
    bool automatic = false;  // the preset that each photo's quality recommends
    std::string faces;
    std::string format = "same";
    std::optional<int> quality;
    std::string metadata = "keep";
    std::string namePattern = OutputOptions{}.namePattern;
    double maxMegapixels = DecodeLimits{}.maxMegapixels;
    bool comparison = false;
    std::string caption;  // counts where the option was given
    std::string report;
};

void addFileOptions(CLI::App& command, RestoreArguments& arguments);
void addParameterOptions(CLI::App& command, RestoreArguments& arguments);

// Checks ranges and that the output can be written, before any work.
Result<JobOptions> jobOptions(const RestoreArguments& arguments, const InputList& inputs,
                              const std::optional<Preset>& preset);

// For the report.
nlohmann::json optionsJson(const RestoreArguments& arguments, const JobOptions& options,
                           const std::optional<Preset>& preset);

}  // namespace heirloom::cli
