// One result in the strip of the review pane: its thumbnail, and an icon for the verdict.
#pragma once

#include <QStyledItemDelegate>

namespace heirloom::ui {

class StripDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int kSide = 72;

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace heirloom::ui
