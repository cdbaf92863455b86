// The style sheet of the application, made from the tokens. Internal to ui/common.
#pragma once

#include <QString>

#include "ui/common/theme.h"

namespace heirloom::ui {

// dark: which of the marks in resources/icons/style fit.
QString styleSheetFor(const ThemeColours& colours, bool dark);

}  // namespace heirloom::ui
