// The plain values behind the open photo.
#include <gtest/gtest.h>

#include "ui/photo/face_need.h"
#include "ui/photo/time_left.h"

namespace heirloom::ui::test {
namespace {

AddedFace addedAt(float x) {
    AddedFace face;
    face.box = cv::Rect2f(x, 10, 40, 50);
    return face;
}

TEST(FaceNeed, IsNothingForWhatOnlyShowsDifferently) {
    Preparation made;
    EditState wanted;
    wanted.parameters.strength = 20.0;
    wanted.parameters.denoise = 50.0;
    wanted.parameters.brightness = 5.0;
    wanted.choices.faces.push_back({1, false, {}, {}});
    EXPECT_EQ(faceNeed(made, wanted, 2), FaceNeed::Nothing);
}

TEST(FaceNeed, IsTheNetworkForAFaceThatWasOff) {
    Preparation made;
    made.choices.faces.push_back({1, false, {}, {}});
    EXPECT_EQ(faceNeed(made, {}, 2), FaceNeed::Network);
    EditState wanted;
    wanted.choices.added.push_back(addedAt(10));
    EXPECT_EQ(faceNeed({}, wanted, 2), FaceNeed::Network);
    wanted.choices.added[0].enabled = false;
    EXPECT_EQ(faceNeed({}, wanted, 2), FaceNeed::Nothing);
}

TEST(FaceNeed, IsTheStagesWhereColourDependsOnTheStrength) {
    Preparation made;
    made.parameters.rosy = 10.0;
    EditState wanted;
    wanted.parameters.rosy = 10.0;
    EXPECT_EQ(faceNeed(made, wanted, 1), FaceNeed::Nothing);
    wanted.choices.faces.push_back({1, true, 30.0, {}});
    EXPECT_EQ(faceNeed(made, wanted, 1), FaceNeed::Stages);
}

TEST(PatchStrengths, FollowAddedFacesByTheirPlace) {
    PreviewScene scene;
    scene.patches.resize(4);
    scene.patchFaces = {1, 2, 3, 4};
    FaceChoices madeFor;
    madeFor.added = {addedAt(10), addedAt(100)};
    EditState wanted;
    wanted.parameters.strength = 60.0;
    wanted.choices.faces.push_back({2, false, {}, {}});
    wanted.choices.added = {addedAt(100)};
    wanted.choices.added[0].strength = 25.0;
    EXPECT_EQ(patchStrengths(scene, madeFor, wanted, 2),
              (std::vector<double>{0.6, -1.0, -1.0, 0.25}));
}

WorkProgress atFace(int face, int count) {
    return {"restore", 0.15 + 0.7 * (face - 1) / count, face, count};
}

TEST(TimeLeft, IsUnknownUntilOneFaceIsDone) {
    TimeLeft time;
    time.start(0.0);
    time.note(atFace(1, 4), 1.0);
    EXPECT_LT(time.secondsLeft(1.0), 0.0);
    time.note(atFace(2, 4), 3.0);
    EXPECT_NEAR(time.secondsLeft(3.0), 6.0, 1e-9);
}

TEST(TimeLeft, FallsWithTheClockAndRisesOnlySlowly) {
    TimeLeft time;
    time.start(0.0);
    time.note(atFace(1, 10), 0.0);
    time.note(atFace(2, 10), 1.0);
    double last = time.secondsLeft(1.0);
    EXPECT_NEAR(last, 9.0, 1e-9);
    // The second face takes ten times as long.
    for (double now = 1.5; now <= 11.0; now += 0.5) {
        const double left = time.secondsLeft(now);
        EXPECT_LE(left, last + 0.25 * 0.5 + 1e-9) << now;
        last = left;
    }
    time.note(atFace(3, 10), 11.0);
    EXPECT_LE(time.secondsLeft(11.5), last + 0.25 * 0.5 + 1e-9);
}

TEST(TimeLeft, TheFractionNeverFalls) {
    TimeLeft time;
    time.start(0.0);
    time.note(atFace(3, 4), 1.0);
    const double before = time.fraction();
    time.note({"detect", 0.0, 0, 0}, 2.0);
    EXPECT_EQ(time.fraction(), before);
    time.note({"done", 1.0, 0, 0}, 3.0);
    EXPECT_EQ(time.fraction(), 1.0);
}

}  // namespace
}  // namespace heirloom::ui::test
