// GPEN on oneDNN against the plain formulation on libtorch, in its precisions and thread
// counts.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/nn/gpen_generator.h"
#include "core/nn/precision_check.h"
#include "core/nn/synthetic_gpen.h"
#include "tests/support/model_shapes.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

Result<RuntimeFacts> runtimeOf(NetworkLibrary library, Precision precision = Precision::Fp32,
                               int threads = 2) {
    return configureRuntime(
        {.device = Device::Cpu, .precision = precision, .threads = threads, .library = library});
}

Planes noise(int size, std::uint32_t state = 1) {
    Planes picture(3, size, size);
    for (float& value : picture.values) {
        state = state * 1664525u + 1013904223u;
        value = static_cast<float>(state >> 8) / (1 << 23) - 1.0f;
    }
    return picture;
}

// Numbers as a trained model has them: weights around 0, modulations around 1.
Checkpoint madeOf(const GpenConfiguration& configuration, float rgbScale = 0.3f) {
    std::map<std::string, FloatTensor> tensors;
    std::uint32_t state = 5;
    for (const auto& [name, shape] : gpenShapes(configuration)) {
        std::size_t count = 1;
        for (const std::int64_t side : shape) count *= static_cast<std::size_t>(side);
        FloatTensor tensor{shape, std::vector<float>(count)};
        for (float& value : tensor.values) {
            state = state * 1664525u + 1013904223u;
            value = static_cast<float>(state >> 8) / (1 << 23) - 1.0f;
            if (name.ends_with("modulation.bias")) value = 1.0f + 0.1f * value;
            if (name.ends_with("activate.bias")) value *= 0.1f;
            if (name.ends_with("to_rgb1.conv.weight") || name.find("to_rgbs") != name.npos) {
                value *= rgbScale;
            }
        }
        tensors[name] = std::move(tensor);
    }
    return Checkpoint::fromTensors("made up", std::move(tensors)).value();
}

Planes resultOf(const Checkpoint& checkpoint, const RuntimeFacts& runtime, const Planes& crop) {
    auto generator = GpenGenerator::create(checkpoint, runtime);
    EXPECT_TRUE(generator) << generator.error().text();
    if (!generator) return {};
    auto result = generator->run(crop);
    EXPECT_TRUE(result) << result.error().text() << result.error().detail;
    return result ? std::move(*result) : Planes();
}

struct Difference {
    double largest = 0.0;
    double mean = 0.0;
    double psnr = 0.0;  // of pictures from -1 to 1
};

Difference difference(const Planes& a, const Planes& b) {
    Difference found;
    if (a.values.size() != b.values.size() || a.values.empty()) return {INFINITY, INFINITY, 0.0};
    double squares = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        const double d =
            std::abs(std::clamp(a.values[i], -1.0f, 1.0f) - std::clamp(b.values[i], -1.0f, 1.0f));
        // Not a number stays in the sums.
        found.largest = d <= found.largest ? found.largest : d;
        found.mean += d;
        squares += d * d;
    }
    const auto count = static_cast<double>(a.values.size());
    found.mean /= count;
    found.psnr = 10.0 * std::log10(4.0 * count / std::max(squares, 1e-12));
    return found;
}

struct Case {
    const char* name;
    GpenConfiguration configuration;
};

// Maps that are written past the caches, and levels that run in bands.
const GpenConfiguration kLarge{
    .size = 512, .styleDimension = 64, .mappingLayers = 2, .channelMultiplier = 2, .narrow = 0.5};

class GpenEngine : public testing::TestWithParam<Case> {};

