// The table of a batch: one row a photo, ten thousand of them without a hitch.
//
// Thread rule: GUI thread. Rows are never moved, so a row number names a photo until
// removeAll() or removeRows().
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QSet>

#include "ui/batch/batch_item.h"

namespace heirloom::ui {

class Thumbnails;

class BatchList : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Thumbnail, Name, State, Faces, Grade, Seconds, Reason, ColumnCount };
    enum Role { IconNameRole = Qt::UserRole, ColourRole, PathRole };

    struct Counts {
        int open = 0;  // what a start would take
        int restored = 0;
        int noFace = 0;
        int skipped = 0;
        int failed = 0;
        int cancelled = 0;
        int review = 0;  // that a person should still look at
        int unusable = 0;
        int photos = 0;  // all but the unusable
    };

    explicit BatchList(Thumbnails& thumbnails, QObject* parent = nullptr);

    // Photos that are in the list already are left out; returns how many were taken.
    int append(std::vector<BatchItem> items);
    void removeAll();
    void removeItems(QList<int> rows);
    // One signal for all changes.
    void apply(const std::vector<ItemChange>& changes);
    void setVerdict(int row, const PhotoVerdict& verdict);

    int size() const { return static_cast<int>(m_items.size()); }
    const BatchItem& item(int row) const { return m_items[static_cast<std::size_t>(row)]; }
    const std::vector<BatchItem>& items() const { return m_items; }
    const Counts& counts() const { return m_counts; }

    // Texts in the language of now, after it changed.
    void retranslate();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void countsChanged();
    void resultsChanged(const QList<int>& rows);  // ended ones that are new or judged anew
    void itemsRemoved();                          // row numbers before it are void

private:
    QString displayText(const BatchItem& item, int column) const;
    QString toolTip(const BatchItem& item, int column) const;
    void count(const BatchItem& item, int sign);

    Thumbnails& m_thumbnails;
    std::vector<BatchItem> m_items;
    QSet<QString> m_paths;  // of m_items
    Counts m_counts;
};

}  // namespace heirloom::ui
