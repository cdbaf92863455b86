// Enhancing: faces one by one, what runs the networks again, and stopping.
#include <cstdlib>
#include <semaphore>

#include <QScopeGuard>

#include <gtest/gtest.h>

#include "tests/support/sample_photos.h"
#include "tests/ui/photo/photo_fixture.h"

namespace heirloom::ui::test {
namespace {

using State = PhotoDocument::State;

class PhotoEnhance : public PhotoTest {};

TEST_F(PhotoEnhance, NothingRunsTheNetworkBeforeIt) {
    open(pictureWithTwoFaces());
    setMode(RestoreMode::Strong);
    change(&RestoreParameters::strength, 20.0);
    document().setFaceEnabled(1, false);
    settle();
    EXPECT_EQ(networks().restorations(), 0);
    EXPECT_FALSE(document().isEnhanced());
}

TEST_F(PhotoEnhance, ShowsFacesOneByOne) {
    static std::counting_semaphore<8> facesAllowed(0);  // outlives the networks
    const std::vector<Face> faces{heirloom::test::faceAt({90, 120}, 90),
                                  heirloom::test::faceAt({230, 120}, 80)};
    const auto paint = [](const cv::Mat& crop) {
        facesAllowed.acquire();
        return cv::Mat(crop.size(), CV_32FC3, cv::Scalar(0.8, 0.4, 0.2));
    };
    useNetworks([=](const auto&, const auto&) -> Result<std::unique_ptr<ModelProvider>> {
        return std::unique_ptr<ModelProvider>(
            std::make_unique<heirloom::test::FakeModels>(faces, 64, paint));
    });
    // However the test ends, no thread waits for ever.
    const auto letGo = qScopeGuard([&] { facesAllowed.release(4); });
    open(writePhoto("family.png", testing::samplePhoto(320, 240)));
    plain(100.0);
    document().setView(wholeAt(1.0));
    settle();
    const QImage original = before().levelFor(1.0);
    const auto isPainted = [&](const QImage& image, const QRectF& box) {
        const QColor now = colourAt(image, box);
        const QColor then = colourAt(original, box);
        return std::abs(now.red() - then.red()) + std::abs(now.blue() - then.blue()) > 30;
    };
    const QRectF first = document().faces()[0].box;
    const QRectF second = document().faces()[1].box;
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    document().enhance();
    EXPECT_EQ(document().state(), State::Enhancing);
    facesAllowed.release();
    ASSERT_TRUE(waitUntil([&] { return document().faces()[0].restored; }));
    EXPECT_FALSE(document().faces()[1].restored);
    EXPECT_FALSE(document().faces()[0].restoredThumbnail.isNull());
    ASSERT_TRUE(waitUntil([&] { return patch() && isPainted(*patch(), first); }));
    EXPECT_FALSE(isPainted(*patch(), second));
    EXPECT_TRUE(finished.isEmpty());
    facesAllowed.release();
    ASSERT_TRUE(waitUntil([&] { return !finished.isEmpty(); }));
    EXPECT_FALSE(finished[0][0].toBool());
    EXPECT_TRUE(document().isEnhanced());
    EXPECT_TRUE(document().hasUnsavedWork());
    settle();
    EXPECT_TRUE(isPainted(after().levelFor(1.0), first));
    EXPECT_TRUE(isPainted(after().levelFor(1.0), second));
    EXPECT_TRUE(document().outcomeSentence().contains("2"));
    EXPECT_EQ(document().faces()[1].model, QString("fake"));
}

TEST_F(PhotoEnhance, TellsHowFarItIs) {
    open(pictureWithTwoFaces());
    QSignalSpy progress(&document(), &PhotoDocument::progressChanged);
    enhance();
    ASSERT_FALSE(progress.isEmpty());
    double last = 0.0;
    bool namesAFace = false;
    for (const auto& step : progress) {
        EXPECT_GE(step[1].toDouble(), last);
        last = step[1].toDouble();
        namesAFace = namesAFace || step[0].toString().contains("2 of 2");
    }
    EXPECT_DOUBLE_EQ(last, 1.0);
    EXPECT_TRUE(namesAFace);
}

TEST_F(PhotoEnhance, StopsWithinTheFaceAndLeavesThePhoto) {
    open(pictureWithTwoFaces());
    plain();
    networks().gate().shut();
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    document().cancel();
    networks().gate().open();
    ASSERT_TRUE(waitUntil([&] { return !finished.isEmpty(); }));
    EXPECT_TRUE(finished[0][0].toBool());
    EXPECT_EQ(networks().restorations(), 1);
    EXPECT_EQ(document().state(), State::Ready);
    EXPECT_FALSE(document().isEnhanced());
    settle();
    EXPECT_EQ(largestDifference(after().levelFor(1.0), before().levelFor(1.0)), 0);
    // What was done is not done again.
    enhance();
    EXPECT_EQ(networks().restorations(), 2);
}

TEST_F(PhotoEnhance, StoppingALaterRunLeavesTheLastResult) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    settle();
    const QImage result = after().levelFor(1.0).copy();
    networks().gate().shut();
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    setMode(RestoreMode::Strong);
    EXPECT_EQ(document().state(), State::Enhancing);
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    document().cancel();
    networks().gate().open();
    ASSERT_TRUE(waitUntil([&] { return !finished.isEmpty(); }));
    EXPECT_TRUE(document().isEnhanced());
    settle();
    EXPECT_EQ(largestDifference(after().levelFor(1.0), result), 0);
    // A change that needs no network does not start it again, and one that does, does.
    const int before = networks().restorations();
    change(&RestoreParameters::sharpen, 10.0);
    EXPECT_EQ(document().state(), State::Ready);
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return finished.size() == 2; }));
    EXPECT_GT(networks().restorations(), before);
}

