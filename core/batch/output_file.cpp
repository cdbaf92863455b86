#include "core/batch/output_file.h"

#include <algorithm>
#include <system_error>

#include "core/base/file_io.h"
#include "core/base/version.h"
#include "core/metadata/provenance.h"
#include "core/metadata/sidecar.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMostBytesOfEarlierOutput = std::uintmax_t{1} << 30;

// More than any sidecar has; what is larger is not ours.
constexpr std::uintmax_t kMostBytesOfSidecar = std::uintmax_t{64} << 20;

struct EarlierOutput {
    FileFormat format;
    std::optional<Provenance> record;
};

// What stands there, if it is a result of this program, told by its metadata, and no original
// of this run.
std::optional<EarlierOutput> earlierOutput(const fs::path& path,
                                           const std::vector<fs::path>& originals) {
    std::error_code failed;
    const fs::path canonical = fs::canonical(path, failed);
    if (failed || std::find(originals.begin(), originals.end(), canonical) != originals.end()) {
        return std::nullopt;
    }
    auto file = readFile(path, kMostBytesOfEarlierOutput);
    if (!file) return std::nullopt;
    const auto format = detectFormat(*file);
    if (!format) return std::nullopt;
    std::vector<Message> ignored;
    const MetadataBlocks metadata = readMetadata(*file, *format, ignored);
    if (!isOurs(metadata)) return std::nullopt;
    return EarlierOutput{*format, readProvenance(metadata)};
}

ByteView viewOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

Result<void> makeFolderOf(const fs::path& wanted) {
    std::error_code failed;
    if (!wanted.parent_path().empty()) fs::create_directories(wanted.parent_path(), failed);
    if (!failed) return {};
    return makeError(
        failed == std::errc::no_space_on_device ? ErrorCode::DiskFull : ErrorCode::NotWritable,
        "The folder %1 cannot be made: %2. Choose another one.", wanted.parent_path(),
        failed.message());
}

// Fails when something stands there that is no file, such as a device.
Result<void> checkKind(const fs::path& wanted) {
    std::error_code failed;
    const fs::file_status status = fs::symlink_status(wanted, failed);
    if (!fs::exists(status) || fs::is_regular_file(status) || fs::is_symlink(status)) return {};
    return makeError(ErrorCode::NotWritable,
                     "%1 is not a regular file, so no picture is written there. Choose another "
                     "name.",
                     wanted);
}

bool isRegularFile(const fs::path& path) {
    std::error_code failed;
    return fs::is_regular_file(fs::symlink_status(path, failed));
}

std::optional<EarlierOutput> replaceable(const fs::path& wanted, const OutputOptions& options,
                                         const std::vector<fs::path>& originals) {
    if (!options.replaceEarlierOutput || !isRegularFile(wanted)) return std::nullopt;
    return earlierOutput(wanted, originals);
}

bool isTaken(const fs::path& path) {
    std::error_code failed;
    return fs::exists(fs::symlink_status(path, failed));
}

// "NAME.EXT", "NAME (2).EXT", ... the first that neither the picture nor its sidecar finds
// taken.
fs::path nameFreeForBoth(const fs::path& wanted) {
    for (int number = 1;; ++number) {
        fs::path path = wanted;
        if (number > 1) {
            path.replace_filename(wanted.stem().string() + " (" + std::to_string(number) + ")" +
                                  wanted.extension().string());
        }
        if (!isTaken(path) && !isTaken(sidecarPath(path))) return path;
    }
}

// The sidecar goes first: a picture that was written has all that belongs to it.
Result<void> writePair(const fs::path& picture, const EncodedPhoto& photo) {
    const fs::path sidecar = sidecarPath(picture);
    if (auto done = writeFileAtomically(sidecar, viewOf(*photo.sidecar), Replace::Never); !done) {
        return done;
    }
    auto done = writeFileAtomically(picture, photo.file, Replace::Never);
    std::error_code ignored;
    if (!done) fs::remove(sidecar, ignored);
    return done;
}

