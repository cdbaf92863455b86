// The log of all batches of a day: logs/batch_YYYYMMDD.log, product.md 7.7.
//
// One photo a line, tab-separated: local time (ISO 8601), file, outcome, seconds, models,
// parameters, reason. Line feeds and tabs inside a field become spaces. A line is written
// with a single append, so several programs may share a log.
//
// Not thread-safe.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/batch/photo_job.h"

namespace heirloom {

class BatchLog {
public:
    using Time = std::chrono::system_clock::time_point;

    // folder: of the output; "logs" is made in it with the first line.
    explicit BatchLog(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    // A run over midnight goes on in the next day's file.
    std::filesystem::path fileAt(Time time) const;
    Result<void> append(const PhotoReport& photo, Time time) const;

    // Without the line feed.
    static std::string lineOf(const PhotoReport& photo, Time time);

private:
    std::filesystem::path m_folder;
};

}  // namespace heirloom
