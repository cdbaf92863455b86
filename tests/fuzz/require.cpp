#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.h"

namespace heirloom::fuzz {

void require(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

}  // namespace heirloom::fuzz
