#include <iomanip>
#include <iostream>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "app/cli_download.h"

namespace heirloom::cli {

namespace {

struct ModelsArguments {
    std::string modelsFolder;
    bool json = false;
    std::vector<std::string> names;
};

nlohmann::json recordJson(const ModelRecord& record) {
    const auto orNull = [](const auto& value) {
        return value ? nlohmann::json(*value) : nlohmann::json();
    };
    return {
        {"name", record.entry.name},
        {"kind", modelKindName(record.entry.kind)},
        {"state", modelStateName(record.state)},
        {"file", record.entry.file},
        {"path", record.path.empty() ? nlohmann::json() : nlohmann::json(record.path.string())},
        {"bytes", record.bytes > 0 ? nlohmann::json(record.bytes) : nlohmann::json()},
        {"sha256", orNull(record.entry.sha256)},
        {"licence", record.entry.licence},
        {"purpose", record.entry.purpose},
        {"note", record.note.isEmpty() ? nlohmann::json() : nlohmann::json(record.note.text())}};
}

std::string sizeText(std::uint64_t bytes) {
    if (bytes == 0) return "-";
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
    return text;
}

int runList(const ModelsArguments& arguments) {
    auto store = openStore(arguments.modelsFolder);
    if (!store) return reportError(store.error());
    nlohmann::json list = nlohmann::json::array();
    for (const ModelRecord& record : store->list()) {
        if (arguments.json) {
            list.push_back(recordJson(record));
            continue;
        }
        std::cout << std::left << std::setw(28) << record.entry.name << std::setw(11)
                  << modelKindName(record.entry.kind) << std::setw(11)
                  << modelStateName(record.state) << std::right << std::setw(10)
                  << sizeText(record.bytes) << "  " << record.entry.purpose << '\n';
        if (!record.note.isEmpty()) std::cout << "    " << record.note.text() << '\n';
    }
    if (arguments.json) printJson({{"models", list}});
    return kDone;
}

int runVerify(const ModelsArguments& arguments) {
    auto store = openStore(arguments.modelsFolder);
    if (!store) return reportError(store.error());
    std::vector<std::string> names = arguments.names;
    if (names.empty()) {
        for (const ModelRecord& record : store->list()) {
            const bool there = record.isUsable() || record.state == ModelState::Damaged;
            if (there) names.push_back(record.entry.name);
        }
    }
    nlohmann::json list = nlohmann::json::array();
    int exitCode = kDone;
    for (const std::string& name : names) {
        const auto verified = store->verify(name);
        if (!verified) {
            exitCode = reportError(verified.error());
            list.push_back({{"name", name}, {"ok", false}, {"note", verified.error().text()}});
            continue;
        }
        const bool ok = verified->outcome != Verification::Changed;
        if (!ok) exitCode = kSomeFailed;
        list.push_back({{"name", name},
                        {"ok", ok},
                        {"sha256", verified->sha256},
                        {"note", verified->note.text()}});
        if (!arguments.json) std::cout << name << ": " << verified->note.text() << '\n';
    }
    if (arguments.json) printJson({{"models", list}});
    return exitCode;
}

int runImport(const ModelsArguments& arguments) {
    auto store = openStore(arguments.modelsFolder);
    if (!store) return reportError(store.error());
    nlohmann::json list = nlohmann::json::array();
    int exitCode = kDone;
    RunControl control;
    control.stopRequested = [] { return interrupted(); };
    for (const std::string& file : arguments.names) {
        const auto imported = store->importFile(file, control);
        if (!imported) {
            exitCode = reportError(imported.error());
            continue;
        }
        list.push_back({{"file", file},
                        {"name", imported->model.name},
                        {"kind", modelKindName(imported->model.kind)},
                        {"path", imported->model.path.string()},
                        {"note", imported->note.text()}});
        if (!arguments.json) std::cout << imported->note.text() << '\n';
    }
    if (arguments.json) printJson({{"models", list}});
    return exitCode;
}

using Runner = int (*)(const ModelsArguments&);

CLI::App* addCommand(CLI::App& models, const char* name, const char* description, Runner run,
                     int& exitCode, bool filesRequired, const char* argumentHelp) {
    auto arguments = std::make_shared<ModelsArguments>();
    CLI::App* command = models.add_subcommand(name, description);
    command->add_flag("--json", arguments->json, "Machine-readable output");
    command->add_option("--models-dir", arguments->modelsFolder,
                        "Folder of installed models instead of the user's own");
    if (argumentHelp != nullptr) {
        command->add_option("MODEL", arguments->names, argumentHelp)->required(filesRequired);
    }
    command->callback([arguments, run, &exitCode] { exitCode = run(*arguments); });
    return command;
}

}  // namespace

void addModelsCommand(CLI::App& app, int& exitCode) {
    CLI::App* models = app.add_subcommand("models", "List, check and install models");
    models->require_subcommand(1);
    addCommand(*models, "list", "What is bundled, installed and available", runList, exitCode,
               false, nullptr);
    addCommand(*models, "verify", "Check installed files against their hashes", runVerify, exitCode,
               false, "Names; default: everything installed");
    addCommand(*models, "import", "Install a model file", runImport, exitCode, true, "Files");
    addDownloadCommand(*models, exitCode);
    addRemoveCommand(*models, exitCode);
}

void addLaterCommands(CLI::App& app) {
    for (const char* name : {"report"}) {
        const std::string text = name;
        app.add_subcommand(name, "Not available yet")->allow_extras()->callback([text] {
            throw UsageError{text + " is not available yet."};
        });
    }
}

}  // namespace heirloom::cli
