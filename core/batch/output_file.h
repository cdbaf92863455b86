// Puts a result on disk without touching anything that is not this program's.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/message.h"
#include "core/base/result.h"
#include "core/batch/output_name.h"
#include "core/image/encode.h"
#include "core/metadata/metadata.h"

namespace heirloom {

// Whether the metadata name this program as the one that made the picture.
bool isOurs(const MetadataBlocks& metadata);

struct WrittenOutput {
    std::filesystem::path picture;
    std::filesystem::path sidecar;  // empty: none was needed
    std::vector<Message> warnings;  // such as an earlier XMP file that could not go
};

// Writes under the wanted name, or the next free one when something else has it; makes the
// folder. An earlier output of this program is replaced where options say so, unless it is
// one of originals (canonical paths); the XMP file that was written together with it, and
// that nobody changed since, goes with it. Atomic: nothing is ever half-written.
Result<WrittenOutput> writeOutput(const std::filesystem::path& wanted, ByteView file,
                                  const OutputOptions& options,
                                  const std::vector<std::filesystem::path>& originals);

// As above, with the XMP file NAME.xmp beside it, which no other file may have either: both
// take the next name that is free for both. Neither is left without the other.
Result<WrittenOutput> writeOutput(const std::filesystem::path& wanted, const EncodedPhoto& photo,
                                  const OutputOptions& options,
                                  const std::vector<std::filesystem::path>& originals);

}  // namespace heirloom
