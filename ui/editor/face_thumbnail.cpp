#include "ui/editor/face_thumbnail.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/common/icons.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kMargin = 4;  // for the frames of the current and the focused one
constexpr double kTick = 18.0;
constexpr int kBadgeIcon = 14;
const QColor kBadge(0, 0, 0, 170);  // over any picture, in both themes
const QColor kOnBadge(Qt::white);

void paintBadge(QPainter& painter, const QRectF& area) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(kBadge);
    painter.drawRoundedRect(area, 4, 4);
}

void paintIcon(QPainter& painter, const QRectF& area, const QString& name) {
    QRectF place(0, 0, kBadgeIcon, kBadgeIcon);
    place.moveCenter(area.center());
    painter.drawPixmap(place.topLeft(), iconPixmap(name, kOnBadge, kBadgeIcon,
                                                   painter.device()->devicePixelRatioF()));
}

}  // namespace

FaceThumbnail::FaceThumbnail(QWidget* parent) : QAbstractButton(parent) {
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize FaceThumbnail::sizeHint() const {
    return {kPictureSize + 2 * kMargin, kPictureSize + 2 * kMargin};
}

void FaceThumbnail::setFace(const FaceItem& face, bool isCurrent) {
    m_face = face;
    m_isCurrent = isCurrent;
    // One stop for the Tab key in the whole strip; arrows go from face to face.
    setFocusPolicy(isCurrent ? Qt::StrongFocus : Qt::ClickFocus);
    retranslate();
    update();
}

void FaceThumbnail::retranslate() {
    QString name = tr("Face %1").arg(m_face.number);
    QString state = m_face.enabled ? (m_face.restored ? tr("restored") : tr("switched on"))
                                   : tr("switched off");
    if (m_face.review) state = tr("%1, please look at it").arg(state);
    const QString sentence = tr("%1, %2", "a face and its state").arg(name, state);
    setAccessibleName(sentence);
    setAccessibleDescription(m_face.note);
    setToolTip(sentence + (m_face.note.isEmpty() ? QString() : QStringLiteral("\n") + m_face.note));
}

void FaceThumbnail::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange) update();
    QAbstractButton::changeEvent(event);
}

QRectF FaceThumbnail::pictureArea() const {
    return QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin);
}

QRectF FaceThumbnail::tickArea() const {
    const QRectF picture = pictureArea();
    return {picture.right() - kTick, picture.bottom() - kTick, kTick, kTick};
}

void FaceThumbnail::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    paintPicture(painter);
    paintBadges(painter);
    if (m_isCurrent) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(themeColours().accent, 1.5));
        painter.drawRoundedRect(pictureArea().adjusted(-1, -1, 1, 1), kRadius - 1, kRadius - 1);
    }
    if (showsFocusRing(this)) paintFocusRing(painter, rect(), kRadius);
}

void FaceThumbnail::paintPicture(QPainter& painter) const {
    const QRectF area = pictureArea();
    QPainterPath outline;
    outline.addRoundedRect(area, 4, 4);
    painter.save();
    painter.setClipPath(outline);
    painter.fillRect(area, themeColours().canvas);
    const bool showsRestored = m_face.enabled && !m_face.restoredThumbnail.isNull();
    const QImage& picture = showsRestored ? m_face.restoredThumbnail : m_face.thumbnail;
    if (!picture.isNull()) {
        const double scale =
            std::max(area.width() / picture.width(), area.height() / picture.height());
        QRectF target(0, 0, picture.width() * scale, picture.height() * scale);
        target.moveCenter(area.center());
        painter.setOpacity(m_face.enabled ? 1.0 : 0.4);
        painter.drawImage(target, picture);
    }
    painter.restore();
}

void FaceThumbnail::paintBadges(QPainter& painter) const {
    const QRectF area = pictureArea();
    painter.setFont(hintFont());
    const QString number = QString::number(m_face.number);
    const double width = std::max(16.0, painter.fontMetrics().horizontalAdvance(number) + 8.0);
    const QRectF numberArea(area.left(), area.top(), width, 16.0);
    paintBadge(painter, numberArea);
    painter.setPen(kOnBadge);
    painter.drawText(numberArea, Qt::AlignCenter, number);
    paintBadge(painter, tickArea());
    paintIcon(painter, tickArea(),
              m_face.enabled ? QStringLiteral("check") : QStringLiteral("face-off"));
    if (!m_face.review) return;
    const QRectF flag(area.right() - kTick, area.top(), kTick, kTick);
    paintBadge(painter, flag);
    paintIcon(painter, flag, QStringLiteral("review"));
}

void FaceThumbnail::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && tickArea().contains(event->position())) {
        Q_EMIT toggleRequested(m_face.number);
        return;
    }
    QAbstractButton::mousePressEvent(event);
}

void FaceThumbnail::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !tickArea().contains(event->position())) {
        Q_EMIT zoomRequested(m_face.number);
    }
}

void FaceThumbnail::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left: Q_EMIT stepRequested(-1); return;
        case Qt::Key_Right: Q_EMIT stepRequested(+1); return;
        case Qt::Key_Space: Q_EMIT toggleRequested(m_face.number); return;
        case Qt::Key_Return:
        case Qt::Key_Enter: Q_EMIT zoomRequested(m_face.number); return;
        default: QAbstractButton::keyPressEvent(event);
    }
}

}  // namespace heirloom::ui
