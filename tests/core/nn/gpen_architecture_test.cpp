// What the shapes of a checkpoint tell about GPEN, and the synthetic models in the official
// shapes.
#include "core/nn/gpen_architecture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/nn/roofline.h"
#include "core/nn/synthetic_gpen.h"
#include "tests/support/model_shapes.h"

namespace heirloom::test {
namespace {

// What is known of the published models; sources in gpen.md.
struct Official {
    int size;
    GpenConfiguration configuration;
    double gflop;
    double millionParameters;  // without the fixed blurs
};

const Official kOfficial[] = {
    {256, {.size = 256, .channelMultiplier = 1, .narrow = 0.5}, 17.1, 18.9},
    {512, {.size = 512}, 274, 71.0},
    {1024, {.size = 1024}, 342, 71.2},
    {2048, {.size = 2048}, 411, 71.3},
};

class OfficialGpen : public testing::TestWithParam<Official> {};

TEST_P(OfficialGpen, NeedsTheKnownArithmetic) {
    const auto checkpoint = syntheticGpen(GetParam().size, 7);
    ASSERT_TRUE(checkpoint) << checkpoint.error().text();
    const auto architecture = readGpenArchitecture(*checkpoint);
    ASSERT_TRUE(architecture) << architecture.error().text();
    EXPECT_EQ(architecture->size(), GetParam().size);
    EXPECT_EQ(architecture->styleDimension, 512);
    EXPECT_EQ(architecture->mappingLayers, 8);
    EXPECT_NEAR(totalGflop(architecture->convolutions()), GetParam().gflop,
                0.01 * GetParam().gflop);
}

TEST_P(OfficialGpen, HasASyntheticTwinWithEveryTensor) {
    const auto checkpoint = syntheticGpen(GetParam().size, 7);
    ASSERT_TRUE(checkpoint) << checkpoint.error().text();
    TensorShapes shapes;
    double parameters = 0;
    for (const auto& [name, tensor] : checkpoint->tensors()) {
        shapes[name] = tensor.shape;
        if (!name.ends_with(".kernel")) parameters += static_cast<double>(tensor.elementCount());
    }
    EXPECT_EQ(shapes, gpenShapes(GetParam().configuration));
    EXPECT_NEAR(parameters / 1e6, GetParam().millionParameters, 0.05);
}

INSTANTIATE_TEST_SUITE_P(EverySize, OfficialGpen, testing::ValuesIn(kOfficial),
                         [](const auto& info) { return std::to_string(info.param.size); });

std::vector<float> valuesOf(const Checkpoint& checkpoint, const std::string& name) {
    const CheckpointTensor* tensor = checkpoint.find(name);
    return tensor != nullptr ? tensor->toFloat() : std::vector<float>();
}

double meanOf(const std::vector<float>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// The mean of this power of the distance to the mean.
double moment(const std::vector<float>& values, int power) {
    const double mean = meanOf(values);
    double sum = 0;
    for (const float value : values) sum += std::pow(value - mean, power);
    return sum / static_cast<double>(values.size());
}

TEST(SyntheticGpen, GivesTheSameWeightsForTheSameSeedOnly) {
    const std::string name = "generator.convs.3.conv.weight";
    const auto first = syntheticGpen(256, 1), again = syntheticGpen(256, 1),
               other = syntheticGpen(256, 2);
    ASSERT_TRUE(first && again && other);
    for (const auto& [tensor, ignored] : first->tensors()) {
        ASSERT_EQ(valuesOf(*first, tensor), valuesOf(*again, tensor)) << tensor;
    }
    EXPECT_NE(valuesOf(*first, name), valuesOf(*other, name));
    EXPECT_NE(valuesOf(*first, name), valuesOf(*first, "generator.convs.5.conv.weight"));
}

TEST(SyntheticGpen, SpreadsWeightsNearlyNormally) {
    const auto checkpoint = syntheticGpen(256, 1);
    ASSERT_TRUE(checkpoint);
    const auto weights = valuesOf(*checkpoint, "generator.convs.1.conv.weight");
    ASSERT_GT(weights.size(), 1'000'000u);
    EXPECT_NEAR(meanOf(weights), 0.0, 0.005);
    EXPECT_NEAR(moment(weights, 2), 1.0, 0.01);
    // 3 for a normal distribution, 2.7 for the sum of four even numbers, 1.8 for one.
    EXPECT_NEAR(moment(weights, 4), 2.7, 0.05);
}

TEST(SyntheticGpen, MixesTheEncodersFeaturesIn) {
    const auto checkpoint = syntheticGpen(256, 1);
    ASSERT_TRUE(checkpoint);
    for (const auto& [name, ignored] : checkpoint->tensors()) {
        if (!name.ends_with(".noise.weight")) continue;
        EXPECT_GT(valuesOf(*checkpoint, name).at(0), 0.05f) << name;
    }
}

TEST(SyntheticGpen, IsMadeInTheOfficialSizesOnly) {
    for (const int size : {-512, 0, 128, 300, 4096}) {
        const auto made = syntheticGpen(size, 1);
        ASSERT_FALSE(made) << size;
        EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
    }
}

TEST(SyntheticSpec, NamesASize) {
    for (const int size : {256, 512, 1024, 2048}) {
        const auto parsed = parseSyntheticSpec("synthetic:" + std::to_string(size));
        ASSERT_TRUE(parsed);
        EXPECT_EQ(*parsed, size);
    }
}

TEST(SyntheticSpec, LeavesOrdinaryNamesAlone) {
    for (const char* name : {"", "auto", "GPEN-BFR-512", "synthetic", "synthetic.pth", "512"}) {
        const auto parsed = parseSyntheticSpec(name);
        ASSERT_TRUE(parsed) << name;
        EXPECT_FALSE(parsed->has_value()) << name;
    }
}

TEST(SyntheticSpec, RefusesOtherSizesWithASentence) {
    for (const char* spec : {"synthetic:", "synthetic:500", "synthetic:512x", "synthetic:-512",
                             "synthetic: 512", "synthetic:99999999999"}) {
        const auto parsed = parseSyntheticSpec(spec);
        ASSERT_FALSE(parsed) << spec;
        EXPECT_EQ(parsed.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(parsed.error().text().find("2048"), std::string::npos);
    }
}

}  // namespace
}  // namespace heirloom::test
