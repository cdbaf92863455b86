#include "core/background/scaled_patches.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/background/enlarge.h"
#include "core/face/align.h"
#include "core/image/pixel_access.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

constexpr int kCropSize = 512;
constexpr int kScale = 4;

Photo enlarged(const Photo& photo, int scale) {
    const auto colour = ColourTransform::create({}, 3);
    return enlargedPhoto(photo, photo.pixels.size() * scale, nullptr, *colour, {}).value();
}

// The mask of a whole crop, faded to its border, so that all of the middle is compared.
cv::Mat wideMask() {
    cv::Mat mask = cv::Mat::zeros(kCropSize, kCropSize, CV_32FC1);
    cv::circle(mask, {kCropSize / 2, kCropSize / 2}, 190, cv::Scalar(1.0), cv::FILLED);
    cv::GaussianBlur(mask, mask, cv::Size(), 12.0);
    return mask;
}

// A face of `side` photo pixels whose crop is replaced by `restored`.
FacePatch patchFor(const Photo& photo, const Face& face, const cv::Mat& restored) {
    FacePatch patch;
    patch.photoFromCrop = *photoFromCropOf(face.landmarks, CropTemplate::Ffhq, kCropSize);
    patch.change = restored - extractCrop(photo, patch.photoFromCrop, kCropSize);
    patch.mask = wideMask();
    patch.strength = 1.0;
    return patch;
}

// What the network might give: fine lines that the photo has no pixels for.
cv::Mat detailedCrop() {
    cv::Mat crop(kCropSize, kCropSize, CV_32FC3);
    for (int y = 0; y < kCropSize; ++y) {
        for (int x = 0; x < kCropSize; ++x) {
            const double line = 0.5 + 0.2 * std::sin(x * 0.9) + 0.2 * std::cos(y * 0.8);
            crop.at<cv::Vec3f>(y, x) = cv::Vec3f::all(static_cast<float>(line));
        }
    }
    return crop;
}

cv::Rect middle(cv::Point centre, int side) {
    return {centre.x - side / 2, centre.y - side / 2, side, side};
}

TEST(ScaledPatches, MapsPixelCentres) {
    FacePatch patch = patchFor(syntheticPhoto(200, 200), faceAt({100, 90}, 80, 25), detailedCrop());
    const auto scaled = scaledPatches({patch}, {200, 200}, {300, 800});
    ASSERT_EQ(scaled.size(), 1u);
    for (const cv::Point2d point : {cv::Point2d(0, 0), {511, 0}, {100, 400}}) {
        const cv::Point2d before = transformed(patch.photoFromCrop, point);
        const cv::Point2d after = transformed(scaled[0].photoFromCrop, point);
        EXPECT_NEAR(after.x, (before.x + 0.5) * 1.5 - 0.5, 1e-9);
        EXPECT_NEAR(after.y, (before.y + 0.5) * 4.0 - 0.5, 1e-9);
    }
}

TEST(ScaledPatches, CarriesTheRestoredDetailToTheOutput) {
    const Photo photo = syntheticPhoto(300, 300);
    const cv::Point centre(150, 150);
    const FacePatch patch = patchFor(photo, faceAt(cv::Point2f(centre), 100), detailedCrop());

    Photo atOutput = enlarged(photo, kScale);
    composeFaces(atOutput, scaledPatches({patch}, photo.pixels.size(), atOutput.pixels.size()));
    Photo atPhoto = photo;
    composeFaces(atPhoto, {patch});
    atPhoto = enlarged(atPhoto, kScale);

    const cv::Rect inside = middle(centre * kScale, 220);
    const cv::Mat expected = cropOntoPhoto(
        detailedCrop(),
        scaledPatches({patch}, photo.pixels.size(), atOutput.pixels.size())[0].photoFromCrop,
        inside);
    cv::Mat expected8;
    expected.convertTo(expected8, CV_8U, 255.0);
    const double wanted = gradientEnergy(expected8);
    // The enlarged photo's own grain, which the crop does not have, adds a little.
    EXPECT_NEAR(gradientEnergy(atOutput.pixels(inside)) / wanted, 1.0, 0.1);
    EXPECT_LE(gradientEnergy(atPhoto.pixels(inside)) / wanted, 0.5);
}

