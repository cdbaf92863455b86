#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/app/cli_support.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class CliScale : public CliTest {
protected:
    // A run on one photo with further arguments.
    ProcessResult restore(const fs::path& input, const std::vector<std::string>& more) {
        std::vector<std::string> arguments{"restore",  input.string(),
                                           "-o",       out(),
                                           "--report", (folder() / "report.json").string()};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    std::string out() { return (folder() / "out").string(); }
    cv::Size outputSize(const std::string& name) {
        return load(folder() / "out" / name).pixels.size();
    }
    json report() {
        std::ifstream file(folder() / "report.json");
        return json::parse(file);
    }
    // Whether the last run's report lists a background model.
    bool usedBackground() {
        const json models = report().at("models");
        return std::any_of(models.begin(), models.end(),
                           [](const json& model) { return model.at("kind") == "background"; });
    }
    // 320 x 240 pixels, so that runs are short.
    static Photo smallPortrait() {
        Photo photo = drawnPortrait();
        cv::resize(photo.pixels, photo.pixels, cv::Size(), 0.5, 0.5, cv::INTER_AREA);
        return photo;
    }
    // A seeded network of the given factor, tiny.
    static std::string backgroundModel(int scale) {
        return (testDataDirectory() / ("noise/rrdb-x" + std::to_string(scale) + ".pth")).string();
    }
};

TEST_F(CliScale, EnlargesByTheFactor) {
    const fs::path input = save("portrait.png", smallPortrait());
    const std::pair<const char*, cv::Size> cases[] = {
        {"1", {320, 240}}, {"1.5", {480, 360}}, {"2", {640, 480}}, {"4", {1280, 960}}};
    for (const auto& [scale, size] : cases) {
        const auto result =
            restore(input, {"--scale", scale, "--name", std::string("{name}_") + scale});
        ASSERT_EQ(result.exitCode, 0) << result.errors;
        EXPECT_EQ(outputSize(std::string("portrait_") + scale + ".png"), size) << scale;
    }
}

TEST_F(CliScale, GivesTheLongSideExactly) {
    const fs::path input = save("portrait.png", smallPortrait());
    for (const int side : {161, 601}) {
        const std::string name = std::to_string(side);
        const auto result = restore(input, {"--long-side", name, "--name", "{name}_" + name});
        ASSERT_EQ(result.exitCode, 0) << result.errors;
        EXPECT_EQ(outputSize("portrait_" + name + ".png").width, side);
    }
}

TEST_F(CliScale, ChangesNothingAtTheSizeThePhotoHas) {
    const Photo photo = smallPortrait();
    const fs::path input = save("portrait.png", photo);
    ASSERT_EQ(restore(input, {"--long-side", "320", "--strength", "0"}).exitCode, 0);
    EXPECT_EQ(
        cv::norm(load(folder() / "out/portrait_restored.png").pixels, photo.pixels, cv::NORM_INF),
        0.0);
}

