#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>

#include "tests/app/cli_support.h"
#include "tests/support/fakes.h"
#include "tests/support/npy.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class CliRestore : public CliTest {
protected:
    json report() {
        std::ifstream file(folder() / "report.json");
        return json::parse(file);
    }
    std::string out() { return (folder() / "out").string(); }
};

TEST_F(CliRestore, RestoresTheFacesOfAPhotoWithWhatIsBundled) {
    const fs::path input = save("portrait.png", drawnPortrait());
    const Bytes before = bytesOf(input);
    const auto result = run({"restore", input.string(), "--output", out(), "--report",
                             (folder() / "report.json").string()});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_EQ(result.output, out() + "/portrait_restored.png\n");
    EXPECT_EQ(bytesOf(input), before);
    const Photo restored = load(folder() / "out/portrait_restored.png");
    EXPECT_EQ(restored.pixels.size(), cv::Size(640, 480));
    const Photo original = load(input);
    cv::Mat difference;
    cv::absdiff(restored.pixels, original.pixels, difference);
    EXPECT_GT(cv::countNonZero(difference.reshape(1)), 1000);
    // The strip at the bottom belongs to no face.
    EXPECT_EQ(cv::countNonZero(difference.rowRange(440, 480).clone().reshape(1)), 0);

    const json photo = report().at("photos").at(0);
    EXPECT_EQ(photo.at("outcome"), "restored");
    EXPECT_EQ(photo.at("faces").size(), 2u);
    EXPECT_EQ(photo.at("faces").at(0).at("landmarks").size(), 5u);
    EXPECT_TRUE(photo.at("faces").at(0).at("restored"));
    EXPECT_FALSE(photo.at("faces").at(0).at("model_reason").get<std::string>().empty());
    EXPECT_EQ(report().at("summary").at("restored"), 1);
    EXPECT_EQ(report().at("tool").at("name"), "Heirloom");
}

TEST_F(CliRestore, GivesIdenticalFilesTwice) {
    ProcessOptions fixedDate;
    fixedDate.environment["SOURCE_DATE_EPOCH"] = "1795260512";
    for (const char* name : {"portrait.png", "portrait.jpg", "portrait.tif", "portrait.webp"}) {
        const fs::path input = save(name, drawnPortrait());
        const fs::path first = folder() / "one" / name;
        const fs::path second = folder() / "two" / name;
        ASSERT_EQ(
            run({"restore", input.string(), "-o", first.string(), "--denoise", "20"}, fixedDate)
                .exitCode,
            0);
        ASSERT_EQ(
            run({"restore", input.string(), "-o", second.string(), "--denoise", "20"}, fixedDate)
                .exitCode,
            0);
        EXPECT_EQ(bytesOf(first), bytesOf(second)) << name;
    }
}

TEST_F(CliRestore, ReturnsTheExactPixelsAtStrengthZero) {
    for (const int depth : {CV_8U, CV_16U}) {
        Photo photo = drawnPortrait();
        if (depth == CV_16U) {
            photo.pixels.convertTo(photo.pixels, CV_16U, 257.0, 3.0);
            photo.source.bitsPerSample = 16;
        }
        for (const std::string name : {"photo.png", "photo.tif"}) {
            const fs::path input = save(name, photo);
            const fs::path output = folder() / "out" / (std::to_string(depth) + name);
            ASSERT_EQ(
                run({"restore", input.string(), "-o", output.string(), "--strength", "0"}).exitCode,
                0);
            const Photo restored = load(output);
            EXPECT_EQ(restored.pixels.type(), photo.pixels.type());
            EXPECT_EQ(cv::norm(restored.pixels, photo.pixels, cv::NORM_INF), 0.0);
        }
    }
}

TEST_F(CliRestore, NeverOverwritesAnything) {
    const fs::path input = save("a.png", drawnPortrait());
    const Bytes original = bytesOf(input);
    // Even a pattern that names the original itself gets another name.
    const auto first =
        run({"restore", input.string(), "-o", folder().string(), "--name", "{name}"});
    EXPECT_EQ(first.output, (folder() / "a (2).png").string() + "\n");
    const auto second = run({"restore", input.string(), "-o", input.string()});
    EXPECT_EQ(second.output, (folder() / "a (3).png").string() + "\n");
    const auto third = run(
        {"restore", input.string(), "-o", folder().string(), "--name", "{name}", "--overwrite"});
    EXPECT_EQ(third.output, (folder() / "a (4).png").string() + "\n");
    EXPECT_EQ(bytesOf(input), original);
}

TEST_F(CliRestore, OverwriteReplacesAnEarlierOutputOnly) {
    const fs::path input = save("a.png", drawnPortrait());
    ASSERT_EQ(run({"restore", input.string(), "-o", out()}).exitCode, 0);
    const auto again =
        run({"restore", input.string(), "-o", out(), "--overwrite", "--strength", "20"});
    EXPECT_EQ(again.output, out() + "/a_restored.png\n");
    EXPECT_EQ(fileCount(out()), 1u);
    // A stranger's file under that name stays.
    const fs::path stranger = save("out/b_restored.png", syntheticPhoto(40, 40));
    const Bytes before = bytesOf(stranger);
    const fs::path b = save("b.png", drawnPortrait());
    const auto beside = run({"restore", b.string(), "-o", out(), "--overwrite"});
    EXPECT_EQ(beside.output, out() + "/b_restored (2).png\n");
    EXPECT_EQ(bytesOf(stranger), before);
}

