#include "ui/common/keyboard_focus.h"

#include <QApplication>
#include <QFocusEvent>
#include <QStyle>
#include <QVariant>
#include <QWidget>

#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr const char* kProperty = "keyboardFocus";

class FocusWatcher : public QObject {
public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override {
        switch (event->type()) {
            case QEvent::FocusIn:
                if (auto* widget = qobject_cast<QWidget*>(watched)) {
                    const auto reason = static_cast<QFocusEvent*>(event)->reason();
                    // A window that becomes active again keeps what its control had.
                    if (reason == Qt::ActiveWindowFocusReason || reason == Qt::PopupFocusReason) {
                        break;
                    }
                    mark(widget, reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                                     reason == Qt::ShortcutFocusReason);
                }
                break;
            case QEvent::FocusOut:
                if (auto* widget = qobject_cast<QWidget*>(watched)) {
                    const auto reason = static_cast<QFocusEvent*>(event)->reason();
                    if (reason == Qt::ActiveWindowFocusReason || reason == Qt::PopupFocusReason) {
                        break;
                    }
                    mark(widget, false);
                }
                break;
            case QEvent::KeyPress:
                // Whoever goes on by keyboard after a click sees where the keys go.
                if (auto* widget = qobject_cast<QWidget*>(watched);
                    widget && widget->hasFocus() &&
                    isMoving(static_cast<QKeyEvent*>(event)->key())) {
                    mark(widget, true);
                }
                break;
            default: break;
        }
        return false;
    }

private:
    static bool isMoving(int key) {
        return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up ||
               key == Qt::Key_Down || key == Qt::Key_Home || key == Qt::Key_End ||
               key == Qt::Key_Space || key == Qt::Key_PageUp || key == Qt::Key_PageDown;
    }

    static void mark(QWidget* widget, bool byKeyboard) {
        if (widget->property(kProperty).toBool() == byKeyboard) return;
        widget->setProperty(kProperty, byKeyboard);
        // The style sheet looks at properties only while it polishes.
        widget->style()->unpolish(widget);
        widget->style()->polish(widget);
        widget->update();
    }
};

}  // namespace

void watchKeyboardFocus() {
    qApp->installEventFilter(new FocusWatcher(qApp));
}

bool showsFocusRing(const QWidget* widget) {
    return widget->hasFocus() && widget->property(kProperty).toBool();
}

}  // namespace heirloom::ui
