// The inside of CompareView, shared by the files that it is split into.
#pragma once

#include <optional>

#include <QTimer>
#include <QVariantAnimation>

#include "ui/compare/compare_view.h"
#include "ui/compare/compare_viewport.h"
#include "ui/compare/face_overlay.h"
#include "ui/compare/picture_layer.h"

namespace heirloom::ui {

struct CompareView::State {
    explicit State(CompareView* owner) : view(owner) {}

    enum class Drag { None, Pan, Split, Box };

    // One side as it is painted: pane and clip in device pixels of the view.
    struct Side {
        QRect pane;
        QRect clip;
        bool isAfter = false;
    };

    struct Texts {
        QString before, after, legend, most;
    };

    // compare_view.cpp
    double ratio() const { return view->devicePixelRatioF(); }
    QPointF devicePoint(QPointF point) const { return point * ratio(); }
    bool syncSize();  // with the widget; returns whether the geometry changed
    void syncReference();
    void geometryChanged();  // repaints and tells whom it concerns
    void startFade();
    void stopFade();
    void refine();
    bool hasAfter() const { return !after.picture().isNull(); }
    bool showsChanges() const { return changesShown && !changes.picture().isNull() && !holds; }

    // compare_painting.cpp
    QVector<Side> sides() const;
    void paint(QPainter& painter);
    void paintSide(QPainter& painter, const Side& side);
    void paintFade(QPainter& painter, const Side& side, const QRect& seen);

    // compare_overlays.cpp
    void paintOverlays(QPainter& painter);
    void paintFaces(QPainter& painter);
    void paintLabels(QPainter& painter);
    void paintHint(QPainter& painter);
    void paintLegend(QPainter& painter);
    void paintSplitLine(QPainter& painter);
    void paintRubberBand(QPainter& painter);
    void paintFocus(QPainter& painter);

    // compare_input.cpp
    bool isOnSplitLine(QPointF point) const;
    FaceOverlay::Hit faceAt(QPointF point) const;
    void press(Qt::MouseButton button, QPointF point);
    void move(QPointF point, Qt::MouseButtons buttons);
    void release(Qt::MouseButton button);
    void releaseHold();
    void doubleClick(QPointF point);
    void toggleFit(QPointF point);
    void finishBox();
    void hover(std::optional<QPointF> point);
    void updateCursor();
    bool pressKey(int key, Qt::KeyboardModifiers modifiers);
    bool moveByArrow(int key, bool farther);

    CompareView* view;
    CompareViewport viewport;
    PictureLayer before, after, changes;
    FaceOverlay faces;
    QString afterHint;
    Texts texts;
    CompareMode mode = CompareMode::SideBySide;
    bool holds = false;
    bool changesShown = false;
    bool facesShown = false;
    bool drawing = false;

    // The after side as it was when a new picture came, until it has faded out.
    QVariantAnimation fade;
    QImage fadeFrom;
    QRect fadeWhole;
    bool fadeFromVeiled = false;

    QTimer refining;  // runs out when nothing has been scaled for a while

    // Mouse and keys.
    Drag drag = Drag::None;
    bool dragMoved = false;
    bool heldByButton = false;
    bool spaceDown = false;
    bool focusShown = false;
    QPointF pressedAt, lastAt;
    double splitGrip = 0.0;  // from the line to the mouse, device pixels
    FaceOverlay::Hit pressedFace;
    QRectF box;  // being drawn, normalised
    std::optional<QPointF> mouse;

    // What was told last.
    ViewRequest toldRequest;
    double toldZoom = 0.0;
};

}  // namespace heirloom::ui
