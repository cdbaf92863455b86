#include "core/models/model_identity.h"

#include <system_error>

namespace heirloom {

namespace {

namespace fs = std::filesystem;

Result<RecognisedModel> recogniseFile(const fs::path& path) {
    const auto checkpoint = Checkpoint::open(path);
    if (!checkpoint) return checkpoint.error();
    return recogniseModel(*checkpoint);
}

bool agrees(const RecognisedModel& model, const CatalogueEntry& entry) {
    return model.kind() == entry.kind && model.inputSize() == entry.inputSize.value_or(0);
}

// The name that a browser gives to the download.
bool isPublishedName(const CatalogueEntry& entry, const std::string& file) {
    if (equalIgnoringCase(entry.file, file)) return true;
    for (const std::string& address : entry.addresses) {
        if (address.ends_with("/" + file)) return true;
    }
    return false;
}

CatalogueEntry entryFromShapes(const fs::path& path, const RecognisedModel& model) {
    CatalogueEntry entry;
    entry.name = path.stem().string();
    entry.kind = model.kind();
    entry.file = path.filename().string();
    if (model.inputSize() > 0) entry.inputSize = model.inputSize();
    if (entry.kind == ModelKind::FaceRestorer) {
        // This project's own models are trained on FFHQ crops, all others on GPEN's.
        entry.cropTemplate = model.hasInputSkip() ? CropTemplate::Ffhq : CropTemplate::Gpen;
    }
    if (entry.kind == ModelKind::FaceDetector) {
        // Not in the file; all published RetinaFace weights of these backbones have them.
        entry.anchors = {{16, 32}, {64, 128}, {256, 512}};
    }
    return entry;
}

}  // namespace

Result<ModelIdentity> identifyModel(const fs::path& path, const Catalogue& catalogue,
                                    HashRegistry& hashes) {
    std::error_code unknown;
    const std::uintmax_t bytes = fs::file_size(path, unknown);
    if (!unknown && catalogue.knowsSize(bytes)) {
        auto hash = hashes.hashOf(path);
        if (!hash) return std::move(hash).error();
        if (const CatalogueEntry* entry = catalogue.findHash(*hash)) {
            return ModelIdentity{Recognition::ByHash, *entry, {}};
        }
    }
    auto model = recogniseFile(path);
    if (!model) return std::move(model).error();
    const std::string file = path.filename().string();
    for (const CatalogueEntry& entry : catalogue.entries()) {
        if (!entry.sha256 && isPublishedName(entry, file) && agrees(*model, entry)) {
            return ModelIdentity{Recognition::ByName, entry, model->description()};
        }
    }
    return ModelIdentity{Recognition::ByShape, entryFromShapes(path, *model), model->description()};
}

Message problemWith(const fs::path& path, const CatalogueEntry& entry) {
    std::error_code unknown;
    const std::uintmax_t bytes = fs::file_size(path, unknown);
    if (entry.bytes && bytes == *entry.bytes) return {};
    if (entry.bytes) {
        return Message(
            "%1 has %2 bytes, but the published file has %3. Remove it and download or import it "
            "again.",
            path, bytes, *entry.bytes);
    }
    const auto model = recogniseFile(path);
    if (!model) return model.error().message;
    if (agrees(*model, entry)) return {};
    return Message("%1 should be %2 but is another model: %3. Remove it or give it another name.",
                   path, entry.name, model->description());
}

InstalledModel usedInPlace(const ModelIdentity& identity, const fs::path& path) {
    const CatalogueEntry& entry = identity.entry;
    InstalledModel model;
    model.name = entry.name;
    model.kind = entry.kind;
    model.path = path;
    model.inputSize = entry.inputSize.value_or(0);
    model.cropTemplate = entry.cropTemplate.value_or(CropTemplate::Gpen);
    model.anchors = entry.anchors;
    model.bundled = entry.bundled;
    model.isTaskKnown =
        entry.kind != ModelKind::FaceRestorer || identity.how != Recognition::ByShape;
    return model;
}

Message recognitionNote(const ModelIdentity& identity) {
    const std::string& name = identity.entry.name;
    const Message& description = identity.description;
    switch (identity.how) {
        case Recognition::ByHash:
            return Message("Recognised as %1: it is the published file.", name);
        case Recognition::ByName:
            return Message(
                "Recognised as %1 by its name and layers: %2. Its checksum is not "
                "published; it is remembered, so that a change will be noticed.",
                name, description);
        case Recognition::ByShape: break;
    }
    if (identity.entry.kind == ModelKind::FaceRestorer) {
        return Message(
            "Recognised by its layers: %1. The file does not tell whether it restores, "
            "colours or fills in faces; choose %2 by hand if it restores them.",
            description, name);
    }
    return Message("Recognised by its layers: %1.", description);
}

}  // namespace heirloom
