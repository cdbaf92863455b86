// Downloads one file and lets it appear only when it is whole and the right one.
//
// What arrives is kept in NAME.part beside the target and hashed on the way. A cut
// connection goes on where it broke off, in this run or a later one, if the server still
// has the same file (RFC 9110, sections 13 and 14); else the download starts over.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/run_control.h"

namespace heirloom {

struct DownloadRequest {
    std::string address;                 // http or https
    std::filesystem::path target;        // its folder must exist; an existing file is replaced
    std::optional<std::uint64_t> bytes;  // exactly, where known
    std::optional<std::string> sha256;   // lower case, where known
    // Refuses the whole file before it gets the target's name. Empty: takes any.
    std::function<Result<void>(const std::filesystem::path& part, const std::string& sha256)> check;
};

struct DownloadProgress {
    std::uint64_t received = 0;  // bytes, with those of earlier runs
    std::optional<std::uint64_t> total;
    double bytesPerSecond = 0.0;  // 0 while unknown
    std::optional<double> secondsLeft;
};

struct DownloadOptions {
    std::chrono::milliseconds stallTimeout{30'000};  // without a single byte
    int maxAttempts = 4;                             // in a row that bring nothing new
    std::chrono::milliseconds firstDelay{1'000};     // before the second attempt; then doubled
    int maxRedirects = 8;
    std::uint64_t maxBytes = std::uint64_t{4} << 30;  // where the size is not known
    std::string proxy;  // empty: http_proxy, https_proxy and no_proxy of the environment
    // Called on the working thread, about ten times a second. Empty: nobody listens.
    std::function<void(const DownloadProgress&)> progress;
};

struct Downloaded {
    std::string sha256;
    std::uint64_t bytes = 0;
    bool wasResumed = false;  // some of it came with an earlier run
};

// Not thread-safe; several objects may run at once, on different targets.
class HttpDownload {
public:
    HttpDownload(DownloadRequest request, DownloadOptions options);

    // Blocks. Progress is reported as stage "download", too. The part is kept when the work
    // is cancelled (which is also how to pause), when the line or the server fails, and when
    // the disk is full; it is removed when the content is wrong. Errors: Cancelled,
    // NotReadable (line, server), NotFound, Damaged (not the expected file), LimitExceeded,
    // DiskFull, NotWritable, InvalidArgument (the address).
    Result<Downloaded> run(const RunControl& control);

private:
    DownloadRequest m_request;
    DownloadOptions m_options;
};

// Removes what an unfinished download of target left. The bytes that it took, or 0.
std::uint64_t discardPart(const std::filesystem::path& target);

}  // namespace heirloom
