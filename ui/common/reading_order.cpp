#include "ui/common/reading_order.h"

#include <algorithm>
#include <vector>

#include <QEvent>
#include <QMetaObject>
#include <QWidget>

namespace heirloom::ui {

namespace {

struct Stop {
    QWidget* widget;
    QRect place;  // in the column
};

std::vector<Stop> stopsOf(const QWidget& column) {
    std::vector<Stop> stops;
    for (QWidget* widget : column.findChildren<QWidget*>()) {
        const bool reached = (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus &&
                             widget->focusProxy() == nullptr && widget->isVisibleTo(&column);
        if (reached) stops.push_back({widget, {widget->mapTo(&column, QPoint()), widget->size()}});
    }
    return stops;
}

// Rows from above to below; what reaches into the height of a row's first control belongs to
// that row.
void sortByReading(std::vector<Stop>& stops) {
    std::stable_sort(stops.begin(), stops.end(), [](const Stop& left, const Stop& right) {
        return left.place.top() < right.place.top();
    });
    for (auto row = stops.begin(); row != stops.end();) {
        const int middle = row->place.center().y();
        // The first one always belongs to its row: one without height lies below its middle.
        const auto end = std::find_if(
            row + 1, stops.end(), [middle](const Stop& stop) { return stop.place.top() > middle; });
        std::stable_sort(row, end, [](const Stop& left, const Stop& right) {
            return left.place.left() < right.place.left();
        });
        row = end;
    }
}

}  // namespace

ReadingOrder::ReadingOrder(QWidget* column) : QObject(column), m_column(column) {
    column->installEventFilter(this);
}

bool ReadingOrder::eventFilter(QObject*, QEvent* event) {
    const bool changes = event->type() == QEvent::LayoutRequest ||
                         event->type() == QEvent::Resize || event->type() == QEvent::Show;
    if (changes && !m_isDue) {
        m_isDue = true;
        QMetaObject::invokeMethod(this, &ReadingOrder::update, Qt::QueuedConnection);
    }
    return false;
}

void ReadingOrder::update() {
    m_isDue = false;
    if (!m_column->isVisible()) return;
    std::vector<Stop> stops = stopsOf(*m_column);
    sortByReading(stops);
    for (std::size_t i = 1; i < stops.size(); ++i) {
        QWidget::setTabOrder(stops[i - 1].widget, stops[i].widget);
    }
}

}  // namespace heirloom::ui
