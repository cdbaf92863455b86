// Networks when allocations fail: a limit on the address space makes mmap() and malloc() do so.
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "core/nn/gpen_generator.h"
#include "core/nn/rrdbnet.h"
#include "core/nn/synthetic_gpen.h"
#include "tests/support/model_shapes.h"

namespace heirloom::test {
namespace {

constexpr std::size_t kMegabyte = std::size_t{1} << 20;

std::size_t addressSpaceInUse() {
    std::ifstream status("/proc/self/statm");
    std::size_t pages = 0;
    status >> pages;
    return pages * 4096;
}

// While it lives, the process can take so much more and no more.
class ShortMemory {
public:
    explicit ShortMemory(std::size_t left) {
        getrlimit(RLIMIT_AS, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = addressSpaceInUse() + left;
        setrlimit(RLIMIT_AS, &limit);
    }
    ~ShortMemory() { setrlimit(RLIMIT_AS, &m_before); }
    ShortMemory(const ShortMemory&) = delete;
    ShortMemory& operator=(const ShortMemory&) = delete;

private:
    rlimit m_before{};
};

Planes grey(int side) {
    Planes picture(3, side, side);
    for (float& value : picture.values) value = 0.5f;
    return picture;
}

RuntimeFacts runtime() {
    return configureRuntime({.device = Device::Cpu, .precision = Precision::Fp32, .threads = 2})
        .value();
}

TEST(ShortMemory, IsAnErrorOfLoadingAndGone) {
    constexpr int kSize = 256;
    const auto checkpoint = syntheticGpen(kSize, 1);
    ASSERT_TRUE(checkpoint);
    std::vector<float> expected;
    {
        // The threads exist after this.
        auto network = GpenGenerator::create(*checkpoint, runtime());
        ASSERT_TRUE(network);
        expected = network->run(grey(kSize))->values;
    }
    {
        const ShortMemory limit(32 * kMegabyte);
        auto network = GpenGenerator::create(*checkpoint, runtime());
        ASSERT_FALSE(network);
        EXPECT_EQ(network.error().code, ErrorCode::OutOfMemory);
    }
    auto network = GpenGenerator::create(*checkpoint, runtime());
    ASSERT_TRUE(network) << network.error().text();
    EXPECT_EQ(network->run(grey(kSize))->values, expected);
}

Checkpoint backgroundModel() {
    std::map<std::string, FloatTensor> tensors;
    std::uint32_t state = 3;
    for (const auto& [name, shape] : rrdbShapes(2, 64, 2, 32)) {
        std::size_t count = 1;
        for (const std::int64_t side : shape) count *= static_cast<std::size_t>(side);
        FloatTensor tensor{shape, std::vector<float>(count)};
        for (float& value : tensor.values) {
            state = state * 1664525u + 1013904223u;
            value = 0.05f * (static_cast<float>(state >> 8) / (1 << 23) - 1.0f);
        }
        tensors[name] = std::move(tensor);
    }
    return Checkpoint::fromTensors("background", std::move(tensors)).value();
}

TEST(ShortMemory, FailsATileAndLeavesTheNetworkUsable) {
    const Checkpoint checkpoint = backgroundModel();
    auto network = RrdbNet::create(checkpoint, runtime());
    auto fresh = RrdbNet::create(checkpoint, runtime());
    ASSERT_TRUE(network && fresh);
    const Planes tile = grey(256);
    // oneDNN keeps the code that it makes for this; making it, oneDNN 2.6 crashes without memory.
    ASSERT_TRUE(fresh->run(tile));
    // At every point of getting ready for a tile, one after the other.
    int failures = 0;
    for (std::size_t left = 0; left < 160 * kMegabyte; left += 8 * kMegabyte) {
        const ShortMemory limit(left);
        auto out = network->run(tile);
        if (out) break;
        EXPECT_EQ(out.error().code, ErrorCode::OutOfMemory) << out.error().detail;
        ++failures;
    }
    EXPECT_GT(failures, 0);
    const auto expected = fresh->run(grey(96));
    const auto actual = network->run(grey(96));
    ASSERT_TRUE(expected && actual);
    EXPECT_EQ(actual->values, expected->values);
}

}  // namespace
}  // namespace heirloom::test
