#include "ui/compare/face_overlay.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/compare/compare_viewport.h"

namespace heirloom::ui {

namespace {

// Device-independent pixels.
constexpr double kFrameReach = 6.0;   // of a click beside the line
constexpr double kHoverReach = 24.0;  // round a face
constexpr double kBadgeHeight = 20.0;
constexpr double kBadgeIcon = 14.0;
constexpr double kBadgePadding = 6.0;
constexpr double kBadgeGap = 4.0;
constexpr double kDisabledOpacity = 0.65;

QFont badgeFont(double ratio) {
    QFont font = numberFont();
    font.setPixelSize(qMax(1, qRound(12 * ratio)));
    font.setWeight(QFont::DemiBold);
    return font;
}

QVector<QString> badgeIcons(const FaceMark& face) {
    QVector<QString> names;
    if (!face.enabled) names.append(QStringLiteral("face-off"));
    if (face.review) names.append(QStringLiteral("review"));
    return names;
}

// Above the upper left corner, or inside the frame where the pane ends.
QRectF badgeOf(const FaceMark& face, const QRectF& frame, const QRect& pane, double ratio) {
    const QString number = QString::number(face.number);
    const double text = QFontMetricsF(badgeFont(ratio)).horizontalAdvance(number) / ratio;
    const double icons = badgeIcons(face).size() * (kBadgeIcon + kBadgeGap);
    const double width = std::max(kBadgeHeight, text + icons + 2 * kBadgePadding) * ratio;
    const double height = kBadgeHeight * ratio;
    const double right = std::max<double>(pane.left(), pane.right() + 1 - width);
    const double x = std::clamp(frame.left(), double(pane.left()), right);
    double y = frame.top() - height - kBadgeGap * ratio;
    if (y < pane.top()) y = std::max(frame.top() + kBadgeGap * ratio, double(pane.top()));
    return {std::round(x), std::round(y), std::round(width), std::round(height)};
}

double areaOf(const QRectF& box) {
    return box.width() * box.height();
}

bool isNearLine(const QRectF& frame, QPointF point, double reach) {
    const auto grown = frame.adjusted(-reach, -reach, reach, reach);
    const auto inner = frame.adjusted(reach, reach, -reach, -reach);
    return grown.contains(point) && !(inner.isValid() && inner.contains(point));
}

}  // namespace

void FaceOverlay::setFaces(const QVector<FaceMark>& faces) {
    m_faces = faces;
    m_hovered.removeIf([&](int number) {
        return std::none_of(faces.begin(), faces.end(),
                            [number](const FaceMark& face) { return face.number == number; });
    });
}

FaceOverlay::Hit FaceOverlay::hitAt(const CompareViewport& viewport, QPointF point,
                                    double ratio) const {
    const QRect pane = viewport.paneAt(point);
    const FaceMark* onLine = nullptr;
    for (const FaceMark& face : m_faces) {
        const QRectF frame = viewport.rectangleAt(face.box, pane);
        if (badgeOf(face, frame, pane, ratio).contains(point)) return {face.number, true};
        if (!isNearLine(frame, point, kFrameReach * ratio)) continue;
        if (!onLine || areaOf(face.box) < areaOf(onLine->box)) onLine = &face;
    }
    return onLine ? Hit{onLine->number, false} : Hit{};
}

bool FaceOverlay::setMouse(const CompareViewport& viewport, std::optional<QPointF> point,
                           double ratio) {
    QVector<int> hovered;
    if (point && !viewport.isEmpty()) {
        const QRect pane = viewport.paneAt(*point);
        const double reach = kHoverReach * ratio;
        for (const FaceMark& face : m_faces) {
            const QRectF frame = viewport.rectangleAt(face.box, pane);
            if (frame.adjusted(-reach, -reach, reach, reach).contains(*point)) {
                hovered.append(face.number);
            }
        }
    }
    std::swap(m_hovered, hovered);
    return hovered != m_hovered;
}

void FaceOverlay::paint(QPainter& painter, const CompareViewport& viewport, const QRect& pane,
                        double ratio, bool all) const {
    for (const FaceMark& face : m_faces) {
        if (!all && !isHovered(face.number)) continue;
        const QRectF frame = viewport.rectangleAt(face.box, pane);
        if (!frame.intersects(QRectF(pane))) continue;
        painter.save();
        if (!face.enabled) painter.setOpacity(kDisabledOpacity);
        paintFrame(painter, face, frame, ratio);
        painter.setOpacity(1.0);
        paintBadge(painter, face, badgeOf(face, frame, pane, ratio), ratio);
        painter.restore();
    }
}

void FaceOverlay::paintFrame(QPainter& painter, const FaceMark& face, const QRectF& frame,
                             double ratio) const {
    const bool current = face.number == m_current;
    const double width = std::max(1.0, std::round((current ? 2.0 : 1.0) * ratio));
    const QRectF place = frame.toAlignedRect();
    painter.setBrush(Qt::NoBrush);
    const QColor colour = current ? themeColours().accent : QColor(Qt::white);
    // White alone is lost on a white collar, the dark accent of the light theme on a black
    // suit: a hairline of the opposite goes round.
    const QColor edge =
        colour.lightness() < 128 ? QColor(255, 255, 255, 190) : QColor(0, 0, 0, 150);
    QPen outline(edge, width + 2 * std::max(1.0, std::round(ratio)));
    outline.setJoinStyle(Qt::MiterJoin);
    QPen line(colour, width);
    line.setJoinStyle(Qt::MiterJoin);
    if (!face.enabled) line.setDashPattern({4.0 * ratio / width, 3.0 * ratio / width});
    painter.setPen(outline);
    painter.drawRect(place);
    painter.setPen(line);
    painter.drawRect(place);
}

void FaceOverlay::paintBadge(QPainter& painter, const FaceMark& face, const QRectF& badge,
                             double ratio) const {
    const ThemeColours& colours = themeColours();
    const bool current = face.number == m_current;
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = current ? colours.accent : colours.panel;
    if (!current) ground.setAlphaF(0.9f);
    const QColor ink = current ? colours.onAccent : face.enabled ? colours.text : colours.weakText;
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2);

    const QVector<QString> icons = badgeIcons(face);
    const double iconSize = std::round(kBadgeIcon * ratio);
    double right = badge.right() - (icons.isEmpty() ? 0.0 : kBadgePadding * ratio);
    for (auto name = icons.rbegin(); name != icons.rend(); ++name) {
        const QColor colour = !current && *name == QLatin1String("review") ? colours.warning : ink;
        const QRectF place(std::round(right - iconSize),
                           std::round(badge.center().y() - iconSize / 2), iconSize, iconSize);
        const QPixmap pixmap = iconPixmap(*name, colour, qRound(kBadgeIcon), ratio);
        painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()));
        right = place.left() - kBadgeGap * ratio;
    }
    painter.setPen(ink);
    painter.setFont(badgeFont(ratio));
    const double left = badge.left() + (icons.isEmpty() ? 0.0 : kBadgePadding * ratio);
    const QRectF text(QPointF(left, badge.top()), QPointF(right, badge.bottom()));
    painter.drawText(text, Qt::AlignCenter, QString::number(face.number));
}

}  // namespace heirloom::ui
