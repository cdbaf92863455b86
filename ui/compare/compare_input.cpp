// Mouse, wheel, gestures and keys of CompareView.
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QWheelEvent>

#include "ui/compare/compare_state.h"

namespace heirloom::ui {

namespace {

constexpr double kWheelStep = 1.25;
constexpr double kWheelNotch = 120.0;   // QWheelEvent::angleDelta() of one step
constexpr double kTouchpadStep = 80.0;  // pixels of a touchpad that count as one step
constexpr double kClickReach = 4.0;     // device-independent pixels; farther is a drag
constexpr double kLineReach = 6.0;
constexpr double kHandleReach = 18.0;
constexpr double kSmallestBox = 16.0;  // picture pixels
constexpr double kSplitStep = 0.02;
constexpr double kSplitLeap = 0.10;
constexpr double kPanStep = 0.08;  // of the pane
constexpr double kPanLeap = 0.40;

// Full steps of a wheel stop at 100 % on their way past it.
double stoppedAtActualSize(double from, double to) {
    const bool passes = (from < 0.999 && to > 1.0) || (from > 1.001 && to < 1.0);
    return passes ? 1.0 : to;
}

bool isArrow(int key) {
    return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
}

QPointF insidePicture(QPointF normalised) {
    return {std::clamp(normalised.x(), 0.0, 1.0), std::clamp(normalised.y(), 0.0, 1.0)};
}

}  // namespace

bool CompareView::State::isOnSplitLine(QPointF point) const {
    if (mode != CompareMode::Split || holds || viewport.isEmpty()) return false;
    const double across = std::abs(point.x() - viewport.splitLine());
    const double down = std::abs(point.y() - viewport.viewSize().height() / 2.0);
    return across <= kLineReach * ratio() || std::hypot(across, down) <= kHandleReach * ratio();
}

FaceOverlay::Hit CompareView::State::faceAt(QPointF point) const {
    if (drawing || viewport.isEmpty()) return {};
    const FaceOverlay::Hit hit = faces.hitAt(viewport, point, ratio());
    return facesShown || faces.isHovered(hit.number) ? hit : FaceOverlay::Hit{};
}

void CompareView::State::press(Qt::MouseButton button, QPointF point) {
    pressedAt = lastAt = point;
    dragMoved = false;
    pressedFace = {};
    hover(point);
    if (button == Qt::RightButton) {
        heldByButton = true;
        return view->setHoldsOriginal(true);
    }
    if (button == Qt::MiddleButton) {
        drag = Drag::Pan;
    } else if (button == Qt::LeftButton) {
        if (drawing && !spaceDown) {
            drag = Drag::Box;
            box = {};
        } else if (isOnSplitLine(point) && !spaceDown) {
            drag = Drag::Split;
            splitGrip = viewport.splitLine() - point.x();
        } else {
            drag = Drag::Pan;
            pressedFace = spaceDown ? FaceOverlay::Hit{} : faceAt(point);
        }
    }
    updateCursor();
}

void CompareView::State::move(QPointF point, Qt::MouseButtons buttons) {
    // Released where nobody told us.
    if (!buttons) drag = Drag::None;
    if (!(buttons & Qt::RightButton)) releaseHold();
    if (!dragMoved && (point - pressedAt).manhattanLength() >= kClickReach * ratio()) {
        dragMoved = true;
    }
    switch (drag) {
        case Drag::None: hover(point); break;
        case Drag::Split:
            view->setSplitPosition((point.x() + splitGrip) /
                                   std::max(1, viewport.viewSize().width()));
            break;
        case Drag::Pan:
            if (!dragMoved) return;
            viewport.panBy(point - lastAt);
            geometryChanged();
            break;
        case Drag::Box: {
            // Both corners belong to the pane in which the drag began.
            const QRect pane = viewport.paneAt(pressedAt);
            const QPointF shift = pane.topLeft() - viewport.paneAt(point).topLeft();
            const QPointF from = insidePicture(viewport.normalisedAt(pressedAt));
            const QPointF to = insidePicture(viewport.normalisedAt(point - shift));
            box = QRectF(from, to).normalized();
            view->update();
            break;
        }
    }
    lastAt = point;
}

void CompareView::State::release(Qt::MouseButton button) {
    if (button == Qt::RightButton) return releaseHold();
    const Drag ended = std::exchange(drag, Drag::None);
    if (ended == Drag::Box) finishBox();
    if (ended == Drag::Pan && !dragMoved && button == Qt::LeftButton && pressedFace.number > 0) {
        Q_EMIT view->faceClicked(pressedFace.number);
    }
    updateCursor();
}

void CompareView::State::releaseHold() {
    if (std::exchange(heldByButton, false)) view->setHoldsOriginal(false);
}

void CompareView::State::finishBox() {
    const QSize full = viewport.reference();
    const QRectF drawn = std::exchange(box, {});
    view->update();
    if (drawn.width() * full.width() < kSmallestBox) return;
    if (drawn.height() * full.height() < kSmallestBox) return;
    view->setDrawingFace(false);
    Q_EMIT view->faceDrawn(drawn);
}

void CompareView::State::doubleClick(QPointF point) {
    if (drawing || viewport.isEmpty()) return;
    const FaceOverlay::Hit hit = faceAt(point);
    if (hit.onBadge) {
        Q_EMIT view->faceToggleRequested(hit.number);
    } else if (isOnSplitLine(point)) {
        view->setSplitPosition(0.5);
    } else {
        toggleFit(point);
    }
}

void CompareView::State::toggleFit(QPointF point) {
    viewport.isFitted() ? viewport.zoomTo(1.0, point) : viewport.fit();
    geometryChanged();
}

void CompareView::State::hover(std::optional<QPointF> point) {
    mouse = point;
    if (faces.setMouse(viewport, point, ratio())) view->update();
    updateCursor();
}

void CompareView::State::updateCursor() {
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (drag == Drag::Pan) {
        shape = Qt::ClosedHandCursor;
    } else if (spaceDown) {
        shape = Qt::OpenHandCursor;
    } else if (drawing) {
        shape = Qt::CrossCursor;
    } else if (drag == Drag::Split || (mouse && isOnSplitLine(*mouse))) {
        shape = Qt::SplitHCursor;
    } else if (mouse && faceAt(*mouse).number > 0) {
        shape = Qt::PointingHandCursor;
    }
    if (view->cursor().shape() != shape) view->setCursor(shape);
}

bool CompareView::State::moveByArrow(int key, bool farther) {
    const bool sideways = key == Qt::Key_Left || key == Qt::Key_Right;
    const double sign = key == Qt::Key_Left || key == Qt::Key_Up ? -1.0 : 1.0;
    if (sideways && mode == CompareMode::Split) {
        view->setSplitPosition(viewport.splitPosition() +
                               sign * (farther ? kSplitLeap : kSplitStep));
        return true;
    }
    const QSize pane = viewport.firstPane().size();
    const double share = farther ? kPanLeap : kPanStep;
    const double step = std::round(share * (sideways ? pane.width() : pane.height()));
    view->panBy(sideways ? QPointF(-sign * step, 0) : QPointF(0, -sign * step));
    return true;
}

bool CompareView::State::pressKey(int key, Qt::KeyboardModifiers modifiers) {
    if (modifiers & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    if (isArrow(key)) return moveByArrow(key, modifiers & Qt::ShiftModifier);
    switch (key) {
        case Qt::Key_Plus:
        case Qt::Key_Equal: view->zoomBy(kWheelStep); return true;
        case Qt::Key_Minus: view->zoomBy(1.0 / kWheelStep); return true;
        case Qt::Key_0: view->zoomToFit(); return true;
        case Qt::Key_1: view->zoomTo(1.0); return true;
        case Qt::Key_2: view->zoomTo(2.0); return true;
        case Qt::Key_Space:
            spaceDown = true;
            updateCursor();
            return true;
        case Qt::Key_Escape:
            if (!drawing) return false;
            view->setDrawingFace(false);
            return true;
        default: return false;
    }
}

bool CompareView::event(QEvent* event) {
    State& s = *m_state;
    if (event->type() == QEvent::ShortcutOverride) {
        // Escape would reach the window, which cancels work with it.
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Space || (key == Qt::Key_Escape && s.drawing)) event->accept();
    } else if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        const QPointF at = s.devicePoint(gesture->position());
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            s.viewport.zoomTo(s.viewport.zoom() * std::exp(gesture->value()), at);
            s.geometryChanged();
            return true;
        }
        if (gesture->gestureType() == Qt::SmartZoomNativeGesture) {
            s.toggleFit(at);
            return true;
        }
    } else if (event->type() == QEvent::FocusIn) {
        s.focusShown = static_cast<QFocusEvent*>(event)->reason() != Qt::MouseFocusReason;
        update();
    } else if (event->type() == QEvent::Hide) {
        s.releaseHold();
    } else if (event->type() == QEvent::FocusOut) {
        s.spaceDown = false;
        s.updateCursor();
        update();
    }
    return QWidget::event(event);
}

