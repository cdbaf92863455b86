#include "core/nn/allocator.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace heirloom::nn {

void keepFreedPages() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 256 << 20);
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
#endif
}

}  // namespace heirloom::nn
