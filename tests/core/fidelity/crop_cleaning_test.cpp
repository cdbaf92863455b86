#include "core/fidelity/crop_cleaning.h"

#include <gtest/gtest.h>

#include <cmath>

#include <opencv2/imgproc.hpp>

#include "core/fidelity/defect_removal.h"
#include "core/fidelity/screen_removal.h"
#include "tests/support/aged_faces.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

constexpr int kSide = 256;

cv::Mat plainFace() {
    cv::Mat face(kSide, kSide, CV_32FC3, cv::Scalar(0.65, 0.55, 0.5));
    for (const cv::Point2f& point : cropLandmarks(kSide)) {
        cv::circle(face, cv::Point(point), 10, cv::Scalar(0.2, 0.15, 0.15), cv::FILLED,
                   cv::LINE_AA);
    }
    cv::GaussianBlur(face, face, cv::Size(), 2.0);
    return face;
}

// Dots whose size follows the tone, at 45 degrees, as in newsprint.
cv::Mat screened(const cv::Mat& picture, double pitch) {
    cv::Mat out = picture.clone();
    const double turn = 2.0 * CV_PI / pitch * std::sqrt(0.5);
    for (int y = 0; y < out.rows; ++y) {
        for (int x = 0; x < out.cols; ++x) {
            const double screen =
                0.5 + 0.25 * (std::cos((x + y) * turn) + std::cos((x - y) * turn));
            for (int c = 0; c < 3; ++c) {
                float& value = out.at<cv::Vec3f>(y, x)[c];
                const double dot = 1.0 / (1.0 + std::exp(-(value - screen) / 0.08));
                value += static_cast<float>(0.6 * (dot - value));
            }
        }
    }
    return out;
}

// Energy round the screen's four first peaks.
double screenEnergy(const cv::Mat& picture, double pitch) {
    cv::Mat grey, spectrum;
    cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
    grey = grey(cv::Rect(50, 50, 156, 156)).clone();
    grey -= cv::mean(grey)[0];
    cv::dft(grey, spectrum, cv::DFT_COMPLEX_OUTPUT);
    const double frequency = std::sqrt(0.5) / pitch * grey.cols;
    double energy = 0.0;
    for (int dv = -4; dv <= 4; ++dv) {
        for (int du = -4; du <= 4; ++du) {
            const int u = cvRound(frequency) + du;
            for (const int v : {cvRound(frequency) + dv, grey.rows - cvRound(frequency) + dv}) {
                const auto cell = spectrum.at<cv::Vec2f>(v % grey.rows, u % grey.cols);
                energy += cell.dot(cell);
            }
        }
    }
    return energy;
}

TEST(ScreenRemoval, TakesScreensOfFourToEightPixelsOut) {
    for (const double pitch : {4.0, 5.0, 6.3, 8.0}) {
        const cv::Mat crop = screened(plainFace(), pitch);
        const ScreenRemoval removal = removeScreen(crop, 2.5, 10.0);
        ASSERT_TRUE(removal.found) << pitch;
        EXPECT_NEAR(removal.pitch, pitch, 0.15 * pitch);
        EXPECT_LT(screenEnergy(removal.crop, pitch), 0.1 * screenEnergy(crop, pitch)) << pitch;
    }
}

TEST(ScreenRemoval, LeavesFacesWithoutScreenAlone) {
    EXPECT_FALSE(removeScreen(plainFace(), 2.5, 10.0).found);
    HEIRLOOM_NEEDS_SHARED(shared);
    const std::vector<cv::Mat> faces = sharedFaces(shared, 20, kSide);
    for (int i = 0; i < 20; ++i) {
        EXPECT_FALSE(removeScreen(faces[i], 2.5, 10.0).found) << i;
        EXPECT_FALSE(removeScreen(aged(faces[i], kAgeings[1], i), 2.5, 10.0).found) << i;
    }
}

TEST(DefectRemoval, FindsAndFillsScratchesAndSpecks) {
    const cv::Mat clean = plainFace();
    cv::Mat damaged = clean.clone();
    cv::line(damaged, {70, 0}, {78, 255}, cv::Scalar::all(0.95), 2, cv::LINE_AA);
    cv::circle(damaged, {128, 60}, 3, cv::Scalar::all(0.05), cv::FILLED, cv::LINE_AA);
    const cv::Mat defects = findDefects(damaged, cropLandmarks(kSide), 0.005, 1.0);
    EXPECT_GT(defects.at<uchar>(128, 74), 0);
    EXPECT_GT(defects.at<uchar>(60, 128), 0);
    const cv::Mat filled = filledDefects(damaged, defects);
    EXPECT_LT(meanDifference(filled, clean), 0.15 * meanDifference(damaged, clean));
}

