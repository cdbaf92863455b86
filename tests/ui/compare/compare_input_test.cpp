// Mouse, wheel, keys and what the view tells about them.
#include <cmath>

#include <gtest/gtest.h>

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/compare/compare_support.h"
#include "tests/ui/ui_support.h"

namespace heirloom::ui {
namespace {

using namespace test;

class CompareInput : public ::testing::Test {
protected:
    CompareInput() {
        m_view.resize(801, 600);
        m_view.show();
        static const Picture picture = pictureOf(texture({1600, 1200}));
        m_view.setBefore(picture);
        m_view.setAfter(picture);
    }
    // The place of the picture that is seen at the point of the left or only pane.
    QPointF placeAt(QPoint point) const {
        const QRectF visible = m_view.request().visible;
        const double pane = m_view.mode() == CompareMode::SideBySide ? 400.0 : 801.0;
        return {visible.x() + point.x() / pane * visible.width(),
                visible.y() + point.y() / 600.0 * visible.height()};
    }

    CompareView m_view;
};

TEST_F(CompareInput, WheelZoomsByStepsRoundTheCursor) {
    m_view.zoomTo(1.0);
    const QPoint cursor(120, 430);
    const QPointF place = placeAt(cursor);
    wheel(&m_view, 1, cursor);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1.25);
    wheel(&m_view, 2, cursor);
    EXPECT_DOUBLE_EQ(m_view.zoom(), std::pow(1.25, 3));
    const double pixel = 1.0 / (1600 * m_view.zoom());
    EXPECT_NEAR(placeAt(cursor).x(), place.x(), 2 * pixel);
    EXPECT_NEAR(placeAt(cursor).y(), place.y(), 3 * pixel);
}

TEST_F(CompareInput, WheelStopsAtActualSize) {
    m_view.zoomTo(0.9);
    wheel(&m_view, 1, QPoint{200, 300});
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1.0);
    m_view.zoomTo(1.1);
    wheel(&m_view, -1, QPoint{200, 300});
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1.0);
}

TEST_F(CompareInput, DragPansBothSidesAlike) {
    for (const int x : {150, 650}) {
        m_view.zoomTo(1.0);
        const QRectF before = m_view.request().visible;
        drag(&m_view, {x, 300}, {x + 60, 260});
        const QRectF after = m_view.request().visible;
        EXPECT_NEAR((before.x() - after.x()) * 1600, 60, 1e-6);
        EXPECT_NEAR((after.y() - before.y()) * 1200, 40, 1e-6);
        const QImage image = m_view.grab().toImage();
        const QPoint other(image.width() - 400, 0);
        EXPECT_EQ(image.copy(50, 100, 300, 400),
                  image.copy(QRect(50, 100, 300, 400).translated(other)));
        m_view.zoomToFit();
    }
}

TEST_F(CompareInput, DoubleClickTogglesFitAndActualSizeAtTheCursor) {
    m_view.setMode(CompareMode::After);
    const QPoint cursor(250, 200);
    QTest::mouseDClick(&m_view, Qt::LeftButton, {}, cursor);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1.0);
    EXPECT_FALSE(m_view.isFitted());
    QTest::mouseDClick(&m_view, Qt::LeftButton, {}, cursor);
    EXPECT_TRUE(m_view.isFitted());
}

TEST_F(CompareInput, SplitLineFollowsTheMouse) {
    m_view.setMode(CompareMode::Split);
    const QRectF before = m_view.request().visible;
    drag(&m_view, {401, 100}, {201, 120});
    EXPECT_NEAR(m_view.splitPosition(), 0.25, 2.0 / 801);
    EXPECT_EQ(m_view.request().visible, before) << "the picture stays";
    drag(&m_view, {201 + 10, 300}, {611, 300});
    EXPECT_NEAR(m_view.splitPosition(), 0.75, 2.0 / 801) << "the handle is wider than the line";
    drag(&m_view, {601, 300}, {5000, 300});
    EXPECT_DOUBLE_EQ(m_view.splitPosition(), 1.0);
}

TEST_F(CompareInput, ArrowsMoveTheSplitLine) {
    m_view.setMode(CompareMode::Split);
    QTest::keyClick(&m_view, Qt::Key_Right);
    EXPECT_NEAR(m_view.splitPosition(), 0.52, 1e-9);
    QTest::keyClick(&m_view, Qt::Key_Left, Qt::ShiftModifier);
    EXPECT_NEAR(m_view.splitPosition(), 0.42, 1e-9);
}

