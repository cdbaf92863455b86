#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <system_error>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "app/progress_bar.h"
#include "core/base/version.h"
#include "core/batch/inputs.h"
#include "core/batch/photo_job.h"
#include "core/batch/report.h"

namespace heirloom::cli {

namespace fs = std::filesystem;

namespace {

struct RestoreArguments {
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
    std::string format = "same";
    std::optional<int> quality;
    std::string metadata = "keep";
    std::string namePattern = OutputOptions{}.namePattern;
    double maxMegapixels = DecodeLimits{}.maxMegapixels;
    std::string report;
};

void addParameterOptions(CLI::App& command, RestoreArguments& arguments) {
    RestoreParameters& parameters = arguments.parameters;
    command
        .add_option("--strength", parameters.strength,
                    "0-100: higher brings out more detail; above 90 skin can look too smooth")
        ->capture_default_str();
    command
        .add_option("--denoise", parameters.denoise,
                    "0-100: removes grain and speckles; too much wipes out fine texture")
        ->capture_default_str();
    command
        .add_option("--sharpen", parameters.sharpen,
                    "0-100: makes edges crisper after a soft scan; too much draws halos")
        ->capture_default_str();
    command
        .add_option("--mode", arguments.mode,
                    "natural holds the finest detail back; detail gives all of it")
        ->check(CLI::IsMember({"natural", "detail", "strong"}))
        ->capture_default_str();
    command.add_option("--scope", arguments.scope, "Denoise and sharpen the whole photo or faces")
        ->check(CLI::IsMember({"photo", "faces"}))
        ->capture_default_str();
    command
        .add_option("--skin-protection", arguments.skinProtection,
                    "Keeps faces from turning waxy, yellow or pink")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
    command
        .add_option("--contrast", parameters.contrast,
                    "0-100: brings back depth to a washed-out print")
        ->capture_default_str();
    command
        .add_option("--brightness", parameters.brightness, "-100-100: lifts a faded, grey picture")
        ->capture_default_str();
    command
        .add_option("--min-face-share", parameters.minFaceShare,
                    "Leaves faces alone that cover less than this percentage of the photo")
        ->capture_default_str();
    addLaterOption(command, "--preset", "");
    command.add_flag_callback("--auto", [] { throw UsageError{"--auto is not available yet."}; })
        ->group("");
    addLaterOption(command, "--detail-enhancement", "off");
    addLaterOption(command, "--faithful", "off");
    addLaterOption(command, "--rosy", "0");
    addLaterOption(command, "--parser", "none");
    addLaterOption(command, "--background", "none");
    addLaterOption(command, "--faces", "");
}

void addFileOptions(CLI::App& command, RestoreArguments& arguments) {
    command.add_option("INPUT", arguments.inputs, "Photos and folders")->required();
    command.add_option("-o,--output", arguments.output,
                       "Output folder, or a file name for a single photo; default: beside the "
                       "photo");
    command.add_flag("-r,--recursive", arguments.recursive,
                     "Search folders to their depth; the tree is mirrored");
    command.add_flag("--aligned", arguments.aligned,
                     "Inputs are aligned face crops: run the network alone");
    command.add_option("--format", arguments.format, "same, jpg, png, webp or tif")
        ->check(CLI::IsMember({"same", "jpg", "png", "webp", "tif"}))
        ->capture_default_str();
    command.add_option("--quality", arguments.quality, "1-100 for JPEG and WebP")
        ->check(CLI::Range(1, 100));
    command.add_option("--metadata", arguments.metadata, "keep, no-gps or strip")
        ->check(CLI::IsMember({"keep", "no-gps", "strip"}))
        ->capture_default_str();
    command
        .add_option("--name", arguments.namePattern, "Output name; {name} and {ext} are filled in")
        ->capture_default_str();
    command.add_option("--max-megapixels", arguments.maxMegapixels, "Refuse larger photos")
        ->check(CLI::Range(0.001, 100000.0))
        ->capture_default_str();
    command.add_option("--report", arguments.report, "Write what was done to this JSON file");
    command.add_flag("--overwrite", arguments.overwrite,
                     "Replace earlier outputs of this program; never an original");
    command.add_flag("--dry-run", arguments.dryRun, "Find faces and name outputs, write nothing");
    addLaterOption(command, "--scale", "1");
    addLaterOption(command, "--long-side", "");
    addLaterOption(command, "--journal", "");
    addLaterOption(command, "--manifest", "");
    addLaterOption(command, "--shard", "1/1");
    addLaterOption(command, "--workers", "1");
    for (const char* flag : {"--comparison", "--resume"}) {
        const std::string name = flag;
        command
            .add_flag_callback(name, [name] { throw UsageError{name + " is not available yet."}; })
            ->group("");
    }
}

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

Result<JobOptions> jobOptions(const RestoreArguments& arguments, const InputList& inputs) {
    JobOptions options;
    options.parameters = arguments.parameters;
    options.parameters.mode =
        arguments.mode == "detail" ? RestoreMode::Detail : RestoreMode::Natural;
    options.parameters.scope = arguments.scope == "faces" ? Scope::FacesOnly : Scope::WholePhoto;
    options.parameters.skinProtection = arguments.skinProtection == "on";
    if (arguments.mode == "strong") {
        return makeError(ErrorCode::InvalidArgument, "--mode strong is not available yet.");
    }
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
    options.limits.maxMegapixels = arguments.maxMegapixels;
    options.aligned = arguments.aligned;
    options.dryRun = arguments.dryRun;
    options.originals = canonicalOriginals(inputs);
    return options;
}

nlohmann::json optionsJson(const RestoreArguments& arguments, const JobOptions& options) {
    const RestoreParameters& parameters = options.parameters;
    return {{"model", arguments.engine.model},
            {"detector", arguments.engine.detector},
            {"strength", parameters.strength},
            {"denoise", parameters.denoise},
            {"sharpen", parameters.sharpen},
            {"mode", modeName(parameters.mode)},
            {"scope", scopeName(parameters.scope)},
            {"skin_protection", parameters.skinProtection},
            {"contrast", parameters.contrast},
            {"brightness", parameters.brightness},
            {"min_face_share", parameters.minFaceShare},
            {"faithful", false},
            {"format", arguments.format},
            {"quality", arguments.quality ? nlohmann::json(*arguments.quality) : nlohmann::json()},
            {"metadata", arguments.metadata},
            {"name", arguments.namePattern},
            {"aligned", arguments.aligned},
            {"dry_run", arguments.dryRun},
            {"overwrite", arguments.overwrite}};
}

PhotoReport unusable(const InputProblem& problem) {
    PhotoReport report;
    report.input = problem.path;
    report.outcome = Outcome::Failed;
    report.error = problem.error;
    return report;
}

class RestoreRun {
public:
    RestoreRun(const RestoreArguments& arguments) : m_arguments(arguments) {}

