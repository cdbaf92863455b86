#include "core/restore/preset.h"

#include <string>

#include <gtest/gtest.h>

namespace heirloom::test {
namespace {

struct Row {
    const char* id;
    double strength, denoise, sharpen;
    RestoreMode mode;
};

TEST(BuiltInPreset, HasTheValuesOfTheSpecification) {
    using enum RestoreMode;
    const std::vector<Row> rows{
        {"plain", 70, 0, 0, Natural},        {"high", 60, 25, 50, Natural},
        {"medium", 80, 50, 60, Detail},      {"low", 95, 70, 80, Strong},
        {"yellowed-bw", 95, 70, 80, Strong}, {"faded-colour", 70, 0, 0, Detail},
        {"scratches", 70, 85, 40, Natural},  {"studio", 70, 30, 50, Natural},
        {"dslr", 60, 20, 45, Natural},       {"phone", 75, 35, 60, Detail},
        {"old-blurred", 90, 60, 70, Strong}};
    ASSERT_EQ(builtInPresets().size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        SCOPED_TRACE(rows[i].id);
        const Preset& preset = builtInPresets()[i];
        PresetValues expected;
        expected.strength = rows[i].strength;
        expected.denoise = rows[i].denoise;
        expected.sharpen = rows[i].sharpen;
        expected.mode = rows[i].mode;
        const std::string id = rows[i].id;
        expected.brightness = id == "yellowed-bw" ? 50 : 0;
        expected.contrast = id == "yellowed-bw" ? 70 : 0;
        expected.detailEnhancement = id == "faded-colour";
        EXPECT_EQ(preset.id, id);
        EXPECT_EQ(preset.values, expected);
        EXPECT_TRUE(preset.values.skinProtection);
        EXPECT_TRUE(preset.builtIn);
        EXPECT_FALSE(preset.name.isEmpty());
        RestoreParameters parameters;
        applyPreset(preset, parameters);
        EXPECT_TRUE(validate(parameters));
    }
}

TEST(BuiltInPreset, PlainHoldsTheDefaults) {
    EXPECT_TRUE(matchesPreset(builtInPresets().front(), RestoreParameters{}));
}

TEST(BuiltInPreset, IsFoundByIdAndNameInAnyCase) {
    ASSERT_NE(findBuiltInPreset("YELLOWED-bw"), nullptr);
    EXPECT_EQ(findBuiltInPreset("scratches AND mould")->id, "scratches");
    EXPECT_EQ(findBuiltInPreset("stud"), nullptr);
    EXPECT_EQ(findBuiltInPreset(""), nullptr);
}

TEST(Preset, LeavesTheSizeOfTheOutputAndTheFaceShareAlone) {
    RestoreParameters parameters;
    parameters.scale = 2.0;
    parameters.longSide = 4000;
    parameters.minFaceShare = 3.0;
    parameters.rosy = 10.0;
    parameters.faithful = false;
    applyPreset(*findBuiltInPreset("phone"), parameters);
    EXPECT_EQ(parameters.scale, 2.0);
    EXPECT_EQ(parameters.longSide, 4000);
    EXPECT_EQ(parameters.minFaceShare, 3.0);
    EXPECT_EQ(parameters.strength, 75.0);
    EXPECT_EQ(parameters.rosy, 0.0);
    EXPECT_TRUE(parameters.faithful);
}

TEST(Preset, NoLongerMatchesOnceAnythingItDecidesHasMoved) {
    const Preset& preset = *findBuiltInPreset("medium");
    RestoreParameters applied;
    applyPreset(preset, applied);
    EXPECT_TRUE(matchesPreset(preset, applied));
    const auto moved = [&](auto change) {
        RestoreParameters parameters = applied;
        change(parameters);
        return !matchesPreset(preset, parameters);
    };
    EXPECT_TRUE(moved([](auto& p) { p.strength += 1; }));
    EXPECT_TRUE(moved([](auto& p) { p.denoise += 1; }));
    EXPECT_TRUE(moved([](auto& p) { p.sharpen += 1; }));
    EXPECT_TRUE(moved([](auto& p) { p.mode = RestoreMode::Natural; }));
    EXPECT_TRUE(moved([](auto& p) { p.scope = Scope::FacesOnly; }));
    EXPECT_TRUE(moved([](auto& p) { p.skinProtection = false; }));
    EXPECT_TRUE(moved([](auto& p) { p.detailEnhancement = true; }));
    EXPECT_TRUE(moved([](auto& p) { p.faithful = false; }));
    EXPECT_TRUE(moved([](auto& p) { p.contrast += 1; }));
    EXPECT_TRUE(moved([](auto& p) { p.brightness += 1; }));
    EXPECT_TRUE(moved([](auto& p) { p.rosy += 1; }));
    EXPECT_FALSE(moved([](auto& p) { p.scale = 4; }));
}

}  // namespace
}  // namespace heirloom::test