TEST_F(CompareInput, ArrowsPanWhereThereIsNoSplitLine) {
    m_view.zoomTo(1.0);
    const QRectF before = m_view.request().visible;
    QTest::keyClick(&m_view, Qt::Key_Right);
    EXPECT_GT(m_view.request().visible.x(), before.x());
    QTest::keyClick(&m_view, Qt::Key_Left);
    QTest::keyClick(&m_view, Qt::Key_Up);
    EXPECT_EQ(m_view.request().visible.x(), before.x());
    EXPECT_LT(m_view.request().visible.y(), before.y());
}

TEST_F(CompareInput, KeysZoom) {
    QTest::keyClick(&m_view, Qt::Key_1);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1.0);
    QTest::keyClick(&m_view, Qt::Key_Plus);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1.25);
    QTest::keyClick(&m_view, Qt::Key_Minus);
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1.0);
    QTest::keyClick(&m_view, Qt::Key_0);
    EXPECT_TRUE(m_view.isFitted());
}

TEST_F(CompareInput, RightButtonHoldsTheOriginal) {
    QSignalSpy told(&m_view, &CompareView::holdChanged);
    QTest::mousePress(&m_view, Qt::RightButton, {}, {600, 300});
    EXPECT_TRUE(m_view.holdsOriginal());
    QTest::mouseRelease(&m_view, Qt::RightButton, {}, {600, 300});
    EXPECT_FALSE(m_view.holdsOriginal());
    EXPECT_EQ(told.size(), 2);
}

TEST_F(CompareInput, HoldEndsWhenTheReleaseWentElsewhere) {
    QTest::mousePress(&m_view, Qt::RightButton, {}, {600, 300});
    m_view.hide();
    EXPECT_FALSE(m_view.holdsOriginal());
}

TEST_F(CompareInput, ModesKeepThePlaceAndTheZoom) {
    m_view.zoomTo(1.5);
    m_view.panBy({-70, 35});
    const QPointF middle = m_view.request().visible.center();
    for (const CompareMode mode :
         {CompareMode::Split, CompareMode::After, CompareMode::SideBySide}) {
        m_view.setMode(mode);
        EXPECT_DOUBLE_EQ(m_view.zoom(), 1.5);
        EXPECT_NEAR(m_view.request().visible.center().x(), middle.x(), 2.0 / 2400);
        EXPECT_NEAR(m_view.request().visible.center().y(), middle.y(), 2.0 / 1800);
    }
}

TEST_F(CompareInput, LargerResultKeepsThePlaceOnTheScreen) {
    m_view.zoomTo(2.0);
    const QRectF before = m_view.request().visible;
    m_view.setAfter(plainPicture({3200, 2400}, Qt::blue));
    EXPECT_DOUBLE_EQ(m_view.zoom(), 1.0);
    EXPECT_EQ(m_view.request().visible, before);
}

TEST_F(CompareInput, TellsOnceOfEachChange) {
    QSignalSpy view(&m_view, &CompareView::viewChanged);
    QSignalSpy zoom(&m_view, &CompareView::zoomChanged);
    m_view.zoomTo(1.0);
    EXPECT_EQ(view.size(), 1);
    EXPECT_EQ(zoom.size(), 1);
    m_view.zoomTo(1.0);
    m_view.panBy({0, 0});
    EXPECT_EQ(view.size(), 1);
    m_view.panBy({5, 0});
    EXPECT_EQ(view.size(), 2);
    EXPECT_EQ(zoom.size(), 1);
    m_view.setMode(CompareMode::Before);
    EXPECT_EQ(m_view.request(), ViewRequest{});
    EXPECT_EQ(view.size(), 3);
}

TEST_F(CompareInput, ScreenReadersGetNameModeAndZoom) {
    m_view.zoomTo(1.0);
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(&m_view);
    ASSERT_NE(accessible, nullptr);
    EXPECT_EQ(accessible->text(QAccessible::Name), "Picture comparison");
    EXPECT_EQ(accessible->text(QAccessible::Value), "Side by side, 100 %");
    m_view.setMode(CompareMode::Split);
    EXPECT_EQ(accessible->text(QAccessible::Value), "Split at 50 %, zoom 100 %");
}

TEST(CompareViewEmpty, NothingHappensWithoutAPhoto) {
    CompareView view;
    view.resize(400, 300);
    view.show();
    wheel(&view, 3, QPoint{100, 100});
    drag(&view, {100, 100}, {150, 150});
    QTest::mouseDClick(&view, Qt::LeftButton, {}, {100, 100});
    EXPECT_EQ(view.request(), ViewRequest{});
    EXPECT_FALSE(view.grab().isNull());
}

}  // namespace
}  // namespace heirloom::ui
