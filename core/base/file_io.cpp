// All system calls on files of the user are here; another platform gets a file beside
// this one.
#include "core/base/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <string>
#include <system_error>

namespace heirloom {

namespace {

namespace fs = std::filesystem;

// Linux moves at most 2 GiB a call; smaller pieces also keep a read interruptible.
constexpr std::size_t kMaxPiece = std::size_t{256} << 20;

Error withErrno(Error error, int code) {
    error.detail = std::system_category().message(code);
    return error;
}

class FileDescriptor {
public:
    explicit FileDescriptor(int descriptor) : m_descriptor(descriptor) {}
    ~FileDescriptor() {
        if (m_descriptor >= 0) ::close(m_descriptor);
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;

    bool isOpen() const { return m_descriptor >= 0; }
    int get() const { return m_descriptor; }
    // Network file systems report a failed write only here.
    int closeNow() {
        const int result = ::close(m_descriptor);
        const int code = errno;
        m_descriptor = -1;
        return result == 0 || code == EINTR ? 0 : code;
    }

private:
    int m_descriptor;
};

Error readError(const fs::path& path, int code) {
    switch (code) {
        case ENOENT:
        case ENOTDIR:
            return withErrno(
                makeError(ErrorCode::NotFound, "There is no file %1. Check the name.", path), code);
        case EACCES:
        case EPERM:
            return withErrno(makeError(ErrorCode::NotReadable,
                                       "%1 may not be read by this user. Change its permissions "
                                       "or copy it to a folder of your own.",
                                       path),
                             code);
        case ENOMEM:
            return withErrno(makeError(ErrorCode::OutOfMemory,
                                       "Memory ran out while %1 was read. Close other programs "
                                       "and try again.",
                                       path),
                             code);
        default:
            return withErrno(makeError(ErrorCode::NotReadable,
                                       "%1 could not be read: %2. Check the disk or the network "
                                       "and try again.",
                                       path, std::system_category().message(code)),
                             code);
    }
}

Error writeError(const fs::path& path, int code) {
    switch (code) {
        case ENOSPC:
        case EDQUOT:
            return withErrno(makeError(ErrorCode::DiskFull,
                                       "There is no space left to write %1. Free some space or "
                                       "choose another folder, then try again.",
                                       path),
                             code);
        case EEXIST:
            return withErrno(makeError(ErrorCode::NotWritable,
                                       "%1 already exists and was left as it is. Choose another "
                                       "name.",
                                       path),
                             code);
        case ENOENT:
        case ENOTDIR:
            return withErrno(makeError(ErrorCode::NotFound,
                                       "The folder for %1 does not exist. Create it or choose "
                                       "another folder.",
                                       path),
                             code);
        case EACCES:
        case EPERM:
        case EROFS:
            return withErrno(makeError(ErrorCode::NotWritable,
                                       "The folder of %1 may not be written to. Choose another "
                                       "folder or change its permissions.",
                                       path),
                             code);
        default:
            return withErrno(
                makeError(ErrorCode::NotWritable,
                          "%1 could not be written: %2. Choose another folder or try again.", path,
                          std::system_category().message(code)),
                code);
    }
}

// What people call a thing that is not a regular file.
Message kindName(mode_t mode) {
    if (S_ISDIR(mode)) return Message("a folder");
    if (S_ISFIFO(mode)) return Message("a pipe");
    if (S_ISSOCK(mode)) return Message("a socket");
    return Message("a device");
}

Result<void> checkReadableKind(const fs::path& path, const struct stat& info) {
    if (S_ISREG(info.st_mode)) return {};
    if (S_ISDIR(info.st_mode)) {
        return makeError(ErrorCode::InvalidArgument,
                         "%1 is a folder, not a file. Choose a file in it.", path);
    }
    return makeError(ErrorCode::InvalidArgument,
                     "%1 is %2, not a file. Copy its content to a file first.", path,
                     kindName(info.st_mode));
}

Error tooLarge(const fs::path& path, std::uintmax_t maxBytes) {
    return makeError(ErrorCode::LimitExceeded,
                     "%1 is larger than the limit of %2 bytes. Raise the limit or use a smaller "
                     "file.",
                     path, maxBytes);
}

// Reads up to the end of the file, which may differ from the size that stat told.
Result<Bytes> readAll(int descriptor, const fs::path& path, std::uintmax_t expected,
                      std::uintmax_t maxBytes) {
    Bytes content;
    std::size_t used = 0;
    try {
        // One byte more than expected, so that the usual file ends without growing.
        content.resize(static_cast<std::size_t>(expected) + 1);
        for (;;) {
            if (used == content.size()) content.resize(used + std::max<std::size_t>(used, 4096));
            const std::size_t wanted = std::min(content.size() - used, kMaxPiece);
            const ssize_t count = ::read(descriptor, content.data() + used, wanted);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return readError(path, errno);
            if (count == 0) break;
            used += static_cast<std::size_t>(count);
            if (used > maxBytes) return tooLarge(path, maxBytes);
        }
        content.resize(used);
    } catch (const std::bad_alloc&) {
        return readError(path, ENOMEM);
    } catch (const std::length_error&) {
        return readError(path, ENOMEM);
    }
    return content;
}

// Zero or the error number. Short writes are continued.
int writeAll(int descriptor, ByteView content) {
    std::size_t done = 0;
    while (done < content.size()) {
        const std::size_t wanted = std::min(content.size() - done, kMaxPiece);
        const ssize_t count = ::write(descriptor, content.data() + done, wanted);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        if (count == 0) return ENOSPC;
        done += static_cast<std::size_t>(count);
    }
    return 0;
}

int flushToDisk(int descriptor) {
    int result;
    do {
        result = ::fsync(descriptor);
    } while (result != 0 && errno == EINTR);
    // Some network and FUSE file systems have no fsync.
    return result == 0 || errno == EINVAL || errno == ENOSYS ? 0 : errno;
}

// A file that is removed again unless it was moved to its final name.
class TemporaryFile {
public:
    TemporaryFile() = default;
    ~TemporaryFile() {
        if (!m_path.empty()) ::unlink(m_path.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    // Zero or the error number. The caller owns descriptor.
    int create(const fs::path& folder, int& descriptor);
    const fs::path& path() const { return m_path; }
    void released() { m_path.clear(); }

private:
    fs::path m_path;
};

int TemporaryFile::create(const fs::path& folder, int& descriptor) {
    static std::atomic<unsigned> counter{0};
    // Another machine may use the same folder with the same process number, and a killed
    // process may have left its file, so a taken name only means the next one.
    for (int attempt = 0; attempt < 1000; ++attempt) {
        char name[64];
        std::snprintf(name, sizeof name, ".heirloom-%ld-%u.tmp", static_cast<long>(::getpid()),
                      counter.fetch_add(1));
        fs::path candidate = folder / name;
        descriptor = ::open(candidate.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            m_path = std::move(candidate);
            return 0;
        }
        if (errno != EEXIST && errno != EINTR) return errno;
    }
    return EEXIST;
}

int moveWithoutReplacing(const fs::path& from, const fs::path& to) {
#ifdef RENAME_NOREPLACE
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) return errno;
#endif
    // link() also refuses an existing name, on every file system that has hard links.
    if (::link(from.c_str(), to.c_str()) == 0) {
        ::unlink(from.c_str());
        return 0;
    }
    if (errno != EPERM && errno != ENOSYS && errno != ENOTSUP) return errno;
    // Neither exists here (FAT over FUSE): claim the name first, then move over the claim.
    const int claim = ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (claim < 0) return errno;
    ::close(claim);
    if (::rename(from.c_str(), to.c_str()) == 0) return 0;
    const int code = errno;
    ::unlink(to.c_str());
    return code;
}

int moveReplacing(const fs::path& from, const fs::path& to) {
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

// The new name itself must survive a power cut. A failure loses nothing that was
// promised, so it is not reported.
void flushFolder(const fs::path& folder) {
    const FileDescriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.isOpen()) flushToDisk(descriptor.get());
}

struct TargetState {
    bool exists = false;
    mode_t permissions = 0;
};

// A link to a regular file counts as a file: the link is replaced, never what it names.
Result<TargetState> inspectTarget(const fs::path& path, Replace replace) {
    if (!path.has_filename()) {
        return makeError(ErrorCode::InvalidArgument, "%1 is not the name of a file.", path);
    }
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) {
        if (errno == ENOENT || errno == ELOOP) return TargetState{};
        return writeError(path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        return makeError(ErrorCode::InvalidArgument,
                         "%1 is %2 and cannot be replaced by a picture. Choose another name.", path,
                         kindName(info.st_mode));
    }
    if (replace == Replace::Never) return writeError(path, EEXIST);
    return TargetState{true, static_cast<mode_t>(info.st_mode & 07777)};
}

}  // namespace

Result<Bytes> readFile(const fs::path& path, std::uintmax_t maxBytes) {
    struct stat info {};
    // Looked at before opening, because opening alone can block (pipe) or act (device).
    if (::stat(path.c_str(), &info) != 0) return readError(path, errno);
    if (auto kind = checkReadableKind(path, info); !kind) return kind.error();

    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.isOpen()) return readError(path, errno);
    if (::fstat(file.get(), &info) != 0) return readError(path, errno);
    if (auto kind = checkReadableKind(path, info); !kind) return kind.error();

