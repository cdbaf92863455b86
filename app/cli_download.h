// heirloom-cli models download and models remove.
#pragma once

#include <CLI/CLI.hpp>

namespace heirloom::cli {

void addDownloadCommand(CLI::App& models, int& exitCode);
void addRemoveCommand(CLI::App& models, int& exitCode);

}  // namespace heirloom::cli
