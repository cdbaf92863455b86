#include <chrono>
#include <iostream>
#include <map>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "app/cli_presets.h"
#include "app/cli_restore_options.h"
#include "app/progress_bar.h"
#include "core/batch/inputs.h"
#include "core/batch/photo_job.h"
#include "core/batch/report.h"

namespace heirloom::cli {

namespace fs = std::filesystem;

namespace {

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
        if (auto chosen = choosePreset(); !chosen) return reportError(chosen.error());
        auto options = jobOptions(m_arguments, m_inputs, m_preset);
        if (!options) return reportError(options.error());
        m_options = std::move(*options);
        if (auto chosen = chooseFaces(); !chosen) return reportError(chosen.error());
        auto engine = createEngine(m_arguments.engine);
        if (!engine) return reportError(engine.error());
        m_engine = std::move(*engine);
        if (auto ready = m_engine->prepare(); !ready) return reportError(ready.error());
        for (const InputProblem& problem : m_inputs.problems) add(unusable(problem));
        restoreAll();
        return finish();
    }

private:
    Result<void> choosePreset() {
        if (m_arguments.command->count("--preset") == 0) return {};
        auto preset = openPreset(m_arguments.preset);
        if (!preset) return asWrongUsage(std::move(preset).error());
        m_preset = std::move(*preset);
        return {};
    }

    Result<void> chooseFaces() {
        if (m_arguments.command->count("--faces") == 0) return {};
        auto choices = FaceChoicesFile::load(m_arguments.faces);
        if (!choices) return asWrongUsage(std::move(choices).error());
        std::vector<fs::path> photos;
        for (const InputPhoto& photo : m_inputs.photos) photos.push_back(photo.path);
        auto warnings = choices->checkInputs(photos);
        if (!warnings) return std::move(warnings).error();
        for (const Message& warning : *warnings) printWarning(warning);
        m_options.faceChoices = std::make_shared<FaceChoicesFile>(std::move(*choices));
        return {};
    }

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
        for (const Message& warning : report.warnings) printWarning(warning);
        // The others stand in the report; most photos of groups have some.
        for (const PhotoWarning& warning : report.judgements) {
            if (warning.review) printWarning(warning.message);
        }
        if (m_arguments.automatic && report.recommendation) printChoice(report);
        printOutcome(report);
        m_reports.push_back(std::move(report));
    }

    static void printChoice(const PhotoReport& report) {
        std::cerr << report.input.filename().string() << ": preset "
                  << report.recommendation->preset << ". " << report.recommendation->reason.text()
                  << '\n';
    }

    static void printWarning(const Message& warning) {
        std::cerr << "heirloom-cli: warning: " << warning.text() << '\n';
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
            auto written = writeJson(reportJson(optionsJson(m_arguments, m_options, m_preset),
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
    std::optional<Preset> m_preset;
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
    arguments->command = command;
    addFileOptions(*command, *arguments);
    addModelOptions(*command, arguments->engine);
    addDetectorOption(*command, arguments->engine);
    addParameterOptions(*command, *arguments);
    addRuntimeOptions(*command, arguments->engine);
    command->callback([arguments, &exitCode] { exitCode = RestoreRun(*arguments).run(); });
}

}  // namespace heirloom::cli
