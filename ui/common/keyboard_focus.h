// Tells focus that came by keyboard from focus that came by a click: only the former gets a
// ring, as in other quiet applications. Internal to ui/common.
#pragma once

namespace heirloom::ui {

// Widgets get the property "keyboardFocus" (bool) for the style sheet. Call once.
void watchKeyboardFocus();

}  // namespace heirloom::ui
