#include "ui/batch/item_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/batch/batch_list.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

// The cell without its content, as the style has it: selection, focus, hover.
void paintBackground(QPainter* painter, const QStyleOptionViewItem& option) {
    QStyleOptionViewItem empty = option;
    empty.text.clear();
    empty.icon = {};
    empty.features &= ~QStyleOptionViewItem::HasDecoration;
    const QWidget* widget = option.widget;
    QStyle* style = widget ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &empty, painter, widget);
}

void paintState(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) {
    constexpr int kSmallIcon = 16;
    const QString name = index.data(BatchList::IconNameRole).toString();
    const QColor colour = index.data(BatchList::ColourRole).value<QColor>();
    const QRect cell = option.rect.adjusted(kGap, 0, -kGapTiny, 0);
    const QRect place(cell.left(), cell.center().y() - kSmallIcon / 2, kSmallIcon, kSmallIcon);
    const double ratio = painter->device()->devicePixelRatioF();
    painter->drawPixmap(place, iconPixmap(name, colour, kSmallIcon, ratio));
    painter->setPen(themeColours().text);
    const QRect words = cell.adjusted(kSmallIcon + kGapTiny + 2, 0, 0, 0);
    const QString word = index.data(Qt::DisplayRole).toString();
    painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(word, Qt::ElideRight, words.width()));
}

}  // namespace

void paintThumbnail(QPainter* painter, const QRect& rectangle, const QImage& picture) {
    if (picture.isNull()) {
        painter->setPen(themeColours().border);
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(rectangle).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        return;
    }
    QSize size = picture.size();
    size.scale(rectangle.size(), Qt::KeepAspectRatio);
    QRect place(QPoint(), size);
    place.moveCenter(rectangle.center());
    painter->setRenderHint(QPainter::SmoothPixmapTransform);
    painter->drawImage(place, picture);
}

void ItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const int column = index.column();
    if (column != BatchList::Thumbnail && column != BatchList::State) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    QStyleOptionViewItem styled = option;
    initStyleOption(&styled, index);
    paintBackground(painter, styled);
    if (column == BatchList::State) {
        paintState(painter, styled, index);
    } else {
        QRect place(0, 0, kThumbnailSide, kThumbnailSide);
        place.moveCenter(option.rect.center());
        paintThumbnail(painter, place, index.data(Qt::DecorationRole).value<QImage>());
    }
    painter->restore();
}

}  // namespace heirloom::ui
