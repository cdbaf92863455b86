#include "core/restore/preset_file.h"

#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

class PresetFile : public testing::Test {
protected:
    fs::path file(const std::string& name = "mine.json") const { return m_folder.path() / name; }

    fs::path write(const std::string& text) {
        const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
        EXPECT_TRUE(writeFileAtomically(file(), bytes, Replace::ExistingFile));
        return file();
    }
    fs::path writeParameters(const std::string& parameters) {
        return write(R"({"heirloom_preset": 1, "name": "Mine", "parameters": {)" + parameters +
                     "}}");
    }
    // The sentence names the file and holds every one of the mentions.
    void expectRefused(const std::string& text, const std::vector<std::string>& mentions) {
        SCOPED_TRACE(text.substr(0, 100));
        const auto preset = loadPresetFile(write(text));
        ASSERT_FALSE(preset);
        const std::string sentence = preset.error().text();
        EXPECT_NE(sentence.find("mine.json"), std::string::npos) << sentence;
        for (const std::string& mention : mentions) {
            EXPECT_NE(sentence.find(mention), std::string::npos) << sentence;
        }
        EXPECT_LT(sentence.size(), 600u);
    }
    void expectParameterRefused(const std::string& parameters,
                                const std::vector<std::string>& mentions) {
        expectRefused(R"({"heirloom_preset": 1, "parameters": {)" + parameters + "}}", mentions);
    }

private:
    TemporaryFolder m_folder;
};

TEST_F(PresetFile, ComesBackExactly) {
    PresetValues values;
    values.strength = 0.1 + 0.2;
    values.denoise = 100.0 / 3.0;
    values.sharpen = std::nextafter(100.0, 0.0);
    values.mode = RestoreMode::Strong;
    values.scope = Scope::FacesOnly;
    values.skinProtection = false;
    values.detailEnhancement = true;
    values.faithful = false;
    values.contrast = std::numeric_limits<double>::denorm_min();
    values.brightness = -99.9;
    values.rosy = 30;
    const std::string name = "婚礼 \"1962\" \\ %1 ñ 😀";
    ASSERT_TRUE(savePresetFile(file(), name, values, Replace::Never));
    const auto loaded = loadPresetFile(file());
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(loaded->values, values);
    EXPECT_EQ(loaded->name.text(), name);
    EXPECT_EQ(loaded->id, "mine");
    EXPECT_FALSE(loaded->builtIn);
}

TEST_F(PresetFile, KeepsTheDefaultsOfWhatItLeavesOut) {
    const auto preset = loadPresetFile(writeParameters(R"("strength": 40, "mode": "strong")"));
    ASSERT_TRUE(preset) << preset.error().text();
    PresetValues expected;
    expected.strength = 40;
    expected.mode = RestoreMode::Strong;
    EXPECT_EQ(preset->values, expected);
    EXPECT_EQ(preset->name.text(), "Mine");
}

TEST_F(PresetFile, TakesItsNameFromTheFileWhenItHasNone) {
    const auto preset = loadPresetFile(write(R"({"heirloom_preset": 1, "parameters": {}})"));
    ASSERT_TRUE(preset) << preset.error().text();
    EXPECT_EQ(preset->name.text(), "mine");
    EXPECT_EQ(preset->values, PresetValues{});
}

TEST_F(PresetFile, AcceptsEveryRangesEndsAndNothingBeyond) {
    const std::vector<std::tuple<std::string, int, int>> ranges{
        {"strength", 0, 100}, {"denoise", 0, 100},       {"sharpen", 0, 100},
        {"contrast", 0, 100}, {"brightness", -100, 100}, {"rosy", 0, 30}};
    for (const auto& [key, low, high] : ranges) {
        SCOPED_TRACE(key);
        const auto with = [key = key](int value) {
            return "\"" + key + "\": " + std::to_string(value);
        };
        for (const int value : {low, high}) {
            const auto preset = loadPresetFile(writeParameters(with(value)));
            ASSERT_TRUE(preset) << preset.error().text();
            RestoreParameters parameters;
            applyPreset(*preset, parameters);
            EXPECT_TRUE(validate(parameters));
        }
        const std::vector<std::string> allowed{key, std::to_string(low), std::to_string(high)};
        expectParameterRefused(with(low - 1), allowed);
        expectParameterRefused(with(high + 1), allowed);
    }
}

