#include "core/base/system_files.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace heirloom {

namespace {

char lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

}  // namespace

bool isHiddenOrSystemName(std::string_view name) {
    constexpr std::array<std::string_view, 4> kSystem{"thumbs.db", "desktop.ini", "__macosx",
                                                      "@eadir"};
    if (name.empty() || name.front() == '.') return true;
    return std::any_of(kSystem.begin(), kSystem.end(), [&](std::string_view system) {
        return std::equal(name.begin(), name.end(), system.begin(), system.end(),
                          [](char left, char right) { return lower(left) == right; });
    });
}

}  // namespace heirloom
