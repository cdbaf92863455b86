// heirloom-cli: the same work as the window, without a screen.
#include <iostream>

#include "app/cli_common.h"
#include "core/base/version.h"

using namespace heirloom;
using namespace heirloom::cli;

int main(int argc, char** argv) {
    installSignalHandlers();
    CLI::App app{"Heirloom restores the faces in old and damaged photographs, on this machine."};
    app.name("heirloom-cli");
    app.set_version_flag("--version", std::string("heirloom-cli ") + kVersion);
    app.require_subcommand(1);

    int exitCode = kDone;
    addRestoreCommand(app, exitCode);
    addDetectCommand(app, exitCode);
    addInspectCommand(app, exitCode);
    addModelsCommand(app, exitCode);
    addPresetsCommand(app, exitCode);
    addBenchCommand(app, exitCode);
    addLaterCommands(app);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error, std::cout, std::cerr);
        return code == 0 ? kDone : kWrongUsage;
    } catch (const UsageError& error) {
        printError(error.message);
        return kWrongUsage;
    } catch (const std::bad_alloc&) {
        printError("The memory of this machine is not enough for this work.");
        return kSomeFailed;
    } catch (const std::filesystem::filesystem_error& error) {
        printError(error.what());
        return kSomeFailed;
    }
    return exitCode;
}
