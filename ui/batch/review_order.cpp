#include "ui/batch/review_order.h"

#include <algorithm>

#include "ui/batch/item_text.h"
#include "ui/batch/thumbnails.h"

namespace heirloom::ui {

ReviewOrder::ReviewOrder(BatchList& list, Thumbnails& thumbnails, QObject* parent)
    : QAbstractListModel(parent), m_list(list), m_thumbnails(thumbnails) {
    connect(&list, &BatchList::resultsChanged, this, &ReviewOrder::take);
    connect(&list, &BatchList::itemsRemoved, this, &ReviewOrder::rebuild);
}

void ReviewOrder::setFilter(Filter filter) {
    if (m_filter == filter) return;
    m_filter = filter;
    rebuild();
}

bool ReviewOrder::accepts(const BatchItem& item) const {
    if (item.unusable) return false;
    switch (m_filter) {
        case Filter::All:
            return item.stage == ItemStage::Restored || item.stage == ItemStage::Failed;
        case Filter::ToReview: return item.stage == ItemStage::Restored && item.needsReview();
        case Filter::Failed: return item.stage == ItemStage::Failed;
    }
    return false;
}

bool ReviewOrder::comesBefore(int a, int b) const {
    const double first = reviewUrgency(m_list.item(a));
    const double second = reviewUrgency(m_list.item(b));
    return first != second ? first > second : a < b;
}

void ReviewOrder::rebuild() {
    beginResetModel();
    m_rows.clear();
    for (int row = 0; row < m_list.size(); ++row) {
        if (accepts(m_list.item(row))) m_rows.push_back(row);
    }
    std::sort(m_rows.begin(), m_rows.end(), [this](int a, int b) { return comesBefore(a, b); });
    endResetModel();
}

void ReviewOrder::take(const QList<int>& rows) {
    // Many at once (a cancelled run, a folder without faces) are cheaper to sort anew.
    constexpr qsizetype kMany = 64;
    if (rows.size() > kMany) return rebuild();
    for (const int row : rows) {
        const bool wanted = accepts(m_list.item(row));
        const int position = positionOf(row);
        if (position >= 0 && wanted) {
            Q_EMIT dataChanged(index(position), index(position));
        } else if (position >= 0) {
            beginRemoveRows({}, position, position);
            m_rows.erase(m_rows.begin() + position);
            endRemoveRows();
        } else if (wanted) {
            const auto place = std::upper_bound(m_rows.begin(), m_rows.end(), row,
                                                [this](int a, int b) { return comesBefore(a, b); });
            const int at = static_cast<int>(place - m_rows.begin());
            beginInsertRows({}, at, at);
            m_rows.insert(place, row);
            endInsertRows();
        }
    }
}

int ReviewOrder::rowAt(int position) const {
    if (position < 0 || position >= static_cast<int>(m_rows.size())) return -1;
    return m_rows[static_cast<std::size_t>(position)];
}

int ReviewOrder::positionOf(int row) const {
    const auto found = std::find(m_rows.begin(), m_rows.end(), row);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int ReviewOrder::rowAfter(int row) const {
    const int position = positionOf(row);
    return position < 0 ? rowAt(0) : rowAt(position + 1);
}

int ReviewOrder::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ReviewOrder::data(const QModelIndex& index, int role) const {
    const int row = rowAt(index.row());
    if (row < 0) return {};
    const BatchItem& item = m_list.item(row);
    switch (role) {
        case Qt::DecorationRole: return m_thumbnails.find(item.path);
        case Qt::ToolTipRole: return item.name;
        case Qt::AccessibleTextRole: {
            const QString verdict = verdictChip(item.verdict.verdict).word;
            return item.name + ", " + (verdict.isEmpty() ? stateChip(item).word : verdict);
        }
        case VerdictRole: return static_cast<int>(item.verdict.verdict);
        case ReviewRole: return item.needsReview();
        default: return {};
    }
}

}  // namespace heirloom::ui
