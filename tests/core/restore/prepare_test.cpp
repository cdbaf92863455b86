// What a session hands out for the preview.
#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/restore/photo_session.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

FakeModels threeFaces() {
    return FakeModels({faceAt({90, 110}, 110), faceAt({240, 120}, 110), faceAt({390, 130}, 110)},
                      128, paintFlat({0.7, 0.5, 0.4}));
}

PhotoSession sessionFor(const Photo& photo, ModelProvider& models) {
    auto session = PhotoSession::create(photo, models);
    if (!session) throw std::runtime_error(session.error().text());
    return std::move(session).value();
}

RestoreParameters plain() {
    RestoreParameters parameters;
    parameters.mode = RestoreMode::Detail;
    parameters.faithful = false;
    parameters.skinProtection = false;
    return parameters;
}

TEST(Prepare, DoesWhatRunDoesBeforeTheWholePhoto) {
    const Photo photo = syntheticPhoto(500, 260);
    FakeModels models = threeFaces();
    PhotoSession session = sessionFor(photo, models);
    RestoreParameters parameters = plain();
    parameters.denoise = 20;
    const auto prepared = session.prepare(parameters, {});
    ASSERT_TRUE(prepared) << prepared.error().text();
    EXPECT_EQ(session.counts().restore, 3);
    EXPECT_EQ(session.counts().compose + session.counts().denoise + session.counts().tone, 0);
    const auto run = session.run(parameters, {});
    ASSERT_TRUE(run);
    EXPECT_EQ(session.counts().restore, 3);
    EXPECT_EQ(session.counts().denoise, 1);
    ASSERT_EQ(prepared->faces.size(), run->faces.size());
    EXPECT_EQ(prepared->faces[1].strength, run->faces[1].strength);
    EXPECT_EQ(prepared->judgements.size(), run->judgements.size());
    EXPECT_EQ(prepared->review, run->review);
}

TEST(Prepare, TellsOfEachFaceOnTheOutputsSize) {
    const Photo photo = syntheticPhoto(500, 260);
    FakeModels models = threeFaces();
    PhotoSession session = sessionFor(photo, models);
    RestoreParameters parameters = plain();
    parameters.scale = 1.5;
    std::vector<int> faces;
    const auto prepared =
        session.prepare(parameters, {}, {}, [&](const PreviewScene& partial, int face) {
            faces.push_back(face);
            EXPECT_EQ(partial.background.pixels.size(), cv::Size(750, 390));
            EXPECT_EQ(partial.patches.size(), faces.size());
            EXPECT_EQ(partial.patchFaces, faces);
        });
    ASSERT_TRUE(prepared) << prepared.error().text();
    EXPECT_EQ(faces, (std::vector<int>{1, 2, 3}));
    EXPECT_EQ(prepared->scene.patchFaces, faces);
    EXPECT_EQ(session.counts().enlarge, 1);
}

TEST(Prepare, GivesEachPatchTheStrengthOfItsFace) {
    const Photo photo = syntheticPhoto(500, 260);
    FakeModels models = threeFaces();
    PhotoSession session = sessionFor(photo, models);
    FaceChoices choices;
    choices.faces.push_back({.face = 1, .enabled = false, .strength = {}, .box = {}});
    choices.faces.push_back({.face = 3, .enabled = true, .strength = 25.0, .box = {}});
    const auto prepared = session.prepare(plain(), {}, choices);
    ASSERT_TRUE(prepared) << prepared.error().text();
    EXPECT_EQ(prepared->scene.patchFaces, (std::vector<int>{2, 3}));
    ASSERT_EQ(prepared->scene.patches.size(), 2u);
    EXPECT_DOUBLE_EQ(prepared->scene.patches[0].strength, 0.7);
    EXPECT_DOUBLE_EQ(prepared->scene.patches[1].strength, 0.25);
}