TEST_P(GpenEngine, MatchesLibtorch) {
    const auto ours = runtimeOf(NetworkLibrary::OneDnn);
    if (!ours) GTEST_SKIP() << ours.error().text();
    const auto torch = runtimeOf(NetworkLibrary::Torch);
    ASSERT_TRUE(torch);
    const Checkpoint checkpoint = madeOf(GetParam().configuration);
    const Planes crop = noise(GetParam().configuration.size);
    const Planes first = resultOf(checkpoint, *ours, crop);
    EXPECT_LE(difference(first, resultOf(checkpoint, *torch, crop)).largest, 1e-3);
    double spread = 0.0;
    for (const float value : first.values) spread += std::abs(value) / first.values.size();
    EXPECT_GT(spread, 0.01) << "the comparison would say nothing";
}

TEST_P(GpenEngine, StaysCloseInBFloat16) {
    const auto half = runtimeOf(NetworkLibrary::OneDnn, Precision::Bf16);
    if (!half) GTEST_SKIP() << half.error().text();
    const auto full = runtimeOf(NetworkLibrary::OneDnn);
    const Checkpoint checkpoint = madeOf(GetParam().configuration);
    const Planes crop = noise(GetParam().configuration.size);
    const Difference found =
        difference(resultOf(checkpoint, *half, crop), resultOf(checkpoint, *full, crop));
    EXPECT_LE(found.mean, 2.0 / 255);
    EXPECT_GE(found.psnr, 40.0);
    EXPECT_GT(found.largest, 0.0) << "this was not computed in bfloat16";
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, GpenEngine,
    testing::Values(
        // Channels that fill no block of 16, channels that fill half a tile, and whole ones.
        Case{"Odd",
             {.size = 64,
              .styleDimension = 24,
              .mappingLayers = 2,
              .channelMultiplier = 1,
              .narrow = 0.03}},
        Case{"Narrow",
             {.size = 256,
              .styleDimension = 64,
              .mappingLayers = 2,
              .channelMultiplier = 1,
              .narrow = 0.125}},
        Case{"Large", kLarge},
        // Bands with half a tile of channels.
        Case{"Fine",
             {.size = 1024,
              .styleDimension = 64,
              .mappingLayers = 2,
              .channelMultiplier = 2,
              .narrow = 0.25}},
        Case{"InputSkip",
             {.size = 128,
              .styleDimension = 64,
              .mappingLayers = 3,
              .channelMultiplier = 1,
              .narrow = 0.25,
              .inputSkip = true}},
        Case{"Smallest",
             {.size = 16,
              .styleDimension = 32,
              .mappingLayers = 1,
              .channelMultiplier = 2,
              .narrow = 0.25}}),
    [](const auto& info) { return info.param.name; });

TEST(GpenEngineRuns, DoNotDependOnTheNumberOfThreads) {
    const auto one = runtimeOf(NetworkLibrary::OneDnn, Precision::Fp32, 1);
    if (!one) GTEST_SKIP() << one.error().text();
    const Checkpoint checkpoint = syntheticGpen(256, 3).value();
    const Planes crop = noise(256);
    const Planes expected = resultOf(checkpoint, *one, crop);
    for (const int threads : {2, 3}) {
        const auto several = runtimeOf(NetworkLibrary::OneDnn, Precision::Fp32, threads);
        EXPECT_LE(difference(expected, resultOf(checkpoint, *several, crop)).largest, 1e-4)
            << threads;
    }
}

TEST(GpenEngineRuns, InBandsDoNotDependOnTheThreadsNorOnTheRunBefore) {
    const auto one = runtimeOf(NetworkLibrary::OneDnn, Precision::Bf16, 1);
    if (!one) GTEST_SKIP() << one.error().text();
    const Checkpoint checkpoint = madeOf(kLarge);
    const Planes crop = noise(kLarge.size);
    const Planes expected = resultOf(checkpoint, *one, crop);
    for (const int threads : {2, 5}) {
        const auto several = runtimeOf(NetworkLibrary::OneDnn, Precision::Bf16, threads);
        auto generator = GpenGenerator::create(checkpoint, *several);
        ASSERT_TRUE(generator);
        ASSERT_TRUE(generator->run(noise(kLarge.size, 99)));
        EXPECT_EQ(generator->run(crop).value().values, expected.values) << threads;
    }
}

