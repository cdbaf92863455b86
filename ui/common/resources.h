// The files that are built into the program: icons, translations, the guide.
#pragma once

namespace heirloom::ui {

// Makes ":/icons/..." and the like available; a static library's resources are left out by
// the linker otherwise. Cheap to call again.
void ensureResources();

}  // namespace heirloom::ui
