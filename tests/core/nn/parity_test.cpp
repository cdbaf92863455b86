// The networks against outputs of the reference implementation on seeded weights and
// noise (tests/data/noise).
#include <gtest/gtest.h>

#include <cmath>

#include "core/nn/gpen_generator.h"
#include "core/nn/parsenet.h"
#include "core/nn/rrdbnet.h"
#include "tests/support/npy.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

constexpr float kTolerance = 1e-3f;

RuntimeFacts runtime() {
    auto facts = configureRuntime({.device = Device::Cpu, .precision = Precision::Fp32});
    return facts ? *facts : RuntimeFacts{};
}

Checkpoint checkpoint(const std::string& name) {
    auto opened = Checkpoint::open(testDataDirectory() / "noise" / name);
    if (!opened) throw std::runtime_error(opened.error().text());
    return std::move(opened).value();
}

Planes noise(const std::string& name) {
    return readPlanes(testDataDirectory() / "noise" / (name + ".npy"));
}

float largestDifference(const Planes& a, const Planes& b) {
    if (a.values.size() != b.values.size()) return INFINITY;
    float largest = 0.0f;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        const float difference = std::abs(a.values[i] - b.values[i]);
        if (!(difference <= largest)) largest = difference;
    }
    return largest;
}

class GpenParity : public testing::TestWithParam<const char*> {};

TEST_P(GpenParity, MatchesTheReferenceOnNoise) {
    auto generator = GpenGenerator::create(checkpoint(GetParam()), runtime());
    ASSERT_TRUE(generator) << generator.error().text();
    EXPECT_EQ(generator->size(), 32);
    auto output = generator->run(noise("gpen-32.input"));
    ASSERT_TRUE(output) << output.error().text();
    EXPECT_LE(largestDifference(*output, noise("gpen-32.output")), kTolerance);
}

INSTANTIATE_TEST_SUITE_P(EveryFileForm, GpenParity,
                         testing::Values("gpen-32.pth", "gpen-32.legacy.pth", "gpen-32.g_ema.pth"));

class RrdbParity : public testing::TestWithParam<int> {};

TEST_P(RrdbParity, MatchesTheReferenceOnNoise) {
    const std::string name = "rrdb-x" + std::to_string(GetParam());
    auto network = RrdbNet::create(checkpoint(name + ".pth"), runtime());
    ASSERT_TRUE(network) << network.error().text();
    EXPECT_EQ(network->scale(), GetParam());
    auto output = network->run(noise(name + ".input"));
    ASSERT_TRUE(output) << output.error().text();
    EXPECT_LE(largestDifference(*output, noise(name + ".output")), kTolerance);
}

INSTANTIATE_TEST_SUITE_P(EveryScale, RrdbParity, testing::Values(1, 2, 4));

TEST(RrdbNet, KeepsSizesThatTheUnshuffleDoesNotDivide) {
    auto network = RrdbNet::create(checkpoint("rrdb-x1.pth"), runtime());
    ASSERT_TRUE(network);
    Planes odd(3, 13, 19);
    auto output = network->run(odd);
    ASSERT_TRUE(output) << output.error().text();
    EXPECT_EQ(output->height, 13);
    EXPECT_EQ(output->width, 19);
}

TEST(ParseNet, MatchesTheReferenceOnNoise) {
    auto network = ParseNet::create(checkpoint("parsenet-32.pth"), runtime());
    ASSERT_TRUE(network) << network.error().text();
    auto logits = network->run(noise("parsenet-32.input"));
    ASSERT_TRUE(logits) << logits.error().text();
    const Planes expected = noise("parsenet-32.output");
    EXPECT_LE(largestDifference(*logits, expected), kTolerance);
    EXPECT_EQ(ParseNet::labels(*logits), ParseNet::labels(expected));
}

TEST(GpenGenerator, RefusesACropOfAnotherSize) {
    auto generator = GpenGenerator::create(checkpoint("gpen-32.pth"), runtime());
    ASSERT_TRUE(generator);
    EXPECT_FALSE(generator->run(Planes(3, 16, 16)));
    EXPECT_FALSE(generator->run(Planes(1, 32, 32)));
}

TEST(GpenGenerator, NamesWhatIsMissingInAnotherNetworksFile) {
    auto generator = GpenGenerator::create(checkpoint("rrdb-x4.pth"), runtime());
    ASSERT_FALSE(generator);
    EXPECT_NE(generator.error().text().find("rrdb-x4.pth"), std::string::npos);
}

TEST(GpenGenerator, GivesTheSameNumbersTwice) {
    auto generator = GpenGenerator::create(checkpoint("gpen-32.pth"), runtime());
    ASSERT_TRUE(generator);
    const Planes input = noise("gpen-32.input");
    EXPECT_EQ(generator->run(input)->values, generator->run(input)->values);
}

}  // namespace
}  // namespace heirloom::test
