#include "core/fidelity/faithful.h"

#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include <opencv2/imgproc.hpp>

#include "tests/support/aged_faces.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

constexpr int kSide = 256;
constexpr int kFaces = 40;

// A photo whose faces are as large as their crops.
CropEvidence evidenceOf(const cv::Mat& crop) {
    return gatherEvidence(crop, cropLandmarks(crop.cols), 1.0);
}

cv::Mat drawnFace(double shift) {
    cv::Mat face(kSide, kSide, CV_32FC3, cv::Scalar(0.7, 0.55, 0.45));
    const Landmarks points = cropLandmarks(kSide);
    for (const cv::Point2f& point : points) {
        const cv::Point centre(cvRound(point.x + shift), cvRound(point.y));
        cv::circle(face, centre, 9, cv::Scalar(0.2, 0.15, 0.12), cv::FILLED, cv::LINE_AA);
    }
    cv::GaussianBlur(face, face, cv::Size(), 1.0);
    return face;
}

TEST(CropEvidence, EstimatesTheEffectiveResolutionOfKnownDamage) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const std::vector<cv::Mat> faces = sharedFaces(shared, kFaces, kSide);
    for (const Ageing& ageing : kAgeings) {
        for (int i = 0; i < kFaces; ++i) {
            const CropEvidence evidence = evidenceOf(aged(faces[i], ageing, i));
            const double ratio = evidence.scale / ageing.scale();
            EXPECT_LT(ratio, 1.6) << ageing.name << " face " << i;
            EXPECT_GT(ratio, 1.0 / 1.6) << ageing.name << " face " << i;
            EXPECT_GE(evidence.facePixels, kLeastFacePixels);
        }
    }
}

TEST(CropEvidence, NeverFallsBelowTwelvePixelsAcrossTheFace) {
    cv::Mat flat(kSide, kSide, CV_32FC3, cv::Scalar::all(0.5)), noise(flat.size(), CV_32FC3);
    EXPECT_GE(evidenceOf(flat).facePixels, kLeastFacePixels);
    cv::RNG(1).fill(noise, cv::RNG::NORMAL, 0.5, 0.2);
    EXPECT_GE(evidenceOf(noise).facePixels, kLeastFacePixels);
    EXPECT_GE(gatherEvidence(drawnFace(0), cropLandmarks(kSide), 0.02).facePixels,
              kLeastFacePixels);
}

TEST(CropEvidence, KnowsThatAnEnlargedCropCarriesNoMoreThanThePhoto) {
    const CropEvidence evidence = gatherEvidence(drawnFace(0), cropLandmarks(kSide), 0.25);
    EXPECT_GE(evidence.scale, 4.0);
}

TEST(CropEvidence, TakesTheTextureOfASmallFaceForDetailAndNotForNoise) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const Ageing small{"small", 0.2, 2.67, 1.5, 90};
    const std::vector<cv::Mat> faces = sharedFaces(shared, 20, kSide);
    for (int i = 0; i < 20; ++i) {
        const CropEvidence evidence =
            gatherEvidence(aged(faces[i], small, i), cropLandmarks(kSide), 1.0 / small.reduction);
        EXPECT_LT(evidence.scale, 1.6 * small.scale()) << "face " << i;
        EXPECT_GE(evidence.scale, 0.99 * small.reduction) << "face " << i;
    }
}

TEST(CropEvidence, MeasuresWhiteAndClumpedNoise) {
    for (const double clump : {0.0, 1.0}) {
        for (const double sigma : {4.0, 8.0, 16.0}) {
            cv::Mat face = drawnFace(0), noise(face.size(), CV_32FC1);
            cv::RNG(3).fill(noise, cv::RNG::NORMAL, 0.0, 1.0);
            if (clump > 0.0) cv::GaussianBlur(noise, noise, cv::Size(), clump);
            cv::Scalar mean, deviation;
            cv::meanStdDev(noise, mean, deviation);
            cv::cvtColor(noise * (sigma / 255.0 / deviation[0]), noise, cv::COLOR_GRAY2RGB);
            const double found = 255.0 * evidenceOf(face + noise).noise;
            // What is clumped looks like skin in part; it may be told too low, never too high.
            EXPECT_LT(found, 1.3 * sigma) << "clumps of " << clump;
            EXPECT_GT(found, (clump > 0.0 ? 0.25 : 0.7) * sigma) << "clumps of " << clump;
        }
    }
}

