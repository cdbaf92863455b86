#include "core/export/comparison.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "tests/core/export/export_support.h"

namespace heirloom::test {
namespace {

cv::Vec3b at(const Photo& picture, double x, double y) {
    return picture.pixels.at<cv::Vec3b>(static_cast<int>(y * picture.height()),
                                        static_cast<int>(x * picture.width()));
}

Photo compared(const Photo& before, const Photo& after, const ComparisonOptions& options = {}) {
    auto made = comparisonPicture(before, after, options, {});
    if (!made) throw std::runtime_error(made.error().text());
    return made->picture;
}

TEST(Comparison, ShowsBothSidesOnNeutralPaper) {
    const Photo picture =
        compared(flatPhoto({300, 200}, {200, 30, 30}), flatPhoto({300, 200}, {30, 30, 200}));
    EXPECT_EQ(picture.pixels.type(), CV_8UC3);
    EXPECT_TRUE(picture.iccProfile.empty());
    EXPECT_EQ(at(picture, 0.25, 0.3), cv::Vec3b(200, 30, 30));
    EXPECT_EQ(at(picture, 0.75, 0.3), cv::Vec3b(30, 30, 200));
    for (const cv::Vec3b& paper : {at(picture, 0.0, 0.0), at(picture, 0.5, 0.3)}) {
        EXPECT_EQ(paper[0], paper[1]);
        EXPECT_EQ(paper[1], paper[2]);
        EXPECT_GT(paper[0], 220);
    }
}

TEST(Comparison, KeepsTheWholeWithinTheLongSide) {
    const cv::Size sizes[] = {{3000, 2000}, {500, 4000}, {9000, 40},
                              {30, 9000},   {1, 1},      {200, 200}};
    for (const cv::Size size : sizes) {
        for (const int limit : {64, 900, 2400}) {
            ComparisonOptions options;
            options.longSide = limit;
            options.captionLines = {"One", "Two"};
            const Photo photo = flatPhoto(size, {90, 90, 90});
            const Photo picture = compared(photo, photo, options);
            EXPECT_LE(std::max(picture.width(), picture.height()), limit) << size << ' ' << limit;
        }
    }
    const Photo large =
        compared(flatPhoto({3000, 2000}, {9, 9, 9}), flatPhoto({3000, 2000}, {9, 9, 9}));
    EXPECT_GE(large.width(), 2380);
}

TEST(Comparison, BringsDifferentSizesToOneHeight) {
    const Photo picture =
        compared(flatPhoto({200, 150}, {200, 30, 30}), flatPhoto({800, 600}, {30, 30, 200}));
    EXPECT_GT(picture.width(), 1600);
    int red = 0;
    int blue = 0;
    for (int y = 0; y < picture.height(); ++y) {
        const auto* row = picture.pixels.ptr<cv::Vec3b>(y);
        red += row[picture.width() / 4] == cv::Vec3b(200, 30, 30);
        blue += row[picture.width() * 3 / 4] == cv::Vec3b(30, 30, 200);
    }
    EXPECT_EQ(red, 600);
    EXPECT_EQ(blue, 600);
}

TEST(Comparison, WritesLabelsAndCaptionsBelow) {
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    const Photo photo = flatPhoto({600, 400}, {128, 128, 128});
    ComparisonOptions bare;
    bare.beforeLabel = bare.afterLabel = "";
    ComparisonOptions labelled;
    ComparisonOptions captioned = labelled;
    captioned.captionLines = {"Wedding, 1957", "Scan 12"};
    const Photo without = compared(photo, photo, bare);
    const Photo labels = compared(photo, photo, labelled);
    const Photo captions = compared(photo, photo, captioned);
    EXPECT_EQ(inkBelow(without, 410), 0);
    EXPECT_GT(inkBelow(labels, 410), 50);
    EXPECT_EQ(labels.pixels.size(), without.pixels.size());
    EXPECT_GT(captions.height(), labels.height());
    EXPECT_GT(inkBelow(captions, labels.height()), 100);
}

TEST(Comparison, ConvertsWideGamutAsLittleCmsDoes) {
    const Bytes wide = heirloom::testing::rgbProfile();
    const cv::Vec3b colours[] = {{200, 60, 60}, {60, 170, 80}, {70, 80, 200}, {180, 160, 140}};
    for (const cv::Vec3b& colour : colours) {
        Photo before = flatPhoto({160, 120}, colour);
        Photo after = before;
        before.iccProfile = wide;
        const Photo picture = compared(before, after);
        const cv::Vec3b expected = throughLcms(colour, wide);
        EXPECT_LE(cv::norm(at(picture, 0.25, 0.3), expected, cv::NORM_INF), 2.0)
            << at(picture, 0.25, 0.3) << " for " << expected;
        EXPECT_EQ(at(picture, 0.75, 0.3), colour);
        EXPECT_GT(cv::norm(expected, colour, cv::NORM_INF), 5.0);
    }
}

TEST(Comparison, TakesGrey16BitAndAlpha) {
    Photo grey;
    grey.pixels = cv::Mat(100, 150, CV_16UC1, cv::Scalar(0x8080));
    grey.layout = PixelLayout::Gray;
    Photo glass;
    glass.pixels = cv::Mat(100, 150, CV_8UC4, cv::Scalar(255, 0, 0, 0));
    glass.layout = PixelLayout::Rgba;
    const Photo picture = compared(grey, glass);
    EXPECT_EQ(at(picture, 0.25, 0.3), cv::Vec3b(128, 128, 128));
    EXPECT_EQ(at(picture, 0.75, 0.3), cv::Vec3b(255, 255, 255));
}

TEST(Comparison, SaysThatAProfileCannotBeUsed) {
    Photo photo = flatPhoto({60, 40}, {10, 20, 30});
    photo.iccProfile = Bytes(200, 7);
    const auto made = comparisonPicture(photo, flatPhoto({60, 40}, {10, 20, 30}), {}, {});
    ASSERT_TRUE(made);
    EXPECT_EQ(heirloom::testing::warningsAbout(made->warnings, "profile"), 1);
    EXPECT_EQ(at(made->picture, 0.25, 0.3), cv::Vec3b(10, 20, 30));
}

TEST(Comparison, StopsAndRefusesNonsense) {
    const Photo photo = flatPhoto({300, 200}, {1, 2, 3});
    const RunControl stopped{[] { return true; }, {}};
    EXPECT_EQ(comparisonPicture(photo, photo, {}, stopped).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(comparisonPicture(photo, Photo{}, {}, {}).error().code, ErrorCode::InvalidArgument);
    ComparisonOptions tiny;
    tiny.longSide = 10;
    EXPECT_EQ(comparisonPicture(photo, photo, tiny, {}).error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace heirloom::test
