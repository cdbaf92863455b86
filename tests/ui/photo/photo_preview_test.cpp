// The live preview: quick pictures while values move, exact ones once they rest.
#include <gtest/gtest.h>

#include "core/image/decode.h"
#include "core/preview/display_picture.h"
#include "tests/support/sample_photos.h"
#include "tests/ui/photo/photo_fixture.h"
#include "ui/common/text.h"
#include "ui/photo/render_tasks.h"

namespace heirloom::ui::test {
namespace {

class PhotoPreview : public PhotoTest {};

TEST_F(PhotoPreview, AStrengthMoveGivesAPatchOfWhatIsVisibleThenSettles) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    settle();
    const QRectF visible(0.1, 0.2, 0.5, 0.6);
    document().setView({visible, 1.0});
    const int patchesBefore = patches();
    change(&RestoreParameters::strength, 35.0);
    EXPECT_FALSE(document().isSettled());
    EXPECT_TRUE(document().resultImage().isNull());
    ASSERT_TRUE(waitUntil([&] { return patches() > patchesBefore; }));
    // Whole pixels round what is visible.
    EXPECT_TRUE(patchArea().adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(visible));
    EXPECT_EQ(patch()->size(), QSize(160, 144));
    const QImage moving = patch()->copy();
    settle();
    const QImage exact = after().levelFor(1.0).copy(32, 48, 160, 144);
    EXPECT_LE(largestDifference(moving, exact), 1);
    EXPECT_EQ(largestDifference(document().resultImage(), after().levelFor(1.0)), 0);
}

TEST_F(PhotoPreview, ASmallViewGetsAReducedPictureOfTheLevelThatFits) {
    networks().setFaces({heirloom::test::faceAt({700, 600}, 400)});
    open(writePhoto("large.png", testing::samplePhoto(1600, 1200)));
    plain();
    enhance();
    settle();
    document().setView(wholeAt(0.3));
    int level = -1;
    QObject::connect(&document(), &PhotoDocument::afterChanged, &document(),
                     [&](const Picture& after) {
                         if (after.firstLevel() > 0) level = after.firstLevel();
                     });
    change(&RestoreParameters::contrast, 50.0);
    ASSERT_TRUE(waitUntil([&] { return level >= 0; }));
    EXPECT_EQ(level, 1);
    EXPECT_EQ(after().fullSize(), QSize(1600, 1200));
    settle();
    EXPECT_EQ(after().firstLevel(), 0);
}

TEST_F(PhotoPreview, APartThatTheViewShowsSmallerIsReduced) {
    open(writePhoto("large.png", testing::samplePhoto(3000, 2001)));
    plain(0.0);
    settle();
    const QRectF visible(0.25, 0.25, 0.5, 0.5);
    document().setView({visible, 0.4});
    const int patchesBefore = patches();
    change(&RestoreParameters::contrast, 60.0);
    ASSERT_TRUE(waitUntil([&] { return patches() > patchesBefore; }));
    EXPECT_EQ(patch()->size(), QSize(750, 501));
    EXPECT_TRUE(patchArea().adjusted(-1e-9, -1e-9, 1e-9, 1e-9).contains(visible));
    const QImage moving = patch()->copy();
    settle();
    EXPECT_NEAR(patchArea().y() * 2001, 2 * 250, 1e-6);
    const QImage exact = after().levelFor(0.5).copy(375, 250, 750, 501);
    // The stretch cuts off what goes beyond black and white before the mean, not after it.
    EXPECT_LE(largestDifference(moving, exact), 3);
}

TEST_F(PhotoPreview, WhatIsRememberedOfFacesServesTheNextPicture) {
    const auto scene = std::make_shared<PreviewScene>();
    const RenderJob job{scene, nullptr, {}, {}};
    EXPECT_EQ(lookOf(job).placements, scene->placements);
}

TEST_F(PhotoPreview, OnlyTheNewestOfManyMovesSettles) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    settle();
    document().setView(wholeAt(1.0));
    QSignalSpy settled(&document(), &PhotoDocument::settled);
    for (int strength = 0; strength <= 100; strength += 5) {
        change(&RestoreParameters::strength, strength, true);
        QCoreApplication::processEvents();
    }
    settle();
    EXPECT_EQ(settled.size(), 1);
    const QImage last = after().levelFor(1.0).copy();
    document().history()->undo();
    settle();
    EXPECT_GT(largestDifference(after().levelFor(1.0), last), 0);
    document().history()->redo();
    settle();
    EXPECT_EQ(largestDifference(after().levelFor(1.0), last), 0);
}