TEST(Faithful, AnotherPersonsFaceIsTakenBackToTheOriginal) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const std::vector<cv::Mat> faces = sharedFaces(shared, kFaces, kSide);
    for (const Ageing& ageing : kAgeings) {
        const double k = ageing.scale();
        double resultError = 0.0, agedError = 0.0, largest = 0.0;
        for (int i = 0; i < kFaces; ++i) {
            const cv::Mat original = aged(faces[i], ageing, i);
            const cv::Mat other = faces[(i + 7) % kFaces];
            const cv::Mat result = keepFaithful(original, other, evidenceOf(original)).crop;
            const double change = meanDifference(reduced(result, k), reduced(original, k));
            EXPECT_LE(change, 2.0 + 0.8 * ageing.noise / k) << ageing.name << " face " << i;
            resultError += meanDifference(reduced(result, k), reduced(faces[i], k)) / kFaces;
            agedError += meanDifference(reduced(original, k), reduced(faces[i], k)) / kFaces;
            largest = std::max(largest, change);
        }
        std::cout << ageing.name << ": largest change " << largest << ", error " << resultError
                  << " of " << agedError << '\n';
        EXPECT_LE(resultError, agedError) << ageing.name;
    }
}

TEST(Faithful, LeavesAGoodRestorationAlmostAlone) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const std::vector<cv::Mat> faces = sharedFaces(shared, 8, kSide);
    for (const Ageing& ageing : kAgeings) {
        for (int i = 0; i < 8; ++i) {
            const cv::Mat original = aged(faces[i], ageing, i);
            const FaithfulResult result = keepFaithful(original, faces[i], evidenceOf(original));
            EXPECT_GT(psnr(result.crop, faces[i]), psnr(original, faces[i]) + 2.0) << ageing.name;
            EXPECT_LT(result.contradicted, 0.15) << ageing.name << " face " << i;
        }
    }
}

TEST(Faithful, MovedFeaturesReturnToTheirPlace) {
    const cv::Mat original = drawnFace(0.0), moved = drawnFace(8.0);
    const FaithfulResult result = keepFaithful(original, moved, evidenceOf(original));
    EXPECT_LT(meanDifference(reduced(result.crop, 2.0), reduced(original, 2.0)), 1.0);
    EXPECT_GT(result.contradicted, 0.02);
}

TEST(Faithful, BringsNoHaloRoundAnEdge) {
    cv::Mat sharp(kSide, kSide, CV_32FC3, cv::Scalar::all(0.3));
    sharp.colRange(kSide / 2, kSide).setTo(cv::Scalar::all(0.7));
    cv::Mat original;
    cv::GaussianBlur(sharp, original, cv::Size(), 3.0);
    const cv::Mat result = keepFaithful(original, sharp, evidenceOf(original)).crop;
    double low = 0.0, high = 0.0;
    cv::minMaxLoc(result.reshape(1), &low, &high);
    EXPECT_GT(low, 0.3 - 0.04);
    EXPECT_LT(high, 0.7 + 0.04);
}

TEST(Faithful, DoesNotCopyNoiseBack) {
    const cv::Mat clean = drawnFace(0.0);
    cv::Mat noise(clean.size(), CV_32FC3);
    cv::RNG(5).fill(noise, cv::RNG::NORMAL, 0.0, 12.0 / 255.0);
    const cv::Mat original = clean + noise;
    const cv::Mat result = keepFaithful(original, clean, evidenceOf(original)).crop;
    const cv::Rect cheek(80, 140, 20, 20);
    EXPECT_LT(highFrequency(result, cheek), 0.25 * highFrequency(original, cheek));
}

TEST(Faithful, IgnoresWhatIsMarkedAsADefect) {
    const cv::Mat clean = drawnFace(0.0);
    cv::Mat original = clean.clone(), known(clean.size(), CV_32FC1, cv::Scalar(1.0));
    const cv::Rect scratch(150, 0, 6, kSide);
    original(scratch).setTo(cv::Scalar::all(1.0));
    known(cv::Rect(144, 0, 18, kSide)).setTo(0.0);
    FaithfulOptions options;
    options.known = known;
    const cv::Mat result = keepFaithful(original, clean, evidenceOf(clean), options).crop;
    EXPECT_LT(meanDifference(result(scratch), clean(scratch)), 6.0);
    const cv::Mat without = keepFaithful(original, clean, evidenceOf(clean)).crop;
    EXPECT_GT(meanDifference(without(scratch), clean(scratch)), 30.0);
}

}  // namespace
}  // namespace heirloom::test
