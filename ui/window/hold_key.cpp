#include "ui/window/hold_key.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

#include "ui/compare/compare_view.h"

namespace heirloom::ui {

namespace {

bool takesText(const QWidget* widget) {
    const auto* combo = qobject_cast<const QComboBox*>(widget);
    return qobject_cast<const QLineEdit*>(widget) != nullptr ||
           qobject_cast<const QTextEdit*>(widget) != nullptr ||
           qobject_cast<const QPlainTextEdit*>(widget) != nullptr ||
           qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
           (combo != nullptr && combo->isEditable());
}

}  // namespace

HoldKey::HoldKey(CompareView& view) : QObject(&view), m_view(view) {}

bool HoldKey::eventFilter(QObject* watched, QEvent* event) {
    const bool leaves =
        event->type() == QEvent::WindowDeactivate || event->type() == QEvent::ApplicationDeactivate;
    if (leaves && m_view.holdsOriginal()) m_view.setHoldsOriginal(false);
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::KeyRelease) return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    const auto* widget = qobject_cast<QWidget*>(watched);
    if (key->key() != Qt::Key_Backslash || widget == nullptr || takesText(widget)) return false;
    if (!m_view.isVisible() || widget->window() != m_view.window()) return false;
    if (!key->isAutoRepeat()) m_view.setHoldsOriginal(event->type() == QEvent::KeyPress);
    return true;
}

}  // namespace heirloom::ui
