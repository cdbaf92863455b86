#include "core/quality/landmark_drift.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"
#include "tests/support/degradation.h"
#include "tests/core/quality/moved_features.h"
#include "tests/support/fakes.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

constexpr int kSize = 256;

Landmarks standard(int size = kSize) {
    return templateLandmarks(CropTemplate::Ffhq, size);
}

// An aligned drawn face, CV_32FC3.
cv::Mat drawnCrop(int size = kSize) {
    cv::Mat pixels(size, size, CV_8UC3, cv::Scalar(150, 150, 145));
    const Landmarks points = standard(size);
    drawFace(pixels, (points[0] + points[1]) * 0.5f, cv::norm(points[1] - points[0]));
    cv::Mat crop;
    pixels.convertTo(crop, CV_32F, 1.0 / 255.0);
    cv::GaussianBlur(crop, crop, cv::Size(), 0.8 * size / 256.0);
    return crop;
}

constexpr std::array<CropDamage, 4> kDamages{
    {{0.8, 1, 4.0, 85}, {1.2, 2, 8.0, 60}, {1.8, 2, 18.0, 40}, {1.8, 4, 8.0, 70}}};
constexpr CropDamage kWorstDamage{1.8, 4, 18.0, 40};

TEST(LandmarkDrift, AnEqualCropHasNotMoved) {
    const cv::Mat crop = drawnCrop();
    const Drift drift = measureDrift(crop, crop, standard());
    EXPECT_TRUE(drift.isKnown);
    EXPECT_LT(drift.largest, 1e-3);
}

TEST(LandmarkDrift, MeasuresAShiftOfTheWholeFace) {
    const cv::Mat crop = drawnCrop();
    cv::Mat moved;
    const cv::Matx23f shift(1, 0, 2.0f, 0, 1, -1.5f);
    cv::warpAffine(crop, moved, shift, crop.size(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    const Drift drift = measureDrift(crop, moved, standard());
    const double eyeDistance = cv::norm(standard()[1] - standard()[0]);
    for (const std::size_t eye : {0u, 1u}) {
        EXPECT_NEAR(drift.features[eye].shift.x * eyeDistance, 2.0, 0.3);
        EXPECT_NEAR(drift.features[eye].shift.y * eyeDistance, -1.5, 0.3);
    }
}

TEST(LandmarkDrift, BrightnessAndContrastAreNoMovement) {
    const cv::Mat crop = drawnCrop();
    EXPECT_LT(measureDrift(crop, crop * 0.6 + cv::Scalar::all(0.25), standard()).largest, 0.01);
}

TEST(LandmarkDrift, FlagsMovedEyesOfADrawnFaceAndNothingElse) {
    const cv::Mat clean = drawnCrop();
    for (std::size_t i = 0; i < kDamages.size(); ++i) {
        cv::RNG random(40 + i);
        const cv::Mat crop = damagedCrop(clean, kDamages[i], random);
        EXPECT_FALSE(measureDrift(crop, clean, standard()).isSuspicious()) << i;
        for (const bool both : {false, true}) {
            const cv::Mat moved = withMovedEyes(clean, standard(), 0.06, both, random);
            EXPECT_TRUE(measureDrift(crop, moved, standard()).isSuspicious()) << i << both;
        }
    }
}

TEST(LandmarkDrift, LargerCropsGiveTheSameAnswer) {
    const cv::Mat clean = drawnCrop(1024);
    cv::RNG random(4);
    const cv::Mat crop = damagedCrop(clean, kDamages[1], random);
    EXPECT_FALSE(measureDrift(crop, clean, standard(1024)).isSuspicious());
    const cv::Mat moved = withMovedEyes(clean, standard(1024), 0.07, true, random);
    EXPECT_TRUE(measureDrift(crop, moved, standard(1024)).isSuspicious());
}

TEST(LandmarkDrift, APictureWithoutFeaturesSaysNothing) {
    const cv::Mat flat(kSize, kSize, CV_32FC3, cv::Scalar::all(0.5));
    const Drift drift = measureDrift(flat, drawnCrop(), standard());
    EXPECT_FALSE(drift.isKnown);
    EXPECT_FALSE(drift.isSuspicious());
    EXPECT_FALSE(measureDrift(cv::Mat(), cv::Mat(), standard()).isKnown);
    Landmarks one;
    one.fill({100, 100});
    EXPECT_FALSE(measureDrift(drawnCrop(), drawnCrop(), one).isKnown);
}

TEST(LandmarkDrift, NoiseSaysLittle) {
    cv::RNG random(12);
    int suspicious = 0;
    for (int i = 0; i < 10; ++i) {
        cv::Mat noise(kSize, kSize, CV_32FC3);
        random.fill(noise, cv::RNG::NORMAL, 0.5, 0.1);
        suspicious += measureDrift(noise, drawnCrop(), standard()).isSuspicious();
    }
    EXPECT_LE(suspicious, 1);
}

TEST(LandmarkDrift, SeparatesMovedEyesFromGoodRestorationsOfManyFaces) {
    HEIRLOOM_NEEDS_SHARED(shared);
    constexpr int kFaces = 40;
    int good = 0, moved = 0, judged = 0;
    for (int i = 0; i < kFaces; ++i) {
        const cv::Mat face = sharedFace(shared, 2 + i * 24, kSize);
        ASSERT_FALSE(face.empty());
        cv::Mat clean;
        face.convertTo(clean, CV_32F, 1.0 / 255.0);
        cv::RNG random(static_cast<std::uint64_t>(i) * 31 + 3);
        // Every fifth face gets the worst damage.
        const CropDamage& damage =
            i % 5 == 4 ? kWorstDamage : kDamages[static_cast<std::size_t>(i) % 4];
        const cv::Mat crop = damagedCrop(clean, damage, random);
        const cv::Mat restored = i % 2 == 0 ? clean : sharpenedCrop(clean, 0.6);
        good += measureDrift(crop, restored, standard()).isSuspicious();
        const cv::Mat wrong = withMovedEyes(clean, standard(), 0.06, i % 3 == 0, random);
        moved += measureDrift(crop, wrong, standard()).isSuspicious();
        ++judged;
    }
    EXPECT_GE(moved, judged * 95 / 100);
    EXPECT_LE(good, judged * 5 / 100);
}

}  // namespace
}  // namespace heirloom::test
