#include "core/export/text_line.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

namespace heirloom::test {
namespace {

constexpr int kWide = 2000;

int inkOf(const TextLine& line) {
    return line.coverage.empty() ? 0 : cv::countNonZero(line.coverage > 127);
}

bool warnsOf(const TextLine& line, const std::string& part) {
    for (const Message& warning : line.warnings) {
        if (warning.text().find(part) != std::string::npos) return true;
    }
    return false;
}

class TextLineTest : public ::testing::Test {
protected:
    void SetUp() override {
        if (textLine("Before", 30, kWide).coverage.empty()) GTEST_SKIP() << "no font is installed";
    }
};

TEST_F(TextLineTest, DrawsLettersInsideTheLine) {
    const TextLine line = textLine("Ågjy|", 40, kWide);
    ASSERT_EQ(line.coverage.rows, 40);
    EXPECT_TRUE(line.warnings.empty());
    EXPECT_GT(inkOf(line), 40);
    // Nothing touches the upper or lower edge, so nothing was cut off there.
    EXPECT_EQ(cv::countNonZero(line.coverage.row(0)), 0);
    EXPECT_EQ(cv::countNonZero(line.coverage.row(39)), 0);
}

TEST_F(TextLineTest, DrawsChineseAsDifferentGlyphs) {
    const TextLine first = textLine("拾", 40, kWide);
    if (first.coverage.empty()) GTEST_SKIP() << "no installed font has Chinese glyphs";
    const TextLine second = textLine("光", 40, kWide);
    EXPECT_GT(inkOf(first), 50);
    EXPECT_GT(inkOf(second), 50);
    EXPECT_TRUE(first.warnings.empty());
    // Boxes for missing glyphs would be alike.
    ASSERT_EQ(first.coverage.size(), second.coverage.size());
    EXPECT_GT(cv::countNonZero(first.coverage != second.coverage), 100);
}

TEST_F(TextLineTest, LeavesOutAndNamesWhatNoFontHas) {
    const std::string unknown = "\xF4\x8F\xBC\x80";  // U+10FF00, private use
    const TextLine line = textLine("ab" + unknown + "c", 30, kWide);
    EXPECT_TRUE(warnsOf(line, "\"" + unknown + "\""));
    const TextLine without = textLine("abc", 30, kWide);
    ASSERT_EQ(line.coverage.size(), without.coverage.size());
    EXPECT_EQ(cv::countNonZero(line.coverage != without.coverage), 0);
    EXPECT_TRUE(textLine(unknown, 30, kWide).coverage.empty());
}

TEST_F(TextLineTest, GetsSmallerAndIsThenCut) {
    const int natural = textLine("Grandmother", 30, kWide).coverage.cols;
    const TextLine smaller = textLine("Grandmother", 30, natural * 8 / 10);
    EXPECT_LE(smaller.coverage.cols, natural * 8 / 10 + 1);
    EXPECT_GT(smaller.coverage.cols, natural * 7 / 10);
    EXPECT_TRUE(smaller.warnings.empty());
    const TextLine cut = textLine("Grandmother", 30, natural / 2);
    EXPECT_LE(cut.coverage.cols, natural / 2 + 1);
    EXPECT_TRUE(warnsOf(cut, "Grandmother"));
}

TEST_F(TextLineTest, TakesBreaksForSpacesAndSurvivesBrokenText) {
    const TextLine spaced = textLine("a b", 30, kWide);
    const TextLine broken = textLine("a\nb", 30, kWide);
    ASSERT_EQ(broken.coverage.size(), spaced.coverage.size());
    EXPECT_EQ(cv::countNonZero(broken.coverage != spaced.coverage), 0);
    EXPECT_GT(inkOf(textLine("a\xFF\xC3", 30, kWide)), 10);
    EXPECT_TRUE(textLine("", 30, kWide).coverage.empty());
    EXPECT_TRUE(textLine(" \t\n", 30, kWide).coverage.empty());
}

TEST_F(TextLineTest, LaysInkOnTheColourAloneAndClipsIt) {
    const TextLine line = textLine("M", 40, kWide);
    cv::Mat pixels(20, 20, CV_16UC4, cv::Scalar::all(60000));
    layInk(line.coverage, {-3, -5}, 0.5, 3, pixels);
    std::vector<cv::Mat> channels;
    cv::split(pixels, channels);
    EXPECT_EQ(cv::countNonZero(channels[3] != 60000), 0);
    double least = 0.0;
    cv::minMaxLoc(channels[0], &least);
    EXPECT_NEAR(least, 32768.0, 1.0);
    EXPECT_EQ(cv::countNonZero(channels[0] != channels[2]), 0);
}

}  // namespace
}  // namespace heirloom::test