void CompareView::wheelEvent(QWheelEvent* event) {
    State& s = *m_state;
    const bool touchpad = !event->pixelDelta().isNull() && event->phase() != Qt::NoScrollPhase;
    const QPointF steps = touchpad ? QPointF(event->pixelDelta()) / kTouchpadStep
                                   : QPointF(event->angleDelta()) / kWheelNotch;
    if (steps.y() != 0.0) {
        const double from = s.viewport.zoom();
        double to = from * std::pow(kWheelStep, steps.y());
        if (steps.y() == std::round(steps.y())) to = stoppedAtActualSize(from, to);
        s.viewport.zoomTo(to, s.devicePoint(event->position()));
    } else {
        s.viewport.panBy({steps.x() * kTouchpadStep * s.ratio(), 0.0});
    }
    s.geometryChanged();
    event->accept();
}

void CompareView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) m_state->focusShown = false;
    m_state->press(event->button(), m_state->devicePoint(event->position()));
}

void CompareView::mouseMoveEvent(QMouseEvent* event) {
    m_state->move(m_state->devicePoint(event->position()), event->buttons());
}

void CompareView::mouseReleaseEvent(QMouseEvent* event) {
    m_state->release(event->button());
}

void CompareView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return mousePressEvent(event);
    m_state->doubleClick(m_state->devicePoint(event->position()));
}

void CompareView::keyPressEvent(QKeyEvent* event) {
    if (!m_state->pressKey(event->key(), event->modifiers())) QWidget::keyPressEvent(event);
}

void CompareView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space) return QWidget::keyReleaseEvent(event);
    if (!event->isAutoRepeat()) m_state->spaceDown = false;
    m_state->updateCursor();
}

void CompareView::leaveEvent(QEvent*) {
    m_state->hover(std::nullopt);
}

}  // namespace heirloom::ui
