#include "core/batch/output_name.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

namespace heirloom::test {
namespace {

std::string example(const std::string& pattern, const std::string& input,
                    std::optional<FileFormat> format = std::nullopt) {
    const auto name = exampleOutputName(pattern, input, format);
    return name ? *name : "error: " + name.error().text();
}

TEST(OutputName, ShowsWhatAPatternMakes) {
    EXPECT_EQ(example("{name}_restored.{ext}", "/in/Oma.JPEG"), "Oma_restored.JPEG");
    EXPECT_EQ(example("{name}_restored.{ext}", "/in/Oma.JPEG", FileFormat::Png),
              "Oma_restored.png");
    EXPECT_EQ(example("neu-{name}", "拾光.tif"), "neu-拾光.tif");
    EXPECT_EQ(example("{name}.{ext}", "scan"), "scan.png");
    EXPECT_EQ(example("{name}_{name}", "a.webp"), "a_a.webp");
}

TEST(OutputName, FillsInTheDateOfTheRun) {
    OutputOptions options;
    options.namePattern = "{date}_{name}.{ext}";
    options.date = "19570814";
    EXPECT_EQ(wantedOutputPath({"/in/a.png", {}, false}, FileFormat::Png, options),
              "/in/19570814_a.png");
    const std::string today = currentDate();
    EXPECT_EQ(today.size(), 8u);
    EXPECT_TRUE(
        std::all_of(today.begin(), today.end(), [](unsigned char c) { return std::isdigit(c); }));
    EXPECT_EQ(OutputOptions{}.date, today);
}

TEST(OutputName, LeavesBracesInThePhotosNameAlone) {
    EXPECT_EQ(example("{name}_x", "{date}{ext}.png"), "{date}{ext}_x.png");
}

TEST(OutputName, RefusesPatternsThatCannotBeUsed) {
    for (const char* pattern :
         {"", "x.{ext}", "{name}/{ext}", "{name}{other}", "{name}\\x", "{name"}) {
        const auto name = exampleOutputName(pattern, "a.png");
        ASSERT_FALSE(name) << pattern;
        EXPECT_EQ(name.error().code, ErrorCode::InvalidArgument);
    }
}

}  // namespace
}  // namespace heirloom::test