TEST(DefectRemoval, FindsOnFeaturesOnlyWhatIsCrisperThanThePhoto) {
    const Landmarks landmarks = cropLandmarks(kSide);
    cv::Mat photographed = plainFace();
    const cv::Point mole(landmarks[2] + cv::Point2f(16, 0));
    cv::circle(photographed, mole, 3, cv::Scalar::all(0.1), cv::FILLED, cv::LINE_AA);
    cv::GaussianBlur(photographed, photographed, cv::Size(), 1.5);
    cv::Mat damaged = photographed.clone();
    const cv::Point eye(landmarks[0]), speck(landmarks[2] + cv::Point2f(-16, 0));
    cv::line(damaged, eye + cv::Point(-20, -20), eye + cv::Point(20, 20), cv::Scalar::all(0.95), 1,
             cv::LINE_AA);
    cv::circle(damaged, speck, 2, cv::Scalar::all(0.1), cv::FILLED, cv::LINE_AA);
    const cv::Point onMole = mole + cv::Point(3, 0);
    cv::circle(damaged, onMole, 1, cv::Scalar::all(0.95), cv::FILLED);

    const double scale = 1.5 * 2.355;  // of a Gaussian, its width at half height
    const cv::Mat defects = findDefects(damaged, landmarks, 0.005, scale);
    EXPECT_GT(defects.at<uchar>(eye), 0);
    EXPECT_GT(defects.at<uchar>(speck), 0);
    EXPECT_GT(defects.at<uchar>(onMole), 0);
    EXPECT_EQ(defects.at<uchar>(mole), 0);
    // Of the eye only the scratch is filled.
    const cv::Mat filled = filledDefects(damaged, defects);
    const cv::Rect around(eye - cv::Point(16, 16), cv::Size(33, 33));
    EXPECT_LT(meanDifference(filled(around), photographed(around)),
              0.25 * meanDifference(damaged(around), photographed(around)));

    const cv::Mat inASharpPhoto = findDefects(damaged, landmarks, 0.005, 1.0);
    EXPECT_EQ(inASharpPhoto.at<uchar>(speck), 0);
}

TEST(DefectRemoval, LeavesEyesBrowsAndMouthAlone) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const std::vector<cv::Mat> faces = sharedFaces(shared, 20, kSide);
    const Landmarks landmarks = cropLandmarks(kSide);
    const Ageing sharp{"sharp", 0.05, 1.0, 0.0, 95};
    std::vector<Ageing> ageings = kAgeings;
    ageings.push_back(sharp);
    for (const Ageing& ageing : ageings) {
        for (int i = 0; i < 20; ++i) {
            const cv::Mat crop = aged(faces[i], ageing, i);
            const CleanedCrop cleaned = cleanCrop(crop, landmarks, 1.0 / ageing.reduction);
            const cv::Mat defects = cleaned.known < 0.5f;
            for (const cv::Point2f& point : landmarks) {
                const cv::Rect eye(cv::Point(point) - cv::Point(14, 10), cv::Size(28, 20));
                EXPECT_EQ(cv::countNonZero(defects(eye)), 0) << ageing.name << " face " << i;
            }
            EXPECT_LT(cleaned.defectShare, 0.035) << ageing.name << " face " << i;
        }
    }
}

TEST(CropCleaning, BringsADamagedCropNearerToTheCleanOne) {
    const cv::Mat clean = plainFace();
    cv::Mat damaged = screened(clean, 5.0), noise(clean.size(), CV_32FC3);
    cv::line(damaged, {180, 0}, {172, 255}, cv::Scalar::all(0.98), 2, cv::LINE_AA);
    cv::RNG(9).fill(noise, cv::RNG::NORMAL, 0.0, 6.0 / 255.0);
    damaged += noise;
    const CleanedCrop cleaned = cleanCrop(damaged, cropLandmarks(kSide), 1.0);
    EXPECT_TRUE(cleaned.hadScreen);
    EXPECT_GT(cleaned.defectShare, 0.0);
    EXPECT_LT(cleaned.known.at<float>(30, 179), 0.5f);
    EXPECT_GT(psnr(cleaned.crop, clean), psnr(damaged, clean) + 5.0);
}

}  // namespace
}  // namespace heirloom::test
