// What screen readers are told about the compare view.
#pragma once

namespace heirloom::ui {

class CompareView;

void installCompareAccessible();        // once for the process; more calls do nothing
void announceState(CompareView* view);  // mode, zoom or split line changed

}  // namespace heirloom::ui
