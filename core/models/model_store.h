// The models on this machine: those that ship with Heirloom, and the user's own folder.
//
// Not thread-safe: one instance per thread, or calls one after another. Models are never
// loaded here; files are only looked at.
// Removal is in model_removal.h, download in core/download/model_download.h.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/message.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/models/catalogue.h"
#include "core/models/hash_registry.h"
#include "core/models/model_kind.h"

namespace heirloom {

struct ModelIdentity;

struct StoreOptions {
    std::filesystem::path userFolder;     // created by the first import
    std::filesystem::path bundledFolder;  // read only
    std::filesystem::path catalogueFile;
};

enum class ModelState {
    Bundled,    // ships with Heirloom
    Installed,  // in the user's folder
    Available,  // can be downloaded
    Damaged,    // there, but not what it should be; note says why
    Unusable,   // a file that is no model for Heirloom; note says why, the kind means nothing
};

// For JSON: "bundled", "installed", "available", "damaged", "unusable".
std::string_view modelStateName(ModelState state);

struct ModelRecord {
    CatalogueEntry entry;  // what the shapes tell, when the catalogue does not know the file
    bool isInCatalogue = false;
    ModelState state = ModelState::Available;
    std::filesystem::path path;  // empty when it is not there
    std::uint64_t bytes = 0;     // of the file; the published size when it is not there, or 0
    Message note;

    bool isUsable() const { return state == ModelState::Bundled || state == ModelState::Installed; }
};

// All that is needed to load and use a model.
struct InstalledModel {
    std::string name;
    ModelKind kind = ModelKind::FaceRestorer;
    std::filesystem::path path;
    int inputSize = 0;  // side of the square input in pixels; 0 when it takes any size
    CropTemplate cropTemplate = CropTemplate::Gpen;  // restorers
    AnchorSizes anchors;                             // detectors
    bool bundled = false;
    // False for a restorer that the catalogue does not know: it may colourise or inpaint.
    bool isTaskKnown = true;
};

struct ImportedModel {
    InstalledModel model;
    bool wasThere = false;  // the very file was installed already
    Message note;           // what was recognised and how
};

enum class Verification {
    MatchesCatalogue,
    MatchesFirstSeen,  // no published hash: the same as when it was first seen
    FirstSeen,         // no published hash: remembered now
    Changed,           // not the file it should be
};

struct VerifiedModel {
    Verification outcome = Verification::Changed;
    std::string sha256;
    Message note;
};

class ModelStore {
public:
    // Errors: those of reading the catalogue. Absent folders count as empty.
    static Result<ModelStore> create(const StoreOptions& options);

    const Catalogue& catalogue() const { return m_catalogue; }
    const StoreOptions& options() const { return m_options; }

    // Catalogue order, then the user's other files by name. Sizes are compared, hashes are
    // not (see verify()).
    std::vector<ModelRecord> list();
    // What can be used, in the order of list().
    std::vector<InstalledModel> installed(ModelKind kind);

    // By name in the catalogue, by file name with or without its extension in the folders
    // (case does not matter), or by path. Errors: NotFound, InvalidArgument (another kind
    // of model), and those of reading the file.
    Result<InstalledModel> find(const std::string& nameOrPath, ModelKind kind);

    // Hashes the whole file anew. name: as for find(), without paths.
    Result<VerifiedModel> verify(const std::string& name);

    // Recognises the file by hash, then by shape, and copies it into the user's folder.
    Result<ImportedModel> importFile(const std::filesystem::path& path,
                                     const RunControl& control = {});

    // What is wrong with a file that is to stand for the catalogue's entry; empty when
    // nothing is. Compares the size where it is known, else looks at the layers.
    Message problemWithFile(const std::filesystem::path& path, const CatalogueEntry& entry) const;

    // The checksum of the first file of this name, for models without a published one.
    std::optional<std::string> firstSeen(const std::string& model) const {
        return m_hashes.firstSeen(model);
    }
    void setFirstSeen(const std::string& model, const std::string& sha256) {
        m_hashes.setFirstSeen(model, sha256);
    }

    // For reports; computed once for each state of the file.
    Result<std::string> sha256(const std::filesystem::path& path) { return m_hashes.hashOf(path); }

private:
    ModelStore(const StoreOptions& options, Catalogue catalogue);

    ModelRecord catalogueRecord(const CatalogueEntry& entry) const;
    ModelRecord otherRecord(const std::filesystem::path& path, ModelState stateIfUsable);
    Result<bool> isInstalledAt(const std::filesystem::path& target, const ModelIdentity& identity,
                               const std::string& hash);
    std::optional<ModelRecord> findRecord(const std::string& name);

    StoreOptions m_options;
    Catalogue m_catalogue;
    HashRegistry m_hashes;
};

}  // namespace heirloom
