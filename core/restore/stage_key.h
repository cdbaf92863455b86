// Keys of cached stages: whatever a result depends on, as text.
#pragma once

#include <sstream>
#include <string>

namespace heirloom {

template <class... Parts>
std::string stageKey(const Parts&... parts) {
    std::ostringstream key;
    key.precision(17);
    ((key << parts << '|'), ...);
    return key.str();
}

}  // namespace heirloom
