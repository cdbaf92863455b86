#include "core/restore/photo_session.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

constexpr int kCrop = 128;

FakeModels modelsFor(std::vector<Face> faces, FakeRestorer::Work work) {
    return FakeModels(std::move(faces), kCrop, std::move(work));
}

PhotoSession sessionFor(const Photo& photo, ModelProvider& models) {
    auto session = PhotoSession::create(photo, models);
    if (!session) throw std::runtime_error(session.error().text());
    return std::move(session).value();
}

RestoreParameters plain() {
    RestoreParameters parameters;
    parameters.mode = RestoreMode::Detail;
    parameters.skinProtection = false;
    parameters.faithful = false;  // these networks paint what no photo shows
    return parameters;
}

class AtRest : public testing::TestWithParam<std::tuple<int, PixelLayout>> {};

TEST_P(AtRest, ReturnsTheInputsPixelsExactly) {
    const auto [depth, layout] = GetParam();
    const Photo photo = syntheticPhoto(320, 240, depth, layout);
    auto models = modelsFor({faceAt({160, 120}, 150)}, paintFlat({1, 0, 1}));
    auto session = sessionFor(photo, models);
    RestoreParameters parameters;
    parameters.strength = 0;
    auto result = session.run(parameters, {});
    ASSERT_TRUE(result) << result.error().text();
    EXPECT_EQ(cv::norm(result->photo.pixels, photo.pixels, cv::NORM_INF), 0.0);
    EXPECT_EQ(result->photo.layout, layout);
}

INSTANTIATE_TEST_SUITE_P(EveryDepthAndLayout, AtRest,
                         testing::Combine(testing::Values(CV_8U, CV_16U),
                                          testing::Values(PixelLayout::Gray, PixelLayout::GrayAlpha,
                                                          PixelLayout::Rgb, PixelLayout::Rgba)));

TEST(PhotoSession, LeavesAPhotoWithoutFacesExactlyAsItIs) {
    const Photo photo = syntheticPhoto(200, 200);
    auto models = modelsFor({}, paintFlat({1, 0, 1}));
    auto session = sessionFor(photo, models);
    auto result = session.run({}, {});
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->faces.empty());
    EXPECT_EQ(cv::norm(result->photo.pixels, photo.pixels, cv::NORM_INF), 0.0);
    EXPECT_EQ(models.restorer->calls, 0);
}

TEST(PhotoSession, ANetworkThatChangesNothingChangesNothing) {
    for (const int depth : {CV_8U, CV_16U}) {
        const Photo photo = syntheticPhoto(400, 300, depth);
        auto models = modelsFor({faceAt({200, 150}, 250), faceAt({80, 60}, 40, 45)},
                                [](const cv::Mat& crop) { return crop.clone(); });
        auto session = sessionFor(photo, models);
        auto result = session.run({}, {});
        ASSERT_TRUE(result);
        EXPECT_EQ(cv::norm(result->photo.pixels, photo.pixels, cv::NORM_INF), 0.0);
    }
}

TEST(PhotoSession, KeepsAGreyPhotoGreyWhateverTheNetworkPaints) {
    Photo photo = syntheticPhoto(300, 300, CV_8U, PixelLayout::Gray);
    cv::cvtColor(photo.pixels.clone(), photo.pixels, cv::COLOR_GRAY2RGB);
    photo.layout = PixelLayout::Rgb;
    auto models = modelsFor({faceAt({150, 150}, 220)}, paintFlat({1, 0.2, 0.5}));
    auto session = sessionFor(photo, models);
    RestoreParameters parameters = plain();
    parameters.strength = 100;
    auto result = session.run(parameters, {});
    ASSERT_TRUE(result);
    std::vector<cv::Mat> channels;
    cv::split(result->photo.pixels, channels);
    EXPECT_LE(cv::norm(channels[0], channels[1], cv::NORM_INF), 1.0);
    EXPECT_LE(cv::norm(channels[0], channels[2], cv::NORM_INF), 1.0);
    EXPECT_GT(cv::norm(result->photo.pixels, photo.pixels, cv::NORM_INF), 10.0);
}