TEST_F(PhotoEnhance, RunsTheNetworkAgainOnlyForWhatNeedsIt) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    ASSERT_EQ(networks().restorations(), 2);
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    const auto settledWith = [&](int restorations) {
        settle();
        EXPECT_EQ(networks().restorations(), restorations);
        EXPECT_EQ(document().state(), State::Ready);
    };
    change(&RestoreParameters::strength, 30.0);
    settledWith(2);
    setMode(RestoreMode::Natural);
    settledWith(2);
    EXPECT_TRUE(finished.isEmpty());
    setMode(RestoreMode::Strong);
    EXPECT_EQ(document().state(), State::Enhancing);
    ASSERT_TRUE(waitUntil([&] { return finished.size() == 1; }));
    settledWith(4);
    ASSERT_EQ(document().addFace({0.4, 0.05, 0.2, 0.25}), QString());
    ASSERT_TRUE(waitUntil([&] { return finished.size() == 2; }));
    settledWith(5);
    EXPECT_TRUE(document().faces()[2].restored);
    document().removeAddedFace(3);
    settledWith(5);
    document().history()->undo();
    settledWith(5);
    EXPECT_TRUE(document().faces()[2].restored);
}

TEST_F(PhotoEnhance, FollowsAChangeThatComesMeanwhile) {
    open(pictureWithTwoFaces());
    plain();
    networks().gate().shut();
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    setMode(RestoreMode::Strong);
    document().setFaceEnabled(2, false);
    networks().gate().open();
    ASSERT_TRUE(waitUntil([&] { return !finished.isEmpty(); }));
    EXPECT_EQ(finished.size(), 1);
    EXPECT_FALSE(finished[0][0].toBool());
    // The first face as it was and once more cleaned; the second not at all.
    EXPECT_EQ(networks().restorations(), 2);
    EXPECT_TRUE(document().faces()[0].restored);
    EXPECT_FALSE(document().faces()[1].restored);
}

TEST_F(PhotoEnhance, OtherModelsRunItAgain) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    context().noteModelsChanged();
    EXPECT_EQ(document().state(), State::Enhancing);
    ASSERT_TRUE(waitUntil([&] { return !finished.isEmpty(); }));
    EXPECT_EQ(networks().created(), 2);
}

TEST_F(PhotoEnhance, WaitsForAPhotoThatIsStillOpening) {
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    document().open(pictureWithTwoFaces());
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return !finished.isEmpty(); }));
    EXPECT_EQ(networks().restorations(), 2);
}

TEST_F(PhotoEnhance, AFaceCanBeOffOrHaveItsOwnStrength) {
    open(pictureWithTwoFaces());
    plain(100.0);
    document().setFaceEnabled(1, false);
    enhance();
    EXPECT_EQ(networks().restorations(), 1);
    settle();
    const QRectF first = document().faces()[0].box;
    const QRectF second = document().faces()[1].box;
    const QImage original = before().levelFor(1.0);
    EXPECT_EQ(colourAt(after().levelFor(1.0), first), colourAt(original, first));
    const int full = colourAt(after().levelFor(1.0), second).red();
    ASSERT_GT(std::abs(full - colourAt(original, second).red()), 20);

    document().setFaceStrength(2, 50.0);
    settle();
    const int half = colourAt(after().levelFor(1.0), second).red();
    EXPECT_NEAR(half, (full + colourAt(original, second).red()) / 2.0, 2.0);
    EXPECT_EQ(networks().restorations(), 1);

    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    document().setFaceEnabled(1, true);
    ASSERT_TRUE(waitUntil([&] { return !finished.isEmpty(); }));
    EXPECT_EQ(networks().restorations(), 2);
    EXPECT_TRUE(document().faces()[0].restored);
    document().setFaceEnabled(1, false);
    settle();
    EXPECT_EQ(colourAt(after().levelFor(1.0), first), colourAt(original, first));
}

TEST_F(PhotoEnhance, ABoxThatCannotBeAFaceIsRefusedWithTheReason) {
    open(pictureWithTwoFaces());
    EXPECT_FALSE(document().addFace({0.5, 0.5, 0.001, 0.001}).isEmpty());
    EXPECT_EQ(document().faces().size(), 2);
    EXPECT_EQ(document().history()->count(), 0);
}

TEST_F(PhotoEnhance, ColourOfFacesFollowsTheStrengthWithoutTheNetwork) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    change(&RestoreParameters::rosy, 20.0);
    for (double strength = 40.0; strength < 60.0; strength += 2.0) {
        change(&RestoreParameters::strength, strength, true);
    }
    settle();
    ASSERT_TRUE(waitUntil([&] { return document().state() == State::Ready; }));
    EXPECT_EQ(networks().restorations(), 2);
}

}  // namespace
}  // namespace heirloom::ui::test
