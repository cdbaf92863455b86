// What the commands of heirloom-cli share.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/image/photo.h"
#include "core/models/model_store.h"
#include "core/restore/engine.h"

namespace heirloom::cli {

// Exit status, product.md section 8.
enum ExitCode {
    kDone = 0,
    kSomeFailed = 1,
    kWrongUsage = 2,
    kTryAgain = 75,
    kInterrupted = 130,
};

// Thrown by option callbacks and caught in main: one sentence, exit 2.
struct UsageError {
    std::string message;
};

int reportError(const Error& error);
void printError(const std::string& sentence);
void printJson(const nlohmann::json& json);

// SIGINT and SIGTERM ask the work to stop.
void installSignalHandlers();
bool interrupted();

struct EngineArguments {
    std::string model = "auto";
    std::string detector = "auto";
    std::string parser = "auto";
    std::string background = "auto";
    std::string modelsFolder;
    std::string device = "auto";
    std::string precision = "auto";
    int threads = 0;
};

void addModelOptions(CLI::App& command, EngineArguments& arguments);
void addDetectorOption(CLI::App& command, EngineArguments& arguments);
void addParserOption(CLI::App& command, EngineArguments& arguments);
void addBackgroundOption(CLI::App& command, EngineArguments& arguments);
void addRuntimeOptions(CLI::App& command, EngineArguments& arguments);

// Error: InvalidArgument for a device that is no word of the command line.
Result<RuntimeOptions> runtimeOptions(const EngineArguments& arguments);
Result<ModelStore> openStore(const std::string& modelsFolder);
Result<std::unique_ptr<Engine>> createEngine(const EngineArguments& arguments);

// Reads every photo of files and folders and hands it to work; says what is wrong with the
// others and goes on. Returns the exit code.
int forEachPhoto(const std::vector<std::string>& inputs, bool recursive,
                 const std::function<Result<void>(const Photo&)>& work);

// Options of the specification whose feature is still to come: they are known, and
// answer "not available yet" unless given the value that changes nothing.
void addLaterOption(CLI::App& command, const std::string& name, const std::string& neutral);

// One registration function a command; each sets a callback that returns the exit code
// through exitCode.
void addRestoreCommand(CLI::App& app, int& exitCode);
void addDetectCommand(CLI::App& app, int& exitCode);
void addInspectCommand(CLI::App& app, int& exitCode);
void addModelsCommand(CLI::App& app, int& exitCode);
void addPresetsCommand(CLI::App& app, int& exitCode);
void addBenchCommand(CLI::App& app, int& exitCode);
void addLaterCommands(CLI::App& app);

}  // namespace heirloom::cli
