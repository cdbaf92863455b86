// Files and folders that people do not see among their photos, and that are passed over
// without a word.
#pragma once

#include <string_view>

namespace heirloom {

// name: without folders. Hidden by a dot, or what a system leaves in every folder, in any
// ASCII case.
bool isHiddenOrSystemName(std::string_view name);

}  // namespace heirloom
