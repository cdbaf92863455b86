// Removes a model from the user's folder; what ships with Heirloom is never touched.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/models/model_store.h"

namespace heirloom {

struct RemovedModel {
    std::string name;
    std::filesystem::path path;
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> freeBytes;  // in the models folder now, where it can be told
};

// name: in the catalogue, or of the file with or without its extension, whatever the case;
// never a path. A sound, damaged or unusable file goes; a link goes, not what it names. The
// checksum that the model had at first stays remembered. Errors: NotFound, with what is
// installed; InvalidArgument for a bundled model; NotWritable.
Result<RemovedModel> removeModel(const ModelStore& store, const std::string& name);

}  // namespace heirloom
