#include "core/face/suppression.h"

#include <gtest/gtest.h>

namespace heirloom::test {
namespace {

Face faceWith(cv::Rect2f box, float score) {
    Face face;
    face.box = box;
    face.score = score;
    return face;
}

TEST(SuppressOverlaps, KeepsTheBestOfOverlappingFaces) {
    const auto kept =
        suppressOverlaps({faceWith({10, 10, 100, 100}, 0.92f), faceWith({14, 12, 100, 100}, 0.99f),
                          faceWith({300, 10, 80, 90}, 0.95f)},
                         0.4f);
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_EQ(kept[0].score, 0.99f);
    EXPECT_EQ(kept[1].score, 0.95f);
}

TEST(SuppressOverlaps, KeepsNeighboursThatTouch) {
    EXPECT_EQ(suppressOverlaps(
                  {faceWith({0, 0, 100, 100}, 0.95f), faceWith({80, 0, 100, 100}, 0.94f)}, 0.3f)
                  .size(),
              2u);
}

TEST(SuppressOverlaps, KeepsTheOrderOfEqualScores) {
    const auto kept =
        suppressOverlaps({faceWith({0, 0, 10, 10}, 0.9f), faceWith({50, 0, 10, 10}, 0.9f)}, 0.4f);
    EXPECT_EQ(kept[0].box.x, 0.0f);
    EXPECT_EQ(kept[1].box.x, 50.0f);
}

TEST(DropContained, DropsAnEyeTakenForAFace) {
    const auto kept = dropContained(
        {faceWith({0, 0, 400, 500}, 0.99f), faceWith({80, 150, 90, 90}, 0.93f)}, 0.8f);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].box.width, 400.0f);
}

TEST(DropContained, KeepsASmallFaceBesideALargeOne) {
    EXPECT_EQ(dropContained(
                  {faceWith({0, 0, 400, 500}, 0.99f), faceWith({380, 100, 90, 90}, 0.93f)}, 0.8f)
                  .size(),
              2u);
}

TEST(AveragedOver, NeighbouringDetectionsOfOneFaceSteadyItsLandmarks) {
    Face left = faceWith({10, 10, 100, 100}, 0.95f), right = faceWith({14, 10, 100, 100}, 0.95f);
    Face other = faceWith({300, 300, 80, 80}, 0.99f);
    left.landmarks[0] = {40, 50};
    right.landmarks[0] = {44, 52};
    other.landmarks[0] = {320, 330};
    const auto faces = averagedOver({left, other}, {left, right, other}, 0.6f);
    EXPECT_NEAR(faces[0].landmarks[0].x, 42, 1e-3);
    EXPECT_NEAR(faces[0].landmarks[0].y, 51, 1e-3);
    EXPECT_NEAR(faces[0].box.x, 12, 1e-3);
    EXPECT_NEAR(faces[1].landmarks[0].x, 320, 1e-3);
    EXPECT_NEAR(faces[1].box.width, 80, 1e-3);
}

}  // namespace
}  // namespace heirloom::test
