#include "ui/common/value_slider.h"

#include <QAccessible>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSignalSpy>
#include <QVBoxLayout>

#include "tests/ui/ui_support.h"
#include "ui/common/slider_track.h"

namespace heirloom::ui::test {
namespace {

class ValueSliderTest : public UiTest {
protected:
    void SetUp() override {
        auto* layout = new QVBoxLayout(&m_window);
        layout->addWidget(m_slider);
        m_slider->setName("Strength");
        m_slider->setHint("How much.");
        show(m_window, {320, 120});
        m_track = m_slider->findChild<SliderTrack*>();
        m_number = m_slider->findChild<QDoubleSpinBox*>();
        ASSERT_TRUE(m_track && m_number);
    }

    QPoint pointOf(int position) { return {qRound(m_track->xOf(position)), m_track->height() / 2}; }

    QWidget m_window;
    ValueSlider* m_slider = new ValueSlider({0.0, 100.0, 70.0, 1.0, 0, {}}, &m_window);
    SliderTrack* m_track = nullptr;
    QDoubleSpinBox* m_number = nullptr;
};

TEST_F(ValueSliderTest, StartsAtTheDefaultWithItsNumberShown) {
    EXPECT_DOUBLE_EQ(m_slider->value(), 70.0);
    EXPECT_EQ(m_number->text(), "70");
    EXPECT_EQ(m_track->value(), 70);
}

TEST_F(ValueSliderTest, AClickAnywhereOnTheTrackGoesThere) {
    QSignalSpy edits(m_slider, &ValueSlider::valueEdited);
    QSignalSpy ends(m_slider, &ValueSlider::editingFinished);
    click(m_track, pointOf(25));
    EXPECT_NEAR(m_slider->value(), 25.0, 1.0);
    ASSERT_EQ(edits.count(), 1);
    EXPECT_FALSE(edits[0][1].toBool());
    EXPECT_EQ(ends.count(), 1);
}

TEST_F(ValueSliderTest, ADragIsOneStepOfUndo) {
    QSignalSpy edits(m_slider, &ValueSlider::valueEdited);
    QSignalSpy ends(m_slider, &ValueSlider::editingFinished);
    drag(m_track, pointOf(30), pointOf(90));
    EXPECT_NEAR(m_slider->value(), 90.0, 1.0);
    ASSERT_GT(edits.count(), 3);
    EXPECT_FALSE(edits[0][1].toBool());
    for (int i = 1; i < edits.count(); ++i) EXPECT_TRUE(edits[i][1].toBool()) << i;
    EXPECT_EQ(ends.count(), 1);
}

TEST_F(ValueSliderTest, KeysMoveByStepsPagesAndToTheEnds) {
    m_track->setFocus();
    key(m_track, Qt::Key_Right);
    EXPECT_DOUBLE_EQ(m_slider->value(), 71.0);
    key(m_track, Qt::Key_Down);
    key(m_track, Qt::Key_Left);
    EXPECT_DOUBLE_EQ(m_slider->value(), 69.0);
    key(m_track, Qt::Key_PageUp);
    EXPECT_DOUBLE_EQ(m_slider->value(), 79.0);
    key(m_track, Qt::Key_Home);
    EXPECT_DOUBLE_EQ(m_slider->value(), 0.0);
    key(m_track, Qt::Key_End);
    EXPECT_DOUBLE_EQ(m_slider->value(), 100.0);
}

TEST_F(ValueSliderTest, ARunOfKeysIsOneStepOfUndoUntilTheFocusGoes) {
    QSignalSpy edits(m_slider, &ValueSlider::valueEdited);
    QSignalSpy ends(m_slider, &ValueSlider::editingFinished);
    m_track->setFocus();
    key(m_track, Qt::Key_Right);
    key(m_track, Qt::Key_Right);
    ASSERT_EQ(edits.count(), 2);
    EXPECT_FALSE(edits[0][1].toBool());
    EXPECT_TRUE(edits[1][1].toBool());
    EXPECT_EQ(ends.count(), 0);
    m_number->setFocus();
    EXPECT_EQ(ends.count(), 1);
}

TEST_F(ValueSliderTest, ATypedValueCountsOnceItIsComplete) {
    QSignalSpy edits(m_slider, &ValueSlider::valueEdited);
    m_number->setFocus();
    m_number->selectAll();
    type(m_number, "42");
    EXPECT_EQ(edits.count(), 0);
    key(m_number, Qt::Key_Return);
    EXPECT_DOUBLE_EQ(m_slider->value(), 42.0);
    EXPECT_EQ(m_track->value(), 42);
    ASSERT_EQ(edits.count(), 1);
    EXPECT_FALSE(edits[0][1].toBool());
}

TEST_F(ValueSliderTest, DoubleClickOnTrackOrNameResets) {
    m_slider->setValue(10.0);
    doubleClick(m_track, pointOf(40));
    EXPECT_DOUBLE_EQ(m_slider->value(), 70.0);
    m_slider->setValue(10.0);
    auto* name = m_slider->findChild<QLabel*>();
    ASSERT_EQ(name->text(), "Strength");
    doubleClick(name);
    EXPECT_DOUBLE_EQ(m_slider->value(), 70.0);
}

TEST_F(ValueSliderTest, TheWheelNeedsTheFocus) {
    m_number->setFocus();
    wheel(m_track, 3);
    EXPECT_DOUBLE_EQ(m_slider->value(), 70.0);
    m_track->setFocus();
    wheel(m_track, 3);
    EXPECT_DOUBLE_EQ(m_slider->value(), 73.0);
    wheel(m_number, 3);
    EXPECT_DOUBLE_EQ(m_slider->value(), 73.0);
}

TEST_F(ValueSliderTest, SettingByProgramTellsNobodyAndStaysInRange) {
    QSignalSpy edits(m_slider, &ValueSlider::valueEdited);
    m_slider->setValue(500.0);
    EXPECT_DOUBLE_EQ(m_slider->value(), 100.0);
    EXPECT_EQ(edits.count(), 0);
}

TEST_F(ValueSliderTest, AChangedValueIsBold) {
    auto* name = m_slider->findChild<QLabel*>();
    EXPECT_FALSE(name->property("changed").toBool());
    m_slider->setValue(71.0);
    EXPECT_TRUE(name->property("changed").toBool());
    m_slider->setDefaultValue(71.0);
    EXPECT_FALSE(name->property("changed").toBool());
}

TEST_F(ValueSliderTest, AssistiveTechnologyReadsAndSetsTheValue) {
    QSignalSpy edits(m_slider, &ValueSlider::valueEdited);
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(m_track);
    ASSERT_TRUE(interface);
    EXPECT_EQ(interface->text(QAccessible::Name), "Strength");
    EXPECT_EQ(interface->role(), QAccessible::Slider);
    auto* value = interface->valueInterface();
    ASSERT_TRUE(value);
    EXPECT_EQ(value->currentValue().toInt(), 70);
    EXPECT_EQ(value->maximumValue().toInt(), 100);
    value->setCurrentValue(33);
    EXPECT_DOUBLE_EQ(m_slider->value(), 33.0);
    EXPECT_EQ(edits.count(), 1);
}

TEST(ValueSliderRange, FractionsAndNegativeValuesWork) {
    ValueSlider slider({-1.0, 1.0, 0.0, 0.05, 2, {}});
    QSignalSpy edits(&slider, &ValueSlider::valueEdited);
    auto* track = slider.findChild<SliderTrack*>();
    key(track, Qt::Key_Left);
    EXPECT_NEAR(slider.value(), -0.05, 1e-9);
    slider.setValue(0.33);
    EXPECT_NEAR(slider.value(), 0.33, 1e-9);
    EXPECT_EQ(edits.count(), 1);
}

}  // namespace
}  // namespace heirloom::ui::test
