#include <chrono>
#include <iostream>
#include <map>
#include <mutex>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "app/cli_presets.h"
#include "app/cli_restore_options.h"
#include "app/progress_bar.h"
#include "core/batch/batch_runner.h"
#include "core/batch/inputs.h"
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
        for (const InputProblem& problem : m_inputs.problems) {
            m_reports.push_back(unusable(problem));
            print(m_reports.back());
        }
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

    // With one thread to spend, the steps of the photos take turns.
    BatchOptions batchOptions() const {
        BatchOptions options;
        options.job = m_options;
        options.stopRequested = [] { return interrupted(); };
        if (m_engine->runtime().threads == 1) options.pipelineBytes = 0;
        return options;
    }

    BatchEvents batchEvents() {
        BatchEvents events;
        events.progress = [this](ItemId id, const Progress& progress) { show(id, progress); };
        events.ended = [this](ItemId id, const PhotoReport& report) {
            const std::lock_guard lock(m_mutex);
            m_bar->clear();
            print(report);
            m_reports[m_firstOfBatch + id] = report;
        };
        return events;
    }

    void restoreAll() {
        ProgressBar bar(static_cast<int>(m_inputs.photos.size()));
        m_bar = &bar;
        m_firstOfBatch = m_reports.size();
        m_reports.resize(m_firstOfBatch + m_inputs.photos.size());
        BatchRunner runner(batchOptions(), *m_engine, batchEvents());
        runner.add(m_inputs.photos);
        runner.wait();
    }

    // The bar follows the networks; that an earlier photo is being written is left out.
    void show(ItemId id, const Progress& progress) {
        const std::lock_guard lock(m_mutex);
        if (id < m_shown) return;
        m_shown = id;
        std::string label = m_inputs.photos[id].path.filename().string() + "  ";
        label += progress.stage;
        if (progress.faceCount > 1) {
            label += " face " + std::to_string(progress.face) + " of " +
                     std::to_string(progress.faceCount);
        }
        m_bar->update(static_cast<int>(id), progress.fraction, label);
    }

    void print(const PhotoReport& report) {
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
        if (!report.sidecar.empty()) printSidecar(report);
        printOutcome(report);
    }

    static void printChoice(const PhotoReport& report) {
        std::cerr << report.input.filename().string() << ": preset "
                  << report.recommendation->preset << ". " << report.recommendation->reason.text()
                  << '\n';
    }

    static void printWarning(const Message& warning) {
        std::cerr << "heirloom-cli: warning: " << warning.text() << '\n';
    }

    static void printSidecar(const PhotoReport& report) {
        std::cerr << report.output.filename().string() << ": what the file cannot hold is in "
                  << report.sidecar.string() << '\n';
    }

    // stdout carries the files written, one a line, so that scripts can go on with them:
    // pictures alone, an XMP file has the name of its own.
    static void printOutcome(const PhotoReport& report) {
        if (!report.output.empty()) std::cout << report.output.string() << std::endl;
        if (!report.comparison.empty()) std::cout << report.comparison.string() << std::endl;
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

    // The threads of the batch runner write these while it runs.
    std::mutex m_mutex;
    std::vector<PhotoReport> m_reports;  // what could not be used, then the photos as given
    std::size_t m_firstOfBatch = 0;
    ProgressBar* m_bar = nullptr;
    ItemId m_shown = 0;
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
