#include "core/quality/recommendation.h"

#include <functional>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "tests/core/quality/composed_photo.h"
#include "tests/support/degradation.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

// The measures were tuned with seeds below 1000.
constexpr std::uint64_t kFirstSeed = 5000;
constexpr int kPhotos = 100;

// 100 photos, each class in turn; returns how many agree with what was done to them.
int agreeing(const std::function<cv::Mat(int)>& faceOf) {
    int agree = 0;
    for (int i = 0; i < kPhotos; ++i) {
        const auto damage = static_cast<Damage>(i % 6);
        const auto seed = kFirstSeed + static_cast<std::uint64_t>(i);
        const ComposedPhoto composed = composePhoto(damage, seed, faceOf(i));
        const PhotoQuality quality = judgePhoto(composed.photo, composed.faces);
        const bool grade = !composed.hasGrade() || quality.grade == composed.expectedGrade();
        agree += grade && recommend(quality).preset == composed.expectedPreset();
    }
    return agree;
}

TEST(Recommendation, AgreesWithTheDamageOfDrawnFaces) {
    EXPECT_GE(agreeing([](int) { return cv::Mat(); }), 90);
}

TEST(Recommendation, AgreesWithTheDamageOfRealLookingFaces) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const int agree = agreeing([&](int i) { return sharedFace(shared, 3 + i * 9, 512); });
    EXPECT_GE(agree, 90);
    RecordProperty("agreeing", agree);
}

TEST(Recommendation, GradeDecidesWhereNoDefectDominates) {
    PhotoQuality quality;
    quality.grade = QualityGrade::High;
    EXPECT_EQ(recommend(quality).preset, "high");
    quality.grade = QualityGrade::Medium;
    EXPECT_EQ(recommend(quality).preset, "medium");
    quality.grade = QualityGrade::Low;
    EXPECT_EQ(recommend(quality).preset, "low");
}

TEST(Recommendation, ScratchesComeBeforeYellowing) {
    PhotoQuality quality;
    quality.colour.state = ColourState::Yellowed;
    EXPECT_EQ(recommend(quality).preset, "yellowed-bw");
    quality.defects = 0.01;
    EXPECT_EQ(recommend(quality).preset, "scratches");
}

TEST(Recommendation, ALightPrintIsNotBrightenedToWhite) {
    PhotoQuality quality;
    quality.grade = QualityGrade::Low;
    quality.colour.state = ColourState::Yellowed;
    quality.lightShare = 0.7;
    EXPECT_EQ(recommend(quality).preset, "low");

    // A dark head on light paper, and on dark cloth.
    for (const int ground : {205, 90}) {
        cv::Mat print(480, 360, CV_8UC3, cv::Scalar::all(ground));
        cv::ellipse(print, {180, 200}, {80, 110}, 0, 0, 360, cv::Scalar::all(60), cv::FILLED);
        cv::rectangle(print, {150, 300, 60, 60}, cv::Scalar::all(210), cv::FILLED);
        const PhotoQuality judged = judgePhoto(photoOf(yellowedPrint(print, 0.8)), {});
        ASSERT_EQ(judged.colour.state, ColourState::Yellowed);
        EXPECT_EQ(recommend(judged).preset == "yellowed-bw", ground < 128) << judged.lightShare;
    }
}

TEST(Recommendation, ReasonIsAFilledInSentence) {
    PhotoQuality quality;
    quality.fromFaces = true;
    quality.grade = QualityGrade::Low;
    quality.blur = 2.4;
    quality.sharpness = 23.6;
    quality.noise = 12.3;
    EXPECT_EQ(recommend(quality).reason.text(),
              "The faces are soft (sharpness 24 of 100) and the grain is strong (12 of 255), as "
              "in prints from 1950 to 1980.");
    quality.defects = 0.0123;
    EXPECT_EQ(recommend(quality).reason.text(),
              "Scratches and specks cover about 1.2 % of the picture.");
}

}  // namespace
}  // namespace heirloom::test
