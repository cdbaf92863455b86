// Internal to core/nn: the bytes of a model file, read or memory-mapped.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace heirloom {

struct FileContent {
    ByteView bytes;
    std::shared_ptr<const void> owner;  // keeps bytes valid
    bool isMapped = false;
};

// Has a mapped file take no memory until it is read again; the bytes stay valid. content:
// what openFileContent() mapped.
void releasePages(ByteView content);

// Files of up to 64 MiB are read, because a mapped file that shrinks meanwhile would kill
// the process; larger ones are mapped, so that only what is used is loaded.
Result<FileContent> openFileContent(const std::filesystem::path& path);

}  // namespace heirloom
