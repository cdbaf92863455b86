// Internal to core/download: what has arrived of a file, kept beside its target as
// NAME.part, and where it came from, as NAME.part.json.
//
// The part is locked while the object lives, so that two programs never write to one.
// Not thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/base/sha256.h"

namespace heirloom {

// Tells whether a server still has the same file.
struct PartOrigin {
    std::string address;
    std::string etag;  // as sent; a weak one starts with W/
    std::string lastModified;
    std::optional<std::uint64_t> total;

    // What If-Range may carry (RFC 9110, 13.1.5): a strong ETag, else the date, else empty.
    std::string validator() const;
};

class PartFile {
public:
    // Creates the part where there is none. Errors: NotWritable (also when another program
    // downloads the same file), DiskFull.
    static Result<PartFile> open(const std::filesystem::path& target);

    PartFile(PartFile&& other) noexcept;
    PartFile& operator=(PartFile&&) = delete;
    // Keeps what has arrived; an empty part is removed.
    ~PartFile();

    std::uint64_t size() const { return m_size; }
    const PartOrigin& origin() const { return m_origin; }
    const std::filesystem::path& path() const { return m_path; }

    // Once after open(): takes what is there already into the hash.
    Result<void> hashPresent(const RunControl& control);
    // Empties the part, for a file from there.
    Result<void> startOver(const PartOrigin& origin);
    // DiskFull leaves the part as long as it got.
    Result<void> append(ByteView piece);
    // Of the whole part. Call once after the last append(); startOver() allows it again.
    std::string finishHash() { return m_hash.finish(); }
    // Flushes to disk and moves the part onto the target in one step.
    Result<void> moveToTarget();
    // Removes the part.
    void discard();

private:
    PartFile(std::filesystem::path target, int descriptor);
    void readOrigin();

    std::filesystem::path m_target;
    std::filesystem::path m_path;
    int m_descriptor;
    std::uint64_t m_size = 0;
    PartOrigin m_origin;
    Sha256 m_hash;
};

// The files that belong to an unfinished download of target.
std::filesystem::path partPath(const std::filesystem::path& target);
std::filesystem::path partOriginPath(const std::filesystem::path& target);

}  // namespace heirloom
