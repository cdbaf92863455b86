// A slider as the design has it: name, value that can be typed, track with a dot where the
// default is, hint sentence, room for one warning line under it. Click anywhere on the
// track, arrows and Page keys, wheel only with the focus, double-click on track or name
// resets; a changed value is bold.
#pragma once

#include <QWidget>

class QLabel;
class QDoubleSpinBox;

namespace heirloom::ui {

class Notice;
class SliderTrack;

class ValueSlider : public QWidget {
    Q_OBJECT
public:
    struct Range {
        double minimum = 0.0;
        double maximum = 100.0;
        double otherwise = 0.0;  // the default
        double step = 1.0;       // of arrow keys
        int decimals = 0;
        QString suffix;  // " %"
    };

    explicit ValueSlider(const Range& range, QWidget* parent = nullptr);

    // Also the accessible name of track and number.
    void setName(const QString& name);
    void setHint(const QString& hint);                                  // empty: no line for it
    void setWarning(const QString& sentence, const QString& why = {});  // empty: none

    double value() const { return m_value; }
    // Emits nothing.
    void setValue(double value);
    // The dot; a preset's value where one is chosen.
    void setDefaultValue(double value);

Q_SIGNALS:
    // By the person, while it moves; continues: of one drag or one run of key presses, whose
    // steps undo together.
    void valueEdited(double value, bool continues);
    void editingFinished();

private:
    void edit(double value, bool continues);
    void refresh();

    Range m_range;
    double m_value = 0.0;
    QLabel* m_name = nullptr;
    QDoubleSpinBox* m_number = nullptr;
    SliderTrack* m_track = nullptr;
    QLabel* m_hint = nullptr;
    Notice* m_warning = nullptr;
};

}  // namespace heirloom::ui
