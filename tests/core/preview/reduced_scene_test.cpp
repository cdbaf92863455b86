// A quick likeness: how far it may be from the true picture, averaged down.
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/core/preview/preview_support.h"

namespace heirloom::test {
namespace {

// Grain on everything, and edges that have to stay.
Photo grainyPhoto() {
    Photo photo = syntheticPhoto(900, 700);
    cv::Mat values, noise(photo.pixels.size(), CV_32FC3);
    photo.pixels.convertTo(values, CV_32F);
    cv::RNG(4).fill(noise, cv::RNG::NORMAL, 0.0, 7.0);
    values += noise;
    values.convertTo(photo.pixels, CV_8U);
    cv::rectangle(photo.pixels, {500, 40, 180, 90}, cv::Scalar(30, 60, 90), cv::FILLED);
    return photo;
}

cv::Mat averaged(const cv::Mat& pixels, cv::Size size, int level) {
    cv::Mat padded, out;
    cv::copyMakeBorder(pixels, padded, 0, (size.height << level) - pixels.rows, 0,
                       (size.width << level) - pixels.cols, cv::BORDER_REPLICATE);
    cv::resize(padded, out, size, 0, 0, cv::INTER_AREA);
    return out;
}

double meanDifference(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_L1) / (double(a.total()) * a.channels());
}

class AtLevel : public testing::TestWithParam<int> {};

TEST_P(AtLevel, LooksLikeTheTruePicture) {
    const int level = GetParam();
    const Photo photo = grainyPhoto();
    const PreviewScene scene = sceneOf(photo, everything());
    const auto reduced = ReducedScene::create(scene, level);
    ASSERT_TRUE(reduced) << reduced.error().text();
    EXPECT_EQ(reduced->level(), level);
    const int step = 1 << level;
    EXPECT_EQ(reduced->size(), cv::Size((900 + step - 1) / step, (700 + step - 1) / step));
    const auto expectAlike = [&](const char* what, auto change, double tolerance) {
        RestoreParameters parameters = everything();
        parameters.denoise = parameters.sharpen = parameters.contrast = parameters.brightness = 0;
        change(parameters);
        const auto picture = reduced->render(parameters);
        const auto whole = renderWhole(scene, parameters, {});
        ASSERT_TRUE(picture && whole);
        const cv::Mat truth = averaged(whole->pixels, reduced->size(), level);
        const double difference = meanDifference(*picture, truth);
        RecordProperty(what, std::to_string(difference));
        EXPECT_LT(difference, tolerance) << what;
    };
    expectAlike(
        "faces", [](RestoreParameters&) {}, 0.6);
    expectAlike(
        "tone", [](auto& p) { p.contrast = 60, p.brightness = -10; }, 1.0);
    expectAlike(
        "denoise", [](auto& p) { p.denoise = 30; }, 1.0);
    expectAlike(
        "sharpen", [](auto& p) { p.sharpen = 50; }, 1.0);
    expectAlike(
        "faces only", [](auto& p) { p.denoise = 50, p.sharpen = 50, p.scope = Scope::FacesOnly; },
        1.0);
    expectAlike(
        "everything", [](auto& p) { p = everything(); }, 1.5);
}

INSTANTIATE_TEST_SUITE_P(Levels, AtLevel, testing::Values(1, 2, 3, 4));

TEST(ReducedScene, FollowsStrengths) {
    const PreviewScene scene = sceneOf(grainyPhoto(), everything());
    auto reduced = ReducedScene::create(scene, 2);
    ASSERT_TRUE(reduced);
    RestoreParameters still = everything();
    still.denoise = still.sharpen = still.contrast = still.brightness = 0;
    const auto before = reduced->render(still);
    reduced->setStrengths({0.0, 0.0});
    const auto none = reduced->render(still);
    const auto plain = ReducedScene::create(plainScene(scene.background), 2)->render(still);
    ASSERT_TRUE(before && none && plain);
    EXPECT_GT(largestDifference(*before, *none), 4.0);
    EXPECT_EQ(largestDifference(*none, *plain), 0.0);
}

TEST(ReducedScene, ARectangleIsThatOfTheWholePicture) {
    const PreviewScene scene = sceneOf(grainyPhoto(), everything());
    auto reduced = ReducedScene::create(scene, 1);
    ASSERT_TRUE(reduced);
    for (const Scope scope : {Scope::WholePhoto, Scope::FacesOnly}) {
        RestoreParameters parameters = everything();
        parameters.scope = scope;
        const auto whole = reduced->render(parameters);
        ASSERT_TRUE(whole);
        for (const cv::Rect rectangle : {cv::Rect(90, 70, 200, 150), cv::Rect(0, 0, 40, 30),
                                         cv::Rect(440, 335, 10, 15), cv::Rect(0, 0, 450, 350)}) {
            const auto part = reduced->renderRegion(parameters, rectangle);
            ASSERT_TRUE(part) << part.error().text();
            EXPECT_EQ(largestDifference(*part, (*whole)(rectangle)), 0.0) << rectangle;
            RestoreParameters moved = parameters;
            moved.denoise = 0;
            const auto again = reduced->renderRegion(moved, rectangle);
            const auto wholeAgain = reduced->render(moved);
            ASSERT_TRUE(again && wholeAgain);
            EXPECT_EQ(largestDifference(*again, (*wholeAgain)(rectangle)), 0.0) << rectangle;
        }
    }
    EXPECT_FALSE(reduced->renderRegion(everything(), {400, 300, 100, 100}));
    EXPECT_FALSE(reduced->renderRegion(everything(), {}));
}

TEST(ReducedScene, RefusesLevelsItDoesNotHave) {
    const PreviewScene scene = plainScene(syntheticPhoto(64, 48));
    for (const int wrong : {-1, 0, 7}) EXPECT_FALSE(ReducedScene::create(scene, wrong));
    const auto smallest = ReducedScene::create(scene, 6);
    ASSERT_TRUE(smallest);
    EXPECT_EQ(smallest->size(), cv::Size(1, 1));
}

}  // namespace
}  // namespace heirloom::test
