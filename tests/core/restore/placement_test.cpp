// What the network paints arrives in the photo where it belongs, and nowhere else.
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/face/align.h"
#include "core/face/compose.h"
#include "core/restore/photo_session.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

constexpr int kCrop = 256;
// Where in the crop the marks lie; one in each colour channel: an eye, the other eye and the
// mouth, as they are not to be mistaken for each other by a mirrored or turned face.
constexpr std::array<std::array<double, 2>, 3> kMarks{
    {{96.0, 120.0}, {160.0, 120.0}, {128.0, 186.0}}};
constexpr double kMarkSigma = 5.0;

cv::Mat withMarks(const cv::Mat& crop) {
    cv::Mat painted = crop.clone();
    for (int y = 0; y < crop.rows; ++y) {
        for (int x = 0; x < crop.cols; ++x) {
            for (std::size_t c = 0; c < kMarks.size(); ++c) {
                const double dx = x - kMarks[c][0];
                const double dy = y - kMarks[c][1];
                const double bump =
                    0.5 * std::exp(-(dx * dx + dy * dy) / (2.0 * kMarkSigma * kMarkSigma));
                painted.at<cv::Vec3f>(y, x)[static_cast<int>(c)] += static_cast<float>(bump);
            }
        }
    }
    return painted;
}

RestoreParameters bare() {
    RestoreParameters parameters;
    parameters.strength = 100;
    parameters.mode = RestoreMode::Detail;
    parameters.skinProtection = false;
    parameters.faithful = false;  // the marks are not in the photo
    return parameters;
}

Photo flatPhoto(int width, int height) {
    Photo photo;
    photo.pixels = cv::Mat(height, width, CV_16UC3);
    // A hue that turns from side to side at one luma, so that the photo is not taken for a
    // toned print.
    for (int x = 0; x < width; ++x) {
        const double red = 6000.0 * x / width - 3000.0;
        photo.pixels.col(x).setTo(cv::Scalar(20000 + red, 20000, 20000 - red * 0.299 / 0.114));
    }
    photo.source.bitsPerSample = 16;
    return photo;
}

struct Restored {
    Photo photo;
    std::vector<FacePatch> patches;
};

Restored restoredWith(const Photo& photo, std::vector<Face> faces, FakeRestorer::Work work) {
    FakeModels models(std::move(faces), kCrop, std::move(work));
    auto session = PhotoSession::create(photo, models);
    if (!session) throw std::runtime_error(session.error().text());
    auto result = session->run(bare(), {});
    if (!result) throw std::runtime_error(result.error().text());
    return {result->photo, session->patches()};
}

// The middle of the change in one channel.
cv::Point2d middleOf(const cv::Mat& change, int channel) {
    double sum = 0.0, x = 0.0, y = 0.0;
    for (int row = 0; row < change.rows; ++row) {
        for (int column = 0; column < change.cols; ++column) {
            const double weight = std::max(0.0f, change.at<cv::Vec3f>(row, column)[channel]);
            sum += weight;
            x += weight * column;
            y += weight * row;
        }
    }
    return {x / sum, y / sum};
}

cv::Mat changeOf(const Photo& before, const Photo& after) {
    cv::Mat a, b;
    before.pixels.convertTo(a, CV_32F);
    after.pixels.convertTo(b, CV_32F);
    return b - a;
}

void expectNothingOutsideTheMasks(const Photo& before, const Restored& after) {
    cv::Mat difference;
    cv::absdiff(before.pixels, after.photo.pixels, difference);
    difference.setTo(cv::Scalar::all(0), combinedMask(before.pixels.size(), after.patches) > 0.0f);
    EXPECT_EQ(cv::countNonZero(difference.reshape(1)), 0);
}

// Marks that lie whole in the photo are where they belong within a pixel.
int expectMarksInPlace(const Photo& before, const Photo& after, const Face& face) {
    const cv::Matx23d photoFromCrop = *photoFromCropOf(face.landmarks, CropTemplate::Ffhq, kCrop);
    const double reach = 4.0 * kMarkSigma * scaleOf(photoFromCrop) + 1.0;
    const cv::Mat change = changeOf(before, after);
    int seen = 0;
    for (std::size_t c = 0; c < kMarks.size(); ++c) {
        const cv::Point2d expected = transformed(photoFromCrop, {kMarks[c][0], kMarks[c][1]});
        if (expected.x < reach || expected.y < reach || expected.x > after.width() - 1 - reach ||
            expected.y > after.height() - 1 - reach) {
            continue;
        }
        const cv::Point2d found = middleOf(change, static_cast<int>(c));
        EXPECT_LT(cv::norm(found - expected), 1.0) << "mark " << c << ": " << found;
        ++seen;
    }
    return seen;
}

