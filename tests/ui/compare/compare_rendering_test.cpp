// What is seen where, by pixels.
#include <cmath>

#include <gtest/gtest.h>

#include <QTest>

#include <opencv2/imgproc.hpp>

#include "tests/ui/compare/compare_support.h"
#include "ui/common/theme.h"
#include "ui/compare/picture_layer.h"

namespace heirloom::ui {
namespace {

using namespace test;

constexpr QRgb kRed = 0xffc02020;
constexpr QRgb kBlue = 0xff2020c0;
constexpr QRgb kGreen = 0xff20c020;

class CompareRendering : public ::testing::Test {
protected:
    CompareRendering() {
        m_view.resize(801, 600);
        m_view.show();
        m_view.setBefore(plainPicture({1600, 1200}, QColor(kRed)));
        m_view.setAfter(plainPicture({3200, 2400}, QColor(kBlue)));
    }
    QImage shown() { return m_view.grab().toImage(); }

    CompareView m_view;
};

TEST_F(CompareRendering, BeforeIsLeftAndAfterRight) {
    const QImage image = shown();
    EXPECT_TRUE(isClose(image.pixel(200, 300), kRed));
    EXPECT_TRUE(isClose(image.pixel(600, 300), kBlue));
    EXPECT_TRUE(isClose(image.pixel(400, 300), themeColours().border.rgb()));
    EXPECT_TRUE(isClose(image.pixel(200, 20 + 40), themeColours().canvas.rgb()));
}

TEST_F(CompareRendering, SidesOfDifferentSizesCoverTheSameRectangle) {
    m_view.zoomTo(0.2);
    const QImage image = shown();
    const auto extent = [&](QRgb colour, int from, int to) {
        int count = 0;
        for (int x = from; x < to; ++x) count += isClose(image.pixel(x, 300), colour) ? 1 : 0;
        return count;
    };
    EXPECT_EQ(extent(kRed, 0, 400), extent(kBlue, 401, 801));
    m_view.setMode(CompareMode::Split);
    m_view.zoomToFit();
    EXPECT_TRUE(isClose(pixelAt(m_view, {20, 300}), kRed));
    EXPECT_TRUE(isClose(pixelAt(m_view, {780, 300}), kBlue));
}

TEST_F(CompareRendering, OnlyOneSideInBeforeAndAfter) {
    m_view.setMode(CompareMode::Before);
    EXPECT_TRUE(isClose(pixelAt(m_view, {700, 300}), kRed));
    EXPECT_TRUE(isClose(pixelAt(m_view, {100, 300}), kRed));
    m_view.setMode(CompareMode::After);
    EXPECT_TRUE(isClose(pixelAt(m_view, {100, 300}), kBlue));
}

TEST_F(CompareRendering, SplitChangesAtItsLineWithinAPixel) {
    m_view.setMode(CompareMode::Split);
    m_view.setSplitPosition(0.3);
    const int line = static_cast<int>(std::lround(0.3 * 801));
    const QImage image = shown();
    EXPECT_TRUE(isClose(image.pixel(line - 2, 150), kRed));
    EXPECT_TRUE(isClose(image.pixel(line + 1, 150), kBlue));
}

TEST_F(CompareRendering, HoldingShowsTheOriginalOnBothSides) {
    for (const CompareMode mode :
         {CompareMode::SideBySide, CompareMode::Split, CompareMode::After}) {
        m_view.setMode(mode);
        m_view.setHoldsOriginal(true);
        EXPECT_TRUE(isClose(pixelAt(m_view, {600, 300}), kRed));
        m_view.setHoldsOriginal(false);
        EXPECT_TRUE(isClose(pixelAt(m_view, {600, 300}), kBlue));
    }
}

TEST_F(CompareRendering, WithoutResultTheAfterSideIsTheOriginalVeiled) {
    m_view.setBefore(plainPicture({1600, 1200}, QColor(kRed)));
    const QImage image = shown();
    EXPECT_TRUE(isClose(image.pixel(200, 300), kRed));
    EXPECT_FALSE(isClose(image.pixel(600, 300), kRed, 30));
    EXPECT_FALSE(isClose(image.pixel(600, 300), kBlue, 30));
}

TEST_F(CompareRendering, PatchLiesExactlyOnItsArea) {
    m_view.setMode(CompareMode::After);
    m_view.zoomTo(1.0);
    const QRect place(1400, 1100, 300, 200);
    QImage patch(place.size(), QImage::Format_RGB32);
    patch.fill(kGreen);
    m_view.setAfterPatch(patch, QRectF(place.x() / 3200.0, place.y() / 2400.0,
                                       place.width() / 3200.0, place.height() / 2400.0));
    const QRectF visible = m_view.request().visible;
    const QPoint origin(-qRound(visible.x() * 3200), -qRound(visible.y() * 2400));
    const QRect onScreen = place.translated(origin);
    const QImage image = shown();
    EXPECT_TRUE(isClose(image.pixel(onScreen.topLeft()), kGreen));
    EXPECT_TRUE(isClose(image.pixel(onScreen.bottomRight()), kGreen));
    EXPECT_TRUE(isClose(image.pixel(onScreen.topLeft() - QPoint(1, 0)), kBlue));
    EXPECT_TRUE(isClose(image.pixel(onScreen.bottomRight() + QPoint(0, 1)), kBlue));
    m_view.setAfter(plainPicture({3200, 2400}, QColor(kBlue)));
    EXPECT_TRUE(isClose(pixelAt(m_view, onScreen.center()), kBlue));
}

TEST_F(CompareRendering, ChangesReplaceTheResultWhileShown) {
    QImage heat(400, 300, QImage::Format_RGB888);
    heat.fill(QColor(kGreen));
    m_view.setChangesShown(true);
    EXPECT_TRUE(isClose(pixelAt(m_view, {600, 300}), kBlue)) << "nothing to show yet";
    m_view.setChangePicture(heat);
    EXPECT_TRUE(isClose(pixelAt(m_view, {600, 300}), kGreen));
    EXPECT_TRUE(isClose(pixelAt(m_view, {200, 300}), kRed));
    m_view.setChangesShown(false);
    EXPECT_TRUE(isClose(pixelAt(m_view, {600, 300}), kBlue));
}

TEST_F(CompareRendering, NewFacesFadeInWhereThingsMayMove) {
    const Picture green = plainPicture({3200, 2400}, QColor(kGreen));
    m_view.setAfter(green, true);
    EXPECT_TRUE(isClose(pixelAt(m_view, {600, 300}), kGreen)) << "at once";

    m_view.setAfter(plainPicture({3200, 2400}, QColor(kBlue)));
    setAnimationsEnabled(true);
    m_view.setAfter(green, true);
    const QRgb first = pixelAt(m_view, {600, 300});
    EXPECT_GT(qBlue(first), qGreen(first)) << "still mostly the old one";
    EXPECT_TRUE(isClose(pixelAt(m_view, {200, 300}), kRed));
    EXPECT_TRUE(QTest::qWaitFor(
        [this] {
            return isClose(pixelAt(m_view, {600, 300}), kGreen);
        },
        5000));
    setAnimationsEnabled(false);
}

TEST_F(CompareRendering, KeyboardFocusIsSeen) {
    m_view.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&m_view));
    m_view.clearFocus();
    EXPECT_FALSE(isClose(pixelAt(m_view, {0, 300}), themeColours().accent.rgb()));
    m_view.setFocus(Qt::TabFocusReason);
    EXPECT_TRUE(isClose(pixelAt(m_view, {0, 300}), themeColours().accent.rgb()));
}