TEST(GpenEngineRuns, GiveTheSameNumbersAgainAndNoneOfTheRunBefore) {
    for (const Precision precision : {Precision::Fp32, Precision::Bf16}) {
        const auto runtime = runtimeOf(NetworkLibrary::OneDnn, precision);
        if (!runtime) continue;
        const Checkpoint checkpoint = syntheticGpen(256, 3).value();
        auto generator = GpenGenerator::create(checkpoint, *runtime);
        ASSERT_TRUE(generator);
        const Planes first = generator->run(noise(256)).value();
        const Planes other = generator->run(noise(256, 99)).value();
        const Planes again = generator->run(noise(256)).value();
        EXPECT_EQ(first.values, again.values);
        EXPECT_NE(first.values, other.values);
    }
}

TEST(GpenEngineRuns, KeepASeededModelOfOfficialShapeInBFloat16) {
    const auto half = runtimeOf(NetworkLibrary::OneDnn, Precision::Bf16);
    if (!half) GTEST_SKIP() << half.error().text();
    const Checkpoint checkpoint = syntheticGpen(256, 1).value();
    const auto full = runtimeOf(NetworkLibrary::OneDnn);
    const Difference found = difference(resultOf(checkpoint, *half, noise(256)),
                                        resultOf(checkpoint, *full, noise(256)));
    EXPECT_LE(found.mean, 2.0 / 255);
    EXPECT_GE(found.psnr, 45.0);
    const auto isClose = isCloseInBFloat16(checkpoint, *full);
    ASSERT_TRUE(isClose) << isClose.error().text();
    EXPECT_TRUE(*isClose);
}

// What CUDA devices run; here on the processor, where it is slow but the same.
TEST(GpenOnLibtorch, StaysCloseInBFloat16) {
    const auto half = runtimeOf(NetworkLibrary::Torch, Precision::Bf16);
    if (!half) GTEST_SKIP() << half.error().text();
    EXPECT_EQ(half->precisionName(), "bf16");
    const auto full = runtimeOf(NetworkLibrary::Torch);
    const GpenConfiguration configuration{.size = 64,
                                          .styleDimension = 64,
                                          .mappingLayers = 2,
                                          .channelMultiplier = 1,
                                          .narrow = 0.25,
                                          .inputSkip = true};
    const Checkpoint checkpoint = madeOf(configuration);
    const Planes crop = noise(configuration.size);
    const Difference found =
        difference(resultOf(checkpoint, *half, crop), resultOf(checkpoint, *full, crop));
    EXPECT_LE(found.mean, 2.0 / 255);
    EXPECT_GE(found.psnr, 40.0);
    EXPECT_GT(found.largest, 0.0) << "this was not computed in bfloat16";
}

TEST(GpenOnLibtorch, SaysWhereItCannotComputeInHalf) {
    const auto half = runtimeOf(NetworkLibrary::Torch, Precision::Fp16);
    if (half) GTEST_SKIP() << "this libtorch computes in fp16 on the processor";
    EXPECT_EQ(half.error().text(), "The precision fp16 needs a CUDA device; choose fp32 or bf16.");
}

TEST(PrecisionCheck, RefusesNumbersThatAreNotFinite) {
    const auto full = runtimeOf(NetworkLibrary::OneDnn);
    if (!full || !runtimeOf(NetworkLibrary::OneDnn, Precision::Bf16)) GTEST_SKIP();
    const GpenConfiguration configuration{.size = 32,
                                          .styleDimension = 32,
                                          .mappingLayers = 1,
                                          .channelMultiplier = 1,
                                          .narrow = 0.25};
    const Checkpoint checkpoint = madeOf(configuration, 1e38f);
    const auto isClose = isCloseInBFloat16(checkpoint, *full);
    ASSERT_TRUE(isClose) << isClose.error().text();
    EXPECT_FALSE(*isClose);
}

}  // namespace
}  // namespace heirloom::test
