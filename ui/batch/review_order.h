// The results of a batch in the order in which a person should look at them: worst first.
#pragma once

#include <vector>

#include <QAbstractListModel>

#include "ui/batch/batch_list.h"

namespace heirloom::ui {

class Thumbnails;

class ReviewOrder : public QAbstractListModel {
    Q_OBJECT
public:
    enum class Filter { All, ToReview, Failed };
    enum Role { VerdictRole = Qt::UserRole, ReviewRole };

    ReviewOrder(BatchList& list, Thumbnails& thumbnails, QObject* parent = nullptr);

    Filter filter() const { return m_filter; }
    void setFilter(Filter filter);

    int rowAt(int position) const;  // of the list; -1 outside
    int positionOf(int row) const;  // -1 where the filter hides it
    // The one to look at after this one; -1 where it is the last.
    int rowAfter(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    bool accepts(const BatchItem& item) const;
    bool comesBefore(int a, int b) const;
    void rebuild();
    void take(const QList<int>& rows);

    BatchList& m_list;
    Thumbnails& m_thumbnails;
    Filter m_filter = Filter::All;
    std::vector<int> m_rows;
};

}  // namespace heirloom::ui
