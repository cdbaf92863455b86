// The networks on oneDNN against the same networks on libtorch, for sizes of every kind.
#include <gtest/gtest.h>

#include <cmath>

#include "core/nn/parsenet.h"
#include "core/nn/retinaface.h"
#include "core/nn/roofline.h"
#include "core/nn/rrdbnet.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

constexpr float kTolerance = 1e-3f;

Result<RuntimeFacts> runtimeOf(NetworkLibrary library, Precision precision = Precision::Fp32) {
    return configureRuntime({.device = Device::Cpu, .precision = precision, .library = library});
}

// Declares the facts of both; a build without oneDNN has nothing to compare.
#define HEIRLOOM_NEEDS_BOTH_LIBRARIES(ours, torch)                \
    const auto ours##Found = runtimeOf(NetworkLibrary::OneDnn);   \
    if (!ours##Found) GTEST_SKIP() << ours##Found.error().text(); \
    const RuntimeFacts ours = *ours##Found;                       \
    const RuntimeFacts torch = runtimeOf(NetworkLibrary::Torch).value()

Checkpoint opened(const std::filesystem::path& path) {
    auto checkpoint = Checkpoint::open(path);
    if (!checkpoint) throw std::runtime_error(checkpoint.error().text());
    return std::move(checkpoint).value();
}

Checkpoint small(const std::string& name) {
    return opened(testDataDirectory() / "noise" / name);
}

Planes noise(int height, int width, float lowest, float highest) {
    Planes picture(3, height, width);
    std::uint32_t state = 7;
    for (float& value : picture.values) {
        state = state * 1664525u + 1013904223u;
        value = lowest + (highest - lowest) * static_cast<float>(state >> 8) / (1 << 24);
    }
    return picture;
}

// Rows with some bytes between them, as those of a part of a picture have.
struct RgbNoise {
    RgbNoise(int rows, int columns) : height(rows), width(columns) {
        std::uint32_t state = 7;
        for (std::uint8_t& value : samples) {
            state = state * 1664525u + 1013904223u;
            value = static_cast<std::uint8_t>(state >> 24);
        }
    }
    RgbView view() const { return {samples.data(), height, width, rowBytes}; }

    int height, width;
    std::size_t rowBytes = 3 * static_cast<std::size_t>(width) + 5;
    std::vector<std::uint8_t> samples =
        std::vector<std::uint8_t>(static_cast<std::size_t>(height) * rowBytes);
};

float largestDifference(const Planes& a, const Planes& b) {
    if (a.height != b.height || a.width != b.width || a.channels != b.channels) return INFINITY;
    float largest = 0.0f;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        const float difference = std::abs(a.values[i] - b.values[i]);
        if (!(difference <= largest)) largest = difference;
    }
    return largest;
}

struct Size {
    int height, width;
};

TEST(ParseNetLibraries, AgreeOnEverySize) {
    HEIRLOOM_NEEDS_BOTH_LIBRARIES(ours, torch);
    const Checkpoint file = small("parsenet-32.pth");
    const auto first = ParseNet::create(file, ours);
    const auto second = ParseNet::create(file, torch);
    ASSERT_TRUE(first) << first.error().text();
    ASSERT_TRUE(second) << second.error().text();
    for (const Size size : {Size{32, 32}, {64, 32}, {96, 160}, {512, 256}}) {
        const Planes crop = noise(size.height, size.width, -1.0f, 1.0f);
        const auto a = first->run(crop);
        const auto b = second->run(crop);
        ASSERT_TRUE(a) << a.error().text();
        EXPECT_LE(largestDifference(*a, *b), kTolerance) << size.height << " x " << size.width;
    }
}

TEST(ParseNetLibraries, GiveTheSameAfterAnotherSize) {
    const auto runtime = runtimeOf(NetworkLibrary::Auto);
    const auto network = ParseNet::create(small("parsenet-32.pth"), *runtime);
    ASSERT_TRUE(network) << network.error().text();
    const Planes crop = noise(64, 64, -1.0f, 1.0f);
    const auto before = network->run(crop);
    ASSERT_TRUE(network->run(noise(128, 96, -1.0f, 1.0f)));
    EXPECT_EQ(network->run(crop)->values, before->values);
}