TEST_F(PresetFile, PassesOverAByteOrderMark) {
    const auto preset =
        loadPresetFile(write("\xEF\xBB\xBF{\"heirloom_preset\": 1, \"parameters\": {}}"));
    EXPECT_TRUE(preset) << preset.error().text();
}

TEST_F(PresetFile, RefusesValuesOfAnotherKind) {
    expectParameterRefused(R"("strength": "80")", {"strength", "0", "100", "\"80\""});
    expectParameterRefused(R"("strength": null)", {"strength", "null"});
    expectParameterRefused(R"("strength": [80])", {"strength", "[...]"});
    expectParameterRefused(R"("strength": true)", {"strength", "true"});
    expectParameterRefused(R"("strength": 18446744073709551615)", {"strength", "18446744073"});
    expectParameterRefused(R"("faithful": "on")", {"faithful", "true or false"});
    expectParameterRefused(R"("faithful": 1)", {"faithful", "true or false"});
    expectParameterRefused(R"("mode": "magic")", {"mode", "natural, detail, strong", "magic"});
    expectParameterRefused(R"("mode": "Strong")", {"mode", "natural, detail, strong"});
    expectParameterRefused(R"("scope": 2)", {"scope", "photo, faces"});
    expectParameterRefused(R"("mode": ")" + std::string(5000, 'x') + "\"", {"mode", "..."});
    expectRefused(R"({"heirloom_preset": 1, "name": 7, "parameters": {}})", {"name", "7"});
    expectRefused(R"({"heirloom_preset": 1, "parameters": []})", {"parameters"});
    expectRefused(R"({"heirloom_preset": 1, "name": "x"})", {"parameters", "strength"});
}

