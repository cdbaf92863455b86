// libFuzzer's entry; HEIRLOOM_FUZZ_TARGET names the function that is to be run.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    heirloom::fuzz::HEIRLOOM_FUZZ_TARGET({data, size});
    return 0;
}
