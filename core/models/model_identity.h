// Internal to core/models: what a model file is, by its hash, its name or its shapes.
#pragma once

#include <filesystem>

#include "core/base/message.h"
#include "core/base/result.h"
#include "core/models/catalogue.h"
#include "core/models/hash_registry.h"
#include "core/models/model_recognition.h"
#include "core/models/model_store.h"

namespace heirloom {

enum class Recognition {
    ByHash,   // the very file of the catalogue
    ByName,   // the catalogue knows no hash; name, kind and size agree
    ByShape,  // unknown to the catalogue
};

struct ModelIdentity {
    Recognition how = Recognition::ByShape;
    CatalogueEntry entry;  // of the catalogue, or made from the shapes
    Message description;   // what the shapes tell; empty when recognised by hash
};

// Hashes the file only if its size is one that the catalogue knows.
Result<ModelIdentity> identifyModel(const std::filesystem::path& path, const Catalogue& catalogue,
                                    HashRegistry& hashes);

// What is wrong with the file that stands for the entry; empty when nothing is. Compares
// the size when it is known and looks at the shapes when it is not.
Message problemWith(const std::filesystem::path& path, const CatalogueEntry& entry);

// The model as it can be used from that path.
InstalledModel usedInPlace(const ModelIdentity& identity, const std::filesystem::path& path);

// How it was recognised, in a sentence.
Message recognitionNote(const ModelIdentity& identity);

}  // namespace heirloom
