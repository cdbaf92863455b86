#include "core/nn/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/base/file_io.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostReadBytes = std::uintmax_t{64} << 20;

Error notReadable(const fs::path& path, int code) {
    Error error = makeError(ErrorCode::NotReadable,
                            "The model file %1 could not be read. Check its permissions and the "
                            "disk, and try again.",
                            path);
    error.detail = std::system_category().message(code);
    return error;
}

Result<FileContent> mapFile(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return notReadable(path, errno);
    struct stat info {};
    if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size <= 0) {
        const int code = errno;
        ::close(descriptor);
        return notReadable(path, code);
    }
    const auto size = static_cast<std::size_t>(info.st_size);
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    const int code = errno;
    ::close(descriptor);  // the mapping keeps the file open
    if (address == MAP_FAILED) return notReadable(path, code);

    FileContent content;
    content.owner = std::shared_ptr<const void>(
        address, [address, size](const void*) { ::munmap(address, size); });
    content.bytes = ByteView(static_cast<const std::uint8_t*>(address), size);
    content.isMapped = true;
    return content;
}

}  // namespace

Result<FileContent> openFileContent(const fs::path& path) {
    std::error_code unknown;
    const std::uintmax_t size = fs::file_size(path, unknown);
    if (!unknown && size > kMostReadBytes && fs::is_regular_file(path, unknown)) {
        return mapFile(path);
    }
    auto bytes = readFile(path, kMostReadBytes);
    if (!bytes) return std::move(bytes).error();
    const auto buffer = std::make_shared<const Bytes>(std::move(bytes).value());
    return FileContent{ByteView(*buffer), buffer, false};
}

void releasePages(ByteView content) {
    // Nobody writes to the mapping, so that nothing is lost with its pages.
    ::madvise(const_cast<std::uint8_t*>(content.data()), content.size(), MADV_DONTNEED);
}

}  // namespace heirloom
