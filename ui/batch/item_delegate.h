// Paints the cells of a batch's table: thumbnails, and state as icon and word.
#pragma once

#include <QStyledItemDelegate>

namespace heirloom::ui {

class ItemDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int kThumbnailSide = 48;
    static constexpr int kRowHeight = kThumbnailSide + 8;

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

// Fits the picture into the rectangle, in the middle; a quiet frame where there is none.
void paintThumbnail(QPainter* painter, const QRect& rectangle, const QImage& picture);

}  // namespace heirloom::ui
