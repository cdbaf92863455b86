#include "core/restore/face_change.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"

namespace heirloom::test {
namespace {

constexpr int kSize = 256;

// Skin with a mole and a few wrinkles.
cv::Mat sharpFace() {
    cv::Mat crop(kSize, kSize, CV_32FC3, cv::Scalar(0.7, 0.55, 0.45));
    cv::circle(crop, {90, 150}, 2, cv::Scalar(0.35, 0.25, 0.2), cv::FILLED, cv::LINE_AA);
    for (int i = 0; i < 6; ++i) {
        cv::line(crop, {60, 60 + 8 * i}, {190, 64 + 8 * i}, cv::Scalar(0.55, 0.42, 0.34), 1,
                 cv::LINE_AA);
    }
    return crop;
}

cv::Mat blurred(const cv::Mat& picture, double sigma) {
    cv::Mat out;
    cv::GaussianBlur(picture, out, cv::Size(), sigma);
    return out;
}

ChangeOptions forFaceOf(double photoPixelsPerCropPixel) {
    ChangeOptions options;
    options.mode = RestoreMode::Detail;
    options.photoPixelsPerCropPixel = photoPixelsPerCropPixel;
    return options;
}

cv::Mat changeOf(const cv::Mat& crop, const cv::Mat& restored, const ChangeOptions& options) {
    const Landmarks landmarks = templateLandmarks(CropTemplate::Ffhq, kSize);
    const CropEvidence evidence = gatherEvidence(crop, landmarks, options.photoPixelsPerCropPixel);
    return faceChange({crop, crop, restored}, evidence, options);
}

float moleDepth(const cv::Mat& face) {
    return face.at<cv::Vec3f>(150, 110)[1] - face.at<cv::Vec3f>(150, 90)[1];
}

TEST(FaceChange, NeverTakesAMoleFromALargeSharpFace) {
    const cv::Mat crop = sharpFace();
    const cv::Mat result = crop + changeOf(crop, blurred(crop, 3.0), forFaceOf(4.0));
    EXPECT_GT(moleDepth(result), 0.9f * moleDepth(crop));
}

TEST(FaceChange, LetsTheNetworkSmoothAFaceSmallerThanItsCrop) {
    const cv::Mat crop = sharpFace();
    const cv::Mat result = crop + changeOf(crop, blurred(crop, 3.0), forFaceOf(0.5));
    EXPECT_LT(moleDepth(result), 0.6f * moleDepth(crop));
}

TEST(FaceChange, StillRemovesNoiseFromALargeFace) {
    cv::Mat noise(kSize, kSize, CV_32FC3);
    cv::RNG generator(3);
    generator.fill(noise, cv::RNG::NORMAL, 0.0, 0.04);
    const cv::Mat clean(kSize, kSize, CV_32FC3, cv::Scalar(0.7, 0.55, 0.45));
    const cv::Mat noisy = clean + noise;
    ChangeOptions options = forFaceOf(4.0);
    options.keepsChroma = false;
    const cv::Mat result = noisy + changeOf(noisy, clean, options);
    EXPECT_LT(cv::norm(result, clean, cv::NORM_L1), 0.6 * cv::norm(noisy, clean, cv::NORM_L1));
}

TEST(FaceChange, AddsDetailToALargeBlurredFaceUnhindered) {
    const cv::Mat sharp = sharpFace();
    const cv::Mat crop = blurred(sharp, 4.0);
    ChangeOptions options = forFaceOf(4.0);
    options.keepsChroma = false;
    const cv::Mat result = crop + changeOf(crop, sharp, options);
    EXPECT_GT(moleDepth(result), 0.8f * moleDepth(sharp));
}

TEST(FaceChange, KeepsChromaWhenAsked) {
    const cv::Mat crop = sharpFace();
    const cv::Mat change =
        changeOf(crop, cv::Mat(crop + cv::Scalar(0.1, -0.1, 0.05)), forFaceOf(0.5));
    std::vector<cv::Mat> channels;
    cv::split(change, channels);
    EXPECT_LT(cv::norm(channels[0], channels[1], cv::NORM_INF), 1e-5);
    EXPECT_LT(cv::norm(channels[0], channels[2], cv::NORM_INF), 1e-5);
}

TEST(FaceChange, StaysWithinTheRangeOfPixels) {
    const cv::Mat crop = sharpFace();
    const cv::Mat result =
        crop + changeOf(crop, cv::Mat(crop.size(), CV_32FC3, cv::Scalar::all(9.0)), forFaceOf(1));
    double low = 0, high = 0;
    cv::minMaxLoc(result.reshape(1), &low, &high);
    EXPECT_GE(low, -1e-6);
    EXPECT_LE(high, 1.0 + 1e-6);
}

TEST(FaceChange, KeepsTheHueWhereOneChannelReachesItsEnd) {
    const cv::Mat crop(kSize, kSize, CV_32FC3, cv::Scalar(0.98, 0.8, 0.6));
    const cv::Mat brighter = crop + cv::Scalar::all(0.3);
    const cv::Mat result = crop + changeOf(crop, brighter, forFaceOf(0.5));
    const auto pixel = result.at<cv::Vec3f>(100, 100);
    EXPECT_NEAR(pixel[0] - pixel[1], 0.18f, 1e-4);
    EXPECT_NEAR(pixel[1] - pixel[2], 0.2f, 1e-4);
}

TEST(FaceChange, DetailEnhancementAddsFineDetailOfTheRestoredFace) {
    const cv::Mat restored = sharpFace();
    const cv::Mat crop = blurred(restored, 2.0);
    ChangeOptions options = forFaceOf(0.5);
    const cv::Mat without = crop + changeOf(crop, restored, options);
    options.detailEnhancement = true;
    const cv::Mat with = crop + changeOf(crop, restored, options);
    EXPECT_GT(moleDepth(with), 1.1f * moleDepth(without));
}

TEST(FaceChange, StrongModeLeavesNothingOfAScratchThatWasCleaned) {
    const cv::Mat clean = sharpFace();
    cv::Mat scratched = clean.clone();
    cv::line(scratched, {180, 0}, {180, kSize}, cv::Scalar(1, 1, 1), 2);
    ChangeOptions options = forFaceOf(4.0);
    options.mode = RestoreMode::Strong;
    const CropEvidence evidence =
        gatherEvidence(clean, templateLandmarks(CropTemplate::Ffhq, kSize), 4.0);
    const cv::Mat result = scratched + faceChange({scratched, clean, clean}, evidence, options);
    EXPECT_LT(cv::norm(result, clean, cv::NORM_INF), 1e-5);
}

TEST(Saturated, RaisesChromaAndKeepsHueAndLuma) {
    const cv::Mat skin(8, 8, CV_32FC3, cv::Scalar(0.7, 0.5, 0.4));
    const auto pixel = saturated(skin, 0.3).at<cv::Vec3f>(0, 0);
    const float luma = 0.299f * 0.7f + 0.587f * 0.5f + 0.114f * 0.4f;
    EXPECT_NEAR(pixel[0] - luma, 1.3f * (0.7f - luma), 1e-4);
    EXPECT_NEAR(0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2], luma, 1e-4);
    EXPECT_NEAR((pixel[0] - pixel[1]) / (pixel[1] - pixel[2]), 2.0, 1e-3);
}

}  // namespace
}  // namespace heirloom::test
