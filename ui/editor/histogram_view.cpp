#include "ui/editor/histogram_view.h"

#include <algorithm>

#include <QEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kPlotHeight = 72;
constexpr int kLegendHeight = 20;

// Share of the pixels that the top of the plot stands for: a single spike, as of a white
// border, may leave it.
double ceilingOf(const Histogram& histogram) {
    Histogram::Bins sorted = histogram.luma;
    std::sort(sorted.begin(), sorted.end());
    const double high = sorted[sorted.size() - 1 - sorted.size() / 50];
    return std::max(high / std::max(histogram.pixels, 1u), 1e-6) * 1.1;
}

QPainterPath curveOf(const Histogram& histogram, const QRectF& area, double ceiling) {
    QPainterPath path(area.bottomLeft());
    const double pixels = std::max(histogram.pixels, 1u);
    for (std::size_t i = 0; i < histogram.luma.size(); ++i) {
        const double share = std::min(histogram.luma[i] / pixels / ceiling, 1.0);
        const double x = area.left() + area.width() * double(i) / 255.0;
        path.lineTo(x, area.bottom() - share * area.height());
    }
    path.lineTo(area.bottomRight());
    return path;
}

}  // namespace

HistogramView::HistogramView(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    retranslate();
}

QSize HistogramView::sizeHint() const {
    return {160, kPlotHeight + kLegendHeight};
}

void HistogramView::setHistograms(const std::optional<Histogram>& before,
                                  const std::optional<Histogram>& after) {
    m_before = before;
    m_after = after;
    update();
}

void HistogramView::retranslate() {
    setAccessibleName(tr("Histogram of the brightness, before and after"));
    update();
}

void HistogramView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange) update();
    QWidget::changeEvent(event);
}

void HistogramView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColours& colours = themeColours();
    const QRectF area = QRectF(0, 0, width(), kPlotHeight).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(colours.border);
    painter.setBrush(colours.window);
    painter.drawRoundedRect(area, 4, 4);
    const QRectF plot = area.adjusted(2, 4, -2, -1);
    if (m_before) {
        QColor fill = colours.weakText;
        fill.setAlphaF(0.4f);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPath(curveOf(*m_before, plot, ceilingOf(*m_before)));
    }
    if (m_after) {
        painter.setPen(QPen(colours.text, 1.25));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(curveOf(*m_after, plot, ceilingOf(m_before ? *m_before : *m_after)));
    }
    paintLegend(painter);
}

void HistogramView::paintLegend(QPainter& painter) const {
    const ThemeColours& colours = themeColours();
    painter.setFont(hintFont());
    const double middle = kPlotHeight + kLegendHeight / 2.0 + 1.0;
    const auto label = [&](double left, const QString& text) {
        painter.setPen(colours.weakText);
        const double wide = painter.fontMetrics().horizontalAdvance(text) + 2.0;
        painter.drawText(QRectF(left, kPlotHeight, wide, kLegendHeight + 2.0),
                         Qt::AlignVCenter | Qt::AlignLeft, text);
        return left + wide;
    };
    QColor fill = colours.weakText;
    fill.setAlphaF(0.4f);
    painter.fillRect(QRectF(2, middle - 4, 16, 8), fill);
    const double next = label(24, tr("Before")) + kGapGroup;
    if (!m_after) return;
    painter.setPen(QPen(colours.text, 1.25));
    painter.drawLine(QPointF(next, middle), QPointF(next + 16, middle));
    label(next + 22, tr("After"));
}

}  // namespace heirloom::ui
