#include "ui/common/theme.h"

#include <cmath>

#include <QApplication>
#include <QFontMetrics>
#include <QPushButton>
#include <QTest>

#include "tests/ui/ui_support.h"

namespace heirloom::ui::test {
namespace {

double luminance(const QColor& colour) {
    const auto linear = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

// As WCAG 2 defines it.
double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

class ThemeTest : public UiTest, public ::testing::WithParamInterface<ThemeChoice> {
protected:
    void SetUp() override { applyTheme(GetParam()); }
    void TearDown() override { applyTheme(ThemeChoice::Dark); }
};

TEST_P(ThemeTest, TextCanBeReadOnEveryGround) {
    constexpr double kEnough = 4.5;
    const ThemeColours& c = themeColours();
    for (const QColor& ground : {c.window, c.panel, c.raised, c.hovered, c.canvas}) {
        for (const QColor& text : {c.text, c.weakText, c.warning, c.error, c.success}) {
            EXPECT_GE(contrast(text, ground), kEnough)
                << text.name().toStdString() << " on " << ground.name().toStdString();
        }
    }
    EXPECT_GE(contrast(c.onAccent, c.accent), kEnough);
    EXPECT_GE(contrast(c.accent, c.panel), kEnough);
}

TEST_P(ThemeTest, TheFocusRingStandsOut) {
    constexpr double kEnoughForShapes = 3.0;
    const ThemeColours& c = themeColours();
    for (const QColor& ground : {c.window, c.panel, c.raised, c.canvas}) {
        EXPECT_GE(contrast(c.accent, ground), kEnoughForShapes) << ground.name().toStdString();
    }
}

TEST_P(ThemeTest, ThePaletteAndTheSheetFollow) {
    EXPECT_EQ(QApplication::palette().color(QPalette::Window), themeColours().panel);
    EXPECT_EQ(QApplication::palette().color(QPalette::Text), themeColours().text);
    const QString sheet = qApp->styleSheet();
    EXPECT_TRUE(sheet.contains(themeColours().accent.name()));
    EXPECT_FALSE(sheet.contains('@')) << "a word without a token";
}

TEST_P(ThemeTest, NeutralGreySurroundsPictures) {
    const QColor canvas = themeColours().canvas;
    EXPECT_EQ(canvas.red(), canvas.green());
    EXPECT_EQ(canvas.green(), canvas.blue());
    EXPECT_EQ(canvas, isDarkTheme() ? QColor("#262626") : QColor("#CFCFCF"));
}

INSTANTIATE_TEST_SUITE_P(Both, ThemeTest, ::testing::Values(ThemeChoice::Dark, ThemeChoice::Light));

TEST(Theme, FontsHaveTheirSizesAndDigitsOneWidth) {
    EXPECT_EQ(QApplication::font().pixelSize(), 13);
    EXPECT_EQ(titleFont().pixelSize(), 15);
    EXPECT_EQ(hintFont().pixelSize(), 12);
    const QFontMetrics metrics(numberFont());
    for (char digit = '1'; digit <= '9'; ++digit) {
        EXPECT_EQ(metrics.horizontalAdvance(QChar(digit)), metrics.horizontalAdvance('0'));
    }
}

TEST(Theme, AFocusRingComesByKeyboardOnly) {
    QWidget window;
    auto* first = new QPushButton("first", &window);
    auto* second = new QPushButton("second", &window);
    second->move(0, 60);
    window.resize(200, 120);
    window.show();
    window.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
    click(first);
    first->setFocus(Qt::MouseFocusReason);
    EXPECT_TRUE(first->hasFocus());
    EXPECT_FALSE(showsFocusRing(first));
    key(first, Qt::Key_Tab);
    EXPECT_TRUE(second->hasFocus());
    EXPECT_TRUE(showsFocusRing(second));
    EXPECT_FALSE(showsFocusRing(first));
}

}  // namespace
}  // namespace heirloom::ui::test
