#include "ui/batch/batch_list.h"

#include <algorithm>

#include "ui/batch/item_text.h"
#include "ui/batch/thumbnails.h"

namespace heirloom::ui {

BatchList::BatchList(Thumbnails& thumbnails, QObject* parent)
    : QAbstractTableModel(parent), m_thumbnails(thumbnails) {}

int BatchList::append(std::vector<BatchItem> items) {
    const auto known = [this](const BatchItem& item) {
        const auto before = m_paths.size();
        m_paths.insert(item.path);
        return m_paths.size() == before;
    };
    items.erase(std::remove_if(items.begin(), items.end(), known), items.end());
    if (items.empty()) return 0;
    beginInsertRows({}, size(), size() + static_cast<int>(items.size()) - 1);
    m_items.reserve(m_items.size() + items.size());
    for (BatchItem& item : items) {
        count(item, 1);
        m_items.push_back(std::move(item));
    }
    endInsertRows();
    Q_EMIT countsChanged();
    return static_cast<int>(items.size());
}

void BatchList::removeAll() {
    beginResetModel();
    m_items.clear();
    m_paths.clear();
    m_counts = {};
    endResetModel();
    Q_EMIT itemsRemoved();
    Q_EMIT countsChanged();
}

void BatchList::removeItems(QList<int> rows) {
    if (rows.isEmpty()) return;
    const QSet<int> gone(rows.begin(), rows.end());
    // One reset: removing thousands of rows one by one would take seconds.
    beginResetModel();
    std::vector<BatchItem> kept;
    kept.reserve(m_items.size());
    for (int row = 0; row < size(); ++row) {
        BatchItem& item = m_items[static_cast<std::size_t>(row)];
        if (!gone.contains(row)) {
            kept.push_back(std::move(item));
            continue;
        }
        count(item, -1);
        m_paths.remove(item.path);
    }
    m_items = std::move(kept);
    endResetModel();
    Q_EMIT itemsRemoved();
    Q_EMIT countsChanged();
}

void BatchList::apply(const std::vector<ItemChange>& changes) {
    if (changes.empty()) return;
    int first = size();
    int last = -1;
    QList<int> results;
    for (const ItemChange& change : changes) {
        if (change.row < 0 || change.row >= size()) continue;
        BatchItem& item = m_items[static_cast<std::size_t>(change.row)];
        const bool hadResult = item.report != nullptr;
        count(item, -1);
        item.stage = change.stage;
        item.percent = change.percent;
        item.retry = change.retry;
        item.report = change.report;
        count(item, 1);
        if (change.report || hadResult) results.append(change.row);
        first = std::min(first, change.row);
        last = std::max(last, change.row);
    }
    if (last < 0) return;
    Q_EMIT dataChanged(index(first, State), index(last, Reason));
    Q_EMIT countsChanged();
    if (!results.isEmpty()) Q_EMIT resultsChanged(results);
}

void BatchList::setVerdict(int row, const PhotoVerdict& verdict) {
    BatchItem& item = m_items[static_cast<std::size_t>(row)];
    count(item, -1);
    item.verdict = verdict;
    count(item, 1);
    Q_EMIT dataChanged(index(row, State), index(row, Reason));
    Q_EMIT countsChanged();
    Q_EMIT resultsChanged({row});
}

void BatchList::count(const BatchItem& item, int sign) {
    if (item.unusable) {
        m_counts.unusable += sign;
        return;
    }
    m_counts.photos += sign;
    if (item.isOpen()) m_counts.open += sign;
    if (item.stage == ItemStage::Restored && item.needsReview()) m_counts.review += sign;
    switch (item.stage) {
        case ItemStage::Restored: m_counts.restored += sign; break;
        case ItemStage::NoFace: m_counts.noFace += sign; break;
        case ItemStage::Skipped: m_counts.skipped += sign; break;
        case ItemStage::Failed: m_counts.failed += sign; break;
        case ItemStage::Cancelled: m_counts.cancelled += sign; break;
        default: break;
    }
}

void BatchList::retranslate() {
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (size() > 0) Q_EMIT dataChanged(index(0, 0), index(size() - 1, ColumnCount - 1));
}

int BatchList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : size();
}

int BatchList::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString BatchList::displayText(const BatchItem& item, int column) const {
    switch (column) {
        case Name: return item.name;
        case State: return stateChip(item).word;
        case Faces: return facesText(item);
        case Grade: return gradeText(item);
        case Seconds: return secondsText(item);
        case Reason: return reasonText(item);
        default: return {};
    }
}

QString BatchList::toolTip(const BatchItem& item, int column) const {
    switch (column) {
        case Thumbnail:
        case Name: return item.folder;
        case Reason: {
            const QString detail = detailText(item);
            return detail.isEmpty() ? reasonText(item) : reasonText(item) + "\n\n" + detail;
        }
        default: return {};
    }
}

QVariant BatchList::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= size()) return {};
    const BatchItem& item = this->item(index.row());
    switch (role) {
        case Qt::DisplayRole: return displayText(item, index.column());
        case Qt::ToolTipRole: return toolTip(item, index.column());
        case Qt::AccessibleTextRole:
            return index.column() == Thumbnail ? tr("Picture of %1").arg(item.name)
                                               : displayText(item, index.column());
        case Qt::DecorationRole:
            return index.column() == Thumbnail ? m_thumbnails.find(item.path) : QVariant();
        case Qt::TextAlignmentRole:
            if (index.column() == Faces || index.column() == Seconds) {
                return QVariant(Qt::AlignRight | Qt::AlignVCenter);
            }
            return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
        case IconNameRole: return index.column() == State ? stateChip(item).icon : QVariant();
        case ColourRole: return index.column() == State ? stateChip(item).colour : QVariant();
        case PathRole: return item.path;
        default: return {};
    }
}

QVariant BatchList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == Faces || section == Seconds;
        return QVariant((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    // The first column shows pictures; people see what it is, screen readers hear it.
    if (section == Thumbnail) {
        return role == Qt::AccessibleTextRole ? tr("Picture") : QVariant();
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Name: return tr("Name");
        case State: return tr("State");
        case Faces: return tr("Faces");
        case Grade: return tr("Grade");
        case Seconds: return tr("Seconds");
        case Reason: return tr("Reason");
        default: return {};
    }
}

}  // namespace heirloom::ui
