// What the reader accepts. checkpoint_hostile_test.cpp has what it must refuse.
#include "core/nn/checkpoint.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/file_io.h"
#include "tests/support/checkpoint_builder.h"
#include "tests/support/shared_data.h"

namespace heirloom {
namespace {

namespace fs = std::filesystem;
using test::CheckpointBuilder;
using test::PickleWriter;

Checkpoint parsed(Bytes file) {
    auto result = Checkpoint::parse(std::move(file), "test.pth");
    EXPECT_TRUE(result) << result.error().text();
    return std::move(result).value();
}

CheckpointBuilder twoTensors() {
    CheckpointBuilder builder;
    builder.add("body.weight", {2, 3}, {1, 2, 3, 4, 5, 6}).add("body.bias", {2}, {-1, 0.5f});
    return builder;
}

void expectTwoTensors(const Checkpoint& checkpoint) {
    ASSERT_EQ(checkpoint.tensors().size(), 2u);
    const CheckpointTensor* weight = checkpoint.find("body.weight");
    ASSERT_NE(weight, nullptr);
    EXPECT_EQ(weight->shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(weight->toFloat(), (std::vector<float>{1, 2, 3, 4, 5, 6}));
    const CheckpointTensor* bias = checkpoint.find("body.bias");
    ASSERT_NE(bias, nullptr);
    EXPECT_EQ(bias->toFloat(), (std::vector<float>{-1, 0.5f}));
}

// One tensor of the given storage.
std::vector<float> floatsOf(ScalarType type, std::vector<std::int64_t> shape,
                            std::vector<std::int64_t> strides, std::int64_t offset, Bytes storage) {
    CheckpointBuilder builder;
    builder.addRaw("x", type, std::move(shape), std::move(strides), offset, std::move(storage));
    const Checkpoint checkpoint = parsed(builder.zip());
    const CheckpointTensor* tensor = checkpoint.find("x");
    return tensor ? tensor->toFloat() : std::vector<float>{};
}

TEST(CheckpointTest, ReadsZipFormat) {
    expectTwoTensors(parsed(twoTensors().zip()));
}

TEST(CheckpointTest, ReadsLegacyFormat) {
    expectTwoTensors(parsed(twoTensors().legacy()));
}

TEST(CheckpointTest, ReadsAnyTopFolderOrNone) {
    expectTwoTensors(parsed(twoTensors().folder("GPEN-BFR-512").zip()));
    PickleWriter pickle;
    pickle.protocol().emptyDict().text("x").tensor(ScalarType::Float32, "0", 1, 0, {1}, {1});
    pickle.setItem().stop();
    const Checkpoint checkpoint = parsed(test::zipArchive(
        {{"data.pkl", pickle.bytes()}, {"data/0", test::bytesOf(std::vector<float>{7})}}));
    EXPECT_EQ(checkpoint.find("x")->toFloat(), std::vector<float>{7});
}

TEST(CheckpointTest, ReadsParameters) {
    expectTwoTensors(parsed(twoTensors().parameters().zip()));
    expectTwoTensors(parsed(twoTensors().parameters().legacy()));
}

TEST(CheckpointTest, OpensEveryWrapper) {
    for (const char* wrapper : {"g_ema", "params_ema", "params", "state_dict"}) {
        expectTwoTensors(parsed(twoTensors().wrap(wrapper).zip()));
    }
    expectTwoTensors(parsed(twoTensors().wrap("state_dict").wrap("g_ema").zip()));
}

TEST(CheckpointTest, PrefersTheAveragedWeights) {
    const auto dict = [](PickleWriter& out, const char* name, const char* key) {
        out.text(name).emptyDict().text("x");
        out.tensor(ScalarType::Float32, key, 1, 0, {1}, {1}).setItem().setItem();
    };
    PickleWriter pickle;
    pickle.protocol().emptyDict();
    dict(pickle, "params", "0");
    dict(pickle, "params_ema", "1");
    dict(pickle, "optimizer", "0");
    pickle.text("iter").integer(100000).setItem().stop();
    const Checkpoint checkpoint =
        parsed(test::zipArchive({{"a/data.pkl", pickle.bytes()},
                                 {"a/data/0", test::bytesOf(std::vector<float>{1})},
                                 {"a/data/1", test::bytesOf(std::vector<float>{2})}}));
    EXPECT_EQ(checkpoint.find("x")->toFloat(), std::vector<float>{2});
}

TEST(CheckpointTest, RemovesAModulePrefixThatAllNamesCarry) {
    CheckpointBuilder all;
    all.add("module.a", {1}).add("module.b", {1});
    EXPECT_NE(parsed(all.zip()).find("a"), nullptr);
    CheckpointBuilder some;
    some.add("module.a", {1}).add("b", {1});
    EXPECT_NE(parsed(some.zip()).find("module.a"), nullptr);
}

TEST(CheckpointTest, HonoursStridesAndOffsets) {
    const Bytes storage = test::bytesOf(std::vector<float>{0, 1, 2, 3, 4, 5, 6});
    EXPECT_EQ(floatsOf(ScalarType::Float32, {2, 3}, {1, 2}, 1, storage),
              (std::vector<float>{1, 3, 5, 2, 4, 6}));
    EXPECT_EQ(floatsOf(ScalarType::Float32, {2, 2}, {0, 1}, 5, storage),
              (std::vector<float>{5, 6, 5, 6}));
    EXPECT_EQ(floatsOf(ScalarType::Float32, {}, {}, 3, storage), std::vector<float>{3});
}

TEST(CheckpointTest, ReadsEmptyTensors) {
    EXPECT_TRUE(floatsOf(ScalarType::Float32, {0, 4}, {4, 1}, 0, {}).empty());
    constexpr std::int64_t kHuge = std::int64_t{1} << 62;
    EXPECT_TRUE(floatsOf(ScalarType::Float32, {kHuge, kHuge, 0}, {1, 1, 1}, 0, {}).empty());
}

TEST(CheckpointTest, ConvertsHalfPrecision) {
    // 1, -2, 65504, the smallest subnormal, the largest subnormal, -0
    const Bytes storage{0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x01, 0x00, 0xff, 0x03, 0x00, 0x80};
    const auto values = floatsOf(ScalarType::Float16, {6}, {1}, 0, storage);
    EXPECT_EQ(values, (std::vector<float>{1, -2, 65504, 0x1p-24f, 1023 * 0x1p-24f, 0}));
    EXPECT_TRUE(std::signbit(values.back()));
    EXPECT_TRUE(std::isinf(floatsOf(ScalarType::Float16, {1}, {1}, 0, {0x00, 0x7c})[0]));
    EXPECT_TRUE(std::isnan(floatsOf(ScalarType::Float16, {1}, {1}, 0, {0x01, 0x7e})[0]));
}

TEST(CheckpointTest, ConvertsTheOtherTypes) {
    EXPECT_EQ(floatsOf(ScalarType::BFloat16, {2}, {1}, 0, {0x80, 0x3f, 0x20, 0xc0}),
              (std::vector<float>{1, -2.5f}));
    EXPECT_EQ(
        floatsOf(ScalarType::Int64, {1}, {1}, 0, {0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}),
        std::vector<float>{-2});
    EXPECT_EQ(floatsOf(ScalarType::Float64, {1}, {1}, 0, {0, 0, 0, 0, 0, 0, 0xf8, 0x3f}),
              std::vector<float>{1.5f});
    EXPECT_EQ(floatsOf(ScalarType::Bool, {2}, {1}, 0, {0, 1}), (std::vector<float>{0, 1}));
    EXPECT_EQ(floatsOf(ScalarType::Int8, {1}, {1}, 0, {0xff}), std::vector<float>{-1});
    EXPECT_EQ(floatsOf(ScalarType::UInt8, {1}, {1}, 0, {0xff}), std::vector<float>{255});
}

TEST(CheckpointTest, ReadsLegacyViewsOfAStorage) {
    PickleWriter pickle;
    pickle.protocol().emptyDict().text("x");
    pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().text("storage").global("torch", "FloatStorage").text("0").text("cpu").integer(6);
    pickle.mark().text("view").integer(2).integer(3).tuple().tuple().persistentId();
    pickle.integer(1).integers({2}).integers({1}).boolean(false).emptyDict().tuple().reduce();
    pickle.setItem().stop();

    // The frame of a legacy file round another object.
    const Bytes frame = CheckpointBuilder().add("unused", {1}).legacy();
    Bytes file(frame.begin(), frame.begin() + 15);
    const auto append = [&file](const Bytes& more) {
        file.insert(file.end(), more.begin(), more.end());
    };
    append(PickleWriter().protocol().integer(1001).stop().bytes());
    append(PickleWriter().protocol().emptyDict().stop().bytes());
    append(pickle.bytes());
    append(PickleWriter().protocol().emptyList().text("0").append().stop().bytes());
    append({6, 0, 0, 0, 0, 0, 0, 0});
    append(test::bytesOf(std::vector<float>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(parsed(file).find("x")->toFloat(), (std::vector<float>{3, 4}));
}

TEST(CheckpointTest, ReadsWhatPython2Wrote) {
    PickleWriter pickle;  // OrderedDict([['x', tensor]])
    pickle.protocol().global("collections", "OrderedDict").emptyList().emptyList();
    pickle.opcode('U').opcode(1).opcode('x').append();
    pickle.tensor(ScalarType::Float32, "0", 1, 0, {1}, {1}).append().append();
    pickle.opcode(0x85).reduce().stop();
    const Checkpoint checkpoint = parsed(test::zipArchive(
        {{"a/data.pkl", pickle.bytes()}, {"a/data/0", test::bytesOf(std::vector<float>{9})}}));
    EXPECT_EQ(checkpoint.find("x")->toFloat(), std::vector<float>{9});
}

TEST(CheckpointTest, StaysValidWhenMoved) {
    Checkpoint first = parsed(twoTensors().zip());
    const Checkpoint second = std::move(first);
    expectTwoTensors(second);
}

TEST(CheckpointTest, MapsLargeFiles) {
    test::TemporaryFolder folder;
    constexpr std::size_t kElements = 17u << 20;  // 68 MiB
    std::vector<float> values(kElements, 0.25f);
    values.back() = 4;
    CheckpointBuilder builder;
    builder.add("large", {static_cast<std::int64_t>(kElements)}, std::move(values));
    const fs::path path = folder.path() / "large.pth";
    ASSERT_TRUE(writeFileAtomically(path, builder.zip(), Replace::Never));
    const auto checkpoint = Checkpoint::open(path);
    ASSERT_TRUE(checkpoint) << checkpoint.error().text();
    EXPECT_EQ(checkpoint->find("large")->toFloat().back(), 4);
}

TEST(CheckpointTest, ReadsFilesOfTheTestData) {
    const fs::path noise = test::testDataDirectory() / "noise";
    const auto plain = Checkpoint::open(noise / "gpen-32.pth");
    const auto legacy = Checkpoint::open(noise / "gpen-32.legacy.pth");
    const auto wrapped = Checkpoint::open(noise / "gpen-32.g_ema.pth");
    ASSERT_TRUE(plain && legacy && wrapped);
    EXPECT_EQ(plain->tensors().size(), 75u);
    ASSERT_EQ(plain->tensors().size(), legacy->tensors().size());
    ASSERT_EQ(plain->tensors().size(), wrapped->tensors().size());
    for (const auto& [name, tensor] : plain->tensors()) {
        ASSERT_NE(legacy->find(name), nullptr) << name;
        EXPECT_EQ(tensor.toFloat(), legacy->find(name)->toFloat()) << name;
        ASSERT_NE(wrapped->find(name), nullptr) << name;
        EXPECT_EQ(tensor.toFloat(), wrapped->find(name)->toFloat()) << name;
    }
}

TEST(CheckpointTest, ReadsEveryFormOfTheSharedFixtures) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const fs::path folder = shared / "fixtures" / "gpen";
    const auto plain = Checkpoint::open(folder / "gpen-tiny-64.pth");
    ASSERT_TRUE(plain) << plain.error().text();
    for (const char* form : {"g_ema", "legacy", "module", "state_dict", "half"}) {
        const auto other =
            Checkpoint::open(folder / ("gpen-tiny-64." + std::string(form) + ".pth"));
        ASSERT_TRUE(other) << other.error().text();
        const double tolerance = std::string(form) == "half" ? 1e-3 : 0;
        ASSERT_EQ(other->tensors().size(), plain->tensors().size()) << form;
        for (const auto& [name, tensor] : plain->tensors()) {
            ASSERT_NE(other->find(name), nullptr) << form << " " << name;
            EXPECT_EQ(other->find(name)->shape, tensor.shape);
            const auto expected = tensor.toFloat();
            const auto found = other->find(name)->toFloat();
            for (std::size_t i = 0; i < expected.size(); ++i) {
                ASSERT_NEAR(found[i], expected[i], tolerance * (1 + std::abs(expected[i])));
            }
        }
    }
}

}  // namespace
}  // namespace heirloom
