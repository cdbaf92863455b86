// What the panels show of each parameter: name, beginner sentence, range and place in
// RestoreParameters. Single and Advanced take theirs from here, so that both say the same.
//
// Thread rule: GUI thread.
#pragma once

#include <QString>

#include "core/restore/parameters.h"
#include "ui/common/value_slider.h"

namespace heirloom::ui {

enum class NumberParameter {
    Strength,
    Denoise,
    Sharpen,
    Contrast,
    Brightness,
    Rosy,
    MinFaceShare,
};

enum class SwitchParameter { SkinProtection, DetailEnhancement, Faithful };

double RestoreParameters::*fieldOf(NumberParameter parameter);
bool RestoreParameters::*fieldOf(SwitchParameter parameter);
ValueSlider::Range rangeOf(NumberParameter parameter);

// In the language of the window.
QString parameterName(NumberParameter parameter);
QString parameterHint(NumberParameter parameter);
QString parameterName(SwitchParameter parameter);
QString parameterHint(SwitchParameter parameter);
QString modeLabel(RestoreMode mode);
QString modeMeaning(RestoreMode mode);

// What a control of this parameter is found by: "strength", "skin_protection".
QString parameterId(NumberParameter parameter);
QString parameterId(SwitchParameter parameter);

}  // namespace heirloom::ui
