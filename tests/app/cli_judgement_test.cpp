// What heirloom-cli says about photos and results, and does because of it.
#include <fstream>

#include <nlohmann/json.hpp>

#include <opencv2/core.hpp>

#include "tests/app/cli_support.h"
#include "tests/support/degradation.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

using nlohmann::json;

class CliJudgement : public CliTest {
protected:
    json reportOf(std::vector<std::string> arguments) {
        const auto path = folder() / "report.json";
        arguments.insert(arguments.end(), {"--report", path.string()});
        result = run(arguments);
        EXPECT_EQ(result.exitCode, 0) << result.errors;
        return json::parse(std::ifstream(path));
    }

    void write(const std::string& name, const json& content) {
        std::ofstream(folder() / name) << content;
    }

    ProcessResult result;
};

TEST_F(CliJudgement, TheReportTellsQualityRecommendationAndChange) {
    const auto photo = save("a.png", drawnPortrait());
    const json report =
        reportOf({"restore", photo.string(), "--output", (folder() / "out").string()});
    const json& entry = report.at("photos").at(0);
    EXPECT_TRUE(entry.at("quality").at("score").is_number());
    EXPECT_TRUE(entry.at("quality").at("grade").is_string());
    EXPECT_FALSE(entry.at("recommendation").at("reason").get<std::string>().empty());
    EXPECT_GT(entry.at("change").at("changed").get<double>(), 0.0);
    for (const json& face : entry.at("faces")) {
        EXPECT_LT(face.at("drift").get<double>(), 0.04);
        EXPECT_GE(face.at("face_pixels").get<double>(), 12.0);
    }
    EXPECT_FALSE(entry.at("review").get<bool>());
}

TEST_F(CliJudgement, AutoUsesTheRecommendedPresetAndSaysSo) {
    Photo poor = drawnPortrait();
    cv::RNG random(3);
    poor.pixels = throughJpeg(withGrain(blurred(poor.pixels, 2.5), 16.0, 1.0, random), 40);
    const auto photo = save("poor.png", poor);
    const json report =
        reportOf({"restore", photo.string(), "--auto", "--output", (folder() / "out").string()});
    const json& entry = report.at("photos").at(0);
    const std::string preset = entry.at("recommendation").at("preset");
    EXPECT_NE(preset, "high");
    EXPECT_NE(result.errors.find("preset " + preset), std::string::npos) << result.errors;
    // Low, and its variant for yellowed prints, restore with 95.
    EXPECT_EQ(entry.at("faces").at(0).at("strength"), 95.0);
    // What the user gives counts more.
    const json given = reportOf({"restore", photo.string(), "--auto", "--strength", "30",
                                 "--output", (folder() / "given").string()});
    EXPECT_EQ(given.at("photos").at(0).at("faces").at(0).at("strength"), 30.0);
}

TEST_F(CliJudgement, AStrengthAbove90ByHandGetsAWarningInTheReport) {
    const auto photo = save("a.png", drawnPortrait());
    const auto warnings = [&](const std::string& strength) {
        return reportOf({"restore", photo.string(), "--strength", strength, "--output",
                         (folder() / "out").string()})
            .at("photos")
            .at(0)
            .at("warnings")
            .size();
    };
    EXPECT_EQ(warnings("95"), warnings("60") + 1);
}

TEST_F(CliJudgement, FacesOfAFileAreSwitchedOffAndAdded) {
    const Photo portrait = drawnPortrait();
    const auto photo = save("a.png", portrait);
    write("faces.json", {{"heirloom_faces", 1},
                         {"photos",
                          {{{"input", photo.string()},
                            {"faces",
                             {{{"face", 1}, {"enabled", false}},
                              {{"face", 2}, {"strength", 20}},
                              {{"box", {20, 20, 90, 110}}, {"strength", 55}}}}}}}});
    const json report =
        reportOf({"restore", photo.string(), "--faces", (folder() / "faces.json").string(),
                  "--output", (folder() / "out").string()});
    const json& faces = report.at("photos").at(0).at("faces");
    ASSERT_EQ(faces.size(), 3u);
    EXPECT_FALSE(faces[0].at("restored").get<bool>());
    EXPECT_FALSE(faces[0].at("enabled").get<bool>());
    EXPECT_EQ(faces[1].at("strength"), 20.0);
    EXPECT_TRUE(faces[2].at("added").get<bool>());
    EXPECT_EQ(faces[2].at("strength"), 55.0);
    // A report can be used as such a file again.
    const json again =
        reportOf({"restore", photo.string(), "--faces", (folder() / "report.json").string(),
                  "--output", (folder() / "again").string()});
    EXPECT_EQ(again.at("photos").at(0).at("faces").size(), 3u);
    EXPECT_FALSE(again.at("photos").at(0).at("faces")[0].at("restored").get<bool>());
}

}  // namespace
}  // namespace heirloom::test
