#include "core/nn/checkpoint.h"
#include "tests/fuzz/targets.h"

namespace heirloom::fuzz {

namespace {

constexpr std::int64_t kMostElements = 1 << 20;  // strides of nought make big ones for free

}  // namespace

void runCheckpoint(ByteView input) {
    const auto checkpoint = Checkpoint::parse(Bytes(input.begin(), input.end()), "fuzz.pth");
    if (!checkpoint) {
        require(!checkpoint.error().text().empty(), "an error has a text");
        return;
    }
    for (const auto& [name, tensor] : checkpoint->tensors()) {
        const std::int64_t count = tensor.elementCount();
        require(count >= 0, "a tensor has a size");
        if (count > kMostElements) continue;
        require(tensor.toFloat().size() == static_cast<std::size_t>(count),
                "all elements are read");
    }
}

}  // namespace heirloom::fuzz