TEST(ParseNetLibraries, RefuseTheSameCrops) {
    HEIRLOOM_NEEDS_BOTH_LIBRARIES(ours, torch);
    const Checkpoint file = small("parsenet-32.pth");
    const auto first = ParseNet::create(file, ours);
    const auto second = ParseNet::create(file, torch);
    ASSERT_TRUE(first && second);
    for (const Planes& crop : {Planes(1, 32, 32), Planes(3, 1, 32), Planes(3, 0, 0)}) {
        const auto a = first->run(crop);
        ASSERT_FALSE(a);
        EXPECT_EQ(a.error().text(), second->run(crop).error().text());
    }
}

class RrdbLibraries : public testing::TestWithParam<int> {};

TEST_P(RrdbLibraries, AgreeOnEverySize) {
    HEIRLOOM_NEEDS_BOTH_LIBRARIES(ours, torch);
    const Checkpoint file = small("rrdb-x" + std::to_string(GetParam()) + ".pth");
    const auto first = RrdbNet::create(file, ours);
    const auto second = RrdbNet::create(file, torch);
    ASSERT_TRUE(first) << first.error().text();
    ASSERT_TRUE(second) << second.error().text();
    EXPECT_EQ(first->scale(), GetParam());
    for (const Size size : {Size{8, 8}, {13, 19}, {64, 50}, {33, 100}}) {
        const Planes picture = noise(size.height, size.width, 0.0f, 1.0f);
        const auto a = first->run(picture);
        const auto b = second->run(picture);
        ASSERT_TRUE(a) << a.error().text();
        EXPECT_LE(largestDifference(*a, *b), kTolerance) << size.height << " x " << size.width;
    }
    EXPECT_EQ(first->run(Planes(3, 7, 9)).error().text(),
              second->run(Planes(3, 7, 9)).error().text());
}

INSTANTIATE_TEST_SUITE_P(EveryScale, RrdbLibraries, testing::Values(1, 2, 4));

TEST(RetinaFaceLibraries, FindTheSameCandidates) {
    HEIRLOOM_NEEDS_SHARED(shared);
    HEIRLOOM_NEEDS_BOTH_LIBRARIES(ours, torch);
    const Checkpoint file = opened(shared / "models/retinaface-mobilenet0.25.pth");
    const auto first = RetinaFaceNetwork::create(file, defaultRetinaFaceAnchors(), ours);
    const auto second = RetinaFaceNetwork::create(file, defaultRetinaFaceAnchors(), torch);
    ASSERT_TRUE(first) << first.error().text();
    ASSERT_TRUE(second) << second.error().text();
    constexpr float kAll = -1.0f;
    for (const Size size : {Size{1, 1}, {31, 33}, {200, 333}, {513, 255}}) {
        const RgbNoise picture(size.height, size.width);
        const auto a = first->run(picture.view(), kAll);
        const auto b = second->run(picture.view(), kAll);
        ASSERT_TRUE(a) << a.error().text();
        ASSERT_EQ(a->size(), b->size());
        for (std::size_t i = 0; i < a->size(); ++i) {
            ASSERT_NEAR((*a)[i].score, (*b)[i].score, kTolerance);
            for (int k = 0; k < 4; ++k) ASSERT_NEAR((*a)[i].box[k], (*b)[i].box[k], 0.05f);
            for (int k = 0; k < 5; ++k) {
                ASSERT_NEAR((*a)[i].landmarks[k][0], (*b)[i].landmarks[k][0], 0.05f);
                ASSERT_NEAR((*a)[i].landmarks[k][1], (*b)[i].landmarks[k][1], 0.05f);
            }
        }
    }
}