    int run() {
        InputOptions inputOptions{m_arguments.recursive, m_arguments.output};
        const std::vector<fs::path> named(m_arguments.inputs.begin(), m_arguments.inputs.end());
        m_inputs = collectInputs(named, inputOptions);
        auto options = jobOptions(m_arguments, m_inputs);
        if (!options) return reportError(options.error());
        m_options = std::move(*options);
        auto engine = createEngine(m_arguments.engine);
        if (!engine) return reportError(engine.error());
        m_engine = std::move(*engine);
        if (auto ready = m_engine->prepare(); !ready) return reportError(ready.error());
        for (const InputProblem& problem : m_inputs.problems) add(unusable(problem));
        restoreAll();
        return finish();
    }

private:
    void restoreAll() {
        ProgressBar bar(static_cast<int>(m_inputs.photos.size()));
        m_bar = &bar;
        for (std::size_t i = 0; i < m_inputs.photos.size(); ++i) {
            const InputPhoto& photo = m_inputs.photos[i];
            if (m_diskFull) {
                PhotoReport report;
                report.input = photo.path;
                report.outcome = Outcome::Skipped;
                report.error =
                    makeError(ErrorCode::DiskFull, "%1 was not started because the disk is full.",
                              photo.path);
                add(std::move(report));
                continue;
            }
            const int index = static_cast<int>(i);
            RunControl control;
            control.stopRequested = [] { return interrupted(); };
            control.progress = [&](const Progress& progress) {
                std::string label = photo.path.filename().string() + "  ";
                label += progress.stage;
                if (progress.faceCount > 1) {
                    label += " face " + std::to_string(progress.face) + " of " +
                             std::to_string(progress.faceCount);
                }
                bar.update(index, progress.fraction, label);
            };
            add(restoreFile(photo, m_options, *m_engine, control));
        }
        m_bar = nullptr;
    }

