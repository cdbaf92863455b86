#include "ui/common/small_widgets.h"

#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kShownCharacters = 8;  // that an elided label keeps at least

}  // namespace

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    setAccessibleName(text);
    setToolTip(text);
    setText(text);
}

QSize ElidedLabel::minimumSizeHint() const {
    const QFontMetrics metrics(font());
    return {metrics.averageCharWidth() * kShownCharacters, metrics.height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRect room = contentsRect();
    const QString shown = fontMetrics().elidedText(m_text, Qt::ElideMiddle, room.width());
    style()->drawItemText(&painter, room, static_cast<int>(alignment()), palette(), isEnabled(),
                          shown, foregroundRole());
}

QLabel* makeTitle(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setFont(titleFont());
    return label;
}

QLabel* makeHint(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setFont(hintFont());
    label->setProperty("weak", true);
    label->setWordWrap(true);
    return label;
}

QFrame* makeSeparator(QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setObjectName("separator");
    line->setFixedHeight(1);
    return line;
}

void paintDropFrame(QWidget& widget, const QRectF& frame, bool highlighted) {
    QPainter painter(&widget);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColours& colours = themeColours();
    QPen pen(highlighted ? colours.accent : colours.border, highlighted ? 2.0 : 1.5);
    pen.setDashPattern({5.0, 4.0});
    painter.setPen(pen);
    painter.setBrush(highlighted ? QBrush(colours.panel) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(frame, 2 * kRadius, 2 * kRadius);
}

QPushButton* makePrimaryButton(QWidget* parent) {
    auto* button = new QPushButton(parent);
    button->setProperty("primary", true);
    button->setAutoDefault(false);
    return button;
}

QPushButton* makeButton(const QString& iconName, QWidget* parent) {
    auto* button = new QPushButton(parent);
    button->setAutoDefault(false);
    button->setIconSize({kIconSize, kIconSize});
    if (!iconName.isEmpty()) button->setIcon(icon(iconName));
    return button;
}

QToolButton* makeIconButton(const QString& iconName, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setIcon(icon(iconName));
    button->setIconSize({kIconSize, kIconSize});
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

void setIconButtonText(QToolButton* button, const QString& text, const QString& shortcut) {
    button->setAccessibleName(text);
    button->setToolTip(shortcut.isEmpty() ? text : QString("%1  (%2)").arg(text, shortcut));
}

FoldingSection::FoldingSection(QWidget* parent) : QWidget(parent) {
    m_title = new QToolButton(this);
    m_title->setObjectName("foldingTitle");
    m_title->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_title->setIconSize({kIconSize - 4, kIconSize - 4});
    m_title->setCheckable(true);
    m_title->setFocusPolicy(Qt::TabFocus);
    m_title->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_body = new QWidget(this);
    m_content = new QVBoxLayout(m_body);
    m_content->setContentsMargins(0, kGapTiny, 0, kGap);
    m_content->setSpacing(kGap);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_body);
    connect(m_title, &QToolButton::toggled, this, &FoldingSection::setUnfolded);
    setUnfolded(false);
}

void FoldingSection::setTitle(const QString& title) {
    m_title->setText(title);
}

bool FoldingSection::isUnfolded() const {
    return m_title->isChecked();
}

void FoldingSection::setUnfolded(bool unfolded) {
    m_title->setChecked(unfolded);
    m_title->setIcon(icon(unfolded ? "chevron-down" : "chevron-right"));
    m_body->setVisible(unfolded);
}

}  // namespace heirloom::ui
