#include "tests/ui/batch/full_disk.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace {
std::atomic<bool> g_diskFull{false};
}

// Replaces the C library's write() in this program.
extern "C" ssize_t write(int descriptor, const void* data, std::size_t size) {
    struct stat facts;
    if (g_diskFull && fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode)) {
        errno = ENOSPC;
        return -1;
    }
    return syscall(SYS_write, descriptor, data, size);
}

namespace heirloom::ui::test {

void setDiskFull(bool full) {
    g_diskFull = full;
}

}  // namespace heirloom::ui::test
