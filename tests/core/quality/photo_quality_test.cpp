#include "core/quality/photo_quality.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "core/quality/exposure.h"
#include "tests/core/quality/composed_photo.h"
#include "tests/support/degradation.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

// Hard shapes on a bright ground, nothing clipped.
cv::Mat shapes() {
    cv::Mat picture(480, 640, CV_8UC3, cv::Scalar(180, 175, 170));
    for (int i = 0; i < 12; ++i) {
        const cv::Point at(40 + (i % 4) * 160, 60 + (i / 4) * 160);
        cv::ellipse(picture, at, {50, 35}, 15.0 * i, 0, 360, cv::Scalar(60 + 10 * i, 70, 90),
                    cv::FILLED, cv::LINE_AA);
    }
    return picture;
}

PhotoQuality judged(const cv::Mat& pixels) {
    return judgePhoto(photoOf(pixels), {});
}

TEST(PhotoQuality, BlurIsMeasuredInPixels) {
    // No faces and 640 pixels: the picture lacks a tenth of the pixels it should have.
    constexpr double kEnlargement = 700.0 / 640.0;
    for (const double sigma : {1.0, 2.0, 3.0}) {
        EXPECT_NEAR(judged(blurred(shapes(), sigma)).blur, sigma * kEnlargement, 0.35 * sigma);
    }
}

TEST(PhotoQuality, BlurIsMeasuredThroughNoise) {
    cv::RNG random(3);
    const double blur = judged(withGrain(blurred(shapes(), 2.0), 10.0, 0.0, random)).blur;
    EXPECT_NEAR(blur, 2.2, 0.8);
}

TEST(PhotoQuality, NoiseIsMeasuredInGreyLevels) {
    for (const double sigma : {2.0, 6.0, 14.0}) {
        cv::RNG random(5);
        const PhotoQuality white = judged(withGrain(shapes(), sigma, 0.0, random));
        EXPECT_NEAR(white.noise, sigma, 0.12 * sigma);
        EXPECT_LT(white.grainCorrelation, 0.15);
        const PhotoQuality grain = judged(withGrain(shapes(), sigma, 0.8, random));
        EXPECT_NEAR(grain.noise, 0.72 * sigma, 0.1 * sigma);
        EXPECT_GT(grain.grainCorrelation, 0.4);
    }
}

TEST(PhotoQuality, FacesAreJudgedBeforeTheirSurroundings) {
    cv::Mat picture = shapes();
    const Face face = faceAt({320, 240}, 220);
    cv::Mat soft = picture.clone();
    const cv::Rect around(180, 100, 280, 280);
    drawFace(soft, (face.landmarks[0] + face.landmarks[1]) * 0.5f, 55.0);
    cv::GaussianBlur(soft(around), soft(around), cv::Size(), 3.0);
    const PhotoQuality quality = judgePhoto(photoOf(soft), {face});
    EXPECT_TRUE(quality.fromFaces);
    EXPECT_GT(quality.blur, 2.0);
    EXPECT_LT(judged(soft).blur, 1.5);  // the hard shapes outvote it
    EXPECT_NEAR(quality.faceSize, 154.0, 1.0);
    EXPECT_NEAR(quality.faceShare, 0.6 * 0.7 * 220 * 220 / (640.0 * 480.0), 1e-3);
}

TEST(PhotoQuality, SmallFaceLacksDetailHoweverSharpItIs) {
    cv::Mat picture = shapes();
    const Face large = faceAt({320, 240}, 300);
    const Face small = faceAt({320, 240}, 70);
    drawFace(picture, (large.landmarks[0] + large.landmarks[1]) * 0.5f, 74.0);
    const double ofLarge = judgePhoto(photoOf(picture), {large}).sharpness;
    cv::Mat group = shapes();
    drawFace(group, (small.landmarks[0] + small.landmarks[1]) * 0.5f, 17.0);
    EXPECT_LT(judgePhoto(photoOf(group), {small}).sharpness, 0.5 * ofLarge);
}

TEST(PhotoQuality, JpegShowsInTheBlocksEvenWhenTheGridIsCut) {
    cv::RNG random(8);
    const cv::Mat noisy = withGrain(shapes(), 5.0, 0.0, random);
    EXPECT_LT(judged(noisy).blockiness, 0.1);
    const cv::Mat coarse = throughJpeg(noisy, 30);
    EXPECT_GT(judged(coarse).blockiness, 1.0);
    const cv::Mat cut = coarse(cv::Rect(3, 5, 600, 450)).clone();
    EXPECT_NEAR(judged(cut).blockiness, judged(coarse).blockiness, 0.5);
    EXPECT_LT(judged(throughJpeg(noisy, 95)).blockiness, 0.5 * judged(coarse).blockiness);
}

TEST(PhotoQuality, ClippedAreasAreShares) {
    cv::Mat picture = shapes();
    picture(cv::Rect(0, 0, 160, 480)).setTo(cv::Scalar::all(255));
    picture(cv::Rect(600, 0, 40, 480)).setTo(cv::Scalar::all(0));
    const PhotoQuality quality = judged(picture);
    EXPECT_NEAR(quality.clippedWhite, 0.25, 0.005);
    EXPECT_NEAR(quality.clippedBlack, 0.0625, 0.005);
}

