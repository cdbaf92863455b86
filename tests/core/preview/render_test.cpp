#include <future>
#include <random>

#include <gtest/gtest.h>

#include <opencv2/core/utility.hpp>

#include "tests/core/preview/preview_support.h"

namespace heirloom::test {
namespace {

struct Case {
    const char* name;
    int depth;
    PixelLayout layout;
    void (*change)(RestoreParameters&);
};

void PrintTo(const Case& of, std::ostream* out) {
    *out << of.name;
}

class EveryCase : public testing::TestWithParam<Case> {
protected:
    Photo photo() const { return syntheticPhoto(421, 333, GetParam().depth, GetParam().layout); }
    RestoreParameters parameters() const {
        RestoreParameters parameters = everything();
        GetParam().change(parameters);
        return parameters;
    }
};

TEST_P(EveryCase, TheWholeIsWhatASessionReturns) {
    const Photo before = photo();
    FakeModels models = twoFaces(before);
    PhotoSession session = sessionOf(before, models);
    const auto expected = session.run(parameters(), {});
    ASSERT_TRUE(expected) << expected.error().text();
    const auto rendered = renderWhole(sceneOf(before, parameters()), parameters(), {});
    ASSERT_TRUE(rendered) << rendered.error().text();
    EXPECT_EQ(largestDifference(rendered->pixels, expected->photo.pixels), 0.0);
    EXPECT_EQ(rendered->layout, before.layout);
    EXPECT_NE(largestDifference(rendered->pixels, before.pixels), 0.0);
}

// Faces are placed to 1/32 pixel, counted from the corner of what is rendered.
TEST_P(EveryCase, ARectangleIsThatOfTheWhole) {
    const PreviewScene scene = sceneOf(photo(), parameters());
    const auto whole = renderWhole(scene, parameters(), {});
    ASSERT_TRUE(whole);
    const cv::Size size = whole->pixels.size();
    const double level = whole->is16Bit() ? 257.0 : 1.0;
    std::vector<cv::Rect> rectangles{{0, 0, size.width, size.height},
                                     {0, 0, 40, 30},
                                     {size.width - 37, size.height - 41, 37, 41},
                                     {0, size.height - 1, size.width, 1},
                                     {size.width - 1, 0, 1, size.height},
                                     {150, 120, 1, 1}};
    std::mt19937 random(3);
    for (int i = 0; i < 20; ++i) {
        const int x = static_cast<int>(random() % (size.width - 1));
        const int y = static_cast<int>(random() % (size.height - 1));
        rectangles.emplace_back(x, y, 1 + static_cast<int>(random() % (size.width - x)),
                                1 + static_cast<int>(random() % (size.height - y)));
    }
    for (const cv::Rect& rectangle : rectangles) {
        const auto part = renderRegion(scene, parameters(), rectangle);
        ASSERT_TRUE(part) << part.error().text();
        EXPECT_LE(largestDifference(*part, whole->pixels(rectangle)), level)
            << rectangle.x << ", " << rectangle.y << " " << rectangle.width << " x "
            << rectangle.height;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Previews, EveryCase,
    testing::Values(
        Case{"eight_bit", CV_8U, PixelLayout::Rgb, [](RestoreParameters&) {}},
        Case{"sixteen_bit", CV_16U, PixelLayout::Rgb, [](RestoreParameters&) {}},
        Case{"grey", CV_8U, PixelLayout::Gray, [](RestoreParameters&) {}},
        Case{"alpha", CV_8U, PixelLayout::Rgba, [](RestoreParameters&) {}},
        Case{"grey_alpha_16", CV_16U, PixelLayout::GrayAlpha, [](RestoreParameters&) {}},
        Case{"faces_only", CV_8U, PixelLayout::Rgb,
             [](RestoreParameters& p) { p.scope = Scope::FacesOnly; }},
        Case{"rosy", CV_8U, PixelLayout::Rgb, [](RestoreParameters& p) { p.rosy = 20; }},
        Case{"faces_alone", CV_8U, PixelLayout::Rgb,
             [](RestoreParameters& p) { p.denoise = p.sharpen = p.contrast = p.brightness = 0; }},
        Case{"enlarged", CV_8U, PixelLayout::Rgb, [](RestoreParameters& p) { p.scale = 1.5; }},
        Case{"reduced", CV_8U, PixelLayout::Rgb, [](RestoreParameters& p) { p.longSide = 300; }}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(RenderRegion, FollowsTheStrengthOfEachPatch) {
    const Photo photo = syntheticPhoto(400, 300);
    RestoreParameters parameters = everything();
    PreviewScene scene = sceneOf(photo, parameters);
    ASSERT_EQ(scene.patches.size(), 2u);
    EXPECT_EQ(scene.patchFaces, (std::vector<int>{1, 2}));
    const cv::Rect all(0, 0, 400, 300);
    ASSERT_TRUE(renderRegion(scene, parameters, all));
    scene.patches[0].strength = 0.0;
    scene.patches[1].strength = 0.9;
    const auto part = renderRegion(scene, parameters, all);
    const auto whole = renderWhole(scene, parameters, {});
    ASSERT_TRUE(part && whole);
    EXPECT_LE(largestDifference(*part, whole->pixels), 1.0);
    const auto before = renderWhole(sceneOf(photo, parameters), parameters, {});
    EXPECT_GT(largestDifference(*part, before->pixels), 5.0);
}

TEST(RenderRegion, WritesIntoNothingThatIsShared) {
    const Photo photo = syntheticPhoto(300, 200);
    const PreviewScene scene = sceneOf(photo, everything());
    const cv::Mat background = scene.background.pixels.clone();
    const cv::Mat change = scene.patches[0].change.clone();
    auto part = renderRegion(scene, everything(), {10, 10, 200, 150});
    ASSERT_TRUE(part);
    part->setTo(cv::Scalar::all(0));
    RestoreParameters none = everything();
    none.denoise = none.sharpen = none.contrast = none.brightness = 0;
    auto untouched = renderRegion(plainScene(photo), none, {10, 10, 200, 150});
    ASSERT_TRUE(untouched);
    EXPECT_EQ(largestDifference(*untouched, photo.pixels({10, 10, 200, 150})), 0.0);
    EXPECT_EQ(largestDifference(scene.background.pixels, background), 0.0);
    EXPECT_EQ(largestDifference(scene.patches[0].change, change), 0.0);
}

TEST(RenderRegion, RefusesARectangleThatIsNotWithinTheScene) {
    const PreviewScene scene = plainScene(syntheticPhoto(100, 80));
    for (const cv::Rect& wrong : {cv::Rect(-1, 0, 10, 10), cv::Rect(95, 0, 10, 10),
                                  cv::Rect(0, 0, 0, 10), cv::Rect(0, 0, 100, 81)}) {
        const auto part = renderRegion(scene, everything(), wrong);
        ASSERT_FALSE(part);
        EXPECT_EQ(part.error().code, ErrorCode::InvalidArgument);
    }
}

TEST(RenderWhole, DoesNotDependOnTheNumberOfThreads) {
    const PreviewScene scene = sceneOf(syntheticPhoto(900, 700), everything());
    cv::setNumThreads(1);
    const auto one = renderWhole(scene, everything(), {});
    cv::setNumThreads(4);
    const auto many = renderWhole(scene, everything(), {});
    cv::setNumThreads(-1);
    ASSERT_TRUE(one && many);
    EXPECT_EQ(largestDifference(one->pixels, many->pixels), 0.0);
}

TEST(RenderWhole, StopsWhereverItIsAsked) {
    const PreviewScene scene = sceneOf(syntheticPhoto(1300, 900), everything());
    int asked = 0;
    RunControl control;
    control.stopRequested = [&] { return ++asked < 0; };
    ASSERT_TRUE(renderWhole(scene, everything(), control));
    const int all = asked;
    EXPECT_GT(all, 50);
    for (const int last : {1, all / 4, all / 2, all - 1}) {
        asked = 0;
        control.stopRequested = [&] { return ++asked >= last; };
        const auto stopped = renderWhole(scene, everything(), control);
        ASSERT_FALSE(stopped) << last;
        EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
        EXPECT_LE(asked, last + 4) << "asked again after the answer was yes";
    }
}

TEST(RenderRegion, WorksOnSeveralThreadsAtOnce) {
    const PreviewScene scene = sceneOf(syntheticPhoto(500, 400), everything());
    const auto whole = renderWhole(scene, everything(), {});
    ASSERT_TRUE(whole);
    std::vector<std::future<double>> differences;
    for (int i = 0; i < 4; ++i) {
        differences.push_back(std::async(std::launch::async, [&scene, &whole, i] {
            const cv::Rect rectangle(50 * i, 30 * i, 300, 250);
            const auto part = renderRegion(scene, everything(), rectangle);
            return part ? largestDifference(*part, whole->pixels(rectangle)) : INFINITY;
        }));
    }
    for (auto& difference : differences) EXPECT_LE(difference.get(), 1.0);
}

}  // namespace
}  // namespace heirloom::test