    void add(PhotoReport report) {
        if (m_bar != nullptr) m_bar->clear();
        if (report.error) {
            printError(report.error->text());
            m_diskFull = m_diskFull || report.error->code == ErrorCode::DiskFull;
        }
        for (const Message& warning : report.warnings) {
            std::cerr << "heirloom-cli: warning: " << warning.text() << '\n';
        }
        printOutcome(report);
        m_reports.push_back(std::move(report));
    }

    // stdout carries the files written, one a line, so that scripts can go on with them.
    static void printOutcome(const PhotoReport& report) {
        if (!report.output.empty()) std::cout << report.output.string() << std::endl;
    }

    int finish() {
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
        const RunSummary summary = summarise(m_reports, seconds);
        printSummary(summary);
        if (!m_arguments.report.empty()) {
            auto written = writeJson(reportJson(optionsJson(m_arguments, m_options),
                                                m_engine->usedModels(), m_reports, seconds),
                                     m_arguments.report);
            if (!written) return reportError(written.error());
        }
        if (summary.cancelled > 0 || interrupted()) return kInterrupted;
        if (m_diskFull) return kTryAgain;
        return summary.failed > 0 ? kSomeFailed : kDone;
    }

    // Which model restored how many faces; why an automatic choice fell on it stands in the
    // report, face by face.
    void printModels() const {
        std::map<std::string, int> counts;
        for (const PhotoReport& report : m_reports) {
            for (const FaceOutcome& face : report.faces) {
                if (face.restored) ++counts[face.model];
            }
        }
        const bool automatic = m_arguments.engine.model == "auto";
        for (const auto& [model, count] : counts) {
            std::cerr << count << (count == 1 ? " face" : " faces") << " restored with " << model
                      << (automatic ? " (automatic choice)" : "") << '\n';
        }
    }

    void printSummary(const RunSummary& summary) const {
        printModels();
        std::cerr << summary.restored << " of " << summary.total << " restored";
        if (summary.noFace > 0) std::cerr << ", " << summary.noFace << " without a face";
        if (summary.skipped > 0) std::cerr << ", " << summary.skipped << " skipped";
        if (summary.failed > 0) std::cerr << ", " << summary.failed << " failed";
        if (summary.cancelled > 0) std::cerr << ", " << summary.cancelled << " cancelled";
        char time[32];
        std::snprintf(time, sizeof time, ", %.1f s", summary.seconds);
        std::cerr << time << std::endl;
    }

    const RestoreArguments& m_arguments;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    InputList m_inputs;
    JobOptions m_options;
    std::unique_ptr<Engine> m_engine;
    std::vector<PhotoReport> m_reports;
    ProgressBar* m_bar = nullptr;
    bool m_diskFull = false;
};

}  // namespace

void addRestoreCommand(CLI::App& app, int& exitCode) {
    auto arguments = std::make_shared<RestoreArguments>();
    CLI::App* command = app.add_subcommand("restore", "Restore the faces in photos");
    addFileOptions(*command, *arguments);
    addModelOptions(*command, arguments->engine);
    addDetectorOption(*command, arguments->engine);
    addParameterOptions(*command, *arguments);
    addRuntimeOptions(*command, arguments->engine);
    command->callback([arguments, &exitCode] { exitCode = RestoreRun(*arguments).run(); });
}

}  // namespace heirloom::cli