TEST_F(PresetFile, RefusesUnknownKeysAndSaysWhatWasMeant) {
    expectParameterRefused(R"("strenght": 80)", {"strenght", "Did you mean \"strength\""});
    expectParameterRefused(R"("skin-protection": true)", {"Did you mean \"skin_protection\""});
    expectParameterRefused(R"("Denoise": 1)", {"Did you mean \"denoise\""});
    expectParameterRefused(R"("scale": 2)", {"scale", "Allowed are", "brightness"});
    expectParameterRefused("\"" + std::string(5000, 'k') + "\": 1", {"kkk"});
    expectParameterRefused(R"("\u001b[31m": 1)", {"\\u001b[31m"});
    expectRefused(R"({"heirloom_preset": 1, "parameter": {}})", {"Did you mean \"parameters\""});
}

TEST_F(PresetFile, RefusesAFileWithoutItsVersionOrOfALaterOne) {
    expectRefused(R"({"parameters": {}})", {"\"heirloom_preset\": 1"});
    expectRefused(R"({"heirloom_preset": 2, "future": [], "parameters": {}})",
                  {"newer Heirloom", "2"});
    expectRefused(R"({"heirloom_preset": "1", "parameters": {}})", {"heirloom_preset", "\"1\""});
    expectRefused(R"({"heirloom_preset": 0, "parameters": {}})", {"heirloom_preset"});
    expectRefused(R"({"heirloom_preset": 1.5, "parameters": {}})", {"heirloom_preset"});
}

TEST_F(PresetFile, RefusesWhatIsNoJson) {
    expectRefused("", {"JSON", "line 1"});
    expectRefused("Dear diary", {"JSON", "line 1, column 1"});
    expectRefused("{\"heirloom_preset\": 1,\n \"parameters\": {\"strength\": NaN}}",
                  {"JSON", "line 2"});
    expectRefused(R"({"heirloom_preset": 1, "parameters": {"strength": 1e999}})", {"too large"});
    expectRefused(R"({"heirloom_preset": 1, "parameters": {}} trailing)", {"JSON"});
    expectRefused(R"([1])", {"one JSON object"});
    expectRefused("null", {"one JSON object"});
    expectRefused(std::string(400'000, '['), {"JSON"});
    expectRefused(std::string(100'000, '[') + std::string(100'000, ']'), {"nested"});
}

TEST_F(PresetFile, RefusesAKeyThatStandsTwice) {
    expectParameterRefused(R"("strength": 10, "strength": 90)", {"strength", "twice"});
    expectRefused(R"({"heirloom_preset": 1, "name": "a", "name": "b", "parameters": {}})",
                  {"name", "twice"});
}

TEST_F(PresetFile, RefusesOtherEncodings) {
    expectRefused("{\"heirloom_preset\": 1,\n\"name\": \"\xC3(\", \"parameters\": {}}",
                  {"UTF-8", "line 2"});
    expectRefused("{\"name\": \"\xED\xA0\x80\"}", {"UTF-8"});      // a surrogate
    expectRefused("{\"name\": \"\xC0\xAF\"}", {"UTF-8"});          // overlong
    expectRefused("{\"name\": \"\xF4\x90\x80\x80\"}", {"UTF-8"});  // above U+10FFFF
    expectRefused("{\"name\": \"\xE5\xA9", {"UTF-8"});             // cut off
    expectRefused(std::string("\xFF\xFE{\0", 4), {"UTF-16", "UTF-8"});
}

TEST_F(PresetFile, RefusesNamesThatNoListCanShow) {
    const auto named = [](const std::string& name) {
        return R"({"heirloom_preset": 1, "name": ")" + name + R"(", "parameters": {}})";
    };
    expectRefused(named(""), {"name"});
    expectRefused(named(" x"), {"space"});
    expectRefused(named("two\\nlines"), {"one line"});
    expectRefused(named(std::string(81, 'x')), {"80"});
    EXPECT_TRUE(checkPresetName(std::string(80, 'x')));
    std::string chinese;
    for (int i = 0; i < 80; ++i) chinese += "光";
    EXPECT_TRUE(checkPresetName(chinese));
    EXPECT_FALSE(checkPresetName(chinese + "光"));
    EXPECT_FALSE(checkPresetName("\xFF"));
}

TEST_F(PresetFile, RefusesFilesThatAreTooLargeMissingOrNoFiles) {
    expectRefused(std::string(1'000'001, ' '), {});
    EXPECT_EQ(loadPresetFile(file("gone.json")).error().code, ErrorCode::NotFound);
    fs::create_directory(file("folder.json"));
    EXPECT_FALSE(loadPresetFile(file("folder.json")));
}

TEST_F(PresetFile, IsNotWrittenWithValuesThatCannotBeRead) {
    PresetValues values;
    values.strength = std::nan("");
    EXPECT_EQ(savePresetFile(file(), "a", values, Replace::Never).error().code,
              ErrorCode::InvalidArgument);
    values.strength = 101;
    EXPECT_FALSE(savePresetFile(file(), "a", values, Replace::Never));
    EXPECT_FALSE(savePresetFile(file(), "", {}, Replace::Never));
    EXPECT_FALSE(fs::exists(file()));
}

TEST_F(PresetFile, IsNotReplacedUnlessAskedTo) {
    ASSERT_TRUE(savePresetFile(file(), "first", {}, Replace::Never));
    EXPECT_FALSE(savePresetFile(file(), "second", {}, Replace::Never));
    EXPECT_EQ(loadPresetFile(file())->name.text(), "first");
    ASSERT_TRUE(savePresetFile(file(), "second", {}, Replace::ExistingFile));
    EXPECT_EQ(loadPresetFile(file())->name.text(), "second");
}

}  // namespace
}  // namespace heirloom::test
