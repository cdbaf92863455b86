#include "app/cli_common.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <iostream>

#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>

#include "app/locations.h"
#include "core/batch/inputs.h"
#include "core/image/decode.h"

namespace heirloom::cli {

namespace {

std::atomic<bool> g_interrupted{false};

void onSignal(int) {
    // A second signal ends the program at once.
    if (g_interrupted.exchange(true)) std::_Exit(kInterrupted);
}

}  // namespace

int reportError(const Error& error) {
    printError(error.text());
    if (!error.detail.empty() && std::getenv("HEIRLOOM_VERBOSE")) {
        std::cerr << error.detail << '\n';
    }
    switch (error.code) {
        case ErrorCode::InvalidArgument: return kWrongUsage;
        case ErrorCode::DiskFull: return kTryAgain;
        case ErrorCode::Cancelled: return kInterrupted;
        default: return kSomeFailed;
    }
}

void printError(const std::string& sentence) {
    std::cerr << "heirloom-cli: " << sentence << std::endl;
}

void printJson(const nlohmann::json& json) {
    std::cout << json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
}

void installSignalHandlers() {
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    // A closed pipe is an ordinary write error.
    std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() {
    return g_interrupted;
}

void addModelOptions(CLI::App& command, EngineArguments& arguments) {
    command
        .add_option("--model", arguments.model,
                    "Face restorer: a name from 'models list', a file, or auto")
        ->capture_default_str();
    command.add_option("--models-dir", arguments.modelsFolder,
                       "Folder of installed models instead of the user's own");
}

void addDetectorOption(CLI::App& command, EngineArguments& arguments) {
    command
        .add_option("--detector", arguments.detector,
                    "Face detector: a name from 'models list', a file, or auto")
        ->capture_default_str();
}

void addParserOption(CLI::App& command, EngineArguments& arguments) {
    command
        .add_option("--parser", arguments.parser,
                    "Face parser: a name from 'models list', a file, auto or none; without one "
                    "the mask of a face is an oval")
        ->capture_default_str();
}

void addBackgroundOption(CLI::App& command, EngineArguments& arguments) {
    command
        .add_option("--background", arguments.background,
                    "Background model: a name from 'models list', a file, auto or none; auto "
                    "works on enlarged photos only, without a model they are resampled")
        ->capture_default_str();
}

void addRuntimeOptions(CLI::App& command, EngineArguments& arguments) {
    command.add_option("--device", arguments.device, "auto, cpu, cuda or cuda:N")
        ->capture_default_str();
    command.add_option("--precision", arguments.precision, "auto, fp32, bf16 or fp16")
        ->check(CLI::IsMember({"auto", "fp32", "bf16", "fp16"}))
        ->capture_default_str();
    command.add_option("--threads", arguments.threads, "Threads for all work; 0: one per core")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str();
}

Result<RuntimeOptions> runtimeOptions(const EngineArguments& arguments) {
    RuntimeOptions options;
    options.threads = arguments.threads;
    const std::string& device = arguments.device;
    if (device == "cpu") {
        options.device = Device::Cpu;
    } else if (device.rfind("cuda", 0) == 0) {
        options.device = Device::Cuda;
        const std::string index = device.substr(4);
        const bool numbered = index.size() > 1 && index.size() < 4 && index[0] == ':' &&
                              index.find_first_not_of("0123456789", 1) == std::string::npos;
        if (!index.empty() && !numbered) {
            return makeError(ErrorCode::InvalidArgument,
                             "--device must be auto, cpu, cuda or cuda:N, not %1.", device);
        }
        if (numbered) options.cudaIndex = std::stoi(index.substr(1));
    } else if (device != "auto") {
        return makeError(ErrorCode::InvalidArgument,
                         "--device must be auto, cpu, cuda or cuda:N, not %1.", device);
    }
    if (arguments.precision == "fp32") options.precision = Precision::Fp32;
    if (arguments.precision == "bf16") options.precision = Precision::Bf16;
    if (arguments.precision == "fp16") options.precision = Precision::Fp16;
    return options;
}

Result<ModelStore> openStore(const std::string& modelsFolder) {
    StoreOptions options;
    options.bundledFolder = bundledModelsFolder();
    options.userFolder =
        modelsFolder.empty() ? userModelsFolder() : std::filesystem::path(modelsFolder);
    options.catalogueFile = catalogueFile();
    return ModelStore::create(options);
}

Result<std::unique_ptr<Engine>> createEngine(const EngineArguments& arguments) {
    auto runtime = runtimeOptions(arguments);
    if (!runtime) return runtime.error();
    auto store = openStore(arguments.modelsFolder);
    if (!store) return store.error();
    EngineOptions options;
    options.model = arguments.model;
    options.detector = arguments.detector;
    options.parser = arguments.parser;
    options.background = arguments.background;
    options.runtime = *runtime;
    return Engine::create(std::move(store).value(), options);
}

int forEachPhoto(const std::vector<std::string>& inputs, bool recursive,
                 const std::function<Result<void>(const Photo&)>& work) {
    const std::vector<std::filesystem::path> named(inputs.begin(), inputs.end());
    const InputList list = collectInputs(named, {recursive, {}});
    int exitCode = kDone;
    for (const InputProblem& problem : list.problems) exitCode = reportError(problem.error);
    for (const InputPhoto& input : list.photos) {
        if (interrupted()) return kInterrupted;
        auto photo = readPhoto(input.path);
        const Result<void> done = photo ? work(*photo) : Result<void>(photo.error());
        if (done) continue;
        exitCode = reportError(done.error());
        if (exitCode == kInterrupted) break;
    }
    return exitCode;
}

void addLaterOption(CLI::App& command, const std::string& name, const std::string& neutral) {
    command
        .add_option_function<std::string>(
            name,
            [name, neutral](const std::string& value) {
                if (neutral.empty() || value != neutral) {
                    throw UsageError{name + " " + value + " is not available yet."};
                }
            })
        ->group("");  // not shown in the help
}

}  // namespace heirloom::cli
