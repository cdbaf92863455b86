// Screen readers and keyboards: product.md 6.11.
#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QScrollArea>

#include "tests/ui/window/window_fixture.h"
#include "ui/common/value_slider.h"

namespace heirloom::ui {
namespace {

using namespace test;

class Accessibility : public WindowTest {
protected:
    // Class and object name, of the parents, too.
    static QString nameOf(const QObject* object) {
        QStringList names;
        for (; object != nullptr && names.size() < 3; object = object->parent()) {
            names << QString("%1:%2").arg(object->metaObject()->className(), object->objectName());
        }
        return names.join(" in ");
    }

    // Focusable controls without a name, by class and object name.
    static QStringList nameless(QAccessibleInterface* item) {
        QStringList found;
        if (item == nullptr || !item->isValid() || item->state().invisible) return found;
        if (item->state().focusable && item->text(QAccessible::Name).trimmed().isEmpty()) {
            const QObject* object = item->object();
            const bool isWindow = object != nullptr && object->isWidgetType() &&
                                  static_cast<const QWidget*>(object)->isWindow();
            if (!isWindow) {
                found << QString("%1 (role %2)").arg(nameOf(object)).arg(int(item->role()));
            }
        }
        for (int i = 0; i < item->childCount(); ++i) found << nameless(item->child(i));
        return found;
    }

    void expectNames(QWidget& root, const char* where) {
        EXPECT_EQ(nameless(QAccessible::queryAccessibleInterface(&root)).join('\n').toStdString(),
                  "")
            << where;
    }

    // The visible widgets of root that Tab reaches, in its order.
    static QList<QWidget*> tabStops(QWidget& root) {
        QList<QWidget*> stops;
        QWidget* widget = &root;
        do {
            const bool reached = (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus &&
                                 widget->isVisibleTo(root.window()) && widget->isEnabled() &&
                                 root.isAncestorOf(widget) && widget->focusProxy() == nullptr;
            if (reached) stops << widget;
            widget = widget->nextInFocusChain();
        } while (widget != nullptr && widget != &root);
        return stops;
    }

    // Down the column, and from left to right within a row.
    static void expectReadingOrder(QWidget& column) {
        const QList<QWidget*> stops = tabStops(column);
        ASSERT_GT(stops.size(), 3);
        for (int i = 1; i < stops.size(); ++i) {
            const QRect last(stops[i - 1]->mapTo(&column, QPoint()), stops[i - 1]->size());
            const QRect next(stops[i]->mapTo(&column, QPoint()), stops[i]->size());
            const bool sameRow = last.top() < next.bottom() && next.top() < last.bottom();
            // The track of a slider comes before the number above it.
            if (stops[i]->parentWidget() == stops[i - 1]->parentWidget() &&
                qobject_cast<ValueSlider*>(stops[i]->parentWidget()) != nullptr) {
                continue;
            }
            EXPECT_TRUE(sameRow ? next.center().x() >= last.center().x() ||
                                      next.center().y() >= last.center().y()
                                : next.top() >= last.top())
                << nameOf(stops[i - 1]).toStdString() << " -> " << nameOf(stops[i]).toStdString();
        }
    }

    QScrollArea* visiblePanel() {
        for (auto* area : window().editor().findChildren<QScrollArea*>()) {
            if (area->isVisible() && area->height() > 200) return area;
        }
        return nullptr;
    }
};

TEST_F(Accessibility, EveryControlOfEveryTabHasAName) {
    networks().setFaces({heirloom::test::faceAt({160, 120}, 90)});
    start();
    expectNames(window(), "empty");
    ASSERT_TRUE(openPhoto(writePicture("photo.png")));
    ASSERT_TRUE(enhance());
    expectNames(window(), "single");
    window().setTab(MainWindow::Tab::Advanced);
    QApplication::processEvents();
    expectNames(window(), "advanced");
    drop({writePicture("a.png"), writePicture("b.png")});
    ASSERT_TRUE(waitUntil([&] { return window().tab() == MainWindow::Tab::Batch; }));
    expectNames(window(), "batch");
    window().setTab(MainWindow::Tab::Models);
    QApplication::processEvents();
    expectNames(window(), "models");
}

TEST_F(Accessibility, EveryControlOfTheDialogsHasAName) {
    networks().setFaces({heirloom::test::faceAt({160, 120}, 90)});
    start();
    ASSERT_TRUE(openPhoto(writePicture("photo.png")));
    ASSERT_TRUE(enhance());
    window().editor().exportPhoto();
    for (const char* action : {"settings", "guide", "about"}) {
        find<QAction>(action)->trigger();
    }
    QApplication::processEvents();
    int dialogs = 0;
    for (auto* dialog : window().findChildren<QDialog*>()) {
        if (!dialog->isVisible()) continue;
        ++dialogs;
        expectNames(*dialog, qPrintable(dialog->objectName()));
        dialog->close();
    }
    EXPECT_EQ(dialogs, 4);
}

TEST_F(Accessibility, TabGoesDownThePanels) {
    networks().setFaces({heirloom::test::faceAt({160, 120}, 90)});
    start();
    ASSERT_TRUE(openPhoto(writePicture("photo.png")));
    ASSERT_TRUE(enhance());
    for (const auto tab : {MainWindow::Tab::Single, MainWindow::Tab::Advanced}) {
        window().setTab(tab);
        QApplication::processEvents();
        QScrollArea* panel = visiblePanel();
        ASSERT_NE(panel, nullptr);
        expectReadingOrder(*panel->widget());
    }
}

}  // namespace
}  // namespace heirloom::ui
