#include "core/restore/face_change.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

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

float moleDepth(const cv::Mat& face) {
    return face.at<cv::Vec3f>(150, 110)[1] - face.at<cv::Vec3f>(150, 90)[1];
}

TEST(FaceChange, NeverTakesAMoleFromALargeSharpFace) {
    const cv::Mat crop = sharpFace();
    const cv::Mat result = crop + faceChange(crop, blurred(crop, 3.0), forFaceOf(4.0));
    EXPECT_GT(moleDepth(result), 0.9f * moleDepth(crop));
}

TEST(FaceChange, LetsTheNetworkSmoothAFaceSmallerThanItsCrop) {
    const cv::Mat crop = sharpFace();
    const cv::Mat result = crop + faceChange(crop, blurred(crop, 3.0), forFaceOf(0.5));
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
    const cv::Mat result = noisy + faceChange(noisy, clean, options);
    EXPECT_LT(cv::norm(result, clean, cv::NORM_L1), 0.6 * cv::norm(noisy, clean, cv::NORM_L1));
}

TEST(FaceChange, AddsDetailToALargeBlurredFaceUnhindered) {
    const cv::Mat sharp = sharpFace();
    const cv::Mat crop = blurred(sharp, 4.0);
    ChangeOptions options = forFaceOf(4.0);
    options.keepsChroma = false;
    const cv::Mat result = crop + faceChange(crop, sharp, options);
    EXPECT_GT(moleDepth(result), 0.8f * moleDepth(sharp));
}

TEST(FaceChange, KeepsChromaWhenAsked) {
    const cv::Mat crop = sharpFace();
    const cv::Mat change =
        faceChange(crop, cv::Mat(crop + cv::Scalar(0.1, -0.1, 0.05)), forFaceOf(0.5));
    std::vector<cv::Mat> channels;
    cv::split(change, channels);
    EXPECT_LT(cv::norm(channels[0], channels[1], cv::NORM_INF), 1e-5);
    EXPECT_LT(cv::norm(channels[0], channels[2], cv::NORM_INF), 1e-5);
}

TEST(FaceChange, StaysWithinTheRangeOfPixels) {
    const cv::Mat crop = sharpFace();
    const cv::Mat result =
        crop + faceChange(crop, cv::Mat(crop.size(), CV_32FC3, cv::Scalar::all(9.0)), forFaceOf(1));
    double low = 0, high = 0;
    cv::minMaxLoc(result.reshape(1), &low, &high);
    EXPECT_GE(low, -1e-6);
    EXPECT_LE(high, 1.0 + 1e-6);
}

}  // namespace
}  // namespace heirloom::test
