// How much memory networks may take on this machine for what they can also do in parts.
#pragma once

#include <cstddef>

namespace heirloom {

// Bytes that programs can still take without others being pushed out, as the system and the
// container of this process tell; 0 where neither does.
std::size_t availableMemory();

// cap: the user's, 0 for none. Without one half of what is available, but never so little that
// no tile fits; a usual value where that is not known.
std::size_t memoryBudget(std::size_t cap, std::size_t available);

}  // namespace heirloom
