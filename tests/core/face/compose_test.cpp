#include "core/face/compose.h"

#include <algorithm>

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

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
    // Two equal changes give that change, not its double.
    double highest = 0;
    cv::minMaxLoc(photo.pixels.reshape(1), nullptr, &highest);
    EXPECT_LE(highest, 100 + 0.3 * 255 + 2);
    EXPECT_LE(steepestStep(photo.pixels), 8.0);
}

struct Overlap {
    const char* name;
    struct Part {
        cv::Point2f centre;
        float side;
        double change;
        double strength = 1.0;
        double degrees = 0.0;
    };
    std::vector<Part> parts;
};

class OverlappingFaces : public testing::TestWithParam<Overlap> {
protected:
    // The largest difference between two pixels: the span of all changes, as steep as the
    // smallest face's mask may be (0.08 per pixel of a crop of 512). Where masks share, the
    // gradients of both count.
    static double allowedStep(const Overlap& overlap) {
        double least = 0.0, most = 0.0, side = 1e9;
        for (const auto& part : overlap.parts) {
            least = std::min(least, part.change * part.strength);
            most = std::max(most, part.change * part.strength);
            side = std::min<double>(side, part.side);
        }
        return (most - least) * 65535.0 * 0.08 * 512.0 / side;
    }
    static Photo composed(const Overlap& overlap) {
        Photo photo = flatPhoto(640, 480, 32000, CV_16U);
        std::vector<FacePatch> patches;
        for (const auto& part : overlap.parts) {
            patches.push_back(patchFor(faceAt(part.centre, part.side, part.degrees), part.change));
            patches.back().strength = part.strength;
        }
        composeFaces(photo, patches);
        return photo;
    }
};

TEST_P(OverlappingFaces, ShowNoStep) {
    const Photo photo = composed(GetParam());
    EXPECT_LE(steepestStep(photo.pixels), allowedStep(GetParam()));
    EXPECT_GT(cv::norm(photo.pixels, flatPhoto(640, 480, 32000, CV_16U).pixels, cv::NORM_INF),
              1000.0);
}

TEST_P(OverlappingFaces, DoNotDependOnTheirOrder) {
    Overlap reversed = GetParam();
    std::reverse(reversed.parts.begin(), reversed.parts.end());
    // Each patch is rounded into the photo by itself.
    EXPECT_LE(cv::norm(composed(GetParam()).pixels, composed(reversed).pixels, cv::NORM_INF), 3.0);
}