TEST(PhotoSession, SkinProtectionKeepsTheChromaOfTheFace) {
    Photo photo;
    photo.pixels = cv::Mat(300, 300, CV_8UC3, cv::Scalar(180, 140, 110));
    photo.pixels.colRange(0, 100).setTo(cv::Scalar(120, 150, 215));  // no toned print
    auto models = modelsFor({faceAt({150, 150}, 220)}, [](const cv::Mat& crop) {
        return cv::Mat(crop + cv::Scalar(0.15, -0.05, 0.1));
    });
    auto session = sessionFor(photo, models);
    RestoreParameters parameters = plain();
    parameters.skinProtection = true;
    auto protectedFace = session.run(parameters, {});
    parameters.skinProtection = false;
    auto tintedFace = session.run(parameters, {});
    ASSERT_TRUE(protectedFace && tintedFace);
    const auto kept = protectedFace->photo.pixels.at<cv::Vec3b>(150, 150);
    const auto tinted = tintedFace->photo.pixels.at<cv::Vec3b>(150, 150);
    EXPECT_NEAR(kept[0] - kept[1], 180 - 140, 1);
    EXPECT_NEAR(kept[1] - kept[2], 140 - 110, 1);
    EXPECT_GT(tinted[0] - tinted[1], 180 - 140 + 20);
}

TEST(PhotoSession, StrengthScalesTheChange) {
    Photo photo;
    photo.pixels = cv::Mat(300, 300, CV_8UC3, cv::Scalar::all(100));
    auto models = modelsFor({faceAt({150, 150}, 220)}, paintFlat(cv::Scalar::all(0.8)));
    auto session = sessionFor(photo, models);
    RestoreParameters parameters = plain();
    parameters.strength = 50;
    auto half = session.run(parameters, {});
    parameters.strength = 100;
    auto full = session.run(parameters, {});
    ASSERT_TRUE(half && full);
    EXPECT_NEAR(full->photo.pixels.at<cv::Vec3b>(150, 150)[0], 204, 1);
    EXPECT_NEAR(half->photo.pixels.at<cv::Vec3b>(150, 150)[0], 152, 1);
}

TEST(PhotoSession, NaturalModeHoldsTheFinestDetailBack) {
    const auto speckle = [](const cv::Mat& crop) {
        cv::Mat out = crop.clone();
        for (int y = 0; y < out.rows; ++y) {
            for (int x = 0; x < out.cols; ++x) {
                out.at<cv::Vec3f>(y, x) += cv::Vec3f::all((x + y) % 2 ? 0.1f : -0.1f);
            }
        }
        return out;
    };
    Photo photo;
    photo.pixels = cv::Mat(300, 300, CV_8UC3, cv::Scalar::all(120));
    auto models = modelsFor({faceAt({150, 150}, 256)}, speckle);
    auto session = sessionFor(photo, models);
    RestoreParameters parameters = plain();
    const double detail = gradientEnergy(session.run(parameters, {})->photo.pixels);
    parameters.mode = RestoreMode::Natural;
    const double natural = gradientEnergy(session.run(parameters, {})->photo.pixels);
    EXPECT_LT(natural, 0.8 * detail);
    EXPECT_GT(natural, 0.4 * detail);
}