TEST(ComparePixels, AreExactAtActualSize) {
    const QImage photo = texture({1201, 903});
    CompareView view;
    view.resize(640, 480);
    view.show();
    view.setBefore(pictureOf(photo));
    view.setAfter(pictureOf(photo));
    view.setMode(CompareMode::After);
    view.zoomTo(1.0);
    const QRectF visible = view.request().visible;
    const QPoint origin(qRound(visible.x() * photo.width()), qRound(visible.y() * photo.height()));
    const QImage seen = view.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QRect middle(100, 100, 440, 300);  // no labels there
    EXPECT_EQ(seen.copy(middle), photo.copy(middle.translated(origin)));
}

TEST(ComparePixels, AreSquaresFarAboveActualSize) {
    const QImage photo = texture({400, 300});
    CompareView view;
    view.resize(640, 480);
    view.show();
    view.setBefore(pictureOf(photo));
    view.setMode(CompareMode::Before);
    view.zoomTo(8.0);
    const QRectF visible = view.request().visible;
    EXPECT_TRUE(visible.isEmpty()) << "nothing of the result is seen";
    const QImage seen = view.grab().toImage();
    int edges = 0;
    for (int x = 101; x < 501; ++x) edges += seen.pixel(x, 240) != seen.pixel(x - 1, 240) ? 1 : 0;
    EXPECT_LE(edges, 51);
    EXPECT_GE(edges, 40);
}

