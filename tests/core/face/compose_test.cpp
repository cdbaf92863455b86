#include "core/face/compose.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/face/align.h"
#include "core/face/mask.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

constexpr int kSize = 256;

FacePatch patchFor(const Face& face, double change, int channels = 3) {
    FacePatch patch;
    patch.photoFromCrop = *photoFromCropOf(face.landmarks, CropTemplate::Ffhq, kSize);
    patch.change = cv::Mat(kSize, kSize, CV_32FC(channels), cv::Scalar::all(change));
    patch.mask = ovalMask(templateLandmarks(CropTemplate::Ffhq, kSize), kSize);
    patch.strength = 1.0;
    return patch;
}

Photo flatPhoto(int width, int height, int value, int depth = CV_8U) {
    Photo photo;
    photo.pixels = cv::Mat(height, width, CV_MAKETYPE(depth, 3), cv::Scalar::all(value));
    return photo;
}

double steepestStep(const cv::Mat& pixels) {
    cv::Mat values;
    pixels.convertTo(values, CV_32F);
    const cv::Mat right =
        cv::abs(values.colRange(1, values.cols) - values.colRange(0, values.cols - 1));
    const cv::Mat below =
        cv::abs(values.rowRange(1, values.rows) - values.rowRange(0, values.rows - 1));
    double a = 0, b = 0;
    cv::minMaxLoc(right.reshape(1), nullptr, &a);
    cv::minMaxLoc(below.reshape(1), nullptr, &b);
    return std::max(a, b);
}

TEST(ComposeFaces, LeavesEveryPixelOutsideTheMasksAsItWas) {
    for (const int depth : {CV_8U, CV_16U}) {
        const Photo before = syntheticPhoto(400, 300, depth);
        Photo after = before;
        const std::vector<FacePatch> patches{patchFor(faceAt({120, 120}, 160, 20), 0.3),
                                             patchFor(faceAt({290, 180}, 90), -0.3)};
        composeFaces(after, patches);
        const cv::Mat outside = combinedMask(before.pixels.size(), patches) == 0.0f;
        cv::Mat difference;
        cv::absdiff(before.pixels, after.pixels, difference);
        difference.setTo(cv::Scalar::all(0), combinedMask(before.pixels.size(), patches) > 0.0f);
        EXPECT_EQ(cv::countNonZero(difference.reshape(1)), 0);
        EXPECT_GT(cv::countNonZero(outside), 1000);
        EXPECT_GT(cv::norm(before.pixels, after.pixels, cv::NORM_INF), 0.0);
    }
}

TEST(ComposeFaces, DoesNotTouchTheCallersPixels) {
    const Photo before = syntheticPhoto(300, 300);
    const cv::Mat kept = before.pixels.clone();
    Photo after = before;
    composeFaces(after, {patchFor(faceAt({150, 150}, 200), 0.4)});
    EXPECT_EQ(cv::norm(before.pixels, kept, cv::NORM_INF), 0.0);
}

TEST(ComposeFaces, ChangesByStrengthTimesChange) {
    Photo photo = flatPhoto(400, 400, 20000, CV_16U);
    FacePatch patch = patchFor(faceAt({200, 200}, 300), 0.2);
    patch.strength = 0.5;
    composeFaces(photo, {patch});
    EXPECT_NEAR(photo.pixels.at<cv::Vec3w>(190, 200)[0], 20000 + 0.1 * 65535, 70);
}

TEST(ComposeFaces, ShowsNoRectangle) {
    Photo photo = flatPhoto(600, 600, 100);
    composeFaces(photo, {patchFor(faceAt({300, 300}, 512), 0.5)});
    // 0.5 of full scale fades over the oval: no step above 8 % of it.
    EXPECT_LE(steepestStep(photo.pixels), 0.08 * 0.5 * 255 + 1);
}

TEST(ComposeFaces, SharesPixelsWhereFacesOverlap) {
    Photo photo = flatPhoto(500, 300, 100);
    composeFaces(photo,
                 {patchFor(faceAt({200, 150}, 200), 0.3), patchFor(faceAt({280, 150}, 200), 0.3)});
    // Two equal changes give that change, not its double, and no step between them.
    double highest = 0;
    cv::minMaxLoc(photo.pixels.reshape(1), nullptr, &highest);
    EXPECT_LE(highest, 100 + 0.3 * 255 + 2);
    EXPECT_LE(steepestStep(photo.pixels), 8.0);
}

TEST(ComposeFaces, KeepsDetailFinerThanTheCrop) {
    // A face six times as large as its crop keeps the photo's own fine detail.
    Photo photo = syntheticPhoto(1600, 1600);
    const double before = gradientEnergy(photo.pixels);
    composeFaces(photo, {patchFor(faceAt({800, 800}, 1500), 0.02)});
    EXPECT_NEAR(gradientEnergy(photo.pixels) / before, 1.0, 0.01);
}

TEST(ComposeFaces, KeepsAlphaAndGreyLayouts) {
    Photo photo = syntheticPhoto(200, 200, CV_8U, PixelLayout::GrayAlpha);
    cv::Mat alphaBefore, alphaAfter;
    cv::extractChannel(photo.pixels, alphaBefore, 1);
    composeFaces(photo, {patchFor(faceAt({100, 100}, 150), 0.3, 1)});
    cv::extractChannel(photo.pixels, alphaAfter, 1);
    EXPECT_EQ(cv::norm(alphaBefore, alphaAfter, cv::NORM_INF), 0.0);
}

TEST(ComposeFaces, AcceptsAFaceCutByTheEdgeAndOneOutside) {
    Photo photo = flatPhoto(300, 300, 100);
    composeFaces(photo,
                 {patchFor(faceAt({10, 150}, 200), 0.3), patchFor(faceAt({2000, 2000}, 100), 0.3)});
    EXPECT_GT(photo.pixels.at<cv::Vec3b>(150, 5)[0], 150);
    EXPECT_EQ(photo.pixels.at<cv::Vec3b>(150, 290)[0], 100);
}

}  // namespace
}  // namespace heirloom::test