TEST(PhotoSession, RepeatsOnlyWhatAChangeTouches) {
    const Photo photo = syntheticPhoto(400, 300);
    auto models = modelsFor({faceAt({120, 120}, 120), faceAt({280, 150}, 120)},
                            paintFlat(cv::Scalar::all(0.6)));
    auto session = sessionFor(photo, models);
    RestoreParameters parameters;
    ASSERT_TRUE(session.run(parameters, {}));
    EXPECT_EQ(models.restorer->calls, 2);
    const auto countsAfter = [&](auto change) {
        change(parameters);
        const StageCounts before = session.counts();
        EXPECT_TRUE(session.run(parameters, {}));
        StageCounts delta = session.counts();
        delta.detect -= before.detect;
        delta.align -= before.align;
        delta.restore -= before.restore;
        delta.change -= before.change;
        delta.compose -= before.compose;
        delta.denoise -= before.denoise;
        delta.sharpen -= before.sharpen;
        delta.tone -= before.tone;
        return delta;
    };
    StageCounts counts = countsAfter([](RestoreParameters&) {});
    EXPECT_EQ(counts.detect + counts.align + counts.restore + counts.change + counts.compose, 0);
    counts = countsAfter([](RestoreParameters& p) { p.brightness = 10; });
    EXPECT_EQ(counts.compose + counts.denoise + counts.sharpen, 0);
    EXPECT_EQ(counts.tone, 1);
    counts = countsAfter([](RestoreParameters& p) { p.sharpen = 40; });
    EXPECT_EQ(counts.compose + counts.denoise, 0);
    EXPECT_EQ(counts.sharpen + counts.tone, 2);
    counts = countsAfter([](RestoreParameters& p) { p.strength = 55; });
    EXPECT_EQ(counts.detect + counts.align + counts.restore + counts.change, 0);
    EXPECT_EQ(counts.compose + counts.sharpen + counts.tone, 3);
    counts = countsAfter([](RestoreParameters& p) { p.mode = RestoreMode::Detail; });
    EXPECT_EQ(counts.restore, 0);
    EXPECT_EQ(counts.change, 2);
    EXPECT_EQ(models.restorer->calls, 2);
}

TEST(PhotoSession, GivesTheSameResultWhateverHappenedBefore) {
    const Photo photo = syntheticPhoto(300, 300);
    auto models = modelsFor({faceAt({150, 150}, 200)}, paintFlat({0.7, 0.5, 0.4}));
    RestoreParameters target;
    target.strength = 80;
    target.denoise = 30;
    target.contrast = 20;
    auto fresh = sessionFor(photo, models);
    auto used = sessionFor(photo, models);
    RestoreParameters other = target;
    other.strength = 10;
    other.sharpen = 70;
    other.mode = RestoreMode::Detail;
    ASSERT_TRUE(used.run(other, {}));
    EXPECT_EQ(cv::norm(fresh.run(target, {})->photo.pixels, used.run(target, {})->photo.pixels,
                       cv::NORM_INF),
              0.0);
}

TEST(PhotoSession, StopsBetweenFacesAndCanGoOnAfterwards) {
    const Photo photo = syntheticPhoto(400, 300);
    auto models = modelsFor({faceAt({120, 120}, 120), faceAt({280, 150}, 120)},
                            paintFlat(cv::Scalar::all(0.6)));
    auto session = sessionFor(photo, models);
    RunControl control;
    control.stopRequested = [&] { return models.restorer->calls >= 1; };
    auto stopped = session.run({}, control);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(models.restorer->calls, 1);
    EXPECT_TRUE(session.run({}, {}));
    EXPECT_EQ(models.restorer->calls, 2);
}

TEST(PhotoSession, ReportsRisingProgress) {
    const Photo photo = syntheticPhoto(300, 300);
    auto models = modelsFor({faceAt({150, 150}, 120)}, paintFlat(cv::Scalar::all(0.6)));
    auto session = sessionFor(photo, models);
    std::vector<double> fractions;
    RunControl control;
    control.progress = [&](const Progress& progress) { fractions.push_back(progress.fraction); };
    ASSERT_TRUE(session.run({}, control));
    EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
    EXPECT_EQ(fractions.front(), 0.0);
    EXPECT_EQ(fractions.back(), 1.0);
}

TEST(PhotoSession, LeavesFacesUnderTheChosenShareAlone) {
    const Photo photo = syntheticPhoto(400, 400);
    auto models = modelsFor({faceAt({120, 120}, 250), faceAt({330, 330}, 30)},
                            paintFlat(cv::Scalar::all(0.6)));
    auto session = sessionFor(photo, models);
    RestoreParameters parameters;
    parameters.minFaceShare = 2;
    auto result = session.run(parameters, {});
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->faces[0].restored);
    EXPECT_FALSE(result->faces[1].restored);
    EXPECT_FALSE(result->faces[1].reason.isEmpty());
}

