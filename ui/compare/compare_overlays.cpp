// What lies over the pictures of CompareView; all in device pixels.
#include <QFontMetricsF>
#include <QLinearGradient>
#include <QPainter>

#include "ui/common/theme.h"
#include "ui/compare/compare_state.h"

namespace heirloom::ui {

namespace {

// Device-independent pixels.
constexpr double kPillHeight = 24.0;
constexpr double kHandleRadius = 16.0;
constexpr double kLegendBar = 96.0;
constexpr int kFocusWidth = 2;

QFont pillFont(double ratio) {
    QFont font = hintFont();
    font.setPixelSize(qMax(1, qRound(12 * ratio)));
    return font;
}

QColor pillColour() {
    QColor colour = themeColours().panel;
    colour.setAlphaF(0.86f);
    return colour;
}

double pillWidth(const QString& text, double ratio) {
    return QFontMetricsF(pillFont(ratio)).horizontalAdvance(text) + 2 * kGapWide * ratio;
}

void paintPillGround(QPainter& painter, const QRectF& place, double ratio) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(pillColour());
    const double radius = std::min(place.height(), kPillHeight * ratio) / 2;
    painter.drawRoundedRect(place, radius, radius);
}

void paintPill(QPainter& painter, const QRectF& place, const QString& text, double ratio) {
    paintPillGround(painter, place, ratio);
    painter.setPen(themeColours().text);
    painter.setFont(pillFont(ratio));
    painter.drawText(place, Qt::AlignCenter | Qt::TextWordWrap, text);
}

// The colours of core/quality's changePicture(), from no change to the largest.
QLinearGradient heatGradient(const QRectF& place) {
    QLinearGradient gradient(place.topLeft(), place.topRight());
    gradient.setColorAt(0.0, QColor(0, 0, 4));
    gradient.setColorAt(0.25, QColor(87, 16, 110));
    gradient.setColorAt(0.5, QColor(188, 55, 84));
    gradient.setColorAt(0.75, QColor(249, 142, 9));
    gradient.setColorAt(1.0, QColor(252, 255, 164));
    return gradient;
}

}  // namespace

void CompareView::State::paintOverlays(QPainter& painter) {
    if (!viewport.isEmpty()) {
        paintFaces(painter);
        paintRubberBand(painter);
        if (mode == CompareMode::Split && !holds) paintSplitLine(painter);
        paintLabels(painter);
        paintHint(painter);
        if (showsChanges()) paintLegend(painter);
    }
    if (focusShown && view->hasFocus()) paintFocus(painter);
}

void CompareView::State::paintFaces(QPainter& painter) {
    for (const Side& side : sides()) {
        painter.save();
        painter.setClipRect(side.clip);
        faces.paint(painter, viewport, side.pane, ratio(), facesShown || drawing);
        painter.restore();
    }
}

void CompareView::State::paintLabels(QPainter& painter) {
    const double gap = kGapWide * ratio();
    const double height = kPillHeight * ratio();
    const QVector<Side> shown = sides();
    for (const Side& side : shown) {
        const QString& text = side.isAfter && !holds ? texts.after : texts.before;
        const double width = pillWidth(text, ratio());
        if (width + 2 * gap > side.clip.width()) continue;
        const bool right = side.isAfter && shown.size() > 1;
        const double x = right ? side.clip.right() + 1 - gap - width : side.clip.left() + gap;
        paintPill(painter, {x, side.clip.top() + gap, width, height}, text, ratio());
    }
}

void CompareView::State::paintHint(QPainter& painter) {
    if (afterHint.isEmpty() || holds) return;
    for (const Side& side : sides()) {
        const double room = side.clip.width() - 2 * kGapGroup * ratio();
        if (!side.isAfter || room < 100 * ratio()) continue;
        const double width = std::min(room, pillWidth(afterHint, ratio()) + kGap * ratio());
        const QRectF inner(0, 0, width - 2 * kGapWide * ratio(), side.clip.height());
        const QRectF text = QFontMetricsF(pillFont(ratio()))
                                .boundingRect(inner, Qt::AlignCenter | Qt::TextWordWrap, afterHint);
        QRectF place(0, 0, width, text.height() + 2 * kGap * ratio());
        place.moveCenter(QRectF(side.clip).center());
        paintPillGround(painter, place, ratio());
        painter.setPen(themeColours().text);
        painter.setFont(pillFont(ratio()));
        painter.drawText(place.adjusted(kGapWide * ratio(), 0, -kGapWide * ratio(), 0),
                         Qt::AlignCenter | Qt::TextWordWrap, afterHint);
    }
}

