// The pictures of CompareView; what lies over them is in compare_overlays.cpp.
#include <cmath>

#include <QPainter>
#include <QRegion>

#include "ui/common/theme.h"
#include "ui/compare/compare_state.h"

namespace heirloom::ui {

namespace {

constexpr double kVeil = 0.55;  // over the picture before where there is no result yet

// Pictures lie on whole device pixels even where the widget begins between two of them
// (scales such as 125 %): the painter counts device pixels from the nearest whole one.
void countDevicePixels(QPainter& painter) {
    const QTransform given = painter.deviceTransform();
    const QPointF origin = given.map(QPointF(0, 0));
    painter.setTransform(QTransform::fromTranslate(std::round(origin.x()), std::round(origin.y())) *
                         given.inverted());
}

// A hairline and a soft edge outside the picture.
void paintBorder(QPainter& painter, const QRect& picture, double ratio) {
    const int line = std::max(1, static_cast<int>(std::round(ratio)));
    painter.setBrush(Qt::NoBrush);
    const int opacities[] = {90, 36, 16};
    QRect around = picture;
    for (const int opacity : opacities) {
        around.adjust(-line, -line, line, line);
        const QColor colour(0, 0, 0, opacity);
        painter.fillRect(around.left(), around.top(), around.width(), line, colour);
        painter.fillRect(around.left(), around.bottom() - line + 1, around.width(), line, colour);
        painter.fillRect(around.left(), around.top() + line, line, around.height() - 2 * line,
                         colour);
        painter.fillRect(around.right() - line + 1, around.top() + line, line,
                         around.height() - 2 * line, colour);
    }
}

}  // namespace

QVector<CompareView::State::Side> CompareView::State::sides() const {
    const QRect first = viewport.firstPane();
    const QRect second = viewport.secondPane();
    switch (mode) {
        case CompareMode::SideBySide: return {{first, first, false}, {second, second, true}};
        case CompareMode::Split: {
            const int line = viewport.splitLine();
            const QRect left(0, 0, line, first.height());
            const QRect right(line, 0, first.width() - line, first.height());
            if (holds) return {{first, first, false}};
            return {{first, left, false}, {first, right, true}};
        }
        case CompareMode::Before: return {{first, first, false}};
        case CompareMode::After: return {{first, first, true}};
    }
    return {};
}

void CompareView::State::paint(QPainter& painter) {
    countDevicePixels(painter);
    if (viewport.isEmpty()) {
        painter.fillRect(QRect(QPoint(), viewport.viewSize()), themeColours().canvas);
    } else {
        for (const Side& side : sides()) paintSide(painter, side);
    }
    painter.setClipping(false);
    painter.fillRect(viewport.gap(), themeColours().border);
    paintOverlays(painter);
}

void CompareView::State::paintSide(QPainter& painter, const Side& side) {
    if (side.clip.isEmpty()) return;
    const bool result = side.isAfter && !holds;
    const bool veiled = result && !hasAfter();
    PictureLayer& layer = !result || veiled ? before : showsChanges() ? changes : after;
    const QRect whole = viewport.picture();
    layer.place(side.pane.size(), whole, viewport.zoom());
    const QPoint corner = side.pane.topLeft();
    const QRect seen = whole & side.clip.translated(-corner);
    const qint64 scaled = layer.scaledPixels();
    const QImage& pixels = layer.pixels(seen);
    if (layer.scaledPixels() != scaled) refining.start();

    painter.setClipRect(side.clip);
    const QColor canvas = themeColours().canvas;
    for (const QRect& rectangle : QRegion(side.clip) - seen.translated(corner)) {
        painter.fillRect(rectangle, canvas);
    }
    if (layer.picture().isNull()) {
        painter.fillRect(seen.translated(corner), canvas);
    } else {
        painter.drawImage(seen.topLeft() + corner, pixels, seen);
    }
    if (veiled) {
        QColor veil = canvas;
        veil.setAlphaF(static_cast<float>(kVeil));
        painter.fillRect(seen.translated(corner), veil);
    }
    if (result && !showsChanges()) paintFade(painter, side, seen);
    paintBorder(painter, whole.translated(corner), ratio());
}

void CompareView::State::paintFade(QPainter& painter, const Side& side, const QRect& seen) {
    if (fadeFrom.isNull()) return;
    if (fadeWhole != viewport.picture() || fadeFrom.size() != side.pane.size()) {
        fadeFrom = {};  // the animation ends by itself
        return;
    }
    const double left = 1.0 - fade.currentValue().toDouble();
    painter.setOpacity(left);
    painter.drawImage(seen.topLeft() + side.pane.topLeft(), fadeFrom, seen);
    if (fadeFromVeiled) {
        QColor veil = themeColours().canvas;
        veil.setAlphaF(static_cast<float>(kVeil));
        painter.fillRect(seen.translated(side.pane.topLeft()), veil);
    }
    painter.setOpacity(1.0);
}

}  // namespace heirloom::ui
