// What lies under a picture and what lies beside it: the caption and the sidecar.
#include <fstream>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include "core/export/visible_caption.h"
#include "core/metadata/provenance.h"
#include "tests/app/cli_support.h"
#include "tests/core/export/export_support.h"
#include "tests/support/exif_builder.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class CliCaption : public CliTest {
protected:
    std::string out() { return (folder() / "out").string(); }
    ProcessResult restore(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "restore");
        arguments.insert(arguments.end(), {"-o", out(), "--model", noiseModel(), "--report",
                                           (folder() / "report.json").string()});
        return run(arguments);
    }
    json report() {
        std::ifstream file(folder() / "report.json");
        return json::parse(file);
    }
    std::string captionInRecord(const fs::path& path) {
        const auto result = run({"inspect", path.string(), "--json"});
        return json::parse(result.output)
            .at("photos")
            .at(0)
            .at("provenance")
            .at("parameters")
            .value("caption", "");
    }
};

TEST_F(CliCaption, LiesUnderThePictureAndIsToldEverywhere) {
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    const fs::path input = save("a.png", drawnPortrait());
    // A name behind the option is a photo, no text.
    const auto result = restore({"--caption", input.string(), "--strength", "0"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const fs::path output = folder() / "out/a_restored.png";
    const Photo picture = load(output);
    ASSERT_EQ(picture.pixels.size(), cv::Size(640, 480 + captionBandHeight(480)));
    EXPECT_EQ(cv::norm(picture.pixels.rowRange(0, 480), load(input).pixels, cv::NORM_INF), 0.0);
    EXPECT_GT(inkBelow(picture, 480), 50);
    EXPECT_EQ(report().at("options").at("caption"), "Restored with AI");
    EXPECT_EQ(captionInRecord(output), "Restored with AI");
    const auto inspected = run({"inspect", output.string()});
    EXPECT_NE(inspected.output.find(", caption Restored with AI"), std::string::npos)
        << inspected.output;
}

TEST_F(CliCaption, IsAbsentUnlessAskedForAndTakesOtherWords) {
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    const fs::path input = save("a.png", drawnPortrait());
    ASSERT_EQ(restore({input.string()}).exitCode, 0);
    EXPECT_TRUE(report().at("options").at("caption").is_null());
    EXPECT_EQ(load(folder() / "out/a_restored.png").height(), 480);
    EXPECT_EQ(captionInRecord(folder() / "out/a_restored.png"), "");
    ASSERT_EQ(restore({input.string(), "--caption=City archive, 2026", "--overwrite"}).exitCode, 0);
    EXPECT_EQ(report().at("options").at("caption"), "City archive, 2026");
    EXPECT_EQ(captionInRecord(folder() / "out/a_restored.png"), "City archive, 2026");
}

TEST_F(CliCaption, IsRefusedWhereItCannotBe) {
    const fs::path input = save("a.png", drawnPortrait());
    const auto aligned = restore({input.string(), "--caption", "--aligned"});
    EXPECT_EQ(aligned.exitCode, 2) << aligned.errors;
    const auto blank = restore({input.string(), "--caption=  "});
    EXPECT_EQ(blank.exitCode, 2) << blank.errors;
    EXPECT_NE(blank.errors.find("--caption"), std::string::npos) << blank.errors;
    // With its band the picture is too high for a WebP.
    const fs::path tall = save("tall.png", syntheticPhoto(20, 16000));
    const auto high = restore({tall.string(), "--caption", "--format", "webp"});
    EXPECT_EQ(high.exitCode, 1) << high.errors;
    EXPECT_NE(high.errors.find("With the caption"), std::string::npos) << high.errors;
    EXPECT_FALSE(fs::exists(out()));
}

class CliSidecar : public CliCaption {
protected:
    // A WebP holds no IPTC.
    fs::path savePhotoWithIptc() {
        Photo photo = drawnPortrait();
        photo.metadata.iptc = heirloom::testing::sampleIptc();
        return save("a.png", photo);
    }
};

TEST_F(CliSidecar, IsNamedByTheReportAndOnTheTerminal) {
    const auto result = restore({savePhotoWithIptc().string(), "--format", "webp"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const std::string sidecar = out() + "/a_restored.xmp";
    EXPECT_TRUE(fs::exists(sidecar));
    EXPECT_EQ(report().at("photos").at(0).at("sidecar"), sidecar);
    EXPECT_NE(result.errors.find("a_restored.webp: what the file cannot hold is in " + sidecar),
              std::string::npos)
        << result.errors;
    EXPECT_EQ(result.output, out() + "/a_restored.webp\n");
}

TEST_F(CliSidecar, OfAnEarlierOutputGoesWhereTheNewOneNeedsNone) {
    const std::string input = savePhotoWithIptc().string();
    ASSERT_EQ(restore({input, "--format", "webp"}).exitCode, 0);
    ASSERT_EQ(restore({input, "--format", "webp", "--overwrite"}).exitCode, 0);
    EXPECT_EQ(fileCount(out()), 2u) << "the pair was replaced";
    const auto stripped =
        restore({input, "--format", "webp", "--overwrite", "--metadata", "strip"});
    ASSERT_EQ(stripped.exitCode, 0) << stripped.errors;
    EXPECT_EQ(stripped.output, out() + "/a_restored.webp\n");
    EXPECT_TRUE(report().at("photos").at(0).at("sidecar").is_null());
    EXPECT_EQ(fileCount(out()), 1u);
}

TEST_F(CliSidecar, ThatSomebodyWorkedOnStays) {
    const std::string input = savePhotoWithIptc().string();
    ASSERT_EQ(restore({input, "--format", "webp"}).exitCode, 0);
    const fs::path sidecar = out() + "/a_restored.xmp";
    if (runProcess("/usr/bin/exiftool", {"-overwrite_original", "-XMP:Rating=5", sidecar.string()})
            .exitCode != 0) {
        GTEST_SKIP() << "needs exiftool";
    }
    const Bytes rated = bytesOf(sidecar);
    ASSERT_EQ(restore({input, "--format", "webp", "--overwrite", "--metadata", "strip"}).exitCode,
              0);
    EXPECT_EQ(bytesOf(sidecar), rated);
}

}  // namespace
}  // namespace heirloom::test
