#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include <nlohmann/json.hpp>

#include "app/bench_run.h"
#include "app/cli_common.h"
#include "app/progress_bar.h"

namespace heirloom::cli {

namespace {

struct BenchArguments {
    EngineArguments engine;
    std::string library = "auto";
    std::string size;
    int runs = 7;
    bool json = false;
};

// Nothing is written that a sudden end could leave behind, and a run can take long.
void endAtOnceOnSignals() {
    const auto end = [](int) { std::_Exit(kInterrupted); };
    std::signal(SIGINT, end);
    std::signal(SIGTERM, end);
}

void readSize(const std::string& text, BenchOptions& options) {
    constexpr int kSmallest = 32, kLargest = 8192;
    if (text.empty()) return;
    int used = 0;
    const int read = std::sscanf(text.c_str(), "%5dx%5d%n", &options.width, &options.height, &used);
    const auto fits = [](int side) { return side >= kSmallest && side <= kLargest; };
    const bool isWhole = read == 2 && static_cast<std::size_t>(used) == text.size();
    if (!isWhole || !fits(options.width) || !fits(options.height)) {
        throw UsageError{"--size must be WIDTHxHEIGHT, each 32 to 8192, not " + text + "."};
    }
}

Result<BenchOptions> benchOptions(const BenchArguments& arguments) {
    BenchOptions options;
    auto runtime = runtimeOptions(arguments.engine);
    if (!runtime) return runtime.error();
    options.runtime = *runtime;
    if (arguments.library == "onednn") options.runtime.library = NetworkLibrary::OneDnn;
    if (arguments.library == "torch") options.runtime.library = NetworkLibrary::Torch;
    options.model = arguments.engine.model;
    options.runs = arguments.runs;
    readSize(arguments.size, options);
    return options;
}

const char* libraryName(NetworkLibrary library) {
    return library == NetworkLibrary::OneDnn ? "onednn" : "torch";
}

nlohmann::json orNull(const std::optional<double>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json();
}

// What follows from the measured numbers, where there are any.
struct Rates {
    std::optional<double> gflops;
    std::optional<double> roofline;
    std::optional<double> efficiency;
};

Rates ratesOf(const BenchResult& result) {
    Rates rates;
    if (result.gflop) rates.gflops = *result.gflop / result.medianSeconds;
    if (result.gflop && result.idealSeconds) rates.roofline = *result.gflop / *result.idealSeconds;
    if (result.idealSeconds) rates.efficiency = *result.idealSeconds / result.medianSeconds;
    return rates;
}

nlohmann::json resultJson(const BenchResult& result) {
    const Rates rates = ratesOf(result);
    return {{"model", result.name},
            {"kind", modelKindName(result.kind)},
            {"size", {result.width, result.height}},
            {"device", result.runtime.deviceName()},
            {"library", libraryName(result.runtime.library)},
            {"precision", result.runtime.precisionName()},
            {"threads", result.runtime.threads},
            {"runs", result.seconds.size()},
            {"gflop", orNull(result.gflop)},
            {"seconds",
             {{"median", result.medianSeconds},
              {"min", result.seconds.front()},
              {"max", result.seconds.back()}}},
            {"gflops", orNull(rates.gflops)},
            {"ideal_seconds", orNull(result.idealSeconds)},
            {"roofline_gflops", orNull(rates.roofline)},
            {"efficiency", orNull(rates.efficiency)},
            {"peak_rss_mb", result.peakMegabytes},
            {"load_seconds", result.loadSeconds},
            {"first_run_seconds", result.firstRunSeconds},
            {"page_faults", {{"first", result.firstRunFaults}, {"median", result.medianFaults}}}};
}

void printTable(const BenchResult& result) {
    const RuntimeFacts& runtime = result.runtime;
    const Rates rates = ratesOf(result);
    std::printf("%s, %s: %d x %d pixels, %s on %s with %s, %d thread%s\n", result.name.c_str(),
                modelKindWords(result.kind).text().c_str(), result.width, result.height,
                runtime.precisionName().c_str(), runtime.deviceName().c_str(),
                libraryName(runtime.library), runtime.threads, runtime.threads == 1 ? "" : "s");
    std::printf("  time         %9.4f s   (%.4f to %.4f in %zu runs)\n", result.medianSeconds,
                result.seconds.front(), result.seconds.back(), result.seconds.size());
    if (rates.gflops) {
        std::printf("  arithmetic   %9.1f GFLOP, %.0f a second\n", *result.gflop, *rates.gflops);
    }
    if (rates.roofline) {
        std::printf("  at best      %9.4f s   %.0f GFLOP a second\n", *result.idealSeconds,
                    *rates.roofline);
        std::printf("  efficiency   %9.0f %%\n", 100 * *rates.efficiency);
    }
    std::printf("  memory       %9.0f MB at most\n", result.peakMegabytes);
    std::printf("  loading      %9.2f s   first run %.4f s\n", result.loadSeconds,
                result.firstRunSeconds);
    std::printf("  page faults  %9ld     in the first run %ld\n", result.medianFaults,
                result.firstRunFaults);
}

int runBenchCommand(const BenchArguments& arguments) {
    endAtOnceOnSignals();
    auto options = benchOptions(arguments);
    if (!options) return reportError(options.error());
    auto store = openStore(arguments.engine.modelsFolder);
    if (!store) return reportError(store.error());
    ProgressBar bar(1);
    auto result = runBench(*store, *options, [&](double fraction, const std::string& label) {
        bar.update(0, fraction, label);
    });
    bar.clear();
    if (!result) return reportError(result.error());
    if (arguments.json) {
        printJson(resultJson(*result));
    } else {
        printTable(*result);
    }
    return kDone;
}

}  // namespace

void addBenchCommand(CLI::App& app, int& exitCode) {
    auto arguments = std::make_shared<BenchArguments>();
    CLI::App* command = app.add_subcommand("bench", "Measure how fast a network runs here");
    EngineArguments& engine = arguments->engine;
    command
        ->add_option("--model", engine.model,
                     "A name from 'models list', a file, auto for the restorer of a usual face, "
                     "or synthetic:256, 512, 1024 or 2048: GPEN with random weights")
        ->capture_default_str();
    command->add_option("--models-dir", engine.modelsFolder,
                        "Folder of installed models instead of the user's own");
    command->add_option("--runs", arguments->runs, "How often to run it after the warm-up")
        ->check(CLI::Range(5, 1000))
        ->capture_default_str();
    command->add_option("--size", arguments->size,
                        "WIDTHxHEIGHT of the picture for a detector (default 1024x1024) or a "
                        "background model (256x256)");
    addRuntimeOptions(*command, engine);
    command->add_option("--library", arguments->library)
        ->check(CLI::IsMember({"auto", "onednn", "torch"}))
        ->group("");  // for comparing the two; not shown in the help
    command->add_flag("--json", arguments->json, "Machine-readable output");
    command->callback([arguments, &exitCode] { exitCode = runBenchCommand(*arguments); });
}

}  // namespace heirloom::cli
