#include "ui/models/card_frame.h"

#include <QPainter>

#include "ui/common/theme.h"

namespace heirloom::ui {

CardFrame::CardFrame(QWidget* parent) : QFrame(parent) {
    setFrameShape(QFrame::NoFrame);
}

void CardFrame::paintEvent(QPaintEvent*) {
    const ThemeColours& colours = themeColours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colours.border, 1.0));
    painter.setBrush(colours.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

}  // namespace heirloom::ui