// Another thread may be rendering it.
TEST(Prepare, HandsOutPicturesThatStayAsTheyAre) {
    const Photo photo = syntheticPhoto(500, 260);
    FakeModels models = threeFaces();
    PhotoSession session = sessionFor(photo, models);
    const auto first = session.prepare(plain(), {});
    ASSERT_TRUE(first);
    const cv::Mat change = first->scene.patches[0].change.clone();
    const cv::Mat mask = first->scene.patches[0].mask.clone();
    RestoreParameters other = plain();
    other.mode = RestoreMode::Natural;
    other.skinProtection = true;
    const auto second = session.prepare(other, {});
    ASSERT_TRUE(second);
    EXPECT_GT(cv::norm(second->scene.patches[0].change, change, cv::NORM_INF), 0.0);
    EXPECT_EQ(cv::norm(first->scene.patches[0].change, change, cv::NORM_INF), 0.0);
    EXPECT_EQ(cv::norm(first->scene.patches[0].mask, mask, cv::NORM_INF), 0.0);
    // A strength alone copies nothing.
    RestoreParameters stronger = other;
    stronger.strength = 95;
    const auto third = session.prepare(stronger, {});
    ASSERT_TRUE(third);
    EXPECT_EQ(third->scene.patches[0].change.data, second->scene.patches[0].change.data);
}

TEST(Prepare, StopsBetweenFaces) {
    const Photo photo = syntheticPhoto(500, 260);
    FakeModels models = threeFaces();
    PhotoSession session = sessionFor(photo, models);
    int seen = 0;
    RunControl control;
    control.stopRequested = [&] { return seen > 0; };
    const auto stopped =
        session.prepare(plain(), control, {}, [&](const PreviewScene&, int) { ++seen; });
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(models.restorer->calls, 1);
    EXPECT_TRUE(session.prepare(plain(), {}));
}

TEST(NeedsFaces, IsTrueForWhatThePatchesHoldAlone) {
    const RestoreParameters before;
    const auto needs = [&](auto change) {
        RestoreParameters after = before;
        change(after);
        return needsFaces(before, after);
    };
    EXPECT_FALSE(needs([](RestoreParameters&) {}));
    EXPECT_FALSE(needs([](RestoreParameters& p) {
        p.strength = 10, p.denoise = 20, p.sharpen = 30, p.contrast = 40, p.brightness = 5;
        p.scope = Scope::FacesOnly;
    }));
    EXPECT_TRUE(needs([](RestoreParameters& p) { p.mode = RestoreMode::Detail; }));
    EXPECT_TRUE(needs([](RestoreParameters& p) { p.skinProtection = false; }));
    EXPECT_TRUE(needs([](RestoreParameters& p) { p.detailEnhancement = true; }));
    EXPECT_TRUE(needs([](RestoreParameters& p) { p.faithful = false; }));
    EXPECT_TRUE(needs([](RestoreParameters& p) { p.rosy = 5; }));
    EXPECT_TRUE(needs([](RestoreParameters& p) { p.scale = 2; }));
    EXPECT_TRUE(needs([](RestoreParameters& p) { p.longSide = 2000; }));
    EXPECT_TRUE(needs([](RestoreParameters& p) { p.minFaceShare = 1; }));
    RestoreParameters rosy;
    rosy.rosy = 10;
    RestoreParameters stronger = rosy;
    stronger.strength = 90;
    EXPECT_TRUE(needsFaces(rosy, stronger));
}

TEST(NeedsNetwork, IsTrueForWhatTheNetworkHasNotSeen) {
    RestoreParameters before, after;
    after.mode = RestoreMode::Detail;
    after.strength = 20;
    after.minFaceShare = 1;
    EXPECT_FALSE(needsNetwork(before, after));
    EXPECT_TRUE(needsNetwork(after, before));  // smaller faces are wanted again
    after = before;
    after.mode = RestoreMode::Strong;
    EXPECT_TRUE(needsNetwork(before, after));
    after = before;
    after.scale = 2;
    EXPECT_TRUE(needsNetwork(before, after));
}

}  // namespace
}  // namespace heirloom::test
