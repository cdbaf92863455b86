// Frames and numbers of the faces over the compare view.
//
// All points and lengths are device pixels of the view; ratio: device pixels for one
// device-independent pixel. Thread rule: GUI thread.
#pragma once

#include <optional>

#include <QPointF>
#include <QRectF>
#include <QVector>

class QPainter;

namespace heirloom::ui {

class CompareViewport;

// A face as it is drawn over the picture.
struct FaceMark {
    int number = 0;  // shown; counted from 1
    QRectF box;      // normalised
    bool enabled = true;
    bool added = false;
    bool review = false;  // a person should look at it: icon beside the number
};

class FaceOverlay {
public:
    struct Hit {
        int number = 0;  // 0: none
        bool onBadge = false;
    };

    void setFaces(const QVector<FaceMark>& faces);
    const QVector<FaceMark>& faces() const { return m_faces; }
    void setCurrent(int number) { m_current = number; }
    int current() const { return m_current; }

    // Frame or number under the point; numbers come first, then the smallest face.
    Hit hitAt(const CompareViewport& viewport, QPointF point, double ratio) const;
    // Faces near the mouse are shown. Returns whether other ones are now.
    bool setMouse(const CompareViewport& viewport, std::optional<QPointF> point, double ratio);
    bool isHovered(int number) const { return m_hovered.contains(number); }

    // all: also those that the mouse is not near to.
    void paint(QPainter& painter, const CompareViewport& viewport, const QRect& pane, double ratio,
               bool all) const;

private:
    void paintFrame(QPainter& painter, const FaceMark& face, const QRectF& frame,
                    double ratio) const;
    void paintBadge(QPainter& painter, const FaceMark& face, const QRectF& badge,
                    double ratio) const;

    QVector<FaceMark> m_faces;
    QVector<int> m_hovered;
    int m_current = 0;
};

}  // namespace heirloom::ui