TEST_F(CliScale, WritesTheNewSizeIntoTheMetadata) {
    Photo photo = smallPortrait();
    const fs::path input = save("portrait.jpg", photo);
    const auto result = restore(input, {"--scale", "2"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const auto inspected = run({"inspect", out() + "/portrait_restored.jpg", "--json"});
    const json facts = json::parse(inspected.output).at("photos").at(0);
    EXPECT_EQ(facts.at("width"), 640);
    EXPECT_EQ(facts.at("height"), 480);
}

TEST_F(CliScale, KeepsTheDepth) {
    Photo photo = smallPortrait();
    photo.pixels.convertTo(photo.pixels, CV_16U, 257.0, 3.0);
    photo.source.bitsPerSample = 16;
    const fs::path input = save("deep.png", photo);
    const auto result = restore(input, {"--scale", "1.5"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const Photo restored = load(folder() / "out/deep_restored.png");
    EXPECT_EQ(restored.pixels.type(), CV_16UC3);
    EXPECT_EQ(restored.pixels.size(), cv::Size(480, 360));
}

TEST_F(CliScale, UsesABackgroundModelThatIsNamed) {
    const fs::path input = save("portrait.png", smallPortrait());
    for (const int factor : {1, 2, 4}) {
        const std::string name = "portrait_x" + std::to_string(factor);
        const auto result = restore(input, {"--scale", "2", "--background", backgroundModel(factor),
                                            "--name", "{name}_x" + std::to_string(factor)});
        ASSERT_EQ(result.exitCode, 0) << result.errors;
        EXPECT_EQ(outputSize(name + ".png"), cv::Size(640, 480));
        EXPECT_TRUE(usedBackground());
    }
    ASSERT_EQ(
        restore(input, {"--scale", "2", "--background", "none", "--name", "{name}_plain"}).exitCode,
        0);
    EXPECT_GT(cv::norm(load(folder() / "out/portrait_x2.png").pixels,
                       load(folder() / "out/portrait_plain.png").pixels, cv::NORM_INF),
              0.0);
}

TEST_F(CliScale, UsesAnInstalledBackgroundModelOnlyToEnlarge) {
    const Photo photo = smallPortrait();
    const fs::path input = save("portrait.png", photo);
    ASSERT_EQ(run({"models", "import", backgroundModel(2)}).exitCode, 0);
    const auto isUsed = [&](const std::vector<std::string>& arguments) {
        const auto result = restore(input, arguments);
        EXPECT_EQ(result.exitCode, 0) << result.errors;
        return usedBackground();
    };
    EXPECT_FALSE(isUsed({"--strength", "0"}));
    EXPECT_TRUE(isUsed({"--scale", "1.5"}));
    EXPECT_FALSE(isUsed({"--scale", "1.5", "--background", "none"}));
    EXPECT_EQ(
        cv::norm(load(folder() / "out/portrait_restored.png").pixels, photo.pixels, cv::NORM_INF),
        0.0);
}

TEST_F(CliScale, RefusesWhatMakesNoSense) {
    const std::string input = save("portrait.png", smallPortrait()).string();
    const std::vector<std::vector<std::string>> cases{
        {"--scale", "3"},         {"--scale", "big"},      {"--long-side", "0"},
        {"--long-side", "70000"}, {"--long-side", "12.5"}, {"--scale", "2", "--long-side", "1000"}};
    for (const auto& arguments : cases) {
        const auto result = restore(input, arguments);
        EXPECT_EQ(result.exitCode, 2) << arguments[0] << ' ' << arguments[1];
        EXPECT_NE(result.errors.find(arguments[0]), std::string::npos) << result.errors;
    }
    EXPECT_FALSE(fs::exists(folder() / "out"));
}

TEST_F(CliScale, SaysWhichBackgroundModelIsNotThere) {
    const fs::path input = save("portrait.png", smallPortrait());
    const auto missing = restore(input, {"--background", "nothing-x9"});
    EXPECT_NE(missing.exitCode, 0);
    EXPECT_NE(missing.errors.find("nothing-x9"), std::string::npos) << missing.errors;
    const auto other = restore(input, {"--background", noiseModel()});
    EXPECT_EQ(other.exitCode, 2) << other.errors;
    EXPECT_FALSE(fs::exists(folder() / "out"));
}

TEST_F(CliScale, RefusesAnOutputThatTheFormatCannotHoldBeforeWorkStarts) {
    const fs::path input = save("wide.png", syntheticPhoto(5000, 20));
    const auto result = restore(input, {"--scale", "4", "--format", "webp"});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_NE(result.errors.find("20000"), std::string::npos) << result.errors;
    EXPECT_EQ(report().at("photos").at(0).at("seconds").at("detect"), 0.0);
}

TEST_F(CliScale, NeedsAtMost2500MegabytesForTwelveMegapixelsAtFourTimes) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the sanitizer's own memory would be measured";
#endif
    Photo photo;
    photo.pixels = cv::Mat(3000, 4000, CV_8UC3, cv::Scalar(150, 150, 145));
    drawFace(photo.pixels, {1200, 1200}, 300);
    const auto input = save("twelve.jpg", photo);
    const auto result = run({"restore", input.string(), "-o", (folder() / "out").string(),
                             "--scale", "4", "--background", "none"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_LE(result.peakKilobytes, 2500 * 1024);
}

}  // namespace
}  // namespace heirloom::test
