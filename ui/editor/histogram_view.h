// How often each brightness occurs: filled for the photo, a line for the result.
#pragma once

#include <optional>

#include <QWidget>

#include "core/export/histogram.h"

namespace heirloom::ui {

class HistogramView : public QWidget {
    Q_OBJECT
public:
    explicit HistogramView(QWidget* parent = nullptr);
    void setHistograms(const std::optional<Histogram>& before,
                       const std::optional<Histogram>& after);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void paintLegend(QPainter& painter) const;

    std::optional<Histogram> m_before;
    std::optional<Histogram> m_after;
};

}  // namespace heirloom::ui
