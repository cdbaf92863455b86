// What a person chooses for single faces, and what is repeated when a choice changes.
#include <gtest/gtest.h>

#include <chrono>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/restore/photo_session.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

constexpr int kCrop = 128;

FakeModels modelsFor(std::vector<Face> faces) {
    return FakeModels(std::move(faces), kCrop,
                      [](const cv::Mat& crop) { return cv::Mat(crop + cv::Scalar::all(0.2)); });
}

PhotoSession sessionFor(const Photo& photo, ModelProvider& models) {
    auto session = PhotoSession::create(photo, models);
    if (!session) throw std::runtime_error(session.error().text());
    return std::move(session).value();
}

RestoreParameters bright() {
    RestoreParameters parameters;
    parameters.mode = RestoreMode::Detail;
    parameters.faithful = false;
    return parameters;
}

int changeAt(const Photo& before, const Photo& after, cv::Point at) {
    return after.pixels.at<cv::Vec3b>(at)[1] - before.pixels.at<cv::Vec3b>(at)[1];
}

class SessionChoices : public testing::Test {
protected:
    Photo photo = syntheticPhoto(600, 300);
    std::vector<Face> faces{faceAt({150, 150}, 160), faceAt({450, 150}, 160)};
};

TEST_F(SessionChoices, AFaceThatIsSwitchedOffStaysAsItWas) {
    FakeModels models = modelsFor(faces);
    PhotoSession session = sessionFor(photo, models);
    FaceChoices choices;
    choices.faces.push_back({2, false, {}, {}});
    auto result = session.run(bright(), {}, choices);
    ASSERT_TRUE(result);
    EXPECT_GT(changeAt(photo, result->photo, {150, 150}), 10);
    EXPECT_EQ(cv::norm(result->photo.pixels.colRange(330, 600), photo.pixels.colRange(330, 600),
                       cv::NORM_INF),
              0.0);
    EXPECT_FALSE(result->faces[1].restored);
    EXPECT_FALSE(result->faces[1].enabled);
    EXPECT_FALSE(result->faces[1].reason.isEmpty());
    EXPECT_EQ(models.restorer->calls, 1);
}

TEST_F(SessionChoices, AFaceMayHaveItsOwnStrength) {
    FakeModels models = modelsFor(faces);
    PhotoSession session = sessionFor(photo, models);
    RestoreParameters parameters = bright();
    parameters.strength = 100;
    FaceChoices choices;
    choices.faces.push_back({1, true, 25.0, {}});
    auto result = session.run(parameters, {}, choices);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->faces[0].strength, 25.0);
    const int own = changeAt(photo, result->photo, {150, 150});
    const int whole = changeAt(photo, result->photo, {450, 150});
    EXPECT_NEAR(own, 0.25 * whole, 3);
}

TEST_F(SessionChoices, ADrawnBoxBecomesAFace) {
    FakeModels models = modelsFor({});
    PhotoSession session = sessionFor(photo, models);
    FaceChoices choices;
    AddedFace added;
    added.box = {100, 90, 100, 120};
    choices.added.push_back(added);
    auto result = session.run(bright(), {}, choices);
    ASSERT_TRUE(result);
    ASSERT_EQ(result->faces.size(), 1u);
    EXPECT_TRUE(result->faces[0].added);
    EXPECT_TRUE(result->faces[0].restored);
    EXPECT_GT(changeAt(photo, result->photo, {150, 150}), 10);
    auto again = session.run(bright(), {}, choices);
    ASSERT_TRUE(again);
    EXPECT_EQ(models.restorer->calls, 1) << "an unchanged box is not restored again";
}

TEST_F(SessionChoices, ImpossibleChoicesAreToldAndTheRestIsDone) {
    FakeModels models = modelsFor(faces);
    PhotoSession session = sessionFor(photo, models);
    FaceChoices choices;
    choices.faces.push_back({9, false, {}, {}});
    auto result = session.run(bright(), {}, choices);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->warnings.size(), 1u);
    EXPECT_TRUE(result->faces[0].restored && result->faces[1].restored);
}

