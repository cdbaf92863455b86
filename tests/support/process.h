// Runs a program and collects what it says.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace heirloom::test {

struct ProcessResult {
    int exitCode = -1;  // 128 + signal when a signal ended it
    std::string output;
    std::string errors;
    long peakKilobytes = 0;  // largest resident set
};

struct ProcessOptions {
    std::map<std::string, std::string> environment;  // added to the test's own
    int interruptAfterMilliseconds = 0;              // sends SIGINT; 0: never
};

ProcessResult runProcess(const std::filesystem::path& program,
                         const std::vector<std::string>& arguments,
                         const ProcessOptions& options = {});

}  // namespace heirloom::test
