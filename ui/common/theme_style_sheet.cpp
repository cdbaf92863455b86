#include "ui/common/theme_style_sheet.h"

#include <utility>

namespace heirloom::ui {

namespace {

// Borders are 1 px; a focus ring of 2 px takes its second pixel from the padding, so that
// nothing moves. Words like @text are replaced by tokens.
constexpr const char* kFrames = R"(
QMainWindow, QDialog, QMessageBox { background: @window; }
QLabel#toast { background: @raised; color: @text; border: 1px solid @border;
  border-radius: @radius; padding: 6px 12px; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 4px 8px; }
QMenuBar { background: @window; color: @text; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: @hovered; }
QMenu { background: @panel; color: @text; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; background: transparent; }
QMenu::item:selected { background: @hovered; }
QMenu::item:disabled { color: @faint; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::indicator { width: 16px; height: 16px; padding-left: 8px; }
QMenu::indicator:checked { image: url(:/icons/style/tick-@marks.svg); }
QMenu::right-arrow { image: url(:/icons/style/chevron-right-@marks.svg);
    width: 12px; height: 12px; padding-right: 6px; }
QStatusBar { background: @window; color: @weakText; }
QStatusBar::item { border: none; }
QSplitter::handle { background: @window; }
QSplitter::handle:horizontal { width: 4px; }
QSplitter::handle:vertical { height: 4px; }
QSplitter::handle:hover { background: @border; }
QGroupBox { border: none; margin-top: 24px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; top: 2px; color: @text; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QFrame#separator { background: @border; border: none; }
QFrame[panel="true"], QWidget[panel="true"] { background: @panel; }
QFrame[card="true"] { background: @raised; border: 1px solid @border;
    border-radius: @radius; }
QLabel { background: transparent; }
QLabel#hint, QLabel[weak="true"] { color: @weakText; }
QLabel[changed="true"] { font-weight: 600; }
)";

constexpr const char* kButtons = R"(
QPushButton, QToolButton[bordered="true"] { background: @raised; color: @text;
    border: 1px solid @border; border-radius: @radius; padding: 4px 12px; min-height: 20px; }
QPushButton:hover, QToolButton[bordered="true"]:hover { background: @hovered; }
QPushButton:pressed, QToolButton[bordered="true"]:pressed { background: @border; }
QPushButton:disabled { color: @faint; background: @panel; }
QPushButton[keyboardFocus="true"]:focus { border: 2px solid @accent; padding: 3px 11px; }
QPushButton::menu-indicator { image: url(:/icons/style/chevron-down-@marks.svg);
    width: 12px; height: 12px; subcontrol-position: right center; right: 8px; }
QPushButton[primary="true"] { background: @accent; color: @onAccent; border: 1px solid @accent;
    font-weight: 600; padding: 6px 16px; min-height: 24px; }
QPushButton[primary="true"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[primary="true"]:pressed { background: @accentPressed; }
QPushButton[primary="true"]:disabled { background: @raised; color: @faint;
    border-color: @border; }
QPushButton[primary="true"][keyboardFocus="true"]:focus { border: 2px solid @text;
    padding: 5px 15px; }
QPushButton[flat="true"] { background: transparent; border-color: transparent; }
QPushButton[flat="true"]:hover { background: @hovered; }
QPushButton[flat="true"][keyboardFocus="true"]:focus { border: 2px solid @accent; }
QToolButton { background: transparent; color: @text; border: 1px solid transparent;
    border-radius: @radius; padding: 4px; }
QToolButton:hover { background: @hovered; }
QToolButton:pressed, QToolButton:checked { background: @hovered; }
QToolButton:disabled { color: @faint; background: transparent; }
QToolButton[keyboardFocus="true"]:focus { border: 2px solid @accent; padding: 3px; }
QToolButton::menu-indicator { image: none; }
QToolButton#noticeLink { color: @weakText; padding: 0 4px; text-decoration: underline; }
QToolButton#foldingTitle { font-weight: 600; padding: 4px 2px; text-align: left; }
QToolButton#foldingTitle[keyboardFocus="true"]:focus { padding: 3px 1px; }
QToolButton#foldingTitle:checked { background: transparent; }
QToolButton#foldingTitle:hover { background: @hovered; }
heirloom--ui--SegmentedControl { background: @window; border: 1px solid @border; border-radius: @radius; }
heirloom--ui--SegmentedControl QToolButton { padding: 3px 10px; border-radius: 4px; color: @weakText;
    min-height: 18px; }
heirloom--ui--SegmentedControl QToolButton:hover { color: @text; background: transparent; }
heirloom--ui--SegmentedControl QToolButton:checked { background: @chosen; color: @text; font-weight: 600; }
heirloom--ui--SegmentedControl QToolButton:disabled { color: @faint; }
heirloom--ui--SegmentedControl QToolButton[keyboardFocus="true"]:focus { border: 2px solid @accent;
    padding: 2px 9px; }
)";

constexpr const char* kInputs = R"(
QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit { background: @field;
    color: @text; border: 1px solid @border; border-radius: @radius; padding: 4px 8px;
    selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit, QAbstractSpinBox, QComboBox { min-height: 20px; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus,
QComboBox[keyboardFocus="true"]:focus { border: 2px solid @accent; padding: 3px 7px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: @faint;
    background: @panel; }
QAbstractSpinBox QLineEdit { border: none; padding: 0; background: transparent;
    min-height: 0; }
QDoubleSpinBox#number { background: transparent; border-color: transparent; padding: 1px 4px;
    min-height: 18px; }
QDoubleSpinBox#number:hover { border-color: @border; background: @field; }
QDoubleSpinBox#number:focus { border: 2px solid @accent; padding: 0 3px; background: @field; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 16px;
    background: transparent; }
QAbstractSpinBox::up-arrow { image: url(:/icons/style/chevron-up-@marks.svg);
    width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/style/chevron-down-@marks.svg);
    width: 10px; height: 10px; }
QComboBox { background: @raised; padding-right: 24px; }
QComboBox:hover { background: @hovered; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/icons/style/chevron-down-@marks.svg);
    width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @panel; color: @text; border: 1px solid @border;
    padding: 4px; outline: none; selection-background-color: @hovered;
    selection-color: @text; }
QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 2px solid transparent;
    border-radius: 4px; background: transparent; }
QCheckBox[keyboardFocus="true"]:focus, QRadioButton[keyboardFocus="true"]:focus {
    border-color: @accent; }
QCheckBox:disabled, QRadioButton:disabled { color: @faint; }
QCheckBox::indicator, QAbstractItemView::indicator, QGroupBox::indicator { width: 14px;
    height: 14px; border: 1px solid @mark; border-radius: 4px; background: @field; }
QCheckBox::indicator:hover, QAbstractItemView::indicator:hover { border-color: @text; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked,
QGroupBox::indicator:checked { background: @accent; border-color: @accent;
    image: url(:/icons/style/check-@marks.svg); }
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
    background: @accent; border-color: @accent; image: url(:/icons/style/dash-@marks.svg); }
QCheckBox::indicator:disabled { background: @panel; border-color: @border; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @mark;
    border-radius: 8px; background: @field; }
QRadioButton::indicator:checked { border-color: @accent; background: @accent;
    image: url(:/icons/style/dot-@marks.svg); }
QRadioButton::indicator:disabled { background: @panel; border-color: @border; }
QSlider::groove:horizontal { height: 4px; background: @border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @weakText; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
    background: @text; }
QSlider[keyboardFocus="true"]::handle:horizontal:focus { background: @accent; }
QProgressBar { background: @border; border: none; border-radius: 2px; max-height: 4px;
    min-height: 4px; text-align: center; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
)";

constexpr const char* kViews = R"(
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @weakText; padding: 7px 14px;
    border: none; border-bottom: 2px solid transparent; margin-right: 2px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar[keyboardFocus="true"]::tab:selected:focus { border: 2px solid @accent;
    border-radius: 4px; padding: 5px 12px; }
