#include "ui/common/slider_track.h"

#include <algorithm>

#include <QHoverEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kHeight = 22;
constexpr double kHandleRadius = 7.0;
constexpr double kInset = kHandleRadius + 3.0;  // the focus ring needs room, too
constexpr double kLineHeight = 3.0;
constexpr double kDotRadius = 2.5;
constexpr int kWheelStep = 120;
constexpr int kRest = 1000;  // milliseconds between keys that end a run

}  // namespace

SliderTrack::SliderTrack(QWidget* parent) : QAbstractSlider(parent) {
    setObjectName("track");
    setOrientation(Qt::Horizontal);
    // Not WheelFocus: scrolling a panel must not catch on a slider.
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRest);
    connect(&m_rest, &QTimer::timeout, this, &SliderTrack::endRun);
    // What assistive technology sets does not pass through the handlers below; what the
    // program sets comes with signals blocked.
    connect(this, &QAbstractSlider::valueChanged, this, [this](int position) {
        if (!m_byHand) Q_EMIT moved(position, false);
    });
}

void SliderTrack::setDefaultPosition(int position) {
    m_default = position;
    update();
}

QSize SliderTrack::sizeHint() const {
    return {160, kHeight};
}

QSize SliderTrack::minimumSizeHint() const {
    return {80, kHeight};
}

double SliderTrack::xOf(int position) const {
    const double span = std::max(1, maximum() - minimum());
    const double share = (position - minimum()) / span;
    const double room = width() - 2 * kInset;
    return kInset + room * (layoutDirection() == Qt::RightToLeft ? 1.0 - share : share);
}

int SliderTrack::positionAt(double x) const {
    const double room = std::max(1.0, width() - 2 * kInset);
    double share = std::clamp((x - kInset) / room, 0.0, 1.0);
    if (layoutDirection() == Qt::RightToLeft) share = 1.0 - share;
    return minimum() + qRound(share * (maximum() - minimum()));
}

bool SliderTrack::event(QEvent* event) {
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave) update();
    return QAbstractSlider::event(event);
}

void SliderTrack::paintEvent(QPaintEvent*) {
    const ThemeColours& colours = themeColours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!isEnabled()) painter.setOpacity(0.4);
    const double middle = height() / 2.0;
    const auto line = [&](double from, double to, const QColor& colour) {
        painter.setBrush(colour);
        painter.drawRoundedRect(QRectF(from, middle - kLineHeight / 2, to - from, kLineHeight),
                                kLineHeight / 2, kLineHeight / 2);
    };
    const double handle = xOf(value());
    // From zero, where zero lies within: brightness fills to both sides.
    const double origin = xOf(minimum() < 0 && maximum() > 0 ? 0 : minimum());
    painter.setPen(Qt::NoPen);
    line(kInset, width() - kInset, colours.border);
    line(std::min(origin, handle), std::max(origin, handle), colours.weakText);
    painter.setBrush(colours.text);
    painter.drawEllipse(QPointF(xOf(m_default), middle), kDotRadius, kDotRadius);

    const bool focused = showsFocusRing(this);
    const double radius = m_running || underMouse() ? kHandleRadius : kHandleRadius - 1.0;
    painter.setPen(QPen(colours.panel, 2.0));
    painter.setBrush(colours.text);
    painter.drawEllipse(QPointF(handle, middle), radius, radius);
    if (!focused) return;
    painter.setPen(QPen(colours.accent, 2.0));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QPointF(handle, middle), kHandleRadius + 1.5, kHandleRadius + 1.5);
}

void SliderTrack::beginRun() {
    m_running = true;
    m_hasMoved = false;
}

void SliderTrack::endRun() {
    if (!m_running) return;
    m_running = false;
    m_rest.stop();
    update();
    if (m_hasMoved) Q_EMIT settled();
}

void SliderTrack::moveTo(int position) {
    position = std::clamp(position, minimum(), maximum());
    if (position == value()) return;
    m_byHand = true;
    setValue(position);
    m_byHand = false;
    const bool continues = m_running && m_hasMoved;
    m_hasMoved = true;
    Q_EMIT moved(position, continues);
}

void SliderTrack::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    endRun();
    beginRun();
    moveTo(positionAt(event->position().x()));
    update();
}

void SliderTrack::mouseMoveEvent(QMouseEvent* event) {
    if (m_running && (event->buttons() & Qt::LeftButton)) {
        moveTo(positionAt(event->position().x()));
    }
}

void SliderTrack::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) endRun();
}

void SliderTrack::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) Q_EMIT resetAsked(m_hasMoved);
}

void SliderTrack::wheelEvent(QWheelEvent* event) {
    if (!hasFocus()) {
        event->ignore();  // the panel scrolls
        return;
    }
    event->accept();
    m_wheel += event->angleDelta().y();
    const int steps = m_wheel / kWheelStep;
    m_wheel -= steps * kWheelStep;
    if (steps == 0) return;
    // One roll of the wheel joins one run, like repeated keys.
    if (!m_running) beginRun();
    m_rest.start();
    moveTo(value() + steps * singleStep());
}

void SliderTrack::keyPressEvent(QKeyEvent* event) {
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    int target = value();
    switch (event->key()) {
        case Qt::Key_Left: target += mirrored ? singleStep() : -singleStep(); break;
        case Qt::Key_Right: target += mirrored ? -singleStep() : singleStep(); break;
        case Qt::Key_Down: target -= singleStep(); break;
        case Qt::Key_Up: target += singleStep(); break;
        case Qt::Key_PageDown: target -= pageStep(); break;
        case Qt::Key_PageUp: target += pageStep(); break;
        case Qt::Key_Home: target = minimum(); break;
        case Qt::Key_End: target = maximum(); break;
        default: QAbstractSlider::keyPressEvent(event); return;
    }
    if (!m_running) beginRun();
    m_rest.start();
    moveTo(target);
}

void SliderTrack::focusOutEvent(QFocusEvent* event) {
    endRun();
    m_wheel = 0;
    QAbstractSlider::focusOutEvent(event);
}

}  // namespace heirloom::ui
