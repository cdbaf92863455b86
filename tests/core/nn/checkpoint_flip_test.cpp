// Flipped bits in a checkpoint give an error or other numbers, never a crash or a hang.
// Meant for the sanitizers, quick enough without them.
#include <gtest/gtest.h>

#include <random>

#include "core/nn/checkpoint.h"
#include "tests/support/checkpoint_builder.h"

namespace heirloom {
namespace {

constexpr int kRounds = 200;

void readFlipped(const Bytes& sound, unsigned seed, int flips) {
    std::mt19937 random(seed);
    for (int round = 0; round < kRounds; ++round) {
        Bytes file = sound;
        for (int i = 0; i < flips; ++i) {
            file[random() % file.size()] ^= static_cast<std::uint8_t>(1u << random() % 8);
        }
        const auto checkpoint = Checkpoint::parse(std::move(file), "flipped.pth");
        if (!checkpoint) continue;
        for (const auto& [name, tensor] : checkpoint->tensors()) {
            EXPECT_EQ(tensor.toFloat().size(), static_cast<std::size_t>(tensor.elementCount()));
        }
    }
}

test::CheckpointBuilder smallCheckpoint() {
    test::CheckpointBuilder builder;
    builder.add("a.weight", {3, 2}).add("a.bias", {3}).add("b.weight", {2, 2, 1, 1}).wrap("g_ema");
    builder.addRaw("half", ScalarType::Float16, {2, 2}, {1, 2}, 1, Bytes(10, 0x3c)).parameters();
    return builder;
}

TEST(CheckpointFlipTest, SurvivesFlippedBitsInZipFiles) {
    readFlipped(smallCheckpoint().zip(), 1, 1);
    readFlipped(smallCheckpoint().zip(), 2, 20);
}

TEST(CheckpointFlipTest, SurvivesFlippedBitsInLegacyFiles) {
    readFlipped(smallCheckpoint().legacy(), 3, 1);
    readFlipped(smallCheckpoint().legacy(), 4, 20);
}

}  // namespace
}  // namespace heirloom