INSTANTIATE_TEST_SUITE_P(
    Compose, OverlappingFaces,
    testing::Values(
        Overlap{"Neighbours", {{{250, 240}, 300, 0.3}, {{370, 240}, 300, -0.3}}},
        Overlap{"NearlyTheSameFace", {{{300, 240}, 300, 0.4}, {{304, 241}, 300, -0.4}}},
        Overlap{"Three", {{{240, 220}, 260, 0.3}, {{330, 240}, 260, -0.3}, {{290, 300}, 260, 0.1}}},
        Overlap{"DifferentStrengths", {{{250, 240}, 300, 0.4, 1.0}, {{340, 240}, 300, 0.4, 0.1}}},
        Overlap{"OneSwitchedOff", {{{250, 240}, 300, 0.4, 1.0}, {{340, 240}, 300, 0.4, 0.0}}},
        Overlap{"SmallInsideLarge", {{{320, 240}, 460, 0.4}, {{330, 250}, 60, -0.4}}},
        Overlap{"SmallAtTheLargeOnesEdge", {{{260, 240}, 400, 0.4}, {{390, 250}, 50, -0.4}}},
        Overlap{"Turned",
                {{{260, 240}, 300, 0.3, 1.0, 40.0}, {{380, 240}, 200, -0.3, 1.0, 250.0}}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ComposeFaces, LetsAFaceHaveItsOwnMiddleAlthoughANeighboursMaskReachesIn) {
    Photo photo = flatPhoto(640, 480, 100);
    composeFaces(photo,
                 {patchFor(faceAt({230, 240}, 300), -0.3), patchFor(faceAt({380, 240}, 300), 0.3)});
    EXPECT_GT(photo.pixels.at<cv::Vec3b>(240, 380)[0], 100 + 0.95 * 0.3 * 255);
    EXPECT_LT(photo.pixels.at<cv::Vec3b>(240, 230)[0], 100 - 0.95 * 0.3 * 255);
}

TEST(ComposeFaces, ShowsNoSeamBetweenItsStrips) {
    // Six megapixels: several strips. A change without slope of its own shows any seam.
    Photo photo = flatPhoto(2600, 2600, 100);
    FacePatch patch = patchFor(faceAt({1300, 1300}, 2500), 0.3);
    composeFaces(photo, {patch});
    const double perPixel = 0.08 * 512.0 / 2500 * 0.3 * 255;
    EXPECT_LE(steepestStep(photo.pixels), perPixel + 1.0);
    EXPECT_NEAR(photo.pixels.at<cv::Vec3b>(1300, 1300)[0], 100 + 0.3 * 255, 1);
}

// A patch whose change alternates between +-amplitude in squares of `period` crop pixels.
FacePatch checkeredPatch(const Face& face, double mean, double amplitude, int period) {
    FacePatch patch = patchFor(face, 0.0);
    for (int y = 0; y < kSize; ++y) {
        for (int x = 0; x < kSize; ++x) {
            const double sign = (x / period + y / period) % 2 ? 1.0 : -1.0;
            patch.change.at<cv::Vec3f>(y, x) =
                cv::Vec3f::all(static_cast<float>(mean + sign * amplitude));
        }
    }
    return patch;
}

TEST(TinyFaces, AverageTheirDetailInsteadOfAliasingIt) {
    for (const float side : {16.0f, 23.0f, 31.0f, 40.0f}) {
        for (const double degrees : {0.0, 17.0, 45.0}) {
            for (const cv::Point2f shift : {cv::Point2f(0, 0), cv::Point2f(0.37f, 0.71f)}) {
                const Face face = faceAt(cv::Point2f(40, 40) + shift, side, degrees);
                const FacePatch patch = checkeredPatch(face, 0.1, 0.3, 1);
                const cv::Rect middle(37, 37, 6, 6);
                const cv::Mat change = cropOntoPhoto(patch.change, patch.photoFromCrop, middle);
                // 0.3 of a checkerboard of single crop pixels, 6 to 16 of them a photo pixel.
                EXPECT_LT(cv::norm(change - cv::Scalar::all(0.1), cv::NORM_INF), 0.015)
                    << side << " px, " << degrees << " degrees, " << shift;
            }
        }
    }
}

TEST(TinyFaces, DoNotRing) {
    for (const float side : {16.0f, 23.0f, 31.0f, 40.0f, 200.0f, 250.0f}) {
        const Face face = faceAt({150.3f, 150.6f}, side, 12.0);
        // Hard black and white squares of a quarter of the crop.
        const FacePatch patch = checkeredPatch(face, 0.5, 0.5, kSize / 4);
        const cv::Rect rect = coveredRect(patch.photoFromCrop, kSize, {300, 300});
        const cv::Mat change = cropOntoPhoto(patch.change, patch.photoFromCrop, rect);
        const cv::Mat mask = cropOntoPhoto(patch.mask, patch.photoFromCrop, rect);
        EXPECT_TRUE(cv::checkRange(change, true, nullptr, -1e-6, 1.0 + 1e-6)) << side;
        EXPECT_TRUE(cv::checkRange(mask, true, nullptr, -1e-6, 1.0 + 1e-6)) << side;
    }
}

TEST(TinyFaces, KeepTheirPlaceAndWeightAtEveryFractionOfAPixel) {
    for (const float side : {16.0f, 27.0f, 40.0f}) {
        for (int i = 0; i < 5; ++i) {
            const cv::Point2f centre(60.0f + 0.2f * i, 60.0f - 0.15f * i);
            const FacePatch patch = patchFor(faceAt(centre, side, 10.0 * i), 0.2);
            const cv::Mat mask =
                cropOntoPhoto(patch.mask, patch.photoFromCrop, cv::Rect(0, 0, 120, 120));
            const cv::Moments onPhoto = cv::moments(mask);
            const cv::Moments inCrop = cv::moments(patch.mask);
            const cv::Point2d expected = transformed(
                patch.photoFromCrop, {inCrop.m10 / inCrop.m00, inCrop.m01 / inCrop.m00});
            EXPECT_NEAR(onPhoto.m10 / onPhoto.m00, expected.x, 0.05) << side << ' ' << i;
            EXPECT_NEAR(onPhoto.m01 / onPhoto.m00, expected.y, 0.05) << side << ' ' << i;
            const double scale = scaleOf(patch.photoFromCrop);
            EXPECT_NEAR(onPhoto.m00 / (inCrop.m00 * scale * scale), 1.0, 0.02) << side;
        }
    }
}

TEST(ComposeFaces, KeepsDetailFinerThanTheCrop) {
    // A face six times as large as its crop keeps the photo's own fine detail.
    Photo photo = syntheticPhoto(1600, 1600);
    const double before = gradientEnergy(photo.pixels);
    composeFaces(photo, {patchFor(faceAt({800, 800}, 1500), 0.02)});
    EXPECT_NEAR(gradientEnergy(photo.pixels) / before, 1.0, 0.01);
}

// A white line, finer than the crop's pixels and than those of an enlarged one.
TEST(ComposeFaces, LeavesNothingOfAMarkWhereThePhotoIsDamaged) {
    for (const int depth : {CV_8U, CV_16U}) {
        for (const float size : {100.0f, 300.0f}) {
            const double full = depth == CV_8U ? 255 : 65535;
            Photo photo = flatPhoto(640, 640, static_cast<int>(0.4 * full), depth);
            cv::line(photo.pixels, {300, 320}, {340, 321}, cv::Scalar::all(full), 1);
            FacePatch patch = patchFor(faceAt({320, 320}, size), 0.0);
            Photo kept = photo;
            composeFaces(kept, {patch});
            EXPECT_EQ(cv::norm(kept.pixels, photo.pixels, cv::NORM_INF), 0.0);

            patch.damage = cv::Mat(kSize, kSize, CV_32FC1, cv::Scalar(1.0));
            patch.whole = cv::Mat(kSize, kSize, CV_32FC3, cv::Scalar::all(0.5));
            composeFaces(photo, {patch});
            const cv::Rect onLine(310, 318, 20, 6);
            EXPECT_LE(cv::norm(photo.pixels(onLine),
                               cv::Mat(onLine.size(), photo.pixels.type(),
                                       cv::Scalar::all(0.5 * full)),
                               cv::NORM_INF),
                      0.01 * full)
                << size;
        }
    }
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

// Blocks that the mask does not reach are skipped, the others are interpolated by our own code.
TEST(ComposeFaces, PlacesAnEnlargedCropAsOneInterpolationOfItsRectangle) {
    constexpr double kRounding = 1e-6;  // of sums in another order
    const cv::Size photo(1300, 1000);
    for (const int channels : {1, 3}) {
        FacePatch patch = patchFor(faceAt({500, 450}, 777, 23), 0.0, channels);
        cv::RNG(3).fill(patch.change, cv::RNG::UNIFORM, -0.3, 0.3);
        const cv::Rect strip = stripsOf(patch, photo).front();
        const PlacedChange placed = placedChange({patch}, 0, photo, strip);
        cv::Mat mask = cropOntoPhoto(patch.mask, patch.photoFromCrop, strip);
        mask = cv::min(cv::max(mask, 0.0), 1.0);
        EXPECT_LT(cv::norm(placed.share, mask, cv::NORM_INF), kRounding);
        cv::Mat change = cropOntoPhoto(patch.change, patch.photoFromCrop, strip);
        const cv::Mat shows = mask > 0.0f;
        EXPECT_GT(cv::countNonZero(shows), 100000);
        cv::Mat difference;
        cv::absdiff(change, placed.change, difference);
        difference.setTo(cv::Scalar::all(0.0), ~shows);
        EXPECT_LT(cv::norm(difference, cv::NORM_INF), kRounding) << channels;
    }
}

}  // namespace
}  // namespace heirloom::test
