#include "core/quality/photo_warnings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "tests/support/degradation.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

using Kind = PhotoWarning::Kind;

Photo plainPhoto(int width = 600, int height = 400) {
    return photoOf(cv::Mat(height, width, CV_8UC3, cv::Scalar(120, 110, 100)));
}

int countOf(const std::vector<PhotoWarning>& warnings, Kind kind) {
    return static_cast<int>(
        std::count_if(warnings.begin(), warnings.end(),
                      [kind](const PhotoWarning& warning) { return warning.kind == kind; }));
}

// The five points of a head model turned by yaw, seen from far away.
Face turnedFace(double degrees, double roll = 0.0) {
    const double yaw = degrees * CV_PI / 180.0;
    struct Point {
        double x, y, depth;
    };
    constexpr std::array<Point, 5> kModel{
        {{-0.5, 0, 0}, {0.5, 0, 0}, {0, 0.6, 0.45}, {-0.4, 1.05, 0}, {0.4, 1.05, 0}}};
    const double turn = roll * CV_PI / 180.0;
    Face face = faceAt({300, 200}, 400);
    for (std::size_t i = 0; i < kModel.size(); ++i) {
        const double x = 80 * (kModel[i].x * std::cos(yaw) + kModel[i].depth * std::sin(yaw));
        const double y = 80 * kModel[i].y;
        face.landmarks[i] = {static_cast<float>(300 + x * std::cos(turn) - y * std::sin(turn)),
                             static_cast<float>(200 + x * std::sin(turn) + y * std::cos(turn))};
    }
    return face;
}

TEST(PhotoWarnings, AGoodPhotoHasNone) {
    EXPECT_TRUE(photoWarnings(plainPhoto(), {faceAt({300, 200}, 400)}).empty());
    EXPECT_TRUE(photoWarnings(plainPhoto(), {}).empty());
}

TEST(PhotoWarnings, ASmallFaceIsNamed) {
    const auto one = photoWarnings(plainPhoto(), {faceAt({300, 200}, 100)});
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(one[0].kind, Kind::SmallFace);
    EXPECT_EQ(one[0].face, 1);
    EXPECT_FALSE(one[0].review);
    const auto second =
        photoWarnings(plainPhoto(), {faceAt({300, 200}, 400), faceAt({100, 100}, 100)});
    ASSERT_EQ(second.size(), 1u);
    EXPECT_EQ(second[0].face, 2);
}

TEST(PhotoWarnings, ManyFacesGiveOneSentence) {
    const std::vector<Face> crowd(29, faceAt({300, 200}, 60));
    const auto warnings = photoWarnings(plainPhoto(), crowd);
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_EQ(warnings[0].face, 0);
    EXPECT_EQ(warnings[0].message.text().rfind("29 faces cover under 10 % of the photo", 0), 0u);
}

TEST(PhotoWarnings, LargeFilesAndSmallPhotosAreNamed) {
    Photo photo = plainPhoto(149, 400);
    photo.source.byteCount = 50'000'001;
    const auto warnings = photoWarnings(photo, {});
    EXPECT_EQ(countOf(warnings, Kind::LargeFile), 1);
    EXPECT_EQ(countOf(warnings, Kind::SmallPhoto), 1);
    Photo fine = plainPhoto(150, 150);
    fine.source.byteCount = 50'000'000;
    EXPECT_TRUE(photoWarnings(fine, {}).empty());
}

TEST(PhotoWarnings, AFaceClippedToWhiteIsNamed) {
    Photo photo = plainPhoto();
    const Face face = faceAt({300, 200}, 400);
    const cv::Rect box(face.box);
    photo.pixels(cv::Rect(box.x, box.y, box.width / 2, box.height)).setTo(cv::Scalar::all(255));
    const auto warnings = photoWarnings(photo, {face});
    EXPECT_EQ(countOf(warnings, Kind::ClippedFace), 1);
    // White beside the face is no harm.
    Photo beside = plainPhoto();
    beside.pixels(cv::Rect(0, 0, box.x, 400)).setTo(cv::Scalar::all(255));
    EXPECT_TRUE(photoWarnings(beside, {face}).empty());
}

TEST(PhotoWarnings, YawFollowsAHeadModel) {
    for (const double degrees : {-50.0, -20.0, 0.0, 20.0, 50.0}) {
        for (const double roll : {0.0, 25.0}) {
            const auto yaw = estimateYaw(turnedFace(degrees, roll));
            ASSERT_TRUE(yaw.has_value());
            EXPECT_NEAR(*yaw, degrees, 2.0) << "roll " << roll;
        }
    }
}

TEST(PhotoWarnings, YawIsUnknownWithoutMeasuredLandmarks) {
    Face face = turnedFace(50.0);
    face.landmarkSource = LandmarkSource::Estimated;
    EXPECT_FALSE(estimateYaw(face).has_value());
    face.landmarkSource = LandmarkSource::Detected;
    face.landmarks.fill({10, 10});
    EXPECT_FALSE(estimateYaw(face).has_value());
}

TEST(PhotoWarnings, ATurnedFaceIsNamed) {
    EXPECT_EQ(countOf(photoWarnings(plainPhoto(), {turnedFace(40)}), Kind::TurnedFace), 1);
    EXPECT_EQ(countOf(photoWarnings(plainPhoto(), {turnedFace(20)}), Kind::TurnedFace), 0);
    const auto both = photoWarnings(plainPhoto(), {turnedFace(40), turnedFace(0), turnedFace(-45)});
    ASSERT_EQ(countOf(both, Kind::TurnedFace), 1);
    EXPECT_NE(both.back().message.text().find("2 faces (1, 3)"), std::string::npos)
        << both.back().message.text();
}

TEST(PhotoWarnings, StrengthAbove90IsNamed) {
    EXPECT_FALSE(strengthWarning(90).has_value());
    EXPECT_TRUE(strengthWarning(91).has_value());
}

TEST(PhotoWarnings, DriftAndCoverAskForAReview) {
    EXPECT_TRUE(resultWarnings({{1, 0.039, false}, {2, std::nullopt, false}}).empty());
    const auto warnings = resultWarnings({{1, 0.05, false}, {2, 0.01, true}, {3, 0.07, false}});
    ASSERT_EQ(warnings.size(), 2u);
    EXPECT_EQ(warnings[0].kind, Kind::IdentityDrift);
    EXPECT_EQ(warnings[0].face, 0);
    EXPECT_NE(warnings[0].message.text().find("(1, 3)"), std::string::npos);
    EXPECT_EQ(warnings[1].kind, Kind::CoveredFace);
    EXPECT_EQ(warnings[1].face, 2);
    EXPECT_TRUE(warnings[0].review && warnings[1].review);
}

}  // namespace
}  // namespace heirloom::test
