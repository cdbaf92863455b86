// Colours, sizes and the style sheet: the tokens of the design in one place.
//
// Thread rule: GUI thread.
#pragma once

#include <QColor>
#include <QFont>

class QPainter;
class QRectF;
class QWidget;

namespace heirloom::ui {

enum class ThemeChoice { System, Light, Dark };

struct ThemeColours {
    QColor window;   // behind panels
    QColor panel;    // panels, menus
    QColor raised;   // controls, cards
    QColor hovered;  // a control under the mouse
    QColor canvas;   // round pictures: neutral
    QColor border;   // hairlines
    QColor text;
    QColor weakText;  // hints; contrast at least 4.5 on panel, too
    QColor accent;    // primary action, selection, focus ring only
    QColor onAccent;  // text on the accent
    QColor warning;
    QColor error;
    QColor success;
};

// 4 px grid.
inline constexpr int kGapTiny = 4;
inline constexpr int kGap = 8;
inline constexpr int kGapWide = 12;
inline constexpr int kGapGroup = 16;
inline constexpr int kGapSection = 24;
inline constexpr int kRadius = 6;
inline constexpr int kIconSize = 20;
inline constexpr int kControlHeight = 30;
inline constexpr int kPanelWidth = 320;
inline constexpr int kFadeMilliseconds = 150;

// Sets palette, style sheet and base font of the application; widgets get PaletteChange and
// StyleChange events. System follows what the desktop had when the program started.
void applyTheme(ThemeChoice choice);
ThemeChoice themeChoice();
bool isDarkTheme();
const ThemeColours& themeColours();

// For widgets that paint themselves: whether the focus came by keyboard, and the ring.
bool showsFocusRing(const QWidget* widget);
void paintFocusRing(QPainter& painter, const QRectF& around, double radius = kRadius);

QFont titleFont();   // 15 px, semibold
QFont hintFont();    // 12 px
QFont numberFont();  // 13 px, tabular figures

// Whether things may move: false when the system asks for less motion or tests run.
bool animationsEnabled();
void setAnimationsEnabled(bool enabled);

}  // namespace heirloom::ui