// product.md 6.4: the settled preview equals the export within a grey level. OpenCV's area
// averaging of the full picture is the reference.
TEST(ComparePixels, OnceAtRestEqualTheAveragedPictureWithinOneGreyLevel) {
    const QImage photo = texture({1200, 900});
    for (const QSize size : {QSize(500, 375), QSize(400, 300), QSize(310, 233), QSize(301, 226)}) {
        PictureLayer layer;
        layer.setPicture(pictureOf(photo));
        layer.place(size, QRect(QPoint(), size), double(size.width()) / photo.width());
        layer.pixels(QRect(QPoint(), size));
        layer.refine();
        const QImage& ours = layer.pixels(QRect(QPoint(), size));
        const cv::Mat full(photo.height(), photo.width(), CV_8UC4,
                           const_cast<uchar*>(photo.constBits()),
                           static_cast<std::size_t>(photo.bytesPerLine()));
        cv::Mat expected;
        cv::resize(full, expected, cv::Size(size.width(), size.height()), 0, 0, cv::INTER_AREA);
        const cv::Mat got(size.height(), size.width(), CV_8UC4,
                          const_cast<uchar*>(ours.constBits()),
                          static_cast<std::size_t>(ours.bytesPerLine()));
        const double mean =
            cv::norm(expected, got, cv::NORM_L1) / (3.0 * size.width() * size.height());
        RecordProperty("mean_" + std::to_string(size.width()), std::to_string(mean));
        EXPECT_LT(mean, 1.0) << size.width();
    }
}

TEST(PictureLayer, ScrollsAndScalesOnlyWhatCameIntoView) {
    PictureLayer scrolled, fresh;
    const Picture picture = pictureOf(texture({1500, 1100}));
    scrolled.setPicture(picture);
    fresh.setPicture(picture);
    const QSize pane(500, 400);
    QRect whole(-300, -200, 1050, 770);
    scrolled.place(pane, whole, 0.7);
    scrolled.pixels(QRect(QPoint(), pane));
    for (const QPoint offset : {QPoint(10, 0), QPoint(-7, 13), QPoint(0, -30), QPoint(40, 25)}) {
        whole.translate(offset);
        const qint64 before = scrolled.scaledPixels();
        scrolled.place(pane, whole, 0.7);
        const QImage& moved = scrolled.pixels(QRect(QPoint(), pane));
        EXPECT_LE(scrolled.scaledPixels() - before,
                  std::abs(offset.x()) * pane.height() + std::abs(offset.y()) * pane.width());
        fresh.setPicture(picture);  // starts anew
        fresh.place(pane, whole, 0.7);
        EXPECT_EQ(moved, fresh.pixels(QRect(QPoint(), pane)));
    }
}

TEST(PictureLayer, RefinesUntilTheZoomChanges) {
    PictureLayer layer;
    layer.setPicture(pictureOf(texture({1000, 800}), 100));
    const QSize pane(240, 192);
    layer.place(pane, QRect(0, 0, 240, 192), 0.24);
    const QImage quick = layer.pixels(QRect(QPoint(), pane)).copy();
    EXPECT_TRUE(layer.refine());
    EXPECT_NE(layer.pixels(QRect(QPoint(), pane)), quick);
    EXPECT_FALSE(layer.refine()) << "already";
    layer.place(pane, QRect(0, 0, 250, 200), 0.25);
    layer.place(pane, QRect(0, 0, 240, 192), 0.24);
    EXPECT_EQ(layer.pixels(QRect(QPoint(), pane)), quick);
}

TEST(Picture, ChoosesTheCoarsestLevelThatIsFineEnough) {
    const Picture picture = pictureOf(texture({800, 600}), 100);
    EXPECT_EQ(picture.levelFor(3.0).width(), 800);
    EXPECT_EQ(picture.levelFor(1.0).width(), 800);
    EXPECT_EQ(picture.levelFor(0.51).width(), 800);
    EXPECT_EQ(picture.levelFor(0.5).width(), 400);
    EXPECT_EQ(picture.levelFor(0.3).width(), 400);
    EXPECT_EQ(picture.levelFor(0.25).width(), 200);
    EXPECT_EQ(picture.levelFor(0.001).width(), 100);
}

TEST(Picture, TakesTheFinestThereIs) {
    const Picture whole = pictureOf(texture({801, 600}), 100);
    const Picture coarse({whole.levelFor(0.25), whole.levelFor(0.125)}, {801, 600}, 2);
    EXPECT_EQ(coarse.levelFor(1.0).width(), 201);
    EXPECT_EQ(coarse.levelFor(0.125).width(), 101);
    EXPECT_EQ(coarse.extentOf(coarse.levelFor(1.0)), QSizeF(804, 600));
}

TEST(Picture, ImageKeepsTheMatrixAlive) {
    QImage image;
    {
        cv::Mat pixels(3, 2, CV_8UC4, cv::Scalar(10, 20, 30, 255));
        image = imageOf(pixels);
    }
    EXPECT_EQ(image.pixel(1, 2), qRgb(30, 20, 10));
    EXPECT_TRUE(imageOf(cv::Mat()).isNull());
}

}  // namespace
}  // namespace heirloom::ui
