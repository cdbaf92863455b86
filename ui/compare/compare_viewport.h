// Where the two pictures lie in the compare view: pure geometry, no widget.
//
// All lengths are whole or fractional device pixels of the view. Both pictures fill the same
// rectangle of their pane, so that one normalised point (0...1) is the same place in both.
// The zoom is device pixels for one pixel of the reference, the after picture.
#pragma once

#include <QPoint>
#include <QPointF>
#include <QRect>
#include <QRectF>
#include <QSize>

namespace heirloom::ui {

class CompareViewport {
public:
    static constexpr double kMaximumZoom = 32.0;
    static constexpr double kMaximumFit = 2.0;  // tiny pictures are not blown up by fitting

    // What is fitted stays fitted; otherwise the middle and the zoom stay.
    void setView(QSize size, int margin, int gap);
    // Two panes of one size with the gap between them; otherwise one pane, the whole view.
    void setSideBySide(bool sideBySide);
    // Keeps the place and how large the picture appears: the zoom follows the size.
    void setReference(QSize fullSize);
    QSize reference() const { return m_reference; }
    bool isEmpty() const { return m_reference.isEmpty() || m_view.isEmpty(); }

    double zoom() const { return m_zoom; }
    double fitZoom() const;
    double minimumZoom() const;
    double maximumZoom() const;
    bool isFitted() const { return m_fitted; }
    void fit();
    // anchor: a point of the view that keeps its place in the picture.
    void zoomTo(double zoom, QPointF anchor);
    void zoomToMiddle(double zoom);
    void zoomToArea(const QRectF& area, double share, double largestZoom);
    void panBy(QPointF offset);  // moves the picture with the hand

    QSize viewSize() const { return m_view; }
    QRect firstPane() const;  // the only one where there are not two
    QRect secondPane() const;
    QRect gap() const;  // empty where there is one pane
    QRect paneAt(QPointF point) const;
    QRect picture() const;   // relative to the pane; whole pixels; may be larger than it
    QRectF visible() const;  // of the picture, normalised

    QPointF normalisedAt(QPointF point) const;                     // of the pane under it
    QPointF pointAt(QPointF normalised, const QRect& pane) const;  // of the view
    QRectF rectangleAt(const QRectF& normalised, const QRect& pane) const;

    double splitPosition() const { return m_split; }
    void setSplitPosition(double position);
    int splitLine() const;  // the first column of the after side
    void moveSplitTo(double x) { setSplitPosition(x / qMax(1, m_view.width())); }

private:
    QSize paneSize() const;
    QSizeF exactSize() const;
    QPointF exactOrigin() const;
    void setZoom(double zoom);
    void keepInside();

    QSize m_view;
    QSize m_reference;
    int m_margin = 0;
    int m_gap = 1;
    bool m_sideBySide = true;
    bool m_fitted = true;
    double m_zoom = 1.0;
    double m_split = 0.5;
    QPointF m_centre{0.5, 0.5};  // normalised point in the middle of each pane
};

}  // namespace heirloom::ui
