#include "ui/batch/strip_delegate.h"

#include <QPainter>

#include "ui/batch/item_delegate.h"
#include "ui/batch/item_text.h"
#include "ui/batch/review_order.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kBadge = 20;

QString badgeIcon(const QModelIndex& index, QColor& colour) {
    const auto verdict = static_cast<Verdict>(index.data(ReviewOrder::VerdictRole).toInt());
    StateChip chip = verdictChip(verdict);
    if (chip.icon.isEmpty() && index.data(ReviewOrder::ReviewRole).toBool()) {
        chip = verdictChip(Verdict::Review);
    }
    colour = chip.colour;
    return chip.icon;
}

}  // namespace

QSize StripDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return QSize(kSide + kGap, kSide + kGap);
}

void StripDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QRect place(0, 0, kSide, kSide);
    place.moveCenter(option.rect.center());
    paintThumbnail(painter, place, index.data(Qt::DecorationRole).value<QImage>());
    const ThemeColours& colours = themeColours();
    if (option.state & QStyle::State_Selected) {
        painter->setPen(QPen(colours.accent, 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(place).adjusted(-1, -1, 1, 1), 3, 3);
    }
    QColor colour;
    const QString name = badgeIcon(index, colour);
    if (!name.isEmpty()) {
        const QRect badge(place.right() - kBadge, place.bottom() - kBadge, kBadge, kBadge);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colours.panel);
        painter->drawEllipse(badge);
        const double ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(badge.adjusted(3, 3, -3, -3),
                            iconPixmap(name, colour, kBadge - 6, ratio));
    }
    painter->restore();
}

}  // namespace heirloom::ui
