// Presets and choices per face through the command line.
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include "tests/app/cli_support.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class CliPresets : public CliTest {
protected:
    ProcessResult runHere(const std::vector<std::string>& arguments) {
        ProcessOptions options;
        options.environment["HEIRLOOM_PRESETS_DIR"] = presets().string();
        return run(arguments, options);
    }
    fs::path presets() const { return folder() / ".presets"; }
    std::string write(const std::string& name, const std::string& text) {
        fs::create_directories((folder() / name).parent_path());
        std::ofstream(folder() / name) << text;
        return (folder() / name).string();
    }
    std::string writePreset(const std::string& file, const std::string& name,
                            const std::string& parameters) {
        return write(file, R"({"heirloom_preset": 1, "name": ")" + name + R"(", "parameters": {)" +
                               parameters + "}}");
    }
    // The options in the report of a run over a photo without a face, which takes no time.
    json optionsOf(std::vector<std::string> arguments) {
        const std::string photo = save("empty.png", syntheticPhoto(64, 64)).string();
        const std::string report = (folder() / "report.json").string();
        arguments.insert(arguments.begin(), {"restore", photo, "--dry-run", "--report", report});
        const auto result = runHere(arguments);
        EXPECT_EQ(result.exitCode, 0) << result.errors;
        std::ifstream file(report);
        return json::parse(file).at("options");
    }
    double strengthOf(const std::string& preset) {
        const std::string shown = runHere({"presets", "show", preset, "--json"}).output;
        return json::parse(shown).at("parameters").at("strength");
    }
    void expectUsageError(const std::vector<std::string>& arguments,
                          const std::vector<std::string>& mentions) {
        const auto result = runHere(arguments);
        EXPECT_EQ(result.exitCode, 2) << result.errors;
        EXPECT_TRUE(result.output.empty()) << result.output;
        for (const std::string& mention : mentions) {
            EXPECT_NE(result.errors.find(mention), std::string::npos) << result.errors;
        }
    }
};

TEST_F(CliPresets, SetsWhatTheSpecificationSays) {
    const json low = optionsOf({"--preset", "yellowed-bw"});
    EXPECT_EQ(low.at("strength"), 95);
    EXPECT_EQ(low.at("denoise"), 70);
    EXPECT_EQ(low.at("sharpen"), 80);
    EXPECT_EQ(low.at("mode"), "strong");
    EXPECT_EQ(low.at("brightness"), 50);
    EXPECT_EQ(low.at("contrast"), 70);
    EXPECT_EQ(low.at("preset"), "yellowed-bw");
    const json faded = optionsOf({"--preset", "Faded Colour"});
    EXPECT_EQ(faded.at("mode"), "detail");
    EXPECT_TRUE(faded.at("detail_enhancement"));
    EXPECT_EQ(faded.at("preset"), "faded-colour");
}

TEST_F(CliPresets, IsPlainWithoutOne) {
    const json options = optionsOf({});
    EXPECT_TRUE(options.at("preset").is_null());
    EXPECT_EQ(options.at("strength"), 70);
    EXPECT_EQ(options.at("mode"), "natural");
    EXPECT_TRUE(options.at("faithful"));
    EXPECT_FALSE(options.at("detail_enhancement"));
    EXPECT_EQ(options.at("rosy"), 0);
}

TEST_F(CliPresets, GivesWayToOptionsBesideIt) {
    // Even to those with the default's value, and wherever they stand.
    const json options = optionsOf({"--strength", "70",       "--mode",
                                    "natural",    "--preset", "low",
                                    "--denoise",  "5",        "--skin-protection",
                                    "off",        "--scope",  "faces",
                                    "--faithful", "off",      "--detail-enhancement",
                                    "on",         "--rosy",   "12",
                                    "--contrast", "1",        "--brightness=-3"});
    EXPECT_EQ(options.at("strength"), 70);
    EXPECT_EQ(options.at("mode"), "natural");
    EXPECT_EQ(options.at("denoise"), 5);
    EXPECT_EQ(options.at("sharpen"), 80);  // the preset's
    EXPECT_FALSE(options.at("skin_protection"));
    EXPECT_EQ(options.at("scope"), "faces");
    EXPECT_FALSE(options.at("faithful"));
    EXPECT_TRUE(options.at("detail_enhancement"));
    EXPECT_EQ(options.at("rosy"), 12);
    EXPECT_EQ(options.at("contrast"), 1);
    EXPECT_EQ(options.at("brightness"), -3);
}

