// Checkpoints made in memory instead of read.
#include <gtest/gtest.h>

#include "core/nn/checkpoint.h"

namespace heirloom::test {
namespace {

std::map<std::string, FloatTensor> oneTensor(std::vector<std::int64_t> shape,
                                             std::vector<float> values) {
    std::map<std::string, FloatTensor> tensors;
    tensors["weight"] = {std::move(shape), std::move(values)};
    return tensors;
}

TEST(CheckpointFromTensors, HoldsShapesAndValues) {
    const auto checkpoint =
        Checkpoint::fromTensors("made", oneTensor({2, 1, 3}, {1, 2, 3, 4, 5, 6}));
    ASSERT_TRUE(checkpoint) << checkpoint.error().text();
    EXPECT_EQ(checkpoint->name(), "made");
    const CheckpointTensor* tensor = checkpoint->find("weight");
    ASSERT_NE(tensor, nullptr);
    EXPECT_EQ(tensor->shape, (std::vector<std::int64_t>{2, 1, 3}));
    EXPECT_EQ(tensor->strides, (std::vector<std::int64_t>{3, 1, 1}));
    EXPECT_EQ(tensor->toFloat(), (std::vector<float>{1, 2, 3, 4, 5, 6}));
}

TEST(CheckpointFromTensors, KeepsTheValuesWithoutACopy) {
    auto tensors = oneTensor({4}, {1, 2, 3, 4});
    const void* const before = tensors["weight"].values.data();
    auto made = Checkpoint::fromTensors("made", std::move(tensors));
    ASSERT_TRUE(made);
    const Checkpoint moved = std::move(*made);
    EXPECT_EQ(moved.find("weight")->storage.data(), before);
    EXPECT_EQ(moved.find("weight")->toFloat(), (std::vector<float>{1, 2, 3, 4}));
}

TEST(CheckpointFromTensors, TakesScalarsAndEmptyTensors) {
    EXPECT_EQ(Checkpoint::fromTensors("made", oneTensor({}, {5}))->find("weight")->toFloat(),
              std::vector<float>{5});
    EXPECT_TRUE(Checkpoint::fromTensors("made", oneTensor({0, 3}, {})));
}

TEST(CheckpointFromTensors, RefusesAShapeThatDoesNotFitTheValues) {
    for (const std::vector<std::int64_t>& shape :
         {std::vector<std::int64_t>{3}, {5}, {}, {-4}, {-2, -2}, {std::int64_t{1} << 62, 4}}) {
        const auto made = Checkpoint::fromTensors("made", oneTensor(shape, {1, 2, 3, 4}));
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(made.error().text().find("weight"), std::string::npos);
    }
}

}  // namespace
}  // namespace heirloom::test
