#include "core/face/align.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

TEST(EstimateSimilarity, RecoversAKnownTransform) {
    const cv::Matx23d known(0.8, -0.3, 40.0, 0.3, 0.8, -12.0);
    const Landmarks from = templateLandmarks(CropTemplate::Gpen, 512);
    Landmarks to;
    for (std::size_t i = 0; i < from.size(); ++i) to[i] = transformed(known, from[i]);
    const auto found = estimateSimilarity(from, to);
    ASSERT_TRUE(found);
    EXPECT_LT(cv::norm(*found - known), 1e-3);
}

TEST(EstimateSimilarity, NeverMirrorsAFace) {
    const Landmarks from = templateLandmarks(CropTemplate::Ffhq, 256);
    Landmarks mirrored = from;
    for (auto& point : mirrored) point.x = 255.0f - point.x;
    const auto found = estimateSimilarity(from, mirrored);
    ASSERT_TRUE(found);
    EXPECT_GT((*found)(0, 0) * (*found)(1, 1) - (*found)(0, 1) * (*found)(1, 0), 0.0);
}

TEST(EstimateSimilarity, RefusesPointsThatCoincide) {
    Landmarks same;
    same.fill({10.0f, 10.0f});
    EXPECT_FALSE(estimateSimilarity(same, templateLandmarks(CropTemplate::Gpen, 512)));
    EXPECT_FALSE(estimateSimilarity(templateLandmarks(CropTemplate::Gpen, 512), same));
}

TEST(ExtractCrop, TakesPixelsExactlyWhereNothingIsResampled) {
    const Photo photo = syntheticPhoto(120, 100);
    const cv::Matx23d shift(1, 0, 20, 0, 1, 10);
    const cv::Mat crop = extractCrop(photo, shift, 64);
    cv::Mat expected;
    photo.pixels(cv::Rect(20, 10, 64, 64)).convertTo(expected, CV_32F, 1.0 / 255.0);
    EXPECT_LT(cv::norm(crop, expected, cv::NORM_INF), 1e-6);
}

TEST(ExtractCrop, ContinuesAFaceCutByTheEdgeAsItsMirrorImage) {
    const Photo photo = syntheticPhoto(80, 80);
    const cv::Matx23d shift(1, 0, -20, 0, 1, 0);
    const cv::Mat crop = extractCrop(photo, shift, 64);
    for (int d = 1; d <= 20; ++d) {
        EXPECT_LT(cv::norm(crop.at<cv::Vec3f>(30, 20 - d) - crop.at<cv::Vec3f>(30, 20 + d)), 1e-5);
    }
}

TEST(ExtractCrop, SurvivesACropThatLiesWhollyOutside) {
    const Photo photo = syntheticPhoto(40, 40);
    const cv::Matx23d away(2, 0, 500, 0, 2, -900);
    EXPECT_EQ(extractCrop(photo, away, 32).size(), cv::Size(32, 32));
    EXPECT_TRUE(coveredRect(away, 32, photo.pixels.size()).empty());
}

TEST(ExtractCrop, AveragesLargeFacesInsteadOfAliasing) {
    // A checkerboard of single pixels averages to grey; sampled bilinearly it would not.
    Photo photo;
    photo.pixels = cv::Mat(512, 512, CV_8UC3);
    for (int y = 0; y < 512; ++y) {
        for (int x = 0; x < 512; ++x) {
            photo.pixels.at<cv::Vec3b>(y, x) = cv::Vec3b::all((x + y) % 2 ? 255 : 0);
        }
    }
    const cv::Matx23d shrink(8, 0, 3.5, 0, 8, 3.5);
    const cv::Mat crop = extractCrop(photo, shrink, 60);
    EXPECT_LT(cv::norm(crop - cv::Scalar::all(0.5), cv::NORM_INF), 0.02);
}

TEST(CropOntoPhoto, BringsACropBackToWhereItCameFrom) {
    // Smooth, so that interpolation costs nothing.
    Photo photo;
    photo.pixels = cv::Mat(200, 200, CV_16UC3);
    for (int y = 0; y < 200; ++y) {
        for (int x = 0; x < 200; ++x) {
            photo.pixels.at<cv::Vec3w>(y, x) = {cv::saturate_cast<ushort>(300 * x),
                                                cv::saturate_cast<ushort>(300 * y), 20000};
        }
    }
    for (const double degrees : {0.0, 33.0, 90.0, 180.0, 271.0}) {
        for (const float side : {50.0f, 128.0f, 150.0f}) {
            const Face face = faceAt({100, 100}, side, degrees);
            const auto photoFromCrop = photoFromCropOf(face.landmarks, CropTemplate::Ffhq, 128);
            ASSERT_TRUE(photoFromCrop);
            const cv::Mat crop = extractCrop(photo, *photoFromCrop, 128);
            const cv::Rect middle(90, 90, 20, 20);
            const cv::Mat back = cropOntoPhoto(crop, *photoFromCrop, middle);
            cv::Mat expected;
            photo.pixels(middle).convertTo(expected, CV_32F, 1.0 / 65535.0);
            EXPECT_LT(cv::norm(back, expected, cv::NORM_INF), 0.002)
                << "side " << side << ", turned by " << degrees;
        }
    }
}

}  // namespace
}  // namespace heirloom::test
