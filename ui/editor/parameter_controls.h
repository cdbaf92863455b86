// Controls of single parameters, tied to the open photo: what the person does becomes an undo
// step of the document, and whatever changes the document shows in the control.
#pragma once

#include <QWidget>

#include "ui/common/small_widgets.h"
#include "ui/common/value_slider.h"
#include "ui/editor/parameter_list.h"
#include "ui/editor/preset_catalog.h"
#include "ui/photo/photo_document.h"

namespace heirloom::ui {

// The dot on the track is where the chosen preset has the value. The one of strength shows
// the document's warnings about strength.
class ParameterSlider : public ValueSlider {
    Q_OBJECT
public:
    ParameterSlider(NumberParameter parameter, PhotoDocument& document,
                    const PresetCatalog& presets, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refreshValue();
    void refreshDefault();
    void refreshWarning();

    NumberParameter m_parameter;
    PhotoDocument& m_document;
    const PresetCatalog& m_presets;
};

class ParameterSwitch : public SwitchRow {
    Q_OBJECT
public:
    ParameterSwitch(SwitchParameter parameter, PhotoDocument& document, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();

    SwitchParameter m_parameter;
    PhotoDocument& m_document;
};

// natural | detail | strong, and below it what the chosen one does.
class ModeControl : public QWidget {
    Q_OBJECT
public:
    ModeControl(PhotoDocument& document, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();

    PhotoDocument& m_document;
    QLabel* m_name = nullptr;
    SegmentedControl* m_choice = nullptr;
    QLabel* m_meaning = nullptr;
};

// Where denoise and sharpen work: whole photo | faces only.
class ScopeControl : public QWidget {
    Q_OBJECT
public:
    ScopeControl(PhotoDocument& document, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();

    PhotoDocument& m_document;
    QLabel* m_name = nullptr;
    SegmentedControl* m_choice = nullptr;
    QLabel* m_hint = nullptr;
};

}  // namespace heirloom::ui
