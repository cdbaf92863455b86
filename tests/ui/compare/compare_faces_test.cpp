// Frames and numbers of faces, and drawing a new one.
#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "tests/ui/compare/compare_support.h"
#include "tests/ui/ui_support.h"
#include "ui/common/theme.h"

namespace heirloom::ui {
namespace {

using namespace test;

// 1600 x 1200 at 0.5 in one pane of 800 x 600: a place is half its picture pixel.
class CompareFaces : public ::testing::Test {
protected:
    CompareFaces() {
        m_view.resize(800, 600);
        m_view.show();
        m_view.setMode(CompareMode::After);
        m_view.setBefore(plainPicture({1600, 1200}, QColor(70, 70, 70)));
        m_view.setAfter(plainPicture({1600, 1200}, QColor(90, 90, 90)));
        m_view.zoomTo(0.5);
        FaceMark first{1, normalised({200, 200, 100, 120})};
        FaceMark second{2, normalised({500, 300, 80, 80})};
        second.enabled = false;
        second.review = true;
        m_view.setFaces({first, second});
    }
    static QRectF normalised(QRectF shown) {
        return {shown.x() / 800, shown.y() / 600, shown.width() / 800, shown.height() / 600};
    }
    QImage shown() { return m_view.grab().toImage(); }

    CompareView m_view;
};

TEST_F(CompareFaces, AreSeenOnlyNearTheMouseUnlessShown) {
    const QImage plain = shown();
    EXPECT_TRUE(isClose(plain.pixel(200, 250), qRgb(90, 90, 90)));
    QTest::mouseMove(&m_view, {230, 250});
    const QImage near = shown();
    EXPECT_FALSE(isClose(near.pixel(200, 250), qRgb(90, 90, 90), 30));
    EXPECT_EQ(near.copy(480, 260, 140, 140), plain.copy(480, 260, 140, 140)) << "the far one";
    m_view.setFacesShown(true);
    EXPECT_NE(shown().copy(480, 260, 140, 140), plain.copy(480, 260, 140, 140));
}

TEST_F(CompareFaces, CurrentOneHasTheAccent) {
    m_view.setFacesShown(true);
    EXPECT_TRUE(isClose(shown().pixel(200, 250), qRgb(255, 255, 255), 3));
    m_view.setCurrentFace(1);
    EXPECT_TRUE(isClose(shown().pixel(200, 250), themeColours().accent.rgb(), 3));
}

TEST_F(CompareFaces, ClickOnFrameOrNumberSelects) {
    m_view.setFacesShown(true);
    QSignalSpy clicked(&m_view, &CompareView::faceClicked);
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {200, 260});
    ASSERT_EQ(clicked.size(), 1);
    EXPECT_EQ(clicked.takeFirst().at(0).toInt(), 1);
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {508, 285});
    ASSERT_EQ(clicked.size(), 1);
    EXPECT_EQ(clicked.takeFirst().at(0).toInt(), 2);
    QTest::mouseClick(&m_view, Qt::LeftButton, {}, {250, 260});
    EXPECT_TRUE(clicked.isEmpty()) << "inside";
}

TEST_F(CompareFaces, DragAcrossAFrameSelectsNothing) {
    m_view.setFacesShown(true);
    QSignalSpy clicked(&m_view, &CompareView::faceClicked);
    drag(&m_view, {200, 260}, {240, 260});
    EXPECT_TRUE(clicked.isEmpty());
}

TEST_F(CompareFaces, DoubleClickOnTheNumberToggles) {
    m_view.setFacesShown(true);
    QSignalSpy toggled(&m_view, &CompareView::faceToggleRequested);
    const double zoom = m_view.zoom();
    QTest::mouseDClick(&m_view, Qt::LeftButton, {}, {208, 186});
    ASSERT_EQ(toggled.size(), 1);
    EXPECT_EQ(toggled.at(0).at(0).toInt(), 1);
    EXPECT_EQ(m_view.zoom(), zoom);
}

TEST_F(CompareFaces, DrawnBoxIsNormalised) {
    QSignalSpy drawn(&m_view, &CompareView::faceDrawn);
    QSignalSpy drawing(&m_view, &CompareView::drawingFaceChanged);
    m_view.setDrawingFace(true);
    drag(&m_view, {480, 360}, {400, 240});
    ASSERT_EQ(drawn.size(), 1);
    const QRectF box = drawn.at(0).at(0).toRectF();
    const QRectF expected = normalised({400, 240, 80, 120});
    EXPECT_NEAR(box.x(), expected.x(), 1e-6);
    EXPECT_NEAR(box.y(), expected.y(), 1e-6);
    EXPECT_NEAR(box.right(), expected.right(), 1e-6);
    EXPECT_NEAR(box.bottom(), expected.bottom(), 1e-6);
    EXPECT_FALSE(m_view.isDrawingFace());
    EXPECT_EQ(drawing.size(), 2);
}

TEST_F(CompareFaces, BoxStaysInThePictureAndInItsPane) {
    m_view.setMode(CompareMode::SideBySide);
    m_view.zoomToFit();
    QSignalSpy drawn(&m_view, &CompareView::faceDrawn);
    m_view.setDrawingFace(true);
    drag(&m_view, {200, 300}, {700, 900});
    ASSERT_EQ(drawn.size(), 1);
    const QRectF box = drawn.at(0).at(0).toRectF();
    EXPECT_NEAR(box.x(), 0.5, 0.01);
    EXPECT_NEAR(box.right(), 1.0, 1e-9);
    EXPECT_NEAR(box.bottom(), 1.0, 1e-9);
}

TEST_F(CompareFaces, TooSmallABoxIsNone) {
    QSignalSpy drawn(&m_view, &CompareView::faceDrawn);
    m_view.setDrawingFace(true);
    drag(&m_view, {400, 240}, {407, 300});  // 14 picture pixels wide
    EXPECT_TRUE(drawn.isEmpty());
    EXPECT_TRUE(m_view.isDrawingFace());
    drag(&m_view, {400, 240}, {408, 300});
    EXPECT_EQ(drawn.size(), 1);
}

TEST_F(CompareFaces, EscapeLeavesDrawing) {
    m_view.setDrawingFace(true);
    EXPECT_EQ(m_view.cursor().shape(), Qt::CrossCursor);
    QTest::keyClick(&m_view, Qt::Key_Escape);
    EXPECT_FALSE(m_view.isDrawingFace());
    EXPECT_NE(m_view.cursor().shape(), Qt::CrossCursor);
}

TEST_F(CompareFaces, SpacePansWhileDrawing) {
    m_view.zoomTo(2.0);
    const QRectF before = m_view.request().visible;
    QSignalSpy drawn(&m_view, &CompareView::faceDrawn);
    m_view.setDrawingFace(true);
    QTest::keyPress(&m_view, Qt::Key_Space);
    drag(&m_view, {400, 300}, {440, 300});
    QTest::keyRelease(&m_view, Qt::Key_Space);
    EXPECT_TRUE(drawn.isEmpty());
    EXPECT_TRUE(m_view.isDrawingFace());
    EXPECT_LT(m_view.request().visible.x(), before.x());
}

}  // namespace
}  // namespace heirloom::ui