TEST_F(CliPresets, ComesFromAFile) {
    const std::string file = writePreset("my.json", "婚礼", R"("strength": 33.25, "rosy": 4)");
    const json options = optionsOf({"--preset", file, "--rosy", "5"});
    EXPECT_EQ(options.at("strength"), 33.25);
    EXPECT_EQ(options.at("rosy"), 5);
    EXPECT_EQ(options.at("denoise"), 0);
    EXPECT_EQ(options.at("preset"), "婚礼");
}

TEST_F(CliPresets, GoesInAndOutAndIsUsedByName) {
    const std::string file = writePreset("in.json", "Wedding", R"("strength": 33)");
    EXPECT_EQ(runHere({"presets", "import", file}).output, "Wedding\n");
    EXPECT_EQ(optionsOf({"--preset", "wedding"}).at("strength"), 33);
    EXPECT_NE(runHere({"presets", "list"}).output.find("Wedding"), std::string::npos);

    const std::string copy = (folder() / "copy.json").string();
    EXPECT_EQ(runHere({"presets", "export", "Wedding", copy}).output, copy + "\n");
    expectUsageError({"presets", "export", "studio", copy}, {copy, "exists"});
    EXPECT_EQ(strengthOf(copy), 33);

    writePreset("in.json", "Wedding", R"("strength": 44)");
    EXPECT_EQ(runHere({"presets", "import", file}).output, "Wedding (2)\n");
    EXPECT_EQ(strengthOf("Wedding"), 33);

    EXPECT_EQ(runHere({"presets", "remove", "wedding"}).exitCode, 0);
    EXPECT_EQ(fileCount(presets()), 1u);
    expectUsageError({"presets", "remove", "wedding"}, {"wedding"});
    expectUsageError({"presets", "remove", "studio"}, {"built in"});
}

TEST_F(CliPresets, ListsAndShowsForPeopleAndMachines) {
    const auto list = runHere({"presets", "list", "--json"});
    EXPECT_EQ(list.exitCode, 0) << list.errors;
    const json presets = json::parse(list.output).at("presets");
    ASSERT_EQ(presets.size(), 11u);
    EXPECT_EQ(presets[0].at("id"), "plain");
    EXPECT_TRUE(presets[0].at("built_in"));
    const json phone = json::parse(runHere({"presets", "show", "Phone", "--json"}).output);
    EXPECT_EQ(phone.at("parameters").at("strength"), 75);
    EXPECT_EQ(phone.at("parameters").at("mode"), "detail");
    const std::string shown = runHere({"presets", "show", "phone"}).output;
    EXPECT_NE(shown.find("--mode detail"), std::string::npos) << shown;
    EXPECT_NE(shown.find("--skin-protection on"), std::string::npos) << shown;
    EXPECT_NE(runHere({"presets", "list"}).output.find("old-blurred"), std::string::npos);
}

TEST_F(CliPresets, WhatIsShownCanBeTypedAgain) {
    std::istringstream shown(runHere({"presets", "show", "low"}).output);
    std::vector<std::string> arguments;
    std::string line, option, value;
    std::getline(shown, line);
    while (shown >> option >> value) arguments.push_back(option + "=" + value);
    ASSERT_EQ(arguments.size(), 11u);
    json typed = optionsOf(arguments);
    json preset = optionsOf({"--preset", "low"});
    typed.erase("preset");
    preset.erase("preset");
    EXPECT_EQ(typed, preset);
}

TEST_F(CliPresets, SaysWhichFilesOfTheFolderAreDamaged) {
    write(".presets/broken.json", "{");
    const auto list = runHere({"presets", "list"});
    EXPECT_EQ(list.exitCode, 1);
    EXPECT_NE(list.errors.find("broken.json"), std::string::npos) << list.errors;
    EXPECT_NE(list.output.find("studio"), std::string::npos);
}