TEST_F(CliRestore, GoesThroughAFolderAndNeverStopsAtABrokenFile) {
    save("in/a.png", drawnPortrait());
    save("in/b.jpg", Bytes{'n', 'o', ' ', 'p', 'h', 'o', 't', 'o'});
    save("in/c.png", syntheticPhoto(80, 80));
    save("in/deep/d.jpg", drawnPortrait());
    const auto result = run({"restore", (folder() / "in").string(), "-r", "-o", out(), "--report",
                             (folder() / "report.json").string()});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_TRUE(fs::exists(folder() / "out/a_restored.png"));
    EXPECT_TRUE(fs::exists(folder() / "out/deep/d_restored.jpg"));
    EXPECT_EQ(fileCount(out()), 2u);
    EXPECT_NE(result.errors.find("b.jpg"), std::string::npos);
    const json summary = report().at("summary");
    EXPECT_EQ(summary.at("total"), 4);
    EXPECT_EQ(summary.at("restored"), 2);
    EXPECT_EQ(summary.at("no_face"), 1);
    EXPECT_EQ(summary.at("failed"), 1);
}

TEST_F(CliRestore, ASecondRunOverAFolderLeavesItsOwnResultsAlone) {
    save("in/a.png", drawnPortrait());
    ASSERT_EQ(run({"restore", (folder() / "in").string()}).exitCode, 0);
    EXPECT_TRUE(fs::exists(folder() / "in/a_restored.png"));
    const auto second = run({"restore", (folder() / "in").string()});
    EXPECT_EQ(second.exitCode, 0) << second.errors;
    EXPECT_TRUE(fs::exists(folder() / "in/a_restored (2).png"));
    EXPECT_FALSE(fs::exists(folder() / "in/a_restored_restored.png"));
}

TEST_F(CliRestore, DryRunWritesNothing) {
    const fs::path input = save("a.png", drawnPortrait());
    const auto result = run({"restore", input.string(), "-o", out(), "--dry-run"});
    EXPECT_EQ(result.exitCode, 0);
    EXPECT_EQ(result.output, out() + "/a_restored.png\n");
    EXPECT_FALSE(fs::exists(out()));
}

TEST_F(CliRestore, AlignedGivesTheReferencesPicture) {
    // The fixture's noise as an 8-bit picture; the reference rounds nothing before it.
    const Planes input = readPlanes(testDataDirectory() / "noise/gpen-32.input.npy");
    const Planes expected = readPlanes(testDataDirectory() / "noise/gpen-32.output.npy");
    const auto pixel = [](const Planes& planes, int c, int y, int x) {
        const float value = planes.plane(c)[y * 32 + x];
        return std::clamp((value + 1.0f) / 2.0f, 0.0f, 1.0f) * 65535.0f;
    };
    Photo crop;
    crop.pixels = cv::Mat(32, 32, CV_16UC3);
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 32; ++x) {
            for (int c = 0; c < 3; ++c) {
                crop.pixels.at<cv::Vec3w>(y, x)[c] =
                    cv::saturate_cast<ushort>(pixel(input, c, y, x));
            }
        }
    }
    const bool inRange = std::all_of(input.values.begin(), input.values.end(),
                                     [](float v) { return v >= -1.0f && v <= 1.0f; });
    if (!inRange) GTEST_SKIP() << "the fixture's noise is not a picture";
    const fs::path path = save("crop.png", crop);
    const auto result = run({"restore", path.string(), "--aligned", "--precision", "fp32",
                             "--model", noiseModel(), "-o", out()});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const Photo restored = load(folder() / "out/crop_restored.png");
    for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 32; ++x) {
            for (int c = 0; c < 3; ++c) {
                EXPECT_NEAR(restored.pixels.at<cv::Vec3w>(y, x)[c], pixel(expected, c, y, x),
                            257.0);
            }
        }
    }
}

TEST_F(CliRestore, AlignedMatchesTheReferencesPngOfEveryFixture) {
    HEIRLOOM_NEEDS_SHARED(shared);
    for (const std::string name : {"gpen-tiny-64", "gpen-small-128", "gpen-256-lite"}) {
        const fs::path base = shared / "fixtures/gpen" / name;
        const fs::path output = folder() / "out" / (name + ".png");
        const auto result =
            run({"restore", base.string() + ".input.png", "--aligned", "--precision", "fp32",
                 "--model", base.string() + ".pth", "-o", output.string()});
        ASSERT_EQ(result.exitCode, 0) << result.errors;
        const Photo expected = load(base.string() + ".output.png");
        EXPECT_LE(cv::norm(load(output).pixels, expected.pixels, cv::NORM_INF), 1.0) << name;
    }
}