TEST(PhotoQuality, FaceExposureLooksAtTheFaceAlone) {
    cv::Mat picture = shapes();
    const Face face = faceAt({320, 240}, 200);
    picture(cv::Rect(0, 0, 200, 480)).setTo(cv::Scalar::all(255));  // beside the face
    EXPECT_EQ(measureFaceExposure(photoOf(picture), face).clippedWhite, 0.0);
    const cv::Rect box(face.box);
    picture(cv::Rect(box.x, box.y, box.width / 2, box.height)).setTo(cv::Scalar::all(255));
    EXPECT_NEAR(measureFaceExposure(photoOf(picture), face).clippedWhite, 0.5, 0.05);
}

TEST(PhotoQuality, ColourStatesAreToldApart) {
    const cv::Mat colour = composePhoto(Damage::High, 4).photo.pixels;
    EXPECT_EQ(judged(colour).colour.state, ColourState::Colour);
    EXPECT_EQ(judged(fadedPrint(colour, 0.8)).colour.state, ColourState::Faded);
    cv::RNG random(2);
    const cv::Mat old = withGrain(yellowedPrint(colour, 0.7), 8.0, 0.5, random);
    EXPECT_EQ(judged(old).colour.state, ColourState::Yellowed);
    cv::Mat grey, blue;
    cv::cvtColor(colour, grey, cv::COLOR_RGB2GRAY);
    cv::cvtColor(grey, grey, cv::COLOR_GRAY2RGB);
    EXPECT_EQ(judged(grey).colour.state, ColourState::Colourless);
    cv::multiply(grey, cv::Scalar(0.6, 0.8, 1.0), blue);
    EXPECT_EQ(judged(blue).colour.state, ColourState::Tinted);
}

TEST(PhotoQuality, ScratchesCountAndTheFaceDoesNot) {
    const ComposedPhoto sound = composePhoto(Damage::High, 9);
    EXPECT_LT(judgePhoto(sound.photo, sound.faces).defects, 0.001);
    cv::RNG random(6);
    const cv::Mat bad = withScratches(sound.photo.pixels, 10, 60, random);
    EXPECT_GT(judgePhoto(photoOf(bad), sound.faces).defects, 0.002);
    // Grain alone is none.
    const cv::Mat grainy = withGrain(sound.photo.pixels, 16.0, 0.0, random);
    EXPECT_LT(judgePhoto(photoOf(grainy), sound.faces).defects, 0.0005);
}

TEST(PhotoQuality, DepthAndAlphaChangeNothing) {
    const ComposedPhoto composed = composePhoto(Damage::Medium, 2);
    const PhotoQuality eight = judgePhoto(composed.photo, composed.faces);
    Photo deep = composed.photo;
    deep.pixels.convertTo(deep.pixels, CV_16U, 257.0);
    EXPECT_NEAR(judgePhoto(deep, composed.faces).score, eight.score, 0.5);
    Photo clear = composed.photo;
    cv::cvtColor(clear.pixels, clear.pixels, cv::COLOR_RGB2RGBA);
    clear.layout = PixelLayout::Rgba;
    EXPECT_NEAR(judgePhoto(clear, composed.faces).score, eight.score, 1e-6);
    Photo grey = composed.photo;
    cv::cvtColor(grey.pixels, grey.pixels, cv::COLOR_RGB2GRAY);
    grey.layout = PixelLayout::Gray;
    EXPECT_NEAR(judgePhoto(grey, composed.faces).noise, eight.noise, 0.3);
}

TEST(PhotoQuality, TinyAndEmptyPicturesAreJudgedWithoutHarm) {
    EXPECT_EQ(judgePhoto(Photo{}, {}).faceCount, 0);
    for (const int side : {1, 2, 9, 30}) {
        const Photo photo = photoOf(cv::Mat(side, side, CV_8UC3, cv::Scalar::all(90)));
        const PhotoQuality quality = judgePhoto(photo, {faceAt({float(side) / 2, 1}, 4)});
        EXPECT_GE(quality.score, 0.0);
        EXPECT_LE(quality.score, 100.0);
        EXPECT_LT(quality.blur, 0.0);  // there is no edge to measure
    }
}

TEST(PhotoQuality, FacesThatReachOutOfThePhotoAreClipped) {
    const Photo photo = photoOf(shapes());
    const PhotoQuality quality =
        judgePhoto(photo, {faceAt({0, 0}, 300), faceAt({5000, 5000}, 200), faceAt({630, 400}, 90)});
    EXPECT_EQ(quality.faceCount, 3);
    EXPECT_GE(quality.score, 0.0);
}

TEST(PhotoQuality, DoesNotDependOnTheNumberOfThreads) {
    const ComposedPhoto composed = composePhoto(Damage::Low, 3);
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1);
    const PhotoQuality one = judgePhoto(composed.photo, composed.faces);
    cv::setNumThreads(4);
    const PhotoQuality four = judgePhoto(composed.photo, composed.faces);
    cv::setNumThreads(threads);
    EXPECT_EQ(one.score, four.score);
    EXPECT_EQ(one.defects, four.defects);
}

}  // namespace
}  // namespace heirloom::test
