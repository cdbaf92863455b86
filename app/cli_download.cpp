#include "app/cli_download.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "core/download/model_download.h"
#include "core/models/model_removal.h"

namespace heirloom::cli {

namespace {

struct DownloadArguments {
    std::vector<std::string> names;
    std::string modelsFolder;
    std::string proxy;
    bool acceptLicence = false;
    bool json = false;
};

struct RemoveArguments {
    std::vector<std::string> names;
    std::string modelsFolder;
    bool json = false;
};

std::string megabytes(std::uint64_t bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
    return text;
}

std::string durationText(double seconds) {
    const auto whole = static_cast<long long>(std::min(seconds, 359'999.0));
    if (whole >= 3600) {
        return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
    }
    if (whole >= 60)
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    return std::to_string(whole) + " s";
}

// One line on stderr that is drawn over; nothing where stderr is no terminal.
class DownloadLine {
public:
    explicit DownloadLine(std::string name) : m_name(std::move(name)) {}
    ~DownloadLine() {
        if (m_isDrawn) std::cerr << "\r\033[K" << std::flush;
    }
    DownloadLine(const DownloadLine&) = delete;
    DownloadLine& operator=(const DownloadLine&) = delete;

    void draw(const DownloadProgress& progress) {
        if (isatty(STDERR_FILENO) != 1) return;
        m_isDrawn = true;
        std::cerr << "\r\033[K" << m_name << ": " << megabytes(progress.received);
        if (progress.total) std::cerr << " of " << megabytes(*progress.total);
        if (progress.bytesPerSecond > 0) {
            std::cerr << ", " << megabytes(static_cast<std::uint64_t>(progress.bytesPerSecond))
                      << "/s";
        }
        if (progress.secondsLeft)
            std::cerr << ", " << durationText(*progress.secondsLeft) << " left";
        std::cerr << std::flush;
    }

private:
    std::string m_name;
    bool m_isDrawn = false;
};

// The licence is told before every download, whether it is asked about or not.
void showTerms(const CatalogueEntry& entry) {
    std::cerr << entry.name << '\n'
              << "  Size:    " << (entry.bytes ? megabytes(*entry.bytes) : "not published") << '\n'
              << "  Licence: " << entry.licence << '\n';
}

bool askOnTerminal() {
    std::cerr << "Do you accept the licence? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

bool acceptsLicences(const DownloadArguments& arguments,
                     const std::vector<CatalogueEntry>& entries) {
    for (const CatalogueEntry& entry : entries) showTerms(entry);
    if (arguments.acceptLicence) return true;
    const bool canAsk = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
    if (canAsk && askOnTerminal()) return true;
    printError(
        "Nothing was downloaded: the licence was not accepted. Read it above; give "
        "--accept-licence if you accept it.");
    return false;
}

nlohmann::json downloadedJson(const DownloadedModel& model, const CatalogueEntry& entry) {
    return {{"name", model.name},
            {"ok", true},
            {"path", model.path.string()},
            {"bytes", model.bytes},
            {"sha256", model.sha256},
            {"licence", entry.licence},
            {"was_there", model.wasThere},
            {"was_resumed", model.wasResumed},
            {"note", model.note.text()},
            {"warning",
             model.warning.isEmpty() ? nlohmann::json() : nlohmann::json(model.warning.text())}};
}

Result<DownloadedModel> downloadWithLine(ModelStore& store, const CatalogueEntry& entry,
                                         const DownloadArguments& arguments) {
    DownloadLine line(entry.name);
    DownloadOptions options;
    options.proxy = arguments.proxy;
    options.progress = [&line](const DownloadProgress& progress) { line.draw(progress); };
    RunControl control;
    control.stopRequested = [] { return interrupted(); };
    return downloadModel(store, entry, options, control);
}

int runDownload(const DownloadArguments& arguments) {
    auto store = openStore(arguments.modelsFolder);
    if (!store) return reportError(store.error());
    std::vector<CatalogueEntry> entries;
    for (const std::string& name : arguments.names) {
        auto entry = downloadableModel(*store, name);
        if (!entry) return reportError(entry.error());
        entries.push_back(std::move(entry).value());
    }
    if (!acceptsLicences(arguments, entries)) return kWrongUsage;

    nlohmann::json list = nlohmann::json::array();
    int exitCode = kDone;
    for (const CatalogueEntry& entry : entries) {
        const auto model = downloadWithLine(*store, entry, arguments);
        if (!model) {
            exitCode = reportError(model.error());
            list.push_back({{"name", entry.name}, {"ok", false}, {"note", model.error().text()}});
            if (exitCode == kInterrupted) break;
            continue;
        }
        if (!model->warning.isEmpty()) printError(model->warning.text());
        list.push_back(downloadedJson(*model, entry));
        if (!arguments.json) std::cout << model->note.text() << '\n';
    }
    if (arguments.json) printJson({{"models", list}});
    return exitCode;
}

// What an unfinished download left, for a name of the catalogue.
std::uint64_t discardUnfinished(const ModelStore& store, const std::string& name) {
    const auto entry = downloadableModel(store, name);
    return entry ? discardPart(store.options().userFolder / entry->file) : 0;
}

void tellRemoved(const RemovedModel& removed) {
    std::cout << "Removed " << removed.name << " (" << removed.path.string() << ", "
              << megabytes(removed.bytes) << ").";
    if (removed.freeBytes) std::cout << ' ' << megabytes(*removed.freeBytes) << " are free now.";
    std::cout << '\n';
}

int runRemove(const RemoveArguments& arguments) {
    auto store = openStore(arguments.modelsFolder);
    if (!store) return reportError(store.error());
    nlohmann::json list = nlohmann::json::array();
    int exitCode = kDone;
    for (const std::string& name : arguments.names) {
        const std::uint64_t unfinished = discardUnfinished(*store, name);
        const auto removed = removeModel(*store, name);
        if (removed) {
            list.push_back({{"name", removed->name},
                            {"ok", true},
                            {"path", removed->path.string()},
                            {"bytes", removed->bytes},
                            {"free_bytes", removed->freeBytes ? nlohmann::json(*removed->freeBytes)
                                                              : nlohmann::json()}});
            if (!arguments.json) tellRemoved(*removed);
        } else if (unfinished > 0) {
            list.push_back({{"name", name}, {"ok", true}, {"bytes", unfinished}});
            if (!arguments.json) {
                std::cout << "Removed the unfinished download of " << name << " ("
                          << megabytes(unfinished) << ").\n";
            }
        } else {
            exitCode = reportError(removed.error());
            list.push_back({{"name", name}, {"ok", false}, {"note", removed.error().text()}});
        }
    }
    if (arguments.json) printJson({{"models", list}});
    return exitCode;
}

template <class Arguments>
void addCommonOptions(CLI::App& command, Arguments& arguments) {
    command.add_flag("--json", arguments.json, "Machine-readable output");
    command.add_option("--models-dir", arguments.modelsFolder,
                       "Folder of installed models instead of the user's own");
    command.add_option("MODEL", arguments.names, "Names from 'models list'")->required();
}

}  // namespace

void addDownloadCommand(CLI::App& models, int& exitCode) {
    auto arguments = std::make_shared<DownloadArguments>();
    CLI::App* command = models.add_subcommand(
        "download", "Download models; one that was interrupted goes on where it stopped");
    addCommonOptions(*command, *arguments);
    command->add_flag("--accept-licence", arguments->acceptLicence,
                      "Accept the licences that are shown; asked for on a terminal otherwise");
    command->add_option("--proxy", arguments->proxy,
                        "Proxy server, http://HOST:PORT; default: that of the environment");
    command->callback([arguments, &exitCode] { exitCode = runDownload(*arguments); });
}

void addRemoveCommand(CLI::App& models, int& exitCode) {
    auto arguments = std::make_shared<RemoveArguments>();
    CLI::App* command =
        models.add_subcommand("remove", "Remove models that you downloaded or imported");
    addCommonOptions(*command, *arguments);
    command->callback([arguments, &exitCode] { exitCode = runRemove(*arguments); });
}

}  // namespace heirloom::cli
