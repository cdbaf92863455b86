#include "core/nn/memory_budget.h"

#include <gtest/gtest.h>

#include "core/nn/runtime.h"

namespace heirloom::test {
namespace {

constexpr std::size_t kMegabyte = std::size_t{1} << 20;

TEST(MemoryBudget, IsTheCapWhereThereIsOne) {
    EXPECT_EQ(memoryBudget(50 * kMegabyte, 8000 * kMegabyte), 50 * kMegabyte);
    EXPECT_EQ(memoryBudget(9000 * kMegabyte, 8000 * kMegabyte), 9000 * kMegabyte);
}

TEST(MemoryBudget, LeavesHalfOfWhatIsFreeToOthers) {
    EXPECT_EQ(memoryBudget(0, 8000 * kMegabyte), 4000 * kMegabyte);
    EXPECT_EQ(memoryBudget(0, 600 * kMegabyte), 300 * kMegabyte);
}

TEST(MemoryBudget, StaysAboveWhatTheSmallestTileNeeds) {
    EXPECT_EQ(memoryBudget(0, 10 * kMegabyte), 128 * kMegabyte);
}

TEST(MemoryBudget, IsUsualWhereNobodyTellsWhatIsFree) {
    EXPECT_EQ(memoryBudget(0, 0), 700 * kMegabyte);
}

TEST(MemoryBudget, ComesWithTheRuntime) {
    const auto free = configureRuntime({.device = Device::Cpu});
    ASSERT_TRUE(free);
    EXPECT_GE(free->memoryBytes, 128 * kMegabyte);
    const auto capped = configureRuntime({.device = Device::Cpu, .memoryBytes = 77 * kMegabyte});
    ASSERT_TRUE(capped);
    EXPECT_EQ(capped->memoryBytes, 77 * kMegabyte);
}

}  // namespace
}  // namespace heirloom::test
