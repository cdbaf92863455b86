// detect, inspect and models, as scripts see them.
#include <nlohmann/json.hpp>

#include "tests/app/cli_support.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class CliTools : public CliTest {};

TEST_F(CliTools, DetectPrintsFacesAsJson) {
    const fs::path photo = save("portrait.png", drawnPortrait());
    const auto result = run({"detect", photo.string(), "--json"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const json found = json::parse(result.output).at("photos").at(0);
    EXPECT_EQ(found.at("width"), 640);
    EXPECT_EQ(found.at("height"), 480);
    ASSERT_EQ(found.at("faces").size(), 2u);
    for (const json& face : found.at("faces")) {
        EXPECT_EQ(face.at("box").size(), 4u);
        ASSERT_EQ(face.at("landmarks").size(), 5u);
        // Left eye left of the right one, both above the mouth.
        EXPECT_LT(face.at("landmarks")[0][0], face.at("landmarks")[1][0]);
        EXPECT_LT(face.at("landmarks")[0][1], face.at("landmarks")[3][1]);
    }
}

TEST_F(CliTools, DetectGoesOnAfterABrokenFile) {
    const fs::path broken = save("broken.png", Bytes{1, 2, 3});
    const fs::path photo = save("portrait.png", drawnPortrait());
    const auto result = run({"detect", broken.string(), photo.string(), "--json"});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_EQ(json::parse(result.output).at("photos").size(), 1u);
}

TEST_F(CliTools, InspectTellsTheFactsOfAFile) {
    Photo photo = syntheticPhoto(60, 40, CV_16U, PixelLayout::Rgba);
    const fs::path path = save("deep.png", photo);
    const auto result = run({"inspect", path.string(), "--json"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const json found = json::parse(result.output).at("photos").at(0);
    EXPECT_EQ(found.at("format"), "PNG");
    EXPECT_EQ(found.at("width"), 60);
    EXPECT_EQ(found.at("height"), 40);
    EXPECT_EQ(found.at("bits_per_sample"), 16);
    EXPECT_EQ(found.at("layout"), "rgb+alpha");
    EXPECT_FALSE(found.at("damaged"));
}

TEST_F(CliTools, InspectJudgesAPhotoAndRecommendsAPreset) {
    const fs::path photo = save("portrait.png", drawnPortrait());
    const auto result = run({"inspect", photo.string(), "--json"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const json found = json::parse(result.output).at("photos").at(0);
    EXPECT_EQ(found.at("faces"), 2);
    const json& quality = found.at("quality");
    EXPECT_EQ(quality.at("measured_on"), "faces");
    EXPECT_GE(quality.at("score"), 0);
    EXPECT_LE(quality.at("score"), 100);
    // Drawn with 4 in each channel by itself, which is 0.67 times that in luma.
    EXPECT_NEAR(quality.at("noise"), 2.7, 0.5);
    EXPECT_GT(quality.at("face_size"), 100);
    for (const char* key : {"grade", "sharpness", "clipped_black", "clipped_white", "colour_cast",
                            "blockiness", "contrast", "defects"}) {
        EXPECT_TRUE(quality.contains(key)) << key;
    }
    EXPECT_FALSE(found.at("recommendation").at("preset").get<std::string>().empty());
    const std::string reason = found.at("recommendation").at("reason");
    EXPECT_EQ(reason.back(), '.');
    EXPECT_EQ(reason.find('%'), std::string::npos) << reason;
}

TEST_F(CliTools, InspectWarnsOfASmallPhoto) {
    const fs::path photo = save("small.png", syntheticPhoto(140, 200));
    const auto result = run({"inspect", photo.string(), "--json"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const json found = json::parse(result.output).at("photos").at(0);
    EXPECT_EQ(found.at("quality").at("measured_on"), "picture");
    ASSERT_EQ(found.at("warnings").size(), 1u) << found.at("warnings").dump();
    EXPECT_NE(found.at("warnings")[0].get<std::string>().find("140 x 200"), std::string::npos);
}

TEST_F(CliTools, InspectSaysGradeAndPresetOnItsSecondLine) {
    const fs::path photo = save("portrait.png", drawnPortrait());
    const auto result = run({"inspect", photo.string()});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const std::string second = result.output.substr(result.output.find('\n') + 1);
    EXPECT_EQ(second.rfind("  quality ", 0), 0u) << result.output;
    EXPECT_NE(second.find("preset "), std::string::npos) << result.output;
}

TEST_F(CliTools, InspectRefusesADetectorThatIsNotThere) {
    const fs::path photo = save("small.png", syntheticPhoto(200, 200));
    const auto result = run({"inspect", photo.string(), "--detector", "no-such-detector"});
    EXPECT_NE(result.exitCode, 0);
    EXPECT_NE(result.errors.find("no-such-detector"), std::string::npos) << result.errors;
}

TEST_F(CliTools, ModelsListShowsTheBundledRestorer) {
    const auto result = run({"models", "list", "--json"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    bool bundled = false;
    const json models = json::parse(result.output).at("models");
    for (const json& model : models) {
        bundled = bundled || (model.at("kind") == "restorer" && model.at("state") == "bundled");
        EXPECT_FALSE(model.at("licence").get<std::string>().empty());
        EXPECT_FALSE(model.at("purpose").get<std::string>().empty());
    }
    EXPECT_TRUE(bundled);
}

TEST_F(CliTools, ModelsVerifyAcceptsWhatIsBundled) {
    const auto result = run({"models", "verify", "--json"});
    ASSERT_EQ(result.exitCode, 0) << result.errors << result.output;
    EXPECT_TRUE(json::parse(result.output).at("models").at(0).at("ok"));
}

TEST_F(CliTools, ModelsImportInstallsAndTheModelCanBeNamed) {
    const auto imported = run({"models", "import", noiseModel(), "--json"});
    ASSERT_EQ(imported.exitCode, 0) << imported.errors;
    const std::string name = json::parse(imported.output).at("models").at(0).at("name");
    const fs::path crop = save("crop.png", syntheticPhoto(32, 32));
    const auto restored = run({"restore", crop.string(), "--aligned", "--model", name, "-o",
                               (folder() / "out").string()});
    EXPECT_EQ(restored.exitCode, 0) << restored.errors;
}

TEST_F(CliTools, ModelsImportRefusesWhatIsNoModel) {
    const fs::path text = save("notes.pth", Bytes{'h', 'e', 'l', 'l', 'o'});
    const auto result = run({"models", "import", text.string()});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_NE(result.errors.find("notes.pth"), std::string::npos) << result.errors;
}

}  // namespace
}  // namespace heirloom::test