    const auto size = static_cast<std::uintmax_t>(std::max<off_t>(info.st_size, 0));
    if (size > maxBytes) return tooLarge(path, maxBytes);
    return readAll(file.get(), path, size, maxBytes);
}

Result<void> writeFileAtomically(const fs::path& path, ByteView content, Replace replace) {
    const auto target = inspectTarget(path, replace);
    if (!target) return target.error();
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");

    TemporaryFile temporary;
    int descriptor = -1;
    if (const int code = temporary.create(folder, descriptor)) return writeError(path, code);
    FileDescriptor file(descriptor);
    if (const int code = writeAll(file.get(), content)) return writeError(path, code);
    // A file that replaces another keeps its permissions; where that is not possible the
    // usual ones stay.
    if (target->exists) (void)!::fchmod(file.get(), target->permissions);
    if (const int code = flushToDisk(file.get())) return writeError(path, code);
    if (const int code = file.closeNow()) return writeError(path, code);

    const int code = replace == Replace::Never ? moveWithoutReplacing(temporary.path(), path)
                                               : moveReplacing(temporary.path(), path);
    if (code) return writeError(path, code);
    temporary.released();
    flushFolder(folder);
    return {};
}

fs::path freeName(const fs::path& wanted) {
    const fs::path folder = wanted.parent_path();
    const std::string stem = wanted.stem().string();
    const std::string extension = wanted.extension().string();
    fs::path candidate = wanted;
    for (unsigned number = 2;; ++number) {
        std::error_code ignored;
        // A link that leads nowhere takes its name, too. A folder that cannot be looked
        // into ends the search; writing there tells why.
        const auto type = fs::symlink_status(candidate, ignored).type();
        if (type == fs::file_type::not_found || type == fs::file_type::none) return candidate;
        candidate = folder / (stem + " (" + std::to_string(number) + ")" + extension);
    }
}

}  // namespace heirloom