TEST(PhotoSession, ScopeFacesLeavesTheBackgroundAlone) {
    const Photo photo = syntheticPhoto(400, 400);
    auto models =
        modelsFor({faceAt({120, 120}, 150)}, [](const cv::Mat& crop) { return crop.clone(); });
    auto session = sessionFor(photo, models);
    RestoreParameters parameters;
    parameters.denoise = 60;
    parameters.sharpen = 60;
    parameters.scope = Scope::FacesOnly;
    auto result = session.run(parameters, {});
    ASSERT_TRUE(result);
    cv::Mat difference;
    cv::absdiff(result->photo.pixels, photo.pixels, difference);
    EXPECT_EQ(cv::countNonZero(difference.rowRange(250, 400).clone().reshape(1)), 0);
    EXPECT_GT(cv::countNonZero(difference.rowRange(60, 180).clone().reshape(1)), 100);
}

TEST(PhotoSession, RefusesParametersOutOfRange) {
    const Photo photo = syntheticPhoto(64, 64);
    auto models = modelsFor({}, paintFlat({}));
    auto session = sessionFor(photo, models);
    RestoreParameters parameters;
    parameters.strength = 101;
    auto result = session.run(parameters, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(result.error().text().find("strength"), std::string::npos);
}

TEST(PhotoSession, PassesANetworksFailureOn) {
    class Failing : public FaceRestorer {
    public:
        int size() const override { return kCrop; }
        CropTemplate cropTemplate() const override { return CropTemplate::Ffhq; }
        const std::string& identity() const override { return m_identity; }
        Result<cv::Mat> restore(const cv::Mat&) override {
            return makeError(ErrorCode::OutOfMemory, "no memory");
        }

    private:
        std::string m_identity = "failing";
    };
    class FailingModels : public FakeModels {
    public:
        using FakeModels::FakeModels;
        Result<ChosenRestorer> restorerFor(int, double) override {
            return ChosenRestorer{std::make_shared<Failing>(), "failing", {}};
        }
    };
    FailingModels models({faceAt({100, 100}, 90)}, kCrop, paintFlat({}));
    auto session = sessionFor(syntheticPhoto(200, 200), models);
    auto result = session.run({}, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::OutOfMemory);
}

TEST(PhotoSession, ASessionForOneRunGivesWhatOthersGiveAndMayRunAgain) {
    const Photo photo = drawnPortrait();
    const auto sharpen = [](const cv::Mat& crop) {
        cv::Mat blurred;
        cv::GaussianBlur(crop, blurred, {}, 2.0);
        return cv::Mat(crop + 0.5 * (crop - blurred));
    };
    FakeModels models({faceAt({200, 240}, 230), faceAt({430, 240}, 230)}, 256, sharpen);
    RestoreParameters parameters;
    parameters.denoise = 30;
    parameters.sharpen = 40;
    parameters.contrast = 20;
    auto again = PhotoSession::create(photo, models);
    auto once = PhotoSession::create(photo, models, SessionUse::Once);
    ASSERT_TRUE(again && once);
    const auto expected = again->run(parameters, {});
    ASSERT_TRUE(expected);
    for (int run = 0; run < 2; ++run) {
        const auto result = once->run(parameters, {});
        ASSERT_TRUE(result);
        EXPECT_EQ(cv::norm(result->photo.pixels, expected->photo.pixels, cv::NORM_INF), 0.0);
        EXPECT_EQ(result->faces.size(), 2u);
    }
    EXPECT_GT(cv::norm(photo.pixels, expected->photo.pixels, cv::NORM_INF), 0.0);
}

TEST(RestoreAligned, ReturnsTheNetworksPictureAtItsOwnSize) {
    FakeRestorer restorer(kCrop, [](const cv::Mat& crop) {
        return cv::Mat(crop.size(), CV_32FC3, cv::Scalar(0.2, 0.4, 0.6));
    });
    auto result = restoreAligned(syntheticPhoto(200, 200), restorer);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->pixels.size(), cv::Size(kCrop, kCrop));
    EXPECT_EQ(result->pixels.at<cv::Vec3b>(5, 5), cv::Vec3b(51, 102, 153));
}

}  // namespace
}  // namespace heirloom::test
