// Saves a restored photo with the copies that were asked for.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/batch/inputs.h"
#include "core/batch/output_name.h"
#include "core/export/comparison.h"
#include "core/image/encode.h"
#include "core/image/photo.h"

namespace heirloom {

struct ExportOptions {
    EncodeOptions encode;              // of the restored photo and its print copy
    std::optional<int> bitsPerSample;  // 8 or 16; absent: the photo's own
    std::string visibleCaption;        // in a band under all but the comparison; empty: none
    bool comparison = false;
    ComparisonOptions comparisonPicture;
    bool webCopy = false;
    bool printCopy = false;
    OutputOptions output;
    // What no output may replace, canonical paths; the input itself never needs naming.
    std::vector<std::filesystem::path> originals;
};

struct ExportPhotos {
    InputPhoto input;  // names the outputs; never written to
    Photo original;    // asked for only by the comparison
    Photo restored;
    std::optional<Photo> forPrint;  // the restored photo at the print size, with printCopy
};

enum class ExportKind { Restored, Comparison, WebCopy, PrintCopy };

// NAME_restored.EXT -> the same, NAME_restored_compare.jpg, _web.jpg, _print.EXT; beside it.
std::filesystem::path copyName(const std::filesystem::path& restored, ExportKind kind);

struct ExportedFile {
    ExportKind kind = ExportKind::Restored;
    std::filesystem::path path;
    std::filesystem::path sidecar;  // XMP beside it; empty when none was needed
    std::vector<Message> warnings;
};

struct ExportOutcome {
    std::vector<ExportedFile> files;  // complete on disk, the restored photo first
    std::optional<Error> error;       // why the files that are missing were not written
};

// Encodes everything, then writes it, each file atomically under a free name; copies take the
// name that the restored photo got. Cancelling, or an error before the first file is written,
// leaves no file at all; a full disk may leave the files before it, each complete.
// Reports the stage "export" with fractions 0...1.
// Errors: Cancelled, InvalidArgument, LimitExceeded, NotWritable, DiskFull, OutOfMemory.
ExportOutcome exportPhoto(const ExportPhotos& photos, const ExportOptions& options,
                          const RunControl& control);

}  // namespace heirloom
