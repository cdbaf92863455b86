// What a colour profile calls itself, for people.
//
// Thread rule: free function without shared state, callable from any thread.
#pragma once

#include <string>

#include "core/base/bytes.h"

namespace heirloom {

// The description of an ICC profile in UTF-8, at most 80 characters on one line; empty
// without a profile, and where it cannot be read or has no description.
std::string profileName(ByteView profile);

}  // namespace heirloom
