#include "core/download/part_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "core/base/file_io.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::uintmax_t kMostOriginBytes = 64 << 10;

fs::path withSuffix(fs::path path, const char* suffix) {
    path += suffix;
    return path;
}

Error writeError(const fs::path& target, int code) {
    Error error =
        code == ENOSPC || code == EDQUOT
            ? makeError(ErrorCode::DiskFull,
                        "The disk is full, so %1 is not complete. What has arrived is kept: free "
                        "some space and try again.",
                        target)
            : makeError(ErrorCode::NotWritable,
                        "%1 could not be written. Check the permissions of its folder.", target);
    error.detail = std::system_category().message(code);
    return error;
}

Error busy(const fs::path& target) {
    return makeError(ErrorCode::NotWritable,
                     "%1 is being downloaded by another program. Wait until it has finished.",
                     target);
}

// Whether the path still names the open file: another program may have finished and moved
// it between our open() and our lock.
bool isStillThere(int descriptor, const fs::path& path) {
    struct stat open {};
    struct stat named {};
    return ::fstat(descriptor, &open) == 0 && ::lstat(path.c_str(), &named) == 0 &&
           open.st_ino == named.st_ino && open.st_dev == named.st_dev;
}

std::string textOf(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json originJson(const PartOrigin& origin) {
    Json json{
        {"address", origin.address}, {"etag", origin.etag}, {"last_modified", origin.lastModified}};
    if (origin.total) json["total"] = *origin.total;
    return json;
}

// A failure is not reported: it only means that the name may be lost in a power cut.
void flushFolder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

fs::path partPath(const fs::path& target) {
    return withSuffix(target, ".part");
}

fs::path partOriginPath(const fs::path& target) {
    return withSuffix(target, ".part.json");
}

std::string PartOrigin::validator() const {
    const bool isStrong = !etag.empty() && !etag.starts_with("W/");
    return isStrong ? etag : lastModified;
}

PartFile::PartFile(fs::path target, int descriptor)
    : m_target(std::move(target)), m_path(partPath(m_target)), m_descriptor(descriptor) {}

PartFile::PartFile(PartFile&& other) noexcept
    : m_target(std::move(other.m_target)),
      m_path(std::move(other.m_path)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_size(other.m_size),
      m_origin(std::move(other.m_origin)),
      m_hash(std::move(other.m_hash)) {}

PartFile::~PartFile() {
    if (m_descriptor < 0) return;
    if (m_size == 0) discard();
    if (m_descriptor >= 0) ::close(m_descriptor);
}

Result<PartFile> PartFile::open(const fs::path& target) {
    const fs::path path = partPath(target);
    constexpr int kTries = 10;
    for (int i = 0; i < kTries; ++i) {
        const int descriptor = ::open(
            path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666);
        if (descriptor < 0) return writeError(target, errno);
        if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            ::close(descriptor);
            return busy(target);
        }
        struct stat info {};
        if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
            ::close(descriptor);
            return writeError(target, EINVAL);
        }
        if (!isStillThere(descriptor, path)) {
            ::close(descriptor);
            continue;
        }
        PartFile part(target, descriptor);
        part.m_size = static_cast<std::uint64_t>(info.st_size);
        part.readOrigin();
        return part;
    }
    return busy(target);
}

void PartFile::readOrigin() {
    const auto content = readFile(partOriginPath(m_target), kMostOriginBytes);
    if (!content) return;
    const Json json = Json::parse(content->begin(), content->end(), nullptr, false);
    if (!json.is_object()) return;
    m_origin.address = textOf(json, "address");
    m_origin.etag = textOf(json, "etag");
    m_origin.lastModified = textOf(json, "last_modified");
    const auto total = json.find("total");
    if (total != json.end() && total->is_number_unsigned()) {
        m_origin.total = total->get<std::uint64_t>();
    }
}

Result<void> PartFile::hashPresent(const RunControl& control) {
    Bytes buffer(static_cast<std::size_t>(std::min<std::uint64_t>(m_size, kPiece)));
    for (std::uint64_t done = 0; done < m_size;) {
        if (control.shouldStop()) return cancelledError();
        const std::size_t wanted =
            static_cast<std::size_t>(std::min<std::uint64_t>(m_size - done, buffer.size()));
        const ssize_t count =
            ::pread(m_descriptor, buffer.data(), wanted, static_cast<off_t>(done));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            return makeError(ErrorCode::NotReadable,
                             "%1 could not be read. Check the disk, or remove it to start again.",
                             m_path);
        }
        m_hash.add(ByteView(buffer).first(static_cast<std::size_t>(count)));
        done += static_cast<std::uint64_t>(count);
    }
    return {};
}

Result<void> PartFile::startOver(const PartOrigin& origin) {
    if (::ftruncate(m_descriptor, 0) != 0) return writeError(m_target, errno);
    m_size = 0;
    m_hash = Sha256();
    m_origin = origin;
    const std::string text =
        originJson(origin).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    auto written = writeFileAtomically(partOriginPath(m_target), bytes, Replace::ExistingFile);
    if (written || written.error().code != ErrorCode::DiskFull) return written;
    return writeError(m_target, ENOSPC);
}

Result<void> PartFile::append(ByteView piece) {
    while (!piece.empty()) {
        const ssize_t count = ::write(m_descriptor, piece.data(), piece.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return writeError(m_target, count == 0 ? ENOSPC : errno);
        const auto written = static_cast<std::size_t>(count);
        m_hash.add(piece.first(written));
        m_size += written;
        piece = piece.subspan(written);
    }
    return {};
}

Result<void> PartFile::moveToTarget() {
    const bool isFlushed = ::fsync(m_descriptor) == 0 || errno == EINVAL || errno == ENOSYS;
    if (!isFlushed) return writeError(m_target, errno);
    if (::rename(m_path.c_str(), m_target.c_str()) != 0) return writeError(m_target, errno);
    ::unlink(partOriginPath(m_target).c_str());
    ::close(std::exchange(m_descriptor, -1));
    flushFolder(m_target.has_parent_path() ? m_target.parent_path() : fs::path("."));
    return {};
}

void PartFile::discard() {
    if (m_descriptor < 0) return;
    ::unlink(m_path.c_str());
    ::unlink(partOriginPath(m_target).c_str());
    ::close(std::exchange(m_descriptor, -1));
}

}  // namespace heirloom
