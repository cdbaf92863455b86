#include "core/face/parsing_mask.h"

#include <functional>
#include <limits>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/face/align.h"
#include "core/face/mask.h"
#include "tests/core/face/label_drawing.h"
#include "tests/core/face/mask_support.h"

namespace heirloom::test {
namespace {

constexpr int kSize = 512;

Landmarks standardLandmarks(int size = kSize) {
    return templateLandmarks(CropTemplate::Ffhq, size);
}

float at(const cv::Mat& mask, int x, int y) {
    return mask.at<float>(y * mask.rows / 512, x * mask.cols / 512);
}

TEST(ParsingMask, TakesTheFaceWholeAndLeavesTheBackgroundAlone) {
    for (const int size : {128, 256, 512, 1024}) {
        SCOPED_TRACE(size);
        const ParsedMask parsed = parsingMask(portraitLabels(size), standardLandmarks(size));
        ASSERT_TRUE(parsed.followsParse);
        EXPECT_FALSE(parsed.largelyCovered);
        EXPECT_LT(parsed.coveredShare, 0.01);
        expectSoftMask(parsed.mask, size);
        // Eyes, nose, mouth, cheeks, chin and ears.
        for (const cv::Point point :
             {cv::Point(193, 240), cv::Point(319, 240), cv::Point(256, 300), cv::Point(256, 372),
              cv::Point(150, 300), cv::Point(370, 320), cv::Point(256, 420), cv::Point(110, 270)}) {
            EXPECT_GT(at(parsed.mask, point.x, point.y), 0.9f) << point;
        }
        EXPECT_LT(at(parsed.mask, 60, 400), 0.01f);
        EXPECT_LT(at(parsed.mask, 450, 90), 0.01f);
    }
}

TEST(ParsingMask, TouchesLessOfTheBackgroundThanTheOval) {
    const cv::Mat labels = portraitLabels(kSize);
    const cv::Mat parsed = parsingMask(labels, standardLandmarks()).mask;
    const cv::Mat oval = ovalMask(standardLandmarks(), kSize);
    const cv::Mat background = labels == valueOf(FacePart::Background);
    EXPECT_LT(cv::mean(parsed, background)[0], 0.8 * cv::mean(oval, background)[0]);
    const cv::Mat skin = labels == valueOf(FacePart::Skin);
    EXPECT_GT(cv::mean(parsed, skin)[0], cv::mean(oval, skin)[0]);
}

TEST(ParsingMask, GoesIntoTheHairAndDownTheNeckWithAFade) {
    const cv::Mat mask = parsingMask(portraitLabels(kSize), standardLandmarks()).mask;
    // The forehead ends at y = 125, the chin at 455.
    EXPECT_GT(at(mask, 256, 105), 0.5f);
    EXPECT_LT(at(mask, 256, 45), 0.35f);
    for (int y = 60; y < 120; y += 5) EXPECT_LE(at(mask, 256, y), at(mask, 256, y + 5) + 1e-4f);
    for (int y = 430; y < 500; y += 5) EXPECT_GE(at(mask, 256, y), at(mask, 256, y + 5) - 1e-4f);
}

TEST(ParsingMask, KeepsOutOfAHatButTakesGlasses) {
    cv::Mat labels = portraitLabels(kSize);
    Brush brush(labels);
    brush.box(60, 0, 452, 180, FacePart::Hat);
    brush.box(160, 215, 352, 270, FacePart::Glasses);
    const ParsedMask parsed = parsingMask(labels, standardLandmarks());
    EXPECT_LT(at(parsed.mask, 256, 140), 0.02f);
    EXPECT_LT(at(parsed.mask, 256, 165), 0.30f);
    EXPECT_GT(at(parsed.mask, 193, 240), 0.95f);
    EXPECT_GT(at(parsed.mask, 256, 250), 0.95f);
    EXPECT_FALSE(parsed.largelyCovered);
    expectSoftMask(parsed.mask, kSize);
}

TEST(ParsingMask, ClosesSmallHolesAndDropsIslands) {
    const cv::Mat clean = parsingMask(portraitLabels(kSize), standardLandmarks()).mask;
    cv::Mat labels = portraitLabels(kSize);
    Brush brush(labels);
    brush.oval(170, 330, 12, 12, FacePart::Background);
    brush.oval(330, 340, 9, 9, FacePart::Cloth);
    brush.oval(60, 420, 20, 20, FacePart::Skin);  // somebody else's cheek
    brush.oval(440, 60, 25, 25, FacePart::Nose);
    const cv::Mat repaired = parsingMask(labels, standardLandmarks()).mask;
    EXPECT_LT(cv::norm(clean, repaired, cv::NORM_INF), 0.02);
}

TEST(ParsingMask, LeavesALargeObjectInFrontOfTheFaceAlone) {
    cv::Mat labels = portraitLabels(kSize);
    Brush(labels).oval(180, 370, 48, 48, FacePart::Background);  // a hand, which has no class
    const ParsedMask parsed = parsingMask(labels, standardLandmarks());
    EXPECT_LT(at(parsed.mask, 180, 370), 0.25f);
    EXPECT_GT(at(parsed.mask, 320, 240), 0.9f);
    expectSoftMask(parsed.mask, kSize);
}

struct HostileCase {
    const char* name;
    std::function<void(cv::Mat&)> draw;
};

class HostileLabels : public testing::TestWithParam<HostileCase> {};

TEST_P(HostileLabels, GiveASoftMaskThatStaysAtTheFace) {
    for (const int size : {64, 256, 512, 1024}) {
        SCOPED_TRACE(size);
        cv::Mat labels = portraitLabels(size);
        GetParam().draw(labels);
        for (const auto cropTemplate : {CropTemplate::Gpen, CropTemplate::Ffhq}) {
            const ParsedMask parsed = parsingMask(labels, templateLandmarks(cropTemplate, size));
            expectSoftMask(parsed.mask, size);
            // Corners are no part of any face.
            EXPECT_LT(at(parsed.mask, 30, 30) + at(parsed.mask, 482, 482), 0.01f);
        }
    }
}

void randomLabels(cv::Mat& labels, int values) {
    cv::RNG generator(3);
    generator.fill(labels, cv::RNG::UNIFORM, 0, values);
}

template <class Label>
void paint(cv::Mat& labels, Label label) {
    for (int y = 0; y < labels.rows; ++y) {
        for (int x = 0; x < labels.cols; ++x) {
            labels.at<std::uint8_t>(y, x) = static_cast<std::uint8_t>(label(x, y));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Parsing, HostileLabels,
    testing::Values(
        HostileCase{"AllSkin", [](cv::Mat& m) { m.setTo(1); }},
        HostileCase{"AllBackground", [](cv::Mat& m) { m.setTo(0); }},
        HostileCase{"AllHair", [](cv::Mat& m) { m.setTo(13); }},
        HostileCase{"UnknownClass", [](cv::Mat& m) { m.setTo(255); }},
        HostileCase{"NoiseOfEveryClass", [](cv::Mat& m) { randomLabels(m, 19); }},
        HostileCase{"NoiseOfEveryByte", [](cv::Mat& m) { randomLabels(m, 256); }},
        HostileCase{"Checkerboard",
                    [](cv::Mat& m) { paint(m, [](int x, int y) { return (x + y) % 2; }); }},
        HostileCase{"CoarseCheckerboard",
                    [](cv::Mat& m) {
                        paint(m,
                              [&](int x, int y) { return (x * 8 / m.cols + y * 8 / m.cols) % 2; });
                    }},
        HostileCase{
            "Stripes",
            [](cv::Mat& m) { paint(m, [&](int x, int) { return x * 24 / m.cols % 2 ? 1 : 14; }); }},
        HostileCase{
            "HardHalfOfSkin",
            [](cv::Mat& m) { paint(m, [&](int x, int y) { return x + y > m.cols ? 1 : 14; }); }},
        HostileCase{"SkinInASquare",
                    [](cv::Mat& m) {
                        m.setTo(0);
                        Brush(m).box(150, 150, 362, 420, FacePart::Skin);
                    }},
        HostileCase{"PepperedPortrait",
                    [](cv::Mat& m) {
                        cv::RNG generator(8);
                        paint(m, [&, kept = m.clone()](int x, int y) {
                            return generator.uniform(0, 4) == 0 ? generator.uniform(0, 19)
                                                                : kept.at<std::uint8_t>(y, x);
                        });
                    }}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ParsingMask, IsSoftForEveryPoseOfTheLandmarks) {
    cv::RNG generator(11);
    const cv::Mat hard = portraitLabels(kSize);
    cv::Mat noise = hard.clone();
    randomLabels(noise, 19);
    for (int i = 0; i < 60; ++i) {
        SCOPED_TRACE(i);
        Landmarks landmarks;
        for (auto& point : landmarks) {
            point = {generator.uniform(-200.0f, 700.0f), generator.uniform(-200.0f, 700.0f)};
        }
        expectSoftMask(parsingMask(hard, landmarks).mask, kSize);
        expectSoftMask(parsingMask(noise, landmarks).mask, kSize);
    }
}

TEST(ParsingMask, SurvivesLandmarksThatAreNoNumbersOrCoincide) {
    Landmarks landmarks = standardLandmarks();
    landmarks[1].x = std::numeric_limits<float>::quiet_NaN();
    expectSoftMask(parsingMask(portraitLabels(kSize), landmarks).mask, kSize);
    landmarks[1].x = 1e30f;
    expectSoftMask(parsingMask(portraitLabels(kSize), landmarks).mask, kSize);
    landmarks.fill({256.0f, 256.0f});
    expectSoftMask(parsingMask(portraitLabels(kSize), landmarks).mask, kSize);
}

TEST(ParsingMask, FallsBackToTheOvalWhenTheParseShowsNoFace) {
    for (const int label : {0, 13, 14, 18, 200}) {
        const ParsedMask parsed =
            parsingMask(cv::Mat(kSize, kSize, CV_8UC1, cv::Scalar(label)), standardLandmarks());
        EXPECT_FALSE(parsed.followsParse);
        EXPECT_TRUE(parsed.largelyCovered);
        EXPECT_EQ(cv::norm(parsed.mask, ovalMask(standardLandmarks(), kSize), cv::NORM_INF), 0.0);
    }
}

TEST(LargelyCovered, IsTheFaceBehindAVeilOrAMaskOverMouthAndNose) {
    cv::Mat labels = portraitLabels(kSize);
    Brush(labels).box(90, 270, 420, 480, FacePart::Cloth);
    const ParsedMask cloth = parsingMask(labels, standardLandmarks());
    EXPECT_TRUE(cloth.largelyCovered);
    EXPECT_GT(cloth.coveredShare, 0.4);
    // The same, but taken for skin by the parser: nose and mouth are missing.
    labels = portraitLabels(kSize);
    Brush(labels).box(120, 270, 390, 430, FacePart::Skin);
    const ParsedMask skin = parsingMask(labels, standardLandmarks());
    EXPECT_TRUE(skin.largelyCovered);
    EXPECT_LT(skin.coveredShare, 0.1);
}

TEST(LargelyCovered, IsNotAFaceWithGlassesAFringeOrInProfile) {
    cv::Mat sunglasses = portraitLabels(kSize);
    Brush(sunglasses).box(160, 215, 352, 270, FacePart::Glasses);
    EXPECT_FALSE(parsingMask(sunglasses, standardLandmarks()).largelyCovered);

    cv::Mat fringe = portraitLabels(kSize);
    Brush(fringe).box(120, 100, 230, 225, FacePart::Hair);
    const ParsedMask parsed = parsingMask(fringe, standardLandmarks());
    EXPECT_FALSE(parsed.largelyCovered);
    EXPECT_LT(parsed.coveredShare, 0.2);

    // Looking to the right: the far half of the head is background, the far eye hidden.
    cv::Mat profile = portraitLabels(kSize);
    Brush(profile).box(330, 0, 511, 511, FacePart::Background);
    Brush(profile).oval(300, 240, 40, 40, FacePart::Skin);
    Landmarks landmarks = standardLandmarks();
    landmarks[0] = {215, 240};
    landmarks[1] = {300, 240};
    landmarks[2] = {310, 310};
    landmarks[3] = {230, 372};
    landmarks[4] = {290, 372};
    EXPECT_FALSE(parsingMask(profile, landmarks).largelyCovered);
}

TEST(LargelyCovered, CountsFromTheDocumentedLimitOn) {
    // A cloth rises over the face; the flag must rise with the share.
    bool seenBoth[2] = {false, false};
    double before = 0.0;
    for (int top = 470; top > 200; top -= 10) {
        cv::Mat labels = portraitLabels(kSize);
        Brush(labels).box(90, top, 420, 480, FacePart::Cloth);
        const ParsedMask parsed = parsingMask(labels, standardLandmarks());
        EXPECT_GE(parsed.coveredShare, before - 1e-9);
        if (parsed.coveredShare > kLargelyCovered) {
            EXPECT_TRUE(parsed.largelyCovered);
        }
        before = parsed.coveredShare;
        seenBoth[parsed.largelyCovered] = true;
    }
    EXPECT_TRUE(seenBoth[0] && seenBoth[1]);
}

TEST(ParsingMask, GivesTheSameMaskForAnyNumberOfThreads) {
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1);
    const cv::Mat one = parsingMask(portraitLabels(kSize), standardLandmarks()).mask;
    cv::setNumThreads(4);
    const cv::Mat four = parsingMask(portraitLabels(kSize), standardLandmarks()).mask;
    cv::setNumThreads(threads);
    EXPECT_EQ(cv::norm(one, four, cv::NORM_INF), 0.0);
}

}  // namespace
}  // namespace heirloom::test