TEST_F(CliPresets, WrongPresetsAreWrongUsage) {
    const std::string photo = save("a.png", syntheticPhoto(64, 64)).string();
    expectUsageError({"restore", photo, "--preset", "studoi"}, {"Did you mean \"studio\""});
    expectUsageError({"restore", photo, "--preset", ""}, {"no preset"});
    expectUsageError({"restore", photo, "--preset", "gone.json"}, {"gone.json"});
    expectUsageError({"restore", photo, "--preset", folder().string()}, {folder().string()});
    const std::string wrong = writePreset("wrong.json", "x", R"("strength": 101)");
    expectUsageError({"restore", photo, "--preset", wrong}, {"wrong.json", "strength", "100"});
    const std::string later = write("later.json", R"({"heirloom_preset": 9, "parameters": {}})");
    expectUsageError({"restore", photo, "--preset", later}, {"newer Heirloom"});
    expectUsageError({"restore", photo, "--preset", "studio", "--auto"}, {});
    expectUsageError({"presets", "import", wrong}, {"wrong.json"});
    expectUsageError({"presets", "show", "nothing-like-it"}, {"nothing-like-it"});
    expectUsageError({"presets"}, {});
    EXPECT_FALSE(fs::exists(presets()));
}

TEST_F(CliPresets, WrongValuesOfTheNewOptionsAreWrongUsage) {
    const std::string photo = save("a.png", syntheticPhoto(64, 64)).string();
    expectUsageError({"restore", photo, "--rosy", "31"}, {"rosy", "30"});
    expectUsageError({"restore", photo, "--rosy", "-1"}, {"rosy"});
    expectUsageError({"restore", photo, "--faithful", "yes"}, {"--faithful"});
    expectUsageError({"restore", photo, "--detail-enhancement", "1"}, {"--detail-enhancement"});
}

TEST_F(CliPresets, TakesWhatDetectAndReportsWriteAsChoicesOfFaces) {
    const std::string photo = save("portrait.png", drawnPortrait()).string();
    const std::string found = runHere({"detect", photo, "--json"}).output;
    ASSERT_EQ(json::parse(found).at("photos").at(0).at("faces").size(), 2u);
    const std::string report = (folder() / "report.json").string();
    const auto first = runHere({"restore", photo, "-o", (folder() / "out").string(), "--report",
                                report, "--faces", write("faces.json", found)});
    EXPECT_EQ(first.exitCode, 0) << first.errors;
    const auto second =
        runHere({"restore", photo, "-o", (folder() / "out").string(), "--faces", report});
    EXPECT_EQ(second.exitCode, 0) << second.errors;
    // The files differ in the date of the restoration.
    EXPECT_EQ(cv::norm(load(folder() / "out/portrait_restored.png").pixels,
                       load(folder() / "out/portrait_restored (2).png").pixels, cv::NORM_INF),
              0.0);
}

TEST_F(CliPresets, WarnsOfChoicesForPhotosThatAreNotGiven) {
    const std::string photo = save("a.png", syntheticPhoto(64, 64)).string();
    const std::string faces = write("faces.json", R"({"heirloom_faces": 1, "photos": [
        {"input": "b.png", "faces": [{"face": 1, "enabled": false}]}]})");
    const auto result = runHere({"restore", photo, "--dry-run", "--faces", faces});
    EXPECT_EQ(result.exitCode, 0);
    EXPECT_NE(result.errors.find("b.png"), std::string::npos) << result.errors;
}

TEST_F(CliPresets, WrongChoicesOfFacesAreWrongUsage) {
    const std::string photo = save("a.png", syntheticPhoto(64, 64)).string();
    expectUsageError({"restore", photo, "--faces", "gone.json"}, {"gone.json"});
    expectUsageError({"restore", photo, "--faces", ""}, {});
    expectUsageError({"restore", photo, "--faces", photo}, {"a.png"});
    const std::string faces = write("faces.json", R"({"heirloom_faces": 1, "photos": [
        {"input": "a.png", "faces": [{"face": 1, "enabeld": false}]}]})");
    expectUsageError({"restore", photo, "--faces", faces}, {"faces.json", "enabled"});
    expectUsageError({"restore", photo, "--faces", faces, "--aligned"}, {"--aligned"});
    const std::string byName = write("by_name.json", R"({"heirloom_faces": 1, "photos": [
        {"input": "/gone/a.png", "faces": [{"face": 1, "enabled": false}]}]})");
    const std::string other = save("other/a.png", syntheticPhoto(64, 64)).string();
    expectUsageError({"restore", photo, other, "--faces", byName}, {"by_name.json", other});
}

}  // namespace
}  // namespace heirloom::test
