// Preloaded into a program under test: every write to a regular file fails as on a full
// disk once the file has grown past a few bytes.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

ssize_t write(int descriptor, const void* data, size_t length) {
    static ssize_t (*next)(int, const void*, size_t);
    struct stat facts;
    if (!next) next = (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
    if (descriptor > 2 && fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode)) {
        if (facts.st_size >= 100) {
            errno = ENOSPC;
            return -1;
        }
        if (length > 100) length = 100;
    }
    return next(descriptor, data, length);
}
