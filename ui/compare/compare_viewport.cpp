#include "ui/compare/compare_viewport.h"

#include <algorithm>
#include <cmath>

namespace heirloom::ui {

namespace {

// Zooming in and out again by steps must find the fit again in spite of rounding.
constexpr double kFitTolerance = 1e-3;

double keptInside(double centre, double pictureLength, double paneLength) {
    if (pictureLength <= paneLength) return 0.5;
    const double half = paneLength / pictureLength / 2.0;
    return std::clamp(centre, half, 1.0 - half);
}

}  // namespace

void CompareViewport::setView(QSize size, int margin, int gap) {
    m_view = size;
    m_margin = margin;
    m_gap = gap;
    m_fitted ? fit() : keepInside();
}

void CompareViewport::setSideBySide(bool sideBySide) {
    m_sideBySide = sideBySide;
    m_fitted ? fit() : keepInside();
}

void CompareViewport::setReference(QSize fullSize) {
    const QSize old = m_reference;
    m_reference = fullSize;
    if (m_fitted || old.isEmpty() || fullSize.isEmpty()) return fit();
    setZoom(m_zoom * old.width() / fullSize.width());
    keepInside();
}

QSize CompareViewport::paneSize() const {
    if (!m_sideBySide) return m_view;
    return {std::max(0, (m_view.width() - m_gap) / 2), m_view.height()};
}

QRect CompareViewport::firstPane() const {
    return {QPoint(0, 0), paneSize()};
}

QRect CompareViewport::secondPane() const {
    const QSize size = paneSize();
    return {QPoint(m_view.width() - size.width(), 0), size};
}

QRect CompareViewport::gap() const {
    if (!m_sideBySide) return {};
    const int left = paneSize().width();
    return {left, 0, m_view.width() - 2 * left, m_view.height()};
}

QRect CompareViewport::paneAt(QPointF point) const {
    return point.x() < secondPane().left() ? firstPane() : secondPane();
}

double CompareViewport::fitZoom() const {
    if (isEmpty()) return 1.0;
    const QSize pane = paneSize();
    const double width = std::max(1, pane.width() - 2 * m_margin);
    const double height = std::max(1, pane.height() - 2 * m_margin);
    return std::min({width / m_reference.width(), height / m_reference.height(), kMaximumFit});
}

double CompareViewport::minimumZoom() const {
    return std::min(fitZoom() / 2.0, 1.0);
}

double CompareViewport::maximumZoom() const {
    return std::max(kMaximumZoom, fitZoom());
}

void CompareViewport::fit() {
    m_fitted = true;
    m_zoom = fitZoom();
    keepInside();
}

void CompareViewport::setZoom(double zoom) {
    m_zoom = std::clamp(zoom, minimumZoom(), maximumZoom());
    m_fitted = std::abs(m_zoom / fitZoom() - 1.0) < kFitTolerance;
    if (m_fitted) m_zoom = fitZoom();
}

void CompareViewport::zoomTo(double zoom, QPointF anchor) {
    if (isEmpty()) return;
    const QRect pane = paneAt(anchor);
    const QPointF inPane = anchor - pane.topLeft();
    const QPointF origin = exactOrigin();
    const QSizeF before = exactSize();
    const QPointF place((inPane.x() - origin.x()) / before.width(),
                        (inPane.y() - origin.y()) / before.height());
    setZoom(zoom);
    const QSizeF now = exactSize();
    m_centre = {place.x() + (pane.width() / 2.0 - inPane.x()) / now.width(),
                place.y() + (pane.height() / 2.0 - inPane.y()) / now.height()};
    keepInside();
}

void CompareViewport::zoomToMiddle(double zoom) {
    zoomTo(zoom, QRectF(firstPane()).center());
}

void CompareViewport::zoomToArea(const QRectF& area, double share, double largestZoom) {
    if (isEmpty() || area.isEmpty()) return;
    const QSize pane = paneSize();
    const double across = pane.width() * share / (area.width() * m_reference.width());
    const double down = pane.height() * share / (area.height() * m_reference.height());
    setZoom(std::min({across, down, largestZoom}));
    m_centre = area.center();
    keepInside();
}

void CompareViewport::panBy(QPointF offset) {
    if (isEmpty()) return;
    const QSizeF size = exactSize();
    m_centre -= QPointF(offset.x() / size.width(), offset.y() / size.height());
    keepInside();
}

void CompareViewport::keepInside() {
    const QSizeF size = exactSize();
    const QSize pane = paneSize();
    m_centre = {keptInside(m_centre.x(), size.width(), pane.width()),
                keptInside(m_centre.y(), size.height(), pane.height())};
}

QSizeF CompareViewport::exactSize() const {
    return QSizeF(m_reference) * m_zoom;
}

QPointF CompareViewport::exactOrigin() const {
    const QSizeF size = exactSize();
    const QSize pane = paneSize();
    return {pane.width() / 2.0 - m_centre.x() * size.width(),
            pane.height() / 2.0 - m_centre.y() * size.height()};
}

QRect CompareViewport::picture() const {
    if (isEmpty()) return {};
    const QPointF origin = exactOrigin();
    const QSizeF size = exactSize();
    // Halves always round to the same side: a picture must not hop between two pans.
    return {static_cast<int>(std::floor(origin.x() + 0.5)),
            static_cast<int>(std::floor(origin.y() + 0.5)),
            std::max(1, static_cast<int>(std::lround(size.width()))),
            std::max(1, static_cast<int>(std::lround(size.height())))};
}

QRectF CompareViewport::visible() const {
    const QRect whole = picture();
    const QRect seen = whole & firstPane();
    if (seen.isEmpty()) return {};
    const double width = whole.width();
    const double height = whole.height();
    return {(seen.x() - whole.x()) / width, (seen.y() - whole.y()) / height, seen.width() / width,
            seen.height() / height};
}

QPointF CompareViewport::normalisedAt(QPointF point) const {
    if (isEmpty()) return {};
    const QPointF origin = paneAt(point).topLeft() + picture().topLeft();
    const QSizeF size = exactSize();
    return {(point.x() - origin.x()) / size.width(), (point.y() - origin.y()) / size.height()};
}

QPointF CompareViewport::pointAt(QPointF normalised, const QRect& pane) const {
    const QPointF origin = pane.topLeft() + picture().topLeft();
    const QSizeF size = exactSize();
    return origin + QPointF(normalised.x() * size.width(), normalised.y() * size.height());
}

QRectF CompareViewport::rectangleAt(const QRectF& normalised, const QRect& pane) const {
    return {pointAt(normalised.topLeft(), pane), pointAt(normalised.bottomRight(), pane)};
}

void CompareViewport::setSplitPosition(double position) {
    m_split = std::clamp(position, 0.0, 1.0);
}

int CompareViewport::splitLine() const {
    return static_cast<int>(std::lround(m_split * m_view.width()));
}

}  // namespace heirloom::ui