QAbstractItemView { background: @panel; alternate-background-color: @panel; color: @text;
    border: 2px solid transparent; outline: none; selection-background-color: @selected;
    selection-color: @text; gridline-color: @border; }
QTableView::item, QTreeView::item { padding: 2px 8px; border: none;
    border-bottom: 1px solid @hairline; }
QListView::item { padding: 2px 6px; border-radius: 4px; }
QAbstractItemView::item:hover { background: @raised; }
QAbstractItemView::item:selected { background: @selected; color: @text; }
QAbstractItemView[keyboardFocus="true"]:focus { border-color: @accent; }
QHeaderView { background: @panel; border: none; }
QHeaderView::section { background: @panel; color: @weakText; border: none;
    border-bottom: 1px solid @border; padding: 6px 8px; font-weight: 400; }
QHeaderView::section:hover { color: @text; }
QHeaderView::down-arrow { image: url(:/icons/style/chevron-down-@marks.svg);
    width: 10px; height: 10px; }
QHeaderView::up-arrow { image: url(:/icons/style/chevron-up-@marks.svg);
    width: 10px; height: 10px; }
QTableCornerButton::section { background: @panel; border: none; }
QTreeView::branch { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; border: none; }
QScrollBar::handle { background: @thumb; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @mark; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
heirloom--ui--Notice { border-radius: @radius; border: 1px solid transparent; }
heirloom--ui--Notice[kind="warning"] { background: @warningBack; }
heirloom--ui--Notice[kind="error"] { background: @errorBack; }
heirloom--ui--Notice[kind="success"] { background: @successBack; }
heirloom--ui--Notice QToolButton { padding: 0 4px; }
QPushButton#noticeAction { padding: 0 8px; min-height: 18px; }
QPushButton#noticeAction[keyboardFocus="true"]:focus { padding: 0 7px; min-height: 16px; }
)";

QColor mixed(const QColor& from, const QColor& to, double share) {
    const auto part = [&](int a, int b) { return qRound(a + (b - a) * share); };
    return {part(from.red(), to.red()), part(from.green(), to.green()),
            part(from.blue(), to.blue())};
}

}  // namespace

QString styleSheetFor(const ThemeColours& colours, bool dark) {
    // Longer words first, because "@text" is also the beginning of others.
    const std::pair<const char*, QString> words[] = {
        {"@warningBack", mixed(colours.panel, colours.warning, 0.10).name()},
        {"@errorBack", mixed(colours.panel, colours.error, 0.10).name()},
        {"@successBack", mixed(colours.panel, colours.success, 0.10).name()},
        {"@accentPressed", mixed(colours.accent, Qt::black, 0.12).name()},
        {"@accentHover", mixed(colours.accent, dark ? Qt::white : Qt::black, 0.10).name()},
        {"@selected", mixed(colours.panel, colours.accent, 0.16).name()},
        {"@hairline", mixed(colours.panel, colours.border, 0.5).name()},
        {"@chosen", (dark ? colours.hovered : colours.raised).name()},
        {"@onAccent", colours.onAccent.name()},
        {"@weakText", colours.weakText.name()},
        {"@hovered", colours.hovered.name()},
        {"@window", colours.window.name()},
        {"@raised", colours.raised.name()},
        {"@border", colours.border.name()},
        {"@accent", colours.accent.name()},
        {"@radius", QString("%1px").arg(kRadius)},
        {"@panel", colours.panel.name()},
        {"@field", (dark ? colours.window : colours.raised).name()},
        {"@faint", mixed(colours.panel, colours.text, 0.45).name()},
        {"@thumb", mixed(colours.panel, colours.text, 0.22).name()},
        {"@marks", dark ? "dark" : "light"},
        {"@mark", mixed(colours.panel, colours.text, 0.5).name()},
        {"@text", colours.text.name()},
    };
    QString sheet = QString(kFrames) + kButtons + kInputs + kViews;
    for (const auto& [word, value] : words) sheet.replace(word, value);
    return sheet;
}

}  // namespace heirloom::ui
