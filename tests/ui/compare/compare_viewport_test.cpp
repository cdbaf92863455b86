#include "ui/compare/compare_viewport.h"

#include <gtest/gtest.h>

namespace heirloom::ui {
namespace {

constexpr int kMargin = 10;

CompareViewport viewportOf(QSize view, QSize picture, bool sideBySide = false) {
    CompareViewport viewport;
    viewport.setView(view, kMargin, 1);
    viewport.setSideBySide(sideBySide);
    viewport.setReference(picture);
    return viewport;
}

double distance(QPointF a, QPointF b) {
    return (a - b).manhattanLength();
}

TEST(CompareViewport, FitsIntoThePaneWithAMargin) {
    const CompareViewport viewport = viewportOf({820, 620}, {4000, 2000});
    EXPECT_DOUBLE_EQ(viewport.zoom(), 0.2);
    EXPECT_EQ(viewport.picture(), QRect(10, 110, 800, 400));
    EXPECT_TRUE(viewport.isFitted());
}

TEST(CompareViewport, HalvesAreOfOneSizeWithTheGapBetween) {
    for (const int width : {800, 801}) {
        const CompareViewport viewport = viewportOf({width, 600}, {1000, 1000}, true);
        EXPECT_EQ(viewport.firstPane().size(), viewport.secondPane().size());
        EXPECT_EQ(viewport.gap().left(), viewport.firstPane().right() + 1);
        EXPECT_EQ(viewport.gap().right() + 1, viewport.secondPane().left());
        EXPECT_EQ(viewport.secondPane().right(), width - 1);
        EXPECT_LE(viewport.gap().width(), 2);
    }
}

TEST(CompareViewport, StaysFittedWhenTheViewChanges) {
    CompareViewport viewport = viewportOf({820, 620}, {4000, 2000});
    viewport.setView({1620, 1220}, kMargin, 1);
    EXPECT_DOUBLE_EQ(viewport.zoom(), 0.4);
    viewport.setSideBySide(true);
    EXPECT_LT(viewport.zoom(), 0.4);
    EXPECT_TRUE(viewport.isFitted());
}

TEST(CompareViewport, KeepsZoomAndMiddleWhenTheViewChanges) {
    CompareViewport viewport = viewportOf({800, 600}, {4000, 3000});
    viewport.zoomTo(1.5, {200, 200});
    const QPointF middle = viewport.normalisedAt({400, 300});
    viewport.setView({1000, 700}, kMargin, 1);
    EXPECT_DOUBLE_EQ(viewport.zoom(), 1.5);
    EXPECT_LT(distance(viewport.pointAt(middle, viewport.firstPane()), {500, 350}), 1.5);
}

TEST(CompareViewport, ZoomKeepsThePlaceUnderTheAnchor) {
    for (const bool sideBySide : {false, true}) {
        CompareViewport viewport = viewportOf({801, 600}, {4000, 3000}, sideBySide);
        viewport.zoomTo(1.0, {300, 300});
        for (const QPointF anchor : {QPointF(150, 200), QPointF(700, 333)}) {
            const QPointF place = viewport.normalisedAt(anchor);
            for (const double zoom : {1.25, 1.5625, 4.0, 9.7, 2.0, 1.0}) {
                viewport.zoomTo(zoom, anchor);
                const QPointF now = viewport.pointAt(place, viewport.paneAt(anchor));
                EXPECT_NEAR(now.x(), anchor.x(), 1.0 + zoom * 0.5) << zoom;
                EXPECT_NEAR(now.y(), anchor.y(), 1.0 + zoom * 0.5) << zoom;
            }
        }
    }
}

TEST(CompareViewport, ManySmallZoomStepsDoNotDrift) {
    CompareViewport viewport = viewportOf({800, 600}, {4000, 3000});
    viewport.zoomTo(1.0, {400, 300});
    const QPointF anchor(233, 177);
    const QPointF place = viewport.normalisedAt(anchor);
    for (int i = 0; i < 200; ++i) viewport.zoomTo(viewport.zoom() * 1.01, anchor);
    for (int i = 0; i < 200; ++i) viewport.zoomTo(viewport.zoom() / 1.01, anchor);
    EXPECT_LE(distance(viewport.pointAt(place, viewport.firstPane()), anchor), 2.0);
}

TEST(CompareViewport, ZoomStaysInItsRange) {
    CompareViewport viewport = viewportOf({800, 600}, {4000, 3000});
    const double fit = viewport.fitZoom();
    viewport.zoomToMiddle(1e9);
    EXPECT_DOUBLE_EQ(viewport.zoom(), 32.0);
    viewport.zoomToMiddle(1e-9);
    EXPECT_DOUBLE_EQ(viewport.zoom(), fit / 2);
}

TEST(CompareViewport, TinyPicturesReachActualSizeAndAreNotBlownUp) {
    CompareViewport viewport = viewportOf({800, 600}, {20, 30});
    EXPECT_DOUBLE_EQ(viewport.zoom(), CompareViewport::kMaximumFit);
    viewport.zoomToMiddle(1.0);
    EXPECT_DOUBLE_EQ(viewport.zoom(), 1.0);
    EXPECT_EQ(viewport.picture().size(), QSize(20, 30));
}

TEST(CompareViewport, PictureNeverLeavesThePane) {
    CompareViewport viewport = viewportOf({800, 600}, {4000, 3000});
    viewport.zoomTo(1.0, {400, 300});
    viewport.panBy({1e6, 1e6});
    EXPECT_EQ(viewport.picture().topLeft(), QPoint(0, 0));
    viewport.panBy({-1e6, -1e6});
    EXPECT_EQ(viewport.picture().bottomRight(), QPoint(799, 599));
}

TEST(CompareViewport, WhatIsSmallerThanThePaneStaysInItsMiddle) {
    CompareViewport viewport = viewportOf({800, 600}, {100, 80});
    viewport.zoomToMiddle(1.0);
    viewport.panBy({50, -20});
    EXPECT_EQ(viewport.picture(), QRect(350, 260, 100, 80));
}

TEST(CompareViewport, PansByWholeDevicePixelsMoveThePictureByJustThese) {
    CompareViewport viewport = viewportOf({800, 600}, {4000, 3000});
    viewport.zoomTo(0.7313, {400, 300});
    const QRect before = viewport.picture();
    viewport.panBy({37, -21});
    EXPECT_EQ(viewport.picture(), before.translated(37, -21));
}

TEST(CompareViewport, LargerReferenceKeepsPlaceAndApparentSize) {
    CompareViewport viewport = viewportOf({800, 600}, {1000, 750});
    viewport.zoomTo(3.0, {100, 500});
    const QRect before = viewport.picture();
    viewport.setReference({2000, 1500});
    EXPECT_DOUBLE_EQ(viewport.zoom(), 1.5);
    EXPECT_EQ(viewport.picture(), before);
}

TEST(CompareViewport, OneNormalisedPointIsTheSamePlaceInBothPanes) {
    CompareViewport viewport = viewportOf({801, 600}, {4000, 3000}, true);
    viewport.zoomTo(1.7, {100, 100});
    const QPointF place(0.4, 0.45);
    const QPointF first = viewport.pointAt(place, viewport.firstPane());
    const QPointF second = viewport.pointAt(place, viewport.secondPane());
    EXPECT_EQ(second - first, QPointF(viewport.secondPane().left(), 0));
    EXPECT_LT(distance(viewport.normalisedAt(viewport.secondPane().center()),
                       viewport.normalisedAt(viewport.firstPane().center())),
              1e-9);
}

TEST(CompareViewport, VisibleCountsOnlyWhatThePaneShows) {
    CompareViewport viewport = viewportOf({800, 600}, {1600, 1200});
    EXPECT_EQ(viewport.visible(), QRectF(0, 0, 1, 1));
    viewport.zoomToMiddle(1.0);
    EXPECT_EQ(viewport.visible(), QRectF(0.25, 0.25, 0.5, 0.5));
}

TEST(CompareViewport, ZoomsToAnAreaWithSurroundings) {
    CompareViewport viewport = viewportOf({800, 600}, {4000, 3000});
    const QRectF face(0.6, 0.3, 0.1, 0.1);
    viewport.zoomToArea(face, 0.6, 4.0);
    const QRectF shown = viewport.rectangleAt(face, viewport.firstPane());
    EXPECT_NEAR(shown.height(), 360, 1);
    EXPECT_LT(distance(shown.center(), {400, 300}), 2.0);
    viewport.zoomToArea({0.5, 0.5, 0.001, 0.001}, 0.6, 4.0);
    EXPECT_DOUBLE_EQ(viewport.zoom(), 4.0);
}

TEST(CompareViewport, FindsTheFitAgainByZoomSteps) {
    CompareViewport viewport = viewportOf({800, 600}, {4000, 3000});
    viewport.zoomToMiddle(viewport.zoom() * 1.25);
    EXPECT_FALSE(viewport.isFitted());
    viewport.zoomToMiddle(viewport.zoom() / 1.25);
    EXPECT_TRUE(viewport.isFitted());
}

TEST(CompareViewport, SplitLineStaysInTheView) {
    CompareViewport viewport = viewportOf({800, 600}, {4000, 3000});
    viewport.setSplitPosition(0.25);
    EXPECT_EQ(viewport.splitLine(), 200);
    viewport.setSplitPosition(7.0);
    EXPECT_EQ(viewport.splitLine(), 800);
    viewport.setSplitPosition(-1.0);
    EXPECT_EQ(viewport.splitLine(), 0);
}

TEST(CompareViewport, EmptyIsHarmless) {
    CompareViewport viewport;
    viewport.zoomTo(3.0, {1, 1});
    viewport.panBy({5, 5});
    viewport.zoomToArea({0, 0, 1, 1}, 0.5, 4.0);
    EXPECT_TRUE(viewport.isEmpty());
    EXPECT_TRUE(viewport.picture().isEmpty());
    EXPECT_TRUE(viewport.visible().isEmpty());
}

}  // namespace
}  // namespace heirloom::ui