TEST(ScaledPatches, ShiftsNothing) {
    // A smooth restored crop looks the same either way, so any difference is a shift.
    Photo photo;
    photo.pixels = cv::Mat(300, 300, CV_16UC3, cv::Scalar::all(30000));
    cv::Mat restored(kCropSize, kCropSize, CV_32FC3);
    for (int y = 0; y < kCropSize; ++y) {
        for (int x = 0; x < kCropSize; ++x) {
            restored.at<cv::Vec3f>(y, x) = cv::Vec3f::all(
                static_cast<float>(0.5 + 0.2 * std::sin(x * 0.06) + 0.2 * std::cos(y * 0.05)));
        }
    }
    const FacePatch patch = patchFor(photo, faceAt({150.3f, 149.6f}, 130, 10), restored);
    Photo atOutput = enlarged(photo, kScale);
    composeFaces(atOutput, scaledPatches({patch}, photo.pixels.size(), atOutput.pixels.size()));
    Photo atPhoto = photo;
    composeFaces(atPhoto, {patch});
    atPhoto = enlarged(atPhoto, kScale);

    const cv::Rect inside = middle(cv::Point(150, 150) * kScale, 280);
    cv::Mat a, b;
    cv::cvtColor(atOutput.pixels(inside), a, cv::COLOR_RGB2GRAY);
    cv::cvtColor(atPhoto.pixels(inside), b, cv::COLOR_RGB2GRAY);
    a.convertTo(a, CV_64F);
    b.convertTo(b, CV_64F);
    cv::Mat window;
    cv::createHanningWindow(window, a.size(), CV_64F);
    const cv::Point2d shift = cv::phaseCorrelate(a, b, window);
    // 0.1 pixel of the photo.
    EXPECT_LE(std::hypot(shift.x, shift.y), 0.1 * kScale);
    EXPECT_LE(cv::norm(a, b, cv::NORM_L1) / double(a.total()), 0.005 * 65535);
}

TEST(PatchesOnRestoredBackground, ShowTheRestoredCropAndNotBothSharpenings) {
    const Photo photo = syntheticPhoto(300, 300);
    const cv::Point centre(150, 150);
    const FacePatch patch = patchFor(photo, faceAt(cv::Point2f(centre), 130), detailedCrop());
    // A background that a network has changed a lot.
    Photo background = enlarged(photo, kScale);
    background.pixels = background.pixels * 0.4 + cv::Scalar::all(20);
    Photo result = background;
    const cv::Mat before = patch.change.clone();
    composeFaces(result, patchesOnRestoredBackground({patch}, photo, background));
    EXPECT_EQ(cv::norm(patch.change, before, cv::NORM_INF), 0.0);

    const cv::Rect inside = middle(centre * kScale, 280);
    const auto scaled = scaledPatches({patch}, photo.pixels.size(), background.pixels.size());
    cv::Mat expected;
    cropOntoPhoto(detailedCrop(), scaled[0].photoFromCrop, inside)
        .convertTo(expected, CV_8U, 255.0);
    EXPECT_LE(cv::norm(result.pixels(inside), expected, cv::NORM_L1) / (280.0 * 280 * 3), 4.0);

    Photo added = background;
    composeFaces(added, scaled);
    EXPECT_GE(cv::norm(added.pixels(inside), expected, cv::NORM_L1) / (280.0 * 280 * 3), 10.0);
}

TEST(PatchesOnRestoredBackground, EqualScaledPatchesOnAnUnchangedBackground) {
    const Photo photo = syntheticPhoto(200, 200, CV_16U);
    const FacePatch patch = patchFor(photo, faceAt({100, 100}, 120), detailedCrop());
    const auto relative = patchesOnRestoredBackground({patch}, photo, photo);
    EXPECT_LE(cv::norm(relative[0].change, patch.change, cv::NORM_INF), 1e-6);
}

}  // namespace
}  // namespace heirloom::test
