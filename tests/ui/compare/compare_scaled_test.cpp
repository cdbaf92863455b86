// The same view on a screen of 125 %, where device-independent pixels are no whole device
// pixels.
#include <cmath>

#include <gtest/gtest.h>

#include "tests/ui/compare/compare_support.h"
#include "tests/ui/ui_support.h"

namespace heirloom::ui {
namespace {

using namespace test;

// Runs before main() makes the application.
[[maybe_unused]] const bool kScaled = qputenv("QT_SCALE_FACTOR", "1.25");

constexpr QRgb kRed = 0xffc02020;
constexpr QRgb kBlue = 0xff2020c0;

class CompareScaled : public ::testing::Test {
protected:
    CompareScaled() {
        m_view.resize(801, 601);
        m_view.show();
        m_view.setMode(CompareMode::After);
    }
    CompareView m_view;
};

TEST_F(CompareScaled, ActualSizeIsOneDevicePixelForOnePicturePixel) {
    ASSERT_DOUBLE_EQ(m_view.devicePixelRatioF(), 1.25);
    const QImage photo = texture({1603, 1201});
    m_view.setBefore(pictureOf(photo));
    m_view.setAfter(pictureOf(photo));
    m_view.zoomTo(1.0);
    const QRectF visible = m_view.request().visible;
    const QPoint origin(qRound(visible.x() * photo.width()), qRound(visible.y() * photo.height()));
    EXPECT_EQ(qRound(visible.width() * photo.width()), 1001);
    const QImage seen = m_view.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QRect middle(100, 100, 700, 500);
    EXPECT_EQ(seen.copy(middle), photo.copy(middle.translated(origin)));
}

// The child begins at 13.75 device pixels: its pictures still lie on whole ones.
TEST_F(CompareScaled, PixelsStayCrispBetweenDevicePixels) {
    QWidget window;
    auto* child = new CompareView(&window);
    window.resize(600, 500);
    child->setGeometry(11, 11, 560, 440);
    window.show();
    const QImage photo = texture({1603, 1201});
    child->setMode(CompareMode::Before);
    child->setBefore(pictureOf(photo));
    child->zoomTo(1.0);
    const QImage seen = window.grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QImage part = seen.copy(200, 200, 60, 60);
    bool found = false;
    for (int y = 400; y < 700 && !found; ++y) {
        for (int x = 400; x < 800 && !found; ++x) {
            found = part.pixel(0, 0) == photo.pixel(x, y) && part == photo.copy(x, y, 60, 60);
        }
    }
    EXPECT_TRUE(found);
}

TEST_F(CompareScaled, SplitLineIsWhereItIsDragged) {
    m_view.setBefore(plainPicture({1600, 1200}, QColor(kRed)));
    m_view.setAfter(plainPicture({1600, 1200}, QColor(kBlue)));
    m_view.setMode(CompareMode::Split);
    drag(&m_view, {401, 100}, {240, 100});
    const int line = static_cast<int>(std::lround(m_view.splitPosition() * 1001));
    EXPECT_NEAR(line, 300, 2);
    const QImage image = m_view.grab().toImage();
    EXPECT_TRUE(isClose(image.pixel(line - 2, 200), kRed));
    EXPECT_TRUE(isClose(image.pixel(line + 1, 200), kBlue));
}

TEST_F(CompareScaled, DragPansByDevicePixels) {
    m_view.setBefore(plainPicture({3000, 2000}, QColor(kRed)));
    m_view.zoomTo(1.0);
    const double before = m_view.request().visible.x();
    drag(&m_view, {400, 300}, {440, 300});
    EXPECT_NEAR((before - m_view.request().visible.x()) * 3000, 50, 1.0);
}

}  // namespace
}  // namespace heirloom::ui
