// Tab goes down a column and from left to right within a row, also past controls that appear
// later: widgets made at run time would otherwise come last.
//
// Thread rule: GUI thread.
#pragma once

#include <QObject>

class QWidget;

namespace heirloom::ui {

// A child of the column whose controls it keeps in order.
class ReadingOrder : public QObject {
    Q_OBJECT
public:
    explicit ReadingOrder(QWidget* column);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void update();

    QWidget* m_column;
    bool m_isDue = false;
};

}  // namespace heirloom::ui
