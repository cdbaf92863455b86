#include "ui/common/reading_order.h"

#include <QTest>

#include "tests/ui/ui_support.h"

namespace heirloom::ui::test {
namespace {

class ReadingOrderTest : public UiTest {
protected:
    QWidget* add(const char* name, QRect place) {
        auto* control = new QWidget(&m_column);
        control->setObjectName(name);
        control->setFocusPolicy(Qt::StrongFocus);
        control->setGeometry(place);
        return control;
    }
    void showColumn() {
        new ReadingOrder(&m_column);
        show(m_column, {320, 240});
        QTest::qWait(50);
    }
    // The names in the order of the Tab key, from a control on.
    QStringList orderFrom(QWidget* first) const {
        QStringList names;
        QWidget* widget = first;
        do {
            if (widget->parentWidget() == &m_column) names << widget->objectName();
            widget = widget->nextInFocusChain();
        } while (widget != first);
        return names;
    }

    QWidget m_column;
};

TEST_F(ReadingOrderTest, GoesAlongRowsAndThenDown) {
    add("lower", {10, 120, 80, 30});
    add("right", {120, 12, 80, 30});
    QWidget* left = add("left", {10, 10, 80, 30});
    showColumn();
    EXPECT_EQ(orderFrom(left), QStringList({"left", "right", "lower"}));
}

// As long as a page is not laid out, controls have no height.
TEST_F(ReadingOrderTest, EndsWithControlsOfNoHeight) {
    QWidget* first = add("first", {10, 5, 80, 0});
    add("second", {10, 40, 0, 0});
    add("third", {10, 80, 80, 30});
    showColumn();
    EXPECT_EQ(orderFrom(first), QStringList({"first", "second", "third"}));
}

}  // namespace
}  // namespace heirloom::ui::test