// Whether the file is the sidecar that was written together with that picture, as it was then.
bool belongsTo(const EarlierOutput& picture, const fs::path& sidecar) {
    if (!picture.record || !isRegularFile(sidecar)) return false;
    const auto file = readFile(sidecar, kMostBytesOfSidecar);
    if (!file) return false;
    MetadataBlocks blocks;
    blocks.xmp.assign(file->begin(), file->end());
    return isOwnSidecar(blocks.xmp, picture.format) && readProvenance(blocks) == picture.record;
}

// An earlier picture, and its sidecar with it where the new one needs none. The picture goes
// first, so that what was there before is whole until the new one is.
Result<WrittenOutput> replacePicture(const fs::path& picture, ByteView file,
                                     const EarlierOutput& earlier) {
    const fs::path sidecar = sidecarPath(picture);
    const bool stale = belongsTo(earlier, sidecar);
    auto done = writeFileAtomically(picture, file, Replace::ExistingFile);
    if (!done) return done.error();
    WrittenOutput written{picture, {}, {}};
    std::error_code failed;
    if (stale) fs::remove(sidecar, failed);
    if (failed) {
        written.warnings.emplace_back(
            "%1 belongs to the earlier picture, but it could not be removed: %2. Remove it.",
            sidecar, failed.message());
    }
    return written;
}

// An earlier picture and what stands under the sidecar's name: nothing, or a file that this
// program wrote for that picture.
Result<void> replacePair(const fs::path& picture, const EncodedPhoto& photo) {
    const fs::path sidecar = sidecarPath(picture);
    const auto earlier = isTaken(sidecar) ? readFile(sidecar, kMostBytesOfSidecar) : Bytes{};
    if (!earlier) return earlier.error();
    auto done = writeFileAtomically(sidecar, viewOf(*photo.sidecar), Replace::ExistingFile);
    if (!done) return done;
    done = writeFileAtomically(picture, photo.file, Replace::ExistingFile);
    if (done) return done;
    std::error_code ignored;
    if (earlier->empty()) {
        fs::remove(sidecar, ignored);
    } else if (auto back = writeFileAtomically(sidecar, *earlier, Replace::ExistingFile); !back) {
        done.error().detail += "; " + back.error().text();
    }
    return done;
}

}  // namespace

bool isOurs(const MetadataBlocks& metadata) {
    // Stripped outputs carry the record alone, BMPs and old ones at most the name.
    return readProvenance(metadata).has_value() ||
           summarise(metadata).software.rfind(kSoftwareName, 0) == 0;
}

Result<WrittenOutput> writeOutput(const fs::path& wanted, ByteView file,
                                  const OutputOptions& options,
                                  const std::vector<fs::path>& originals) {
    if (auto made = makeFolderOf(wanted); !made) return made.error();
    if (auto usable = checkKind(wanted); !usable) return usable.error();
    if (const auto earlier = replaceable(wanted, options, originals)) {
        return replacePicture(wanted, file, *earlier);
    }
    // Another process may take the name between the look and the move.
    constexpr int kTries = 100;
    for (int i = 0;; ++i) {
        const fs::path path = freeName(wanted);
        auto written = writeFileAtomically(path, file, Replace::Never);
        if (written) return WrittenOutput{path, {}, {}};
        if (i >= kTries || !isTaken(path)) return written.error();
    }
}

Result<WrittenOutput> writeOutput(const fs::path& wanted, const EncodedPhoto& photo,
                                  const OutputOptions& options,
                                  const std::vector<fs::path>& originals) {
    if (!photo.sidecar) return writeOutput(wanted, photo.file, options, originals);
    if (auto made = makeFolderOf(wanted); !made) return made.error();
    if (auto usable = checkKind(wanted); !usable) return usable.error();
    const auto earlier = replaceable(wanted, options, originals);
    const fs::path beside = sidecarPath(wanted);
    if (earlier && (!isTaken(beside) || belongsTo(*earlier, beside))) {
        if (auto done = replacePair(wanted, photo); !done) return done.error();
        return WrittenOutput{wanted, beside, {}};
    }
    constexpr int kTries = 100;
    for (int i = 0;; ++i) {
        const fs::path path = nameFreeForBoth(wanted);
        auto written = writePair(path, photo);
        if (written) return WrittenOutput{path, sidecarPath(path), {}};
        const bool taken = isTaken(path) || isTaken(sidecarPath(path));
        if (i >= kTries || !taken) return written.error();
    }
}

}  // namespace heirloom
