#include "ui/common/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QPalette>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleFactory>

#include "ui/common/keyboard_focus.h"
#include "ui/common/resources.h"
#include "ui/common/theme_style_sheet.h"

namespace heirloom::ui {

namespace {

constexpr int kBaseSize = 13;
constexpr int kTitleSize = 15;
constexpr int kHintSize = 12;

ThemeColours darkColours() {
    ThemeColours colours;
    colours.window = QColor(0x1E, 0x1E, 0x1E);
    colours.panel = QColor(0x2C, 0x2C, 0x2C);
    colours.raised = QColor(0x39, 0x39, 0x39);
    colours.hovered = QColor(0x44, 0x44, 0x44);
    colours.canvas = QColor(0x26, 0x26, 0x26);
    colours.border = QColor(0x4A, 0x4A, 0x4A);
    colours.text = QColor(0xE8, 0xE8, 0xE8);
    colours.weakText = QColor(0xB4, 0xB4, 0xB4);
    colours.accent = QColor(0xE0, 0xA2, 0x4A);
    colours.onAccent = QColor(0x1C, 0x14, 0x08);
    colours.warning = QColor(0xF2, 0xC0, 0x4D);
    colours.error = QColor(0xF4, 0x9A, 0x90);
    colours.success = QColor(0x8C, 0xCB, 0x93);
    return colours;
}

ThemeColours lightColours() {
    ThemeColours colours;
    colours.window = QColor(0xDE, 0xDE, 0xDE);
    colours.panel = QColor(0xEF, 0xEF, 0xEF);
    colours.raised = QColor(0xFC, 0xFC, 0xFC);
    colours.hovered = QColor(0xE4, 0xE4, 0xE4);
    colours.canvas = QColor(0xCF, 0xCF, 0xCF);
    colours.border = QColor(0xBD, 0xBD, 0xBD);
    colours.text = QColor(0x1C, 0x1C, 0x1C);
    colours.weakText = QColor(0x4F, 0x4F, 0x4F);
    colours.accent = QColor(0x9A, 0x5F, 0x0B);
    colours.onAccent = QColor(0xFF, 0xFF, 0xFF);
    colours.warning = QColor(0x74, 0x45, 0x00);
    colours.error = QColor(0x9C, 0x1C, 0x14);
    colours.success = QColor(0x17, 0x58, 0x2B);
    return colours;
}

struct ThemeState {
    ThemeChoice choice = ThemeChoice::System;
    bool applied = false;
    bool dark = true;
    bool animations = true;
    ThemeColours colours = darkColours();
};

ThemeState& state() {
    static ThemeState value;
    return value;
}

// What the desktop had before this program changed the palette.
bool systemIsDark() {
    static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

// Desktops keep the wish for less motion in files of their own; Qt 6.4 has no hint for it.
bool systemAnimates() {
    static const bool animates = [] {
        const QString folder =
            QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
        const QSettings kde(folder + "/kdeglobals", QSettings::IniFormat);
        if (kde.value("KDE/AnimationDurationFactor", 1.0).toDouble() <= 0.0) return false;
        const QSettings gtk(folder + "/gtk-3.0/settings.ini", QSettings::IniFormat);
        const QString wish = gtk.value("Settings/gtk-enable-animations", "1").toString();
        return wish != "0" && wish != "false";
    }();
    return animates;
}

QPalette paletteFor(const ThemeColours& colours) {
    QPalette palette;
    const QColor faint = [&] {
        QColor colour = colours.text;
        colour.setAlpha(110);
        return colour;
    }();
    palette.setColor(QPalette::Window, colours.panel);
    palette.setColor(QPalette::WindowText, colours.text);
    palette.setColor(QPalette::Base, colours.raised);
    palette.setColor(QPalette::AlternateBase, colours.panel);
    palette.setColor(QPalette::Text, colours.text);
    palette.setColor(QPalette::PlaceholderText, colours.weakText);
    palette.setColor(QPalette::Button, colours.raised);
    palette.setColor(QPalette::ButtonText, colours.text);
    palette.setColor(QPalette::BrightText, colours.text);
    palette.setColor(QPalette::ToolTipBase, colours.raised);
    palette.setColor(QPalette::ToolTipText, colours.text);
    palette.setColor(QPalette::Highlight, colours.accent);
    palette.setColor(QPalette::HighlightedText, colours.onAccent);
    palette.setColor(QPalette::Link, colours.accent);
    palette.setColor(QPalette::LinkVisited, colours.accent);
    palette.setColor(QPalette::Light, colours.hovered);
    palette.setColor(QPalette::Midlight, colours.raised);
    palette.setColor(QPalette::Mid, colours.border);
    palette.setColor(QPalette::Dark, colours.border.darker(130));
    palette.setColor(QPalette::Shadow, Qt::black);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, faint);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colours.border);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, faint);
    return palette;
}

// Chinese names and sentences are drawn by the first of these that is installed, in the
// shapes of simplified Chinese; fontconfig by itself may choose Japanese ones.
QFont baseFont() {
    static const QString system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    QFont font;
    font.setFamilies({system, "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
                      "Source Han Sans CN", "WenQuanYi Micro Hei", "Microsoft YaHei",
                      "PingFang SC"});
    font.setPixelSize(kBaseSize);
    return font;
}

}  // namespace

void applyTheme(ThemeChoice choice) {
    ensureResources();
    const bool systemDark = systemIsDark();
    ThemeState& now = state();
    now.choice = choice;
    now.dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && systemDark);
    now.colours = now.dark ? darkColours() : lightColours();
    if (!now.applied) {
        now.applied = true;
        QApplication::setStyle(QStyleFactory::create("Fusion"));
        watchKeyboardFocus();
    }
    QApplication::setFont(baseFont());
    QApplication::setPalette(paletteFor(now.colours));
    qApp->setStyleSheet(styleSheetFor(now.colours, now.dark));
}

ThemeChoice themeChoice() {
    return state().choice;
}

bool isDarkTheme() {
    return state().dark;
}

const ThemeColours& themeColours() {
    return state().colours;
}

void paintFocusRing(QPainter& painter, const QRectF& around, double radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(themeColours().accent, 2.0));
    painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

QFont titleFont() {
    QFont font = baseFont();
    font.setPixelSize(kTitleSize);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont hintFont() {
    QFont font = baseFont();
    font.setPixelSize(kHintSize);
    return font;
}

// Qt 6.4 cannot ask a font for tabular figures; the digits of system fonts have one width
// by default, which is all that is needed as long as no kerning pulls them together.
QFont numberFont() {
    QFont font = baseFont();
    font.setKerning(false);
    return font;
}

bool animationsEnabled() {
    return state().animations && systemAnimates();
}

void setAnimationsEnabled(bool enabled) {
    state().animations = enabled;
}

}  // namespace heirloom::ui
