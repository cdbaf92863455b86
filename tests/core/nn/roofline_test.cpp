// The sum of the best times, with a stopwatch of the test's own: this program has
// core/nn/roofline.cpp and no library that could run a convolution.
#include "core/nn/roofline.h"

#include <gtest/gtest.h>

#include <vector>

namespace heirloom {

namespace {

std::vector<ConvolutionShape> g_measured;
constexpr int kRefused = 13;  // channels

}  // namespace

Result<double> bestConvolutionSeconds(const ConvolutionShape& shape, const RuntimeFacts& runtime) {
    g_measured.push_back(shape);
    if (shape.inChannels == kRefused) {
        return makeError(ErrorCode::Unsupported, "No such convolution.");
    }
    return 1.0 * shape.inChannels / runtime.threads;
}

namespace test {
namespace {

ConvolutionShape shapeOf(int inChannels, int outChannels = 8) {
    return {.inChannels = inChannels,
            .outChannels = outChannels,
            .inHeight = 10,
            .inWidth = 20,
            .outHeight = 10,
            .outWidth = 20,
            .kernelHeight = 3,
            .kernelWidth = 3,
            .padTop = 1,
            .padLeft = 1};
}

class IdealSeconds : public testing::Test {
protected:
    IdealSeconds() { g_measured.clear(); }
};

TEST_F(IdealSeconds, AddUpOverAllShapes) {
    RuntimeFacts runtime;
    runtime.threads = 2;
    const std::vector shapes{shapeOf(4), shapeOf(6), shapeOf(4), shapeOf(4)};
    const auto ideal = idealSeconds(shapes, runtime);
    ASSERT_TRUE(ideal) << ideal.error().text();
    EXPECT_DOUBLE_EQ(*ideal, (4 + 6 + 4 + 4) / 2.0);
}

TEST_F(IdealSeconds, MeasureEqualShapesOnce) {
    const std::vector shapes{shapeOf(4), shapeOf(6), shapeOf(4), shapeOf(4, 9), shapeOf(6)};
    ASSERT_TRUE(idealSeconds(shapes, {}));
    EXPECT_EQ(g_measured, (std::vector{shapeOf(4), shapeOf(6), shapeOf(4, 9)}));
}

TEST_F(IdealSeconds, EndWithTheFirstShapeThatCannotBeMeasured) {
    const std::vector shapes{shapeOf(4), shapeOf(kRefused), shapeOf(6)};
    const auto ideal = idealSeconds(shapes, {});
    ASSERT_FALSE(ideal);
    EXPECT_EQ(ideal.error().code, ErrorCode::Unsupported);
    EXPECT_EQ(g_measured.size(), 2u);
}

TEST_F(IdealSeconds, AreNothingForNothing) {
    EXPECT_EQ(*idealSeconds({}, {}), 0.0);
}

TEST(TotalGflop, CountsTwoOperationsForEachWeightAndPixel) {
    const std::vector shapes{shapeOf(4), shapeOf(4)};
    EXPECT_DOUBLE_EQ(totalGflop(shapes), 2 * 2e-9 * 200 * 9 * 4 * 8);
}

TEST(TotalGflop, CountsTheInputsPixelsOfTransposedConvolutions) {
    ConvolutionShape shape = shapeOf(4);
    shape.transposed = true;
    shape.stride = 2;
    shape.outHeight = 21;
    shape.outWidth = 41;
    EXPECT_DOUBLE_EQ(totalGflop(std::vector{shape}), 2e-9 * 200 * 9 * 4 * 8);
}

TEST(TotalGflop, CountsOnlyTheChannelsOfAGroup) {
    ConvolutionShape shape = shapeOf(8, 8);
    shape.groups = 8;
    EXPECT_DOUBLE_EQ(totalGflop(std::vector{shape}), 2e-9 * 200 * 9 * 8);
}

}  // namespace
}  // namespace test
}  // namespace heirloom
