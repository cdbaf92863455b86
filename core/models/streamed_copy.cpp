#include "core/models/streamed_copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include "core/base/sha256.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = std::size_t{4} << 20;

class Descriptor {
public:
    explicit Descriptor(int value) : m_value(value) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const { return m_value; }
    // Network file systems report a failed write only here.
    bool close() {
        const int value = m_value;
        m_value = -1;
        return value < 0 || ::close(value) == 0;
    }

private:
    int m_value;
};

// Removed again unless it was moved away.
class TemporaryFile {
public:
    explicit TemporaryFile(const fs::path& target) : m_path(target) {
        std::string name = target.filename().string();
        name.insert(0, 1, '.').append(".").append(std::to_string(::getpid())).append(".tmp");
        m_path.replace_filename(name);
    }
    ~TemporaryFile() {
        if (m_isOurs) ::unlink(m_path.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    int create() {
        const int descriptor =
            ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
        m_isOurs = descriptor >= 0;
        return descriptor;
    }
    bool moveTo(const fs::path& target) {
        if (::rename(m_path.c_str(), target.c_str()) != 0) return false;
        m_isOurs = false;
        return true;
    }

private:
    fs::path m_path;
    bool m_isOurs = false;
};

Error readError(const fs::path& source, int code) {
    Error error = makeError(
        ErrorCode::NotReadable,
        "%1 could not be read. Check its permissions and the disk, and try again.", source);
    error.detail = std::system_category().message(code);
    return error;
}

Error writeError(const fs::path& target, int code) {
    Error error =
        code == ENOSPC || code == EDQUOT
            ? makeError(ErrorCode::DiskFull,
                        "The disk is full; %1 was not written. Free some space and try again.",
                        target)
            : makeError(ErrorCode::NotWritable,
                        "%1 could not be written. Check the permissions of its folder.", target);
    error.detail = std::system_category().message(code);
    return error;
}

bool writeAll(int descriptor, ByteView bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

// The hash of what was copied.
Result<std::string> copyContent(const Descriptor& from, std::uintmax_t size, const fs::path& source,
                                const Descriptor& to, const fs::path& target,
                                const RunControl& control) {
    Bytes buffer(kPiece);
    Sha256 hash;
    std::uintmax_t copied = 0;
    for (;;) {
        if (control.shouldStop()) return cancelledError();
        const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return readError(source, errno);
        if (count == 0) break;
        const ByteView piece = ByteView(buffer).first(static_cast<std::size_t>(count));
        hash.add(piece);
        if (!writeAll(to.get(), piece)) return writeError(target, errno);
        copied += piece.size();
        const double fraction = static_cast<double>(copied) / static_cast<double>(size);
        control.report({"import", std::min(1.0, fraction)});
    }
    return hash.finish();
}

}  // namespace

Result<std::string> copyFileAtomically(const fs::path& source, const fs::path& target,
                                       Replace replace, const std::string& expected,
                                       const RunControl& control) {
    const Descriptor from(::open(source.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (from.get() < 0) return readError(source, errno);
    struct stat info {};
    if (::fstat(from.get(), &info) != 0) return readError(source, errno);
    if (!S_ISREG(info.st_mode)) {
        return makeError(ErrorCode::InvalidArgument, "%1 is not a file. Choose a file instead.",
                         source);
    }
    std::error_code unknown;
    const fs::file_status status = fs::symlink_status(target, unknown);
    if (fs::exists(status) && (replace == Replace::Never || !fs::is_regular_file(status))) {
        return makeError(ErrorCode::NotWritable,
                         "%1 exists already. Remove it first or choose another name.", target);
    }

    TemporaryFile temporary(target);
    Descriptor to(temporary.create());
    if (to.get() < 0) return writeError(target, errno);
    auto hash = copyContent(from, static_cast<std::uintmax_t>(std::max<off_t>(info.st_size, 1)),
                            source, to, target, control);
    if (!hash) return hash;
    if (!expected.empty() && *hash != expected) {
        return makeError(ErrorCode::Damaged,
                         "%1 changed while it was copied. Try again when nothing writes to it.",
                         source);
    }
    if (::fsync(to.get()) != 0 || !to.close() || !temporary.moveTo(target)) {
        return writeError(target, errno);
    }
    return hash;
}

}  // namespace heirloom
