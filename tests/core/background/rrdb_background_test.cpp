#include "core/background/rrdb_background.h"

#include <gtest/gtest.h>

#include <cmath>

#include <opencv2/core.hpp>

#include "core/background/background_choice.h"
#include "core/image/pixel_access.h"
#include "tests/support/fakes.h"
#include "tests/support/model_shapes.h"

namespace heirloom::test {
namespace {

constexpr int kFullDepth = 23;

RuntimeFacts runtime() {
    auto facts = configureRuntime({.device = Device::Cpu, .precision = Precision::Fp32});
    return facts ? *facts : RuntimeFacts{};
}

// Weights of full gain: each convolution keeps the size of its numbers, so that what lies
// far away counts as much as it can. outputGain and outputBias belong to the last layer.
Checkpoint seededCheckpoint(int scale, int features, double outputGain = 1.0,
                            const cv::Vec3f& outputBias = {}) {
    CheckpointBuilder builder;
    cv::RNG random(11);
    for (const auto& [name, shape] : rrdbShapes(scale, features, kFullDepth, features)) {
        std::int64_t count = 1;
        for (const std::int64_t length : shape) count *= length;
        std::vector<float> values(count);
        const bool isLast = name.rfind("conv_last", 0) == 0;
        if (shape.size() == 4) {
            const double gain = std::sqrt(2.0 / (1.04 * shape[1] * 9.0));
            for (float& value : values) {
                value = static_cast<float>(random.gaussian(gain) * (isLast ? outputGain : 1.0));
            }
        } else if (isLast) {
            values = {outputBias[0], outputBias[1], outputBias[2]};
        }
        builder.add(name, shape, values);
    }
    return *Checkpoint::parse(builder.zip(), "seeded.pth");
}

// The same, scaled so that the output spreads over the grey levels like a picture.
Checkpoint pictureLikeCheckpoint(int scale, int features, const cv::Mat& picture) {
    const Checkpoint raw = seededCheckpoint(scale, features);
    auto network = RrdbNet::create(raw, runtime());
    Planes small(3, 32, 32);
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < 32; ++y) {
            for (int x = 0; x < 32; ++x) {
                small.plane(c)[y * 32 + x] = picture.at<cv::Vec3f>(y, x)[c];
            }
        }
    }
    Planes out = *network->run(small);
    cv::Vec3f bias;
    double deviation = 0.0;
    for (int c = 0; c < 3; ++c) {
        const cv::Mat plane(out.height, out.width, CV_32FC1, out.plane(c));
        cv::Scalar mean, spread;
        cv::meanStdDev(plane, mean, spread);
        bias[c] = static_cast<float>(mean[0]);
        deviation = std::max(deviation, spread[0]);
    }
    const double gain = 0.3 / deviation;
    for (int c = 0; c < 3; ++c) bias[c] = static_cast<float>(0.5 - bias[c] * gain);
    return seededCheckpoint(scale, features, gain, bias);
}

// memoryBytes: for a tile; 0: as much as it likes.
RrdbBackground background(const Checkpoint& checkpoint, std::size_t memoryBytes) {
    RuntimeFacts facts = runtime();
    facts.memoryBytes = memoryBytes;
    return {RrdbNet::create(checkpoint, facts).value(), checkpoint, facts, "seeded"};
}

cv::Mat testPicture(int width, int height) {
    const Photo photo = syntheticPhoto(width, height);
    return colourFloat(photo.pixels, photo.layout);
}

class Seams : public testing::TestWithParam<int> {};

TEST_P(Seams, TilesEqualTheWholePictureWithinOneGreyLevel) {
    const int scale = GetParam();
    const int fold = 4 / scale;
    constexpr int kFeatures = 8;
    // Two tiles side by side, sides that the folding does not divide.
    const cv::Mat picture = testPicture(130 * fold + 1, 44 * fold - 1);
    const Checkpoint checkpoint = pictureLikeCheckpoint(scale, kFeatures, picture);
    RrdbBackground whole = background(checkpoint, std::size_t{1} << 40);
    RrdbBackground tiled = background(checkpoint, std::size_t{34} << 20);
    EXPECT_GE(tiled.padding(), 32);
    EXPECT_LT(tiled.tileSide(), 130 * fold);
    EXPECT_GE(whole.tileSide(), picture.cols);
    auto expected = whole.restore(picture, {});
    auto actual = tiled.restore(picture, {});
    ASSERT_TRUE(expected && actual);
    EXPECT_EQ(actual->size(), picture.size() * scale);
    EXPECT_LE(cv::norm(*expected, *actual, cv::NORM_INF) * 255.0, 1.0);
    cv::Scalar mean, spread;
    cv::meanStdDev(*expected, mean, spread);
    EXPECT_GT(spread[0], 0.03);  // the comparison is of pictures, not of black
}

INSTANTIATE_TEST_SUITE_P(EveryScale, Seams, testing::Values(1, 2, 4));

TEST(RrdbBackground, TakesPicturesSmallerThanTheNetworkDoes) {
    const Checkpoint checkpoint = seededCheckpoint(2, 4);
    RrdbBackground network = background(checkpoint, 0);
    auto out = network.restore(testPicture(3, 5), {});
    ASSERT_TRUE(out) << out.error().text();
    EXPECT_EQ(out->size(), cv::Size(6, 10));
}

TEST(RrdbBackground, TakesTheCapOfTheRuntime) {
    auto facts = configureRuntime({.device = Device::Cpu, .memoryBytes = std::size_t{60} << 20});
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->memoryBytes, std::size_t{60} << 20);
    const Checkpoint checkpoint = seededCheckpoint(4, 8);
    const RrdbBackground capped(RrdbNet::create(checkpoint, *facts).value(), checkpoint, *facts,
                                "seeded");
    EXPECT_EQ(capped.tileSide(), background(checkpoint, std::size_t{60} << 20).tileSide());
    EXPECT_LT(capped.tileSide(), background(checkpoint, 0).tileSide());
}

TEST(RrdbBackground, ChoosesTilesByMemory) {
    const Checkpoint checkpoint = seededCheckpoint(4, 8);
    const RrdbBackground small = background(checkpoint, std::size_t{60} << 20);
    const RrdbBackground large = background(checkpoint, std::size_t{240} << 20);
    EXPECT_NEAR(double(large.tileSide()) / small.tileSide(), 2.0, 0.05);
    const RrdbBackground least = background(checkpoint, 1);
    EXPECT_GT(least.tileSide(), 2 * least.padding());
}

TEST(ChooseBackground, TakesTheSmallestThatIsLargeEnough) {
    EXPECT_EQ(chooseBackground(1.5, {1, 4, 2}), 2u);
    EXPECT_EQ(chooseBackground(2.0, {1, 4, 2}), 2u);
    EXPECT_EQ(chooseBackground(3.0, {1, 4, 2}), 1u);
    EXPECT_EQ(chooseBackground(4.0, {1, 2}), 1u);
    EXPECT_EQ(chooseBackground(6.0, {2, 4}), 1u);
    EXPECT_EQ(chooseBackground(2.0, {2, 2}), 0u);
}

TEST(ChooseBackground, LeavesAPhotoAloneThatIsNotEnlarged) {
    EXPECT_EQ(chooseBackground(1.0, {1, 2, 4}), std::nullopt);
    EXPECT_EQ(chooseBackground(0.5, {1, 2, 4}), std::nullopt);
    EXPECT_EQ(chooseBackground(2.0, {1}), std::nullopt);
    EXPECT_EQ(chooseBackground(2.0, {}), std::nullopt);
}

}  // namespace
}  // namespace heirloom::test
