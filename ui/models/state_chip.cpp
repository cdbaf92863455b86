#include "ui/models/state_chip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kChipIcon = 16;

QColor toneColour(Tone tone) {
    const ThemeColours& colours = themeColours();
    switch (tone) {
        case Tone::Good: return colours.success;
        case Tone::Warning: return colours.warning;
        case Tone::Bad: return colours.error;
        case Tone::Plain: break;
    }
    return colours.weakText;
}

}  // namespace

StateChip::StateChip(QWidget* parent) : QWidget(parent) {
    m_icon = new QLabel(this);
    m_word = new QLabel(this);
    m_word->setObjectName("stateWord");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGapTiny);
    row->addWidget(m_icon);
    row->addWidget(m_word);
}

void StateChip::setState(const StateText& state) {
    const bool looksTheSame = state.icon == m_state.icon && state.tone == m_state.tone;
    m_state = state;
    m_word->setText(state.word);
    if (!looksTheSame) refresh();
}

void StateChip::refresh() {
    if (m_state.icon.isEmpty()) return;
    m_icon->setPixmap(
        iconPixmap(m_state.icon, toneColour(m_state.tone), kChipIcon, devicePixelRatioF()));
}

void StateChip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) refresh();
}

}  // namespace heirloom::ui
