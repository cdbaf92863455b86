#include <fstream>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/metadata/provenance.h"
#include "tests/app/cli_support.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class CliComparison : public CliTest {
protected:
    std::string out() { return (folder() / "out").string(); }
    ProcessResult restore(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "restore");
        arguments.insert(arguments.end(),
                         {"-o", out(), "--report", (folder() / "report.json").string()});
        return run(arguments);
    }
    json report() {
        std::ifstream file(folder() / "report.json");
        return json::parse(file);
    }
    // Mean absolute difference of the comparison's half to the picture, both 64 x 48.
    static double distance(const Photo& comparison, double from, const Photo& picture) {
        // The pictures keep their size here: the gap is thin and the text lies below.
        const int left = static_cast<int>(from * comparison.width());
        const int gap = (comparison.width() - 2 * picture.width()) / 3;
        const cv::Rect part(left + (from > 0 ? gap / 2 : gap), gap, picture.width(),
                            picture.height());
        cv::Mat small, other;
        cv::resize(comparison.pixels(part), small, {64, 48}, 0, 0, cv::INTER_AREA);
        cv::resize(picture.pixels, other, {64, 48}, 0, 0, cv::INTER_AREA);
        return cv::norm(small, other, cv::NORM_L1) / (64.0 * 48 * 3);
    }
};

TEST_F(CliComparison, LiesBesideTheOutputAndInTheReport) {
    const fs::path input = save("portrait.png", drawnPortrait());
    const auto result = restore({input.string(), "--comparison"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const fs::path restored = folder() / "out/portrait_restored.png";
    const fs::path comparison = folder() / "out/portrait_restored_compare.jpg";
    EXPECT_EQ(result.output, restored.string() + "\n" + comparison.string() + "\n");
    EXPECT_EQ(report().at("photos").at(0).at("output"), restored.string());
    EXPECT_EQ(report().at("photos").at(0).at("comparison"), comparison.string());
    EXPECT_EQ(report().at("options").at("comparison"), true);

    const Photo picture = load(comparison);
    EXPECT_GT(picture.width(), 2 * 640);
    EXPECT_LT(picture.width(), 2 * 640 + 40);
    EXPECT_LT(distance(picture, 0.0, load(input)), 2.0);
    EXPECT_LT(distance(picture, 0.5, load(restored)), 2.0);
    // It tells of its making like the restored photo does.
    EXPECT_TRUE(readProvenance(picture.metadata));
}

TEST_F(CliComparison, IsMadeForEachPhotoOfABatchAndOnlyWhenAskedFor) {
    for (const char* name : {"in/a.png", "in/b.jpg", "in/c.tif"}) save(name, drawnPortrait());
    save("in/none.png", syntheticPhoto(64, 64));
    const auto result = restore({(folder() / "in").string(), "--comparison"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    int found = 0;
    const json photos = report().at("photos");
    for (const json& photo : photos) {
        const bool restored = photo.at("outcome") == "restored";
        EXPECT_EQ(photo.at("comparison").is_string(), restored);
        found += restored && fs::exists(photo.at("comparison").get<std::string>());
    }
    EXPECT_EQ(found, 3);
    EXPECT_EQ(fileCount(folder() / "out"), 6u);

    const auto plain = restore({(folder() / "in/a.png").string(), "--name", "{name}_plain"});
    EXPECT_EQ(plain.exitCode, 0) << plain.errors;
    EXPECT_TRUE(report().at("photos").at(0).at("comparison").is_null());
    EXPECT_EQ(fileCount(folder() / "out"), 7u);
}

TEST_F(CliComparison, IsLeftAloneAsAnInputOfTheNextRun) {
    save("in/a.png", drawnPortrait());
    const std::string in = (folder() / "in").string();
    ASSERT_EQ(run({"restore", in, "--comparison"}).exitCode, 0);
    ASSERT_EQ(fileCount(folder() / "in"), 3u);
    ASSERT_EQ(run({"restore", in, "--comparison"}).exitCode, 0);
    // The photo once more, with its comparison; nothing of the two results.
    EXPECT_EQ(fileCount(folder() / "in"), 5u);
    EXPECT_TRUE(fs::exists(folder() / "in/a_restored (2)_compare.jpg"));
    EXPECT_FALSE(fs::exists(folder() / "in/a_restored_compare_restored.jpg"));
}

TEST_F(CliComparison, MissesWithAWarningWhereItsNameIsTakenByAFolder) {
    const fs::path input = save("portrait.png", drawnPortrait());
    fs::create_directories(folder() / "out/portrait_restored_compare.jpg");
    const auto result = restore({input.string(), "--comparison"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_NE(result.errors.find("comparison picture"), std::string::npos) << result.errors;
    EXPECT_EQ(result.output, out() + "/portrait_restored.png\n");
    EXPECT_TRUE(report().at("photos").at(0).at("comparison").is_null());
    EXPECT_EQ(fileCount(folder() / "out"), 1u);
}

TEST_F(CliComparison, IsOnlyNamedInADryRun) {
    const fs::path input = save("portrait.png", drawnPortrait());
    const auto result = restore({input.string(), "--comparison", "--dry-run"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_EQ(report().at("photos").at(0).at("comparison"),
              out() + "/portrait_restored_compare.jpg");
    EXPECT_FALSE(fs::exists(folder() / "out"));
}

}  // namespace
}  // namespace heirloom::test