TEST(RetinaFaceLibraries, RefuseAModelWithoutAnchors) {
    HEIRLOOM_NEEDS_BOTH_LIBRARIES(ours, torch);
    const Checkpoint file = small("rrdb-x4.pth");
    const auto a = RetinaFaceNetwork::create(file, {}, ours);
    const auto b = RetinaFaceNetwork::create(file, {}, torch);
    ASSERT_FALSE(a || b);
    EXPECT_EQ(a.error().text(), b.error().text());
}

TEST(RetinaFaceLibraries, NameWhatIsMissingInAnotherNetworksFile) {
    HEIRLOOM_NEEDS_BOTH_LIBRARIES(ours, torch);
    const Checkpoint file = small("rrdb-x4.pth");
    const auto a = RetinaFaceNetwork::create(file, defaultRetinaFaceAnchors(), ours);
    const auto b = RetinaFaceNetwork::create(file, defaultRetinaFaceAnchors(), torch);
    ASSERT_FALSE(a || b);
    EXPECT_EQ(a.error().text(), b.error().text());
}

// The arithmetic of bfloat16 keeps 8 bits; what the small network says may shift a little,
// but the classes stay.
TEST(ParseNetPrecisions, AgreeOnAlmostEveryPixel) {
    const auto half = runtimeOf(NetworkLibrary::OneDnn, Precision::Bf16);
    if (!half) GTEST_SKIP() << half.error().text();
    const auto full = runtimeOf(NetworkLibrary::OneDnn);
    const Checkpoint file = small("parsenet-32.pth");
    const auto first = ParseNet::create(file, *half);
    const auto second = ParseNet::create(file, *full);
    ASSERT_TRUE(first && second);
    const Planes crop = noise(128, 128, -1.0f, 1.0f);
    const auto a = ParseNet::labels(*first->run(crop));
    const auto b = ParseNet::labels(*second->run(crop));
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1 : 0;
    EXPECT_GE(static_cast<double>(same) / a.size(), 0.97);
}

TEST(RrdbPrecisions, AgreeWithinAGreyLevelOnAverage) {
    const auto half = runtimeOf(NetworkLibrary::OneDnn, Precision::Bf16);
    if (!half) GTEST_SKIP() << half.error().text();
    const auto full = runtimeOf(NetworkLibrary::OneDnn);
    const Checkpoint file = small("rrdb-x2.pth");
    const auto first = RrdbNet::create(file, *half);
    const auto second = RrdbNet::create(file, *full);
    ASSERT_TRUE(first && second);
    const Planes picture = noise(50, 70, 0.0f, 1.0f);
    const auto a = first->run(picture);
    const auto b = second->run(picture);
    double sum = 0.0;
    for (std::size_t i = 0; i < a->values.size(); ++i) sum += std::abs(a->values[i] - b->values[i]);
    EXPECT_LE(sum / a->values.size(), 1.0 / 255.0);
}

TEST(NetworkShapes, CountTheWorkOfARun) {
    const auto runtime = runtimeOf(NetworkLibrary::OneDnn);
    if (!runtime) GTEST_SKIP() << runtime.error().text();
    const auto parse = ParseNet::create(small("parsenet-32.pth"), *runtime);
    const auto rrdb = RrdbNet::create(small("rrdb-x2.pth"), *runtime);
    ASSERT_TRUE(parse && rrdb);
    const double once = totalGflop(parse->convolutions(64, 64));
    EXPECT_GT(once, 0.0);
    EXPECT_NEAR(totalGflop(parse->convolutions(128, 128)), 4.0 * once, 1e-9);
    // The shapes are those of the picture after it was folded, rounded up.
    EXPECT_EQ(rrdb->convolutions(31, 31), rrdb->convolutions(32, 32));
    EXPECT_EQ(rrdb->convolutions(32, 32).front().inHeight, 16);
    EXPECT_EQ(rrdb->convolutions(32, 32).back().outHeight, 64);
}

}  // namespace
}  // namespace heirloom::test
