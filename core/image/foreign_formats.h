// Sentences for files that are no supported picture. Internal to core/image.
#pragma once

#include <filesystem>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace heirloom {

// Says what the file is, as far as its first bytes tell, and what to do about it.
Error foreignFormatError(ByteView file, const std::filesystem::path& name);

}  // namespace heirloom
