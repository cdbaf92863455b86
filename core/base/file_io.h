// Whole files in, whole files out. Nothing is ever half-written.
#pragma once

#include <filesystem>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace heirloom {

// Reads a regular file. Devices, pipes and folders are refused with the reason.
Result<Bytes> readFile(const std::filesystem::path& path, std::uintmax_t maxBytes);

enum class Replace { Never, ExistingFile };

// Writes to a temporary file beside the target, flushes it to disk and moves it there in
// one step. With Replace::Never an existing target is an error and stays as it is. A
// target that exists and is not a regular file is refused.
Result<void> writeFileAtomically(const std::filesystem::path& path, ByteView content,
                                 Replace replace);

// The first of "NAME.EXT", "NAME (2).EXT", "NAME (3).EXT" ... that does not exist.
std::filesystem::path freeName(const std::filesystem::path& wanted);

}  // namespace heirloom
