// The list of a combo box with all presets in groups; also for other pages' combo boxes.
//
// Thread rule: GUI thread.
#pragma once

#include <vector>

#include "core/restore/preset.h"

class QComboBox;

namespace heirloom::ui {

// Item data: the preset's id ("plain" included). Group titles cannot be chosen.
void fillPresetChoices(QComboBox& box, const std::vector<Preset>& own);

}  // namespace heirloom::ui
