#include "ui/compare/compare_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include "ui/compare/compare_view.h"

namespace heirloom::ui {

namespace {

class CompareAccessible : public QAccessibleWidget {
public:
    explicit CompareAccessible(CompareView* view)
        : QAccessibleWidget(view, QAccessible::Graphic), m_view(view) {}

    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Value) return m_view->stateText();
        return QAccessibleWidget::text(kind);
    }

private:
    CompareView* m_view;
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object) {
    auto* view = qobject_cast<CompareView*>(object);
    return view ? new CompareAccessible(view) : nullptr;
}

}  // namespace

void installCompareAccessible() {
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed)
}

void announceState(CompareView* view) {
    if (!QAccessible::isActive()) return;
    QAccessibleEvent event(view, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

}  // namespace heirloom::ui