class TurnedFace : public testing::TestWithParam<int> {};

TEST_P(TurnedFace, IsRestoredInPlaceAtEverySize) {
    const Photo before = flatPhoto(640, 560);
    for (const float side : {40.0f, 120.0f, 256.0f, 430.0f}) {
        SCOPED_TRACE(side);
        const Face face = faceAt({317.3f, 281.8f}, side, GetParam());
        const Restored after = restoredWith(before, {face}, withMarks);
        EXPECT_EQ(expectMarksInPlace(before, after.photo, face), 3);
        expectNothingOutsideTheMasks(before, after);
    }
}

INSTANTIATE_TEST_SUITE_P(ThirtyDegreeSteps, TurnedFace, testing::Range(0, 360, 30),
                         [](const auto& info) { return "By" + std::to_string(info.param); });

struct CutCase {
    const char* name;
    cv::Point2f centre;  // of a photo of 400 x 300
};

class CutFace : public testing::TestWithParam<CutCase> {};

TEST_P(CutFace, IsRestoredInPlaceForEveryTurn) {
    const Photo before = flatPhoto(400, 300);
    int seen = 0;
    for (const double degrees : {0.0, 60.0, 135.0, 270.0}) {
        SCOPED_TRACE(degrees);
        const Face face = faceAt(GetParam().centre, 160.0f, degrees);
        const Restored after = restoredWith(before, {face}, withMarks);
        seen += expectMarksInPlace(before, after.photo, face);
        expectNothingOutsideTheMasks(before, after);
        EXPECT_GT(cv::norm(before.pixels, after.photo.pixels, cv::NORM_INF), 0.0);
    }
    EXPECT_GT(seen, 0);
}

INSTANTIATE_TEST_SUITE_P(AtTheEdge, CutFace,
                         testing::Values(CutCase{"Left", {0, 150}}, CutCase{"Right", {399, 150}},
                                         CutCase{"Top", {200, 0}}, CutCase{"Bottom", {200, 299}},
                                         CutCase{"BeyondLeft", {-8, 150}},
                                         CutCase{"BeyondBottom", {200, 308}},
                                         CutCase{"TopLeftCorner", {6, 6}},
                                         CutCase{"TopRightCorner", {395, 8}},
                                         CutCase{"BottomLeftCorner", {2, 290}},
                                         CutCase{"BottomRightCorner", {392, 294}}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(CutFace, OutsideThePhotoChangesNothingAndBreaksNothing) {
    const Photo before = flatPhoto(400, 300);
    const std::vector<Face> faces{faceAt({-300, 150}, 160), faceAt({900, 900}, 160, 45),
                                  faceAt({200, -2000}, 300, 100)};
    const Restored after = restoredWith(before, faces, withMarks);
    EXPECT_EQ(cv::norm(before.pixels, after.photo.pixels, cv::NORM_INF), 0.0);
}

TEST(CutFace, LargerThanThePhotoIsRestoredToo) {
    const Photo before = flatPhoto(120, 90);
    const Face face = faceAt({60, 45}, 400, 20);
    const Restored after = restoredWith(before, {face}, [](const cv::Mat& crop) {
        return cv::Mat(crop + cv::Scalar(0.2, 0.2, 0.2));
    });
    EXPECT_GT(after.photo.pixels.at<cv::Vec3w>(45, 60)[0],
              before.pixels.at<cv::Vec3w>(45, 60)[0] + 0.19 * 65535);
}

TEST(NoRectangle, ShowsInAFlatMagentaFromTheNetwork) {
    Photo before = syntheticPhoto(700, 600);
    for (int x = 0; x < 700; ++x) {  // no toned print: the hue turns slowly
        before.pixels.col(x).setTo(cv::Scalar(75 + x / 14, 110, 140 - x * 0.299 / 0.114 / 14));
    }
    for (const double degrees : {0.0, 35.0, 180.0}) {
        const Face face = faceAt({350, 300}, 512.0f, degrees);
        const Restored after = restoredWith(before, {face}, paintFlat({1, 0, 1}));
        const cv::Mat change = changeOf(before, after.photo);
        cv::Mat right = cv::abs(change.colRange(1, 700) - change.colRange(0, 699));
        cv::Mat below = cv::abs(change.rowRange(1, 600) - change.rowRange(0, 599));
        double across = 0, down = 0;
        cv::minMaxLoc(right.reshape(1), nullptr, &across);
        cv::minMaxLoc(below.reshape(1), nullptr, &down);
        // 0.08 of the largest change, and rounding to 8 bits on both sides.
        EXPECT_LE(std::max(across, down), 0.08 * 175 + 1.0);
        expectNothingOutsideTheMasks(before, after);
    }
}

}  // namespace
}  // namespace heirloom::test
