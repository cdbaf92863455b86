#include "core/batch/output_file.h"

#include <algorithm>
#include <system_error>

#include "core/base/file_io.h"
#include "core/base/version.h"
#include "core/metadata/provenance.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMostBytesOfEarlierOutput = std::uintmax_t{1} << 30;

// An earlier result of this program, told by its metadata, and no original of this run.
bool isEarlierOutput(const fs::path& path, const std::vector<fs::path>& originals) {
    std::error_code failed;
    const fs::path canonical = fs::canonical(path, failed);
    if (failed || std::find(originals.begin(), originals.end(), canonical) != originals.end()) {
        return false;
    }
    auto file = readFile(path, kMostBytesOfEarlierOutput);
    if (!file) return false;
    const auto format = detectFormat(*file);
    if (!format) return false;
    std::vector<Message> ignored;
    return isOurs(readMetadata(*file, *format, ignored));
}

}  // namespace

bool isOurs(const MetadataBlocks& metadata) {
    // Stripped outputs carry the record alone, BMPs and old ones at most the name.
    return readProvenance(metadata).has_value() ||
           summarise(metadata).software.rfind(kSoftwareName, 0) == 0;
}

Result<fs::path> writeOutput(const fs::path& wanted, ByteView file, const OutputOptions& options,
                             const std::vector<fs::path>& originals) {
    std::error_code failed;
    if (!wanted.parent_path().empty()) fs::create_directories(wanted.parent_path(), failed);
    if (failed) {
        return makeError(
            failed == std::errc::no_space_on_device ? ErrorCode::DiskFull : ErrorCode::NotWritable,
            "The folder %1 cannot be made: %2. Choose another one.", wanted.parent_path(),
            failed.message());
    }
    const fs::file_status status = fs::symlink_status(wanted, failed);
    if (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_symlink(status)) {
        return makeError(ErrorCode::NotWritable,
                         "%1 is not a regular file, so no picture is written there. Choose another "
                         "name.",
                         wanted);
    }
    if (options.replaceEarlierOutput && fs::is_regular_file(status) &&
        isEarlierOutput(wanted, originals)) {
        auto written = writeFileAtomically(wanted, file, Replace::ExistingFile);
        if (!written) return written.error();
        return wanted;
    }
    // Another process may take the name between the look and the move.
    constexpr int kTries = 100;
    for (int i = 0;; ++i) {
        const fs::path path = freeName(wanted);
        auto written = writeFileAtomically(path, file, Replace::Never);
        if (written) return path;
        if (i >= kTries || !fs::exists(path, failed)) return written.error();
    }
}

}  // namespace heirloom