TEST_F(CliRestore, KeepsASharpLargePortraitSharp) {
    // 24 megapixels, a face 1,500 pixels wide, skin with fine texture everywhere.
    Photo photo;
    photo.pixels = cv::Mat(4000, 6000, CV_8UC3, cv::Scalar(150, 150, 145));
    drawFace(photo.pixels, {3000, 1500}, 670);
    cv::Mat texture(photo.pixels.size(), CV_16SC3);
    cv::RNG generator(9);
    generator.fill(texture, cv::RNG::NORMAL, 0.0, 9.0);
    cv::add(photo.pixels, texture, photo.pixels, cv::noArray(), CV_8U);
    const fs::path input = save("large.tif", photo);
    const auto result = run({"restore", input.string(), "-o", out(), "--strength", "100"});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    ASSERT_NE(result.errors.find("1 face restored"), std::string::npos) << result.errors;
    const cv::Rect face(2250, 800, 1500, 2000);
    const Photo restored = load(folder() / "out/large_restored.tif");
    EXPECT_GE(
        gradientEnergy(restored.pixels(face).clone()) / gradientEnergy(photo.pixels(face).clone()),
        0.95);
    EXPECT_GT(cv::norm(restored.pixels(face), photo.pixels(face), cv::NORM_INF), 0.0);
}

TEST_F(CliRestore, NeedsAtMost700MegabytesForTwelveMegapixels) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the sanitizer's own memory would be measured";
#endif
    Photo photo;
    photo.pixels = cv::Mat(3000, 4000, CV_8UC3, cv::Scalar(150, 150, 145));
    drawFace(photo.pixels, {1200, 1200}, 300);
    drawFace(photo.pixels, {2800, 1300}, 200);
    const fs::path input = save("twelve.jpg", photo);
    const auto result =
        run({"restore", input.string(), "-o", out(), "--denoise", "30", "--sharpen", "30"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_LE(result.peakKilobytes, 700 * 1024);
}

TEST_F(CliRestore, KeepsAGreyPhotoGrey) {
    Photo photo = drawnPortrait();
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            auto& pixel = photo.pixels.at<cv::Vec3b>(y, x);
            pixel = cv::Vec3b::all(pixel[1]);
        }
    }
    const fs::path input = save("grey.png", photo);
    ASSERT_EQ(run({"restore", input.string(), "-o", out(), "--skin-protection", "off", "--strength",
                   "100"})
                  .exitCode,
              0);
    std::vector<cv::Mat> channels;
    cv::split(load(folder() / "out/grey_restored.png").pixels, channels);
    EXPECT_LE(cv::norm(channels[0], channels[1], cv::NORM_INF), 1.0);
    EXPECT_LE(cv::norm(channels[1], channels[2], cv::NORM_INF), 1.0);
}

TEST_F(CliRestore, StopsPromptlyAndLeavesNothingHalfWritten) {
    std::vector<std::string> arguments{"restore", "-o", out()};
    for (int i = 0; i < 60; ++i) {
        arguments.push_back(save("in/" + std::to_string(i) + ".png", drawnPortrait()).string());
    }
    ProcessOptions options;
    options.interruptAfterMilliseconds = 1000;
    const auto result = run(arguments, options);
    EXPECT_EQ(result.exitCode, 130);
    if (fs::exists(out())) {
        for (const auto& entry : fs::directory_iterator(out())) {
            EXPECT_NE(entry.path().filename().string().front(), '.');
            EXPECT_EQ(load(entry.path()).width(), 640);
        }
    }
}

TEST_F(CliRestore, TakesAParserByFileAndSaysWhichInTheReport) {
    const fs::path input = save("portrait.png", drawnPortrait());
    const std::string parser = (testDataDirectory() / "noise/parsenet-32.pth").string();
    const auto result = run({"restore", input.string(), "-o", out(), "--parser", parser, "--report",
                             (folder() / "report.json").string()});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    const json models = report().at("models");
    EXPECT_TRUE(std::any_of(models.begin(), models.end(), [](const json& model) {
        return model.at("kind") == "parser" && model.at("name") == "parsenet-32";
    }));
    ASSERT_EQ(run({"restore", input.string(), "-o", out(), "--parser", "none"}).exitCode, 0);
}

TEST_F(CliRestore, TellsAWrongParserOnceAndBeforeTheWork) {
    const fs::path input = save("portrait.png", drawnPortrait());
    const auto missing = run({"restore", input.string(), "-o", out(), "--parser", "nowhere.pth"});
    EXPECT_EQ(missing.exitCode, 1);
    EXPECT_NE(missing.errors.find("nowhere.pth"), std::string::npos);
    const auto other = run({"restore", input.string(), "-o", out(), "--parser",
                            (testDataDirectory() / "noise/rrdb-x4.pth").string()});
    EXPECT_EQ(other.exitCode, 2);
    EXPECT_NE(other.errors.find("face parser"), std::string::npos);
    EXPECT_FALSE(fs::exists(folder() / "out/portrait_restored.png"));
}

}  // namespace
}  // namespace heirloom::test
