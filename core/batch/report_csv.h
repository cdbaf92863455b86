// The report of a run as a table, one photo a line, for spreadsheets: product.md 7.7.
//
// RFC 4180 (comma, CRLF, quotes doubled), UTF-8 with a byte order mark, without which Excel
// takes it for another encoding. A text that a spreadsheet would run as a formula gets an
// apostrophe in front (OWASP: CSV injection), since names of photos come from anywhere.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/batch/photo_job.h"
#include "core/batch/verdict.h"

namespace heirloom {

// Columns: input, output, sidecar, outcome, reason, review, verdict, note, faces,
// faces_restored, grade, preset, models, strength, drift (largest), seconds, attempts,
// warnings. There may be fewer verdicts than photos. preset: as for all photos; empty: the
// recommended one of each, if automatic.
struct CsvOptions {
    std::string preset;
    bool automatic = false;
};
std::string reportCsv(const std::vector<PhotoReport>& photos,
                      const std::vector<PhotoVerdict>& verdicts, const CsvOptions& options);

// Atomic; replaces an earlier report.
Result<void> writeCsv(const std::string& csv, const std::filesystem::path& path);

}  // namespace heirloom