void CompareView::State::paintLegend(QPainter& painter) {
    const QString from = QLocale().toString(0);
    const QFontMetricsF metrics(pillFont(ratio()));
    const double gap = kGap * ratio();
    const double bar = kLegendBar * ratio();
    const double name = metrics.horizontalAdvance(texts.legend);
    const double low = metrics.horizontalAdvance(from);
    const double high = metrics.horizontalAdvance(texts.most);
    for (const Side& side : sides()) {
        const double width = name + low + bar + high + 3 * gap + 2 * kGapWide * ratio();
        if (!side.isAfter || width > side.clip.width()) continue;
        QRectF place(0, 0, width, kPillHeight * ratio());
        place.moveCenter(QRectF(side.clip).center());
        place.moveBottom(side.clip.bottom() + 1 - kGapWide * ratio());
        paintPillGround(painter, place, ratio());
        painter.setPen(themeColours().text);
        painter.setFont(pillFont(ratio()));
        QRectF at = place.adjusted(kGapWide * ratio(), 0, 0, 0);
        const auto write = [&](const QString& text, double advance) {
            painter.drawText(at, Qt::AlignLeft | Qt::AlignVCenter, text);
            at.setLeft(at.left() + advance + gap);
        };
        write(texts.legend, name);
        write(from, low);
        const QRectF ramp(at.left(), at.center().y() - 4 * ratio(), bar, 8 * ratio());
        painter.fillRect(ramp, heatGradient(ramp));
        at.setLeft(ramp.right() + gap);
        write(texts.most, high);
    }
}

void CompareView::State::paintSplitLine(QPainter& painter) {
    const ThemeColours& colours = themeColours();
    const double height = viewport.viewSize().height();
    const double line = std::max(1.0, std::round(ratio()));
    const double x = viewport.splitLine();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(QRectF(x - line, 0, 2 * line, height), QColor(0, 0, 0, 110));
    painter.fillRect(QRectF(x - std::floor(line / 2), 0, line, height), Qt::white);

    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = focusShown && view->hasFocus();
    const QPointF middle(x, height / 2);
    const double radius = kHandleRadius * ratio();
    painter.setPen(QPen(focused ? colours.accent : colours.border, (focused ? 2 : 1) * ratio()));
    painter.setBrush(colours.raised);
    painter.drawEllipse(middle, radius, radius);
    QPen arrows(colours.text, 1.5 * ratio());
    arrows.setCapStyle(Qt::RoundCap);
    arrows.setJoinStyle(Qt::RoundJoin);
    painter.setPen(arrows);
    painter.setBrush(Qt::NoBrush);
    for (const double direction : {-1.0, 1.0}) {
        const QPointF tip = middle + QPointF(direction * 9 * ratio(), 0);
        const QPointF back(-direction * 4 * ratio(), 4 * ratio());
        painter.drawPolyline(QPolygonF({tip + back, tip, tip + QPointF(back.x(), -back.y())}));
    }
}

void CompareView::State::paintRubberBand(QPainter& painter) {
    if (drag != Drag::Box || box.isEmpty()) return;
    const double line = std::max(1.0, std::round(1.5 * ratio()));
    for (const Side& side : sides()) {
        painter.save();
        painter.setClipRect(side.clip);
        painter.setRenderHint(QPainter::Antialiasing, false);
        const QRectF band = viewport.rectangleAt(box, side.pane).toAlignedRect();
        QColor inside = themeColours().accent;
        inside.setAlphaF(0.12f);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(QColor(0, 0, 0, 150), line + 2));
        painter.drawRect(band);
        painter.setPen(QPen(themeColours().accent, line));
        painter.setBrush(inside);
        painter.drawRect(band);
        painter.restore();
    }
}

void CompareView::State::paintFocus(QPainter& painter) {
    const double width = kFocusWidth * ratio();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    QPen pen(themeColours().accent, width);
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setPen(pen);
    const QRectF edge(QPointF(), QSizeF(viewport.viewSize()));
    painter.drawRect(edge.adjusted(width / 2, width / 2, -width / 2, -width / 2));
}

}  // namespace heirloom::ui