TEST_F(PhotoPreview, AMoveThatChangesNoPixelStaysSettled) {
    open(pictureWithTwoFaces());
    plain();
    settle();
    change(&RestoreParameters::strength, 12.0);
    setMode(RestoreMode::Strong);
    EXPECT_TRUE(document().isSettled());
}

TEST_F(PhotoPreview, ChangesAreShownOnceSettled) {
    open(pictureWithTwoFaces());
    plain(100.0);
    QImage heat;
    QObject::connect(&document(), &PhotoDocument::changePictureChanged,
                     [&](const QImage& picture) { heat = picture; });
    enhance();
    settle();
    EXPECT_TRUE(heat.isNull());
    document().setChangesWanted(true);
    ASSERT_TRUE(waitUntil([&] { return !heat.isNull(); }));
    EXPECT_EQ(heat.size(), QSize(320, 240));
    // The face is hot, the corner is the photo in dimmed grey.
    EXPECT_NE(colourAt(heat, document().faces()[0].box).red(),
              colourAt(heat, document().faces()[0].box).green());
    EXPECT_EQ(heat.pixelColor(2, 2).red(), heat.pixelColor(2, 2).green());
    heat = {};
    change(&RestoreParameters::strength, 50.0);
    ASSERT_TRUE(waitUntil([&] { return !heat.isNull(); }));
}

struct Kind {
    const char* name;
    PixelLayout layout;
    bool is16Bit;
    bool profiled;
};

class PreviewEqualsExport : public PhotoTest, public ::testing::WithParamInterface<Kind> {};

TEST_P(PreviewEqualsExport, WithinOneLevelAtFitAndFullSize) {
    const Kind kind = GetParam();
    Photo photo = testing::samplePhoto(1200, 900, kind.layout, kind.is16Bit);
    if (kind.profiled) photo.iccProfile = testing::rgbProfile();
    networks().setFaces({heirloom::test::faceAt({400, 400}, 300)});
    open(writePhoto(kind.name, photo));
    RestoreParameters parameters;
    parameters.denoise = 30.0;
    parameters.sharpen = 50.0;
    parameters.contrast = 40.0;
    parameters.brightness = 10.0;
    document().edit(parameters, "All");
    enhance();
    settle();
    const Picture settled = after();
    const QStringList files = save();
    ASSERT_EQ(files.size(), 1);
    const auto written = readPhoto(toPath(files[0]));
    ASSERT_TRUE(written);
    EXPECT_EQ(written->pixels.type(), photo.pixels.type());
    EXPECT_EQ(written->iccProfile, photo.iccProfile);
    const auto levels = pictureLevels(DisplayTransform::create(*written).apply(written->pixels));
    EXPECT_LE(largestDifference(settled.levelFor(1.0), imageOf(levels[0])), 1);
    EXPECT_LE(largestDifference(settled.levelFor(0.4), imageOf(levels[1])), 1);
}

INSTANTIATE_TEST_SUITE_P(Photos, PreviewEqualsExport,
                         ::testing::Values(Kind{"plain.png", PixelLayout::Rgb, false, false},
                                           Kind{"deep.tif", PixelLayout::Rgb, true, true},
                                           Kind{"grey.png", PixelLayout::Gray, true, false},
                                           Kind{"alpha.png", PixelLayout::Rgba, false, false}),
                         [](const auto& info) {
                             return std::string(
                                 info.param.name,
                                 info.param.name + std::string(info.param.name).find('.'));
                         });

}  // namespace
}  // namespace heirloom::ui::test