TEST_F(SessionChoices, AMovedFeatureIsFlaggedForReview) {
    // Eyes of a drawn face; the network paints them elsewhere.
    cv::Mat drawn(300, 600, CV_8UC3, cv::Scalar(180, 150, 130));
    drawFace(drawn, {150, 120}, 60);
    Photo portrait;
    portrait.pixels = drawn;
    FakeModels models({faceAt({150, 150}, 250)}, 256, [](const cv::Mat& crop) {
        cv::Mat moved;
        const cv::Matx23d shift(1, 0, 9, 0, 1, 0);
        cv::warpAffine(crop, moved, shift, crop.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
        return moved;
    });
    PhotoSession session = sessionFor(portrait, models);
    auto result = session.run(bright(), {});
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->review);
    ASSERT_TRUE(result->faces[0].drift);
    EXPECT_GT(*result->faces[0].drift, 0.04);
    // The same network is held to the photo by faithful.
    RestoreParameters faithful = bright();
    faithful.faithful = true;
    auto kept = session.run(faithful, {});
    ASSERT_TRUE(kept);
    EXPECT_FALSE(kept->review);
    EXPECT_GT(kept->faces[0].contradicted, 0.0);
}

TEST_F(SessionChoices, RosyRaisesTheColourOfTheFaceAndNothingElse) {
    photo.pixels.setTo(cv::Scalar(180, 140, 120));
    FakeModels models({faces[0]}, kCrop, [](const cv::Mat& crop) { return crop.clone(); });
    PhotoSession session = sessionFor(photo, models);
    RestoreParameters parameters;
    parameters.rosy = 30;
    auto result = session.run(parameters, {});
    ASSERT_TRUE(result);
    const auto cheek = result->photo.pixels.at<cv::Vec3b>(150, 150);
    EXPECT_NEAR(cheek[0] - cheek[2], 1.3 * 60, 2);
    EXPECT_EQ(result->photo.pixels.at<cv::Vec3b>(150, 560), cv::Vec3b(180, 140, 120));
    parameters.strength = 0;
    auto still = session.run(parameters, {});
    ASSERT_TRUE(still);
    EXPECT_GT(still->photo.pixels.at<cv::Vec3b>(150, 150)[0], 182);
}

TEST(SessionStages, OnTwentyFourMegapixelsAChangeRepeatsOnlyItsStages) {
    Photo photo = syntheticPhoto(6000, 4000);
    std::vector<Face> faces{faceAt({1500, 1500}, 900), faceAt({4200, 2000}, 700)};
    FakeModels models = modelsFor(faces);
    PhotoSession session = sessionFor(photo, models);
    RestoreParameters parameters = bright();
    ASSERT_TRUE(session.run(parameters, {}));
    const StageCounts first = session.counts();
    EXPECT_EQ(first.restore, 2);

    parameters.strength = 40;
    ASSERT_TRUE(session.run(parameters, {}));
    StageCounts counts = session.counts();
    EXPECT_EQ(counts.detect, first.detect);
    EXPECT_EQ(counts.judge, first.judge);
    EXPECT_EQ(counts.align, first.align);
    EXPECT_EQ(counts.restore, first.restore);
    EXPECT_EQ(counts.project, first.project);
    EXPECT_EQ(counts.change, first.change);
    EXPECT_EQ(counts.compose, first.compose + 1);
    EXPECT_EQ(counts.tone, first.tone);

    parameters.brightness = 10;
    ASSERT_TRUE(session.run(parameters, {}));
    counts = session.counts();
    EXPECT_EQ(counts.compose, first.compose + 1);
    EXPECT_EQ(counts.change, first.change);
    EXPECT_EQ(counts.tone, first.tone + 1);

    FaceChoices choices;
    choices.faces.push_back({1, true, 90.0, {}});
    ASSERT_TRUE(session.run(parameters, {}, choices));
    counts = session.counts();
    EXPECT_EQ(counts.restore, first.restore);
    EXPECT_EQ(counts.change, first.change);
    EXPECT_EQ(counts.compose, first.compose + 2);

    parameters.mode = RestoreMode::Natural;
    ASSERT_TRUE(session.run(parameters, {}, choices));
    counts = session.counts();
    EXPECT_EQ(counts.restore, first.restore);
    EXPECT_EQ(counts.project, first.project);
    EXPECT_EQ(counts.change, first.change + 2);

    parameters.mode = RestoreMode::Strong;
    ASSERT_TRUE(session.run(parameters, {}, choices));
    counts = session.counts();
    EXPECT_EQ(counts.clean, 2);
    EXPECT_EQ(counts.restore, first.restore + 2);
    EXPECT_EQ(counts.align, first.align);

    parameters.mode = RestoreMode::Natural;
    ASSERT_TRUE(session.run(parameters, {}, choices));
    EXPECT_EQ(session.counts().restore, first.restore + 2) << "both ways stay cached";
}

}  // namespace
}  // namespace heirloom::test
