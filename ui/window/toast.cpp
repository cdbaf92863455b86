#include "ui/window/toast.h"

#include <algorithm>

#include <QAccessible>
#include <QEvent>

#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kShortestShown = 4000;  // milliseconds
constexpr int kShownPerLetter = 60;
constexpr int kWidest = 640;
constexpr int kAboveFoot = 72;  // the pages' own buttons are below

}  // namespace

Toast::Toast(QWidget* window) : QLabel(window) {
    setObjectName("toast");
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    hide();
}

void Toast::showSentence(const QString& sentence) {
    setText(sentence);
    setAccessibleName(sentence);
    place();
    show();
    raise();
    QAccessibleEvent told(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&told);
    m_timer.start(std::max(kShortestShown, kShownPerLetter * int(sentence.size())));
}

void Toast::place() {
    const int widest = std::min(kWidest, parentWidget()->width() - 2 * kGapSection);
    const int textWidth = fontMetrics().horizontalAdvance(text()) + 2 * kGapSection;
    setFixedWidth(std::clamp(textWidth, 120, std::max(120, widest)));
    setFixedHeight(heightForWidth(width()));
    move((parentWidget()->width() - width()) / 2, parentWidget()->height() - height() - kAboveFoot);
}

void Toast::changeEvent(QEvent* event) {
    // The sentence is in the language before.
    if (event->type() == QEvent::LanguageChange) hide();
    QLabel::changeEvent(event);
}

}  // namespace heirloom::ui
