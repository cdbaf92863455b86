#include "ui/common/small_widgets.h"

#include <QSignalSpy>
#include <QVBoxLayout>

#include "tests/ui/ui_support.h"
#include "ui/common/notice.h"

namespace heirloom::ui::test {
namespace {

class SmallWidgetsTest : public UiTest {
protected:
    template <class Widget>
    Widget* shown(Widget* widget) {
        auto* layout = new QVBoxLayout(&m_window);
        layout->addWidget(widget);
        show(m_window, {360, 140});
        return widget;
    }

    QWidget m_window;
};

TEST_F(SmallWidgetsTest, SegmentsAreChosenByClickAndArrows) {
    auto* control = new SegmentedControl(3, &m_window);
    control->setTexts({"Natural", "Detail", "Strong"});
    shown(control);
    QSignalSpy chosen(control, &SegmentedControl::chosen);
    EXPECT_EQ(control->current(), 0);
    click(control->button(1));
    EXPECT_EQ(control->current(), 1);
    control->button(1)->setFocus();
    key(control->button(1), Qt::Key_Right);
    EXPECT_EQ(control->current(), 2);
    EXPECT_TRUE(control->button(2)->hasFocus());
    key(control->button(2), Qt::Key_Right);
    EXPECT_EQ(control->current(), 0);
    key(control->button(0), Qt::Key_Left);
    EXPECT_EQ(control->current(), 2);
    EXPECT_EQ(chosen.count(), 4);
    control->setCurrent(1);
    EXPECT_EQ(chosen.count(), 4);
    EXPECT_EQ(control->button(1)->accessibleName(), "Detail");
}

TEST_F(SmallWidgetsTest, AChosenSegmentStaysChosenWhenItIsClickedAgain) {
    auto* control = shown(new SegmentedControl(2, &m_window));
    click(control->button(0));
    EXPECT_EQ(control->current(), 0);
}

TEST_F(SmallWidgetsTest, ASwitchTurnsByClickOnItsWordsAndBySpace) {
    auto* row = new SwitchRow(&m_window);
    row->setTexts("Protect skin", "Keeps pores.");
    shown(row);
    QSignalSpy toggles(row, &SwitchRow::toggled);
    auto* control = row->findChild<QAbstractButton*>("switch");
    ASSERT_TRUE(control);
    EXPECT_EQ(control->accessibleName(), "Protect skin");
    click(control);
    EXPECT_TRUE(row->isOn());
    click(row->findChild<QLabel*>());
    EXPECT_FALSE(row->isOn());
    control->setFocus();
    key(control, Qt::Key_Space);
    EXPECT_TRUE(row->isOn());
    EXPECT_EQ(toggles.count(), 3);
    row->setOn(false);
    EXPECT_EQ(toggles.count(), 3);
}

TEST_F(SmallWidgetsTest, ANoticeUnfoldsItsReason) {
    auto* notice = shown(new Notice(Notice::Kind::Warning, &m_window));
    EXPECT_FALSE(notice->isVisible());
    notice->show(Notice::Kind::Warning, "Strong changes faces.", "Because.");
    EXPECT_TRUE(notice->isVisible());
    EXPECT_EQ(notice->sentence(), "Strong changes faces.");
    auto* why = notice->findChild<QToolButton*>("noticeLink");
    auto* detail = notice->findChild<QLabel*>("noticeDetail");
    EXPECT_EQ(why->text(), "Why?");
    EXPECT_FALSE(detail->isVisible());
    click(why);
    EXPECT_TRUE(detail->isVisible());
    click(why);
    EXPECT_FALSE(detail->isVisible());
    notice->show(Notice::Kind::Error, "It failed.");
    EXPECT_FALSE(why->isVisible());
    EXPECT_EQ(why->text(), "Show details");
}

TEST_F(SmallWidgetsTest, ANoticeHasAnActionAndGoesAway) {
    auto* notice = shown(new Notice(Notice::Kind::Hint, &m_window));
    QSignalSpy actions(notice, &Notice::actionTriggered);
    QSignalSpy dismissals(notice, &Notice::dismissed);
    notice->setAction("Download");
    notice->setDismissable(true);
    notice->show(Notice::Kind::Hint, "A better model is there.");
    click(notice->findChild<QPushButton*>("noticeAction"));
    EXPECT_EQ(actions.count(), 1);
    auto* close = notice->findChild<QToolButton*>("noticeClose");
    EXPECT_FALSE(close->accessibleName().isEmpty());
    click(close);
    EXPECT_EQ(dismissals.count(), 1);
    EXPECT_FALSE(notice->isVisible());
}

TEST_F(SmallWidgetsTest, ALongNameIsCutAndItsWholeTextIsTheToolTip) {
    auto* label = new ElidedLabel(&m_window);
    const QString name = QString("a very long name ").repeated(20);
    label->setFullText(name);
    shown(label);
    EXPECT_LE(label->width(), 360);
    EXPECT_EQ(label->toolTip(), name);
    EXPECT_EQ(label->fullText(), name);
    EXPECT_LT(label->minimumSizeHint().width(), 200);
}

TEST_F(SmallWidgetsTest, ASectionFolds) {
    auto* section = new FoldingSection(&m_window);
    section->setTitle("Photo facts");
    auto* inside = new QLabel("12 megapixels", section);
    section->content()->addWidget(inside);
    shown(section);
    EXPECT_FALSE(inside->isVisible());
    click(section->findChild<QToolButton*>());
    EXPECT_TRUE(section->isUnfolded());
    EXPECT_TRUE(inside->isVisible());
    section->setUnfolded(false);
    EXPECT_FALSE(inside->isVisible());
}

TEST_F(SmallWidgetsTest, AnIconButtonHasANameAndAShortcutInItsTip) {
    auto* button = shown(makeIconButton("save", &m_window));
    setIconButtonText(button, "Save", "Ctrl+S");
    EXPECT_EQ(button->accessibleName(), "Save");
    EXPECT_TRUE(button->toolTip().contains("Ctrl+S"));
    EXPECT_NE(button->focusPolicy(), Qt::NoFocus);
}

}  // namespace
}  // namespace heirloom::ui::test
