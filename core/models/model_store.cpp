#include "core/models/model_store.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "core/models/model_identity.h"
#include "core/models/streamed_copy.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;

// Sorted, so that lists do not depend on the file system.
std::vector<fs::path> modelFiles(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code unknown;
    fs::directory_iterator item(folder, unknown);
    for (; !unknown && item != fs::directory_iterator(); item.increment(unknown)) {
        const fs::path& path = item->path();
        const std::string name = path.filename().string();
        const std::string extension = path.extension().string();
        const bool isModel =
            equalIgnoringCase(extension, ".pth") || equalIgnoringCase(extension, ".pt");
        std::error_code unreadable;
        if (isModel && name[0] != '.' && fs::is_regular_file(path, unreadable)) {
            files.push_back(path);
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

fs::path fileIgnoringCase(const fs::path& folder, const std::string& name) {
    for (const fs::path& path : modelFiles(folder)) {
        if (equalIgnoringCase(path.filename().string(), name)) return path;
    }
    return {};
}

bool answersTo(const ModelRecord& record, const std::string& name) {
    return equalIgnoringCase(record.entry.name, name) ||
           equalIgnoringCase(record.entry.file, name) ||
           equalIgnoringCase(fs::path(record.entry.file).stem().string(), name);
}

InstalledModel installedModel(const ModelRecord& record) {
    const CatalogueEntry& entry = record.entry;
    InstalledModel model;
    model.name = entry.name;
    model.kind = entry.kind;
    model.path = record.path;
    model.inputSize = entry.inputSize.value_or(0);
    model.cropTemplate = entry.cropTemplate.value_or(CropTemplate::Gpen);
    model.anchors = entry.anchors;
    model.bundled = entry.bundled;
    model.isTaskKnown = entry.kind != ModelKind::FaceRestorer || record.isInCatalogue ||
                        record.state == ModelState::Bundled;
    return model;
}

Result<InstalledModel> ofKind(InstalledModel model, ModelKind kind) {
    if (model.kind == kind) return model;
    return makeError(ErrorCode::InvalidArgument, "%1 is %2, but %3 is needed here.", model.name,
                     modelKindWords(model.kind), modelKindWords(kind));
}

Result<void> createFolder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (!failed) return {};
    Error error =
        makeError(ErrorCode::NotWritable,
                  "The models folder %1 cannot be created. Check its permissions.", folder);
    error.detail = failed.message();
    return error;
}

Error unusable(const ModelRecord& record) {
    if (record.state == ModelState::Available) {
        return makeError(ErrorCode::NotFound,
                         "The model %1 is not installed. Download or import it in the model "
                         "manager.",
                         record.entry.name);
    }
    return Error{ErrorCode::Damaged, record.note, {}};
}

}  // namespace

std::string_view modelStateName(ModelState state) {
    switch (state) {
        case ModelState::Bundled: return "bundled";
        case ModelState::Installed: return "installed";
        case ModelState::Available: return "available";
        case ModelState::Damaged: return "damaged";
        case ModelState::Unusable: return "unusable";
    }
    return "";
}

ModelStore::ModelStore(const StoreOptions& options, Catalogue catalogue)
    : m_options(options),
      m_catalogue(std::move(catalogue)),
      m_hashes(options.userFolder / "hashes.json") {}

Result<ModelStore> ModelStore::create(const StoreOptions& options) {
    auto catalogue = Catalogue::load(options.catalogueFile);
    if (!catalogue) return std::move(catalogue).error();
    return ModelStore(options, std::move(*catalogue));
}

ModelRecord ModelStore::catalogueRecord(const CatalogueEntry& entry) const {
    ModelRecord record;
    record.entry = entry;
    record.isInCatalogue = true;
    record.bytes = entry.bytes.value_or(0);
    const std::array places{std::pair(&m_options.userFolder, ModelState::Installed),
                            std::pair(&m_options.bundledFolder, ModelState::Bundled)};
    for (const auto& [folder, state] : places) {
        const fs::path path = fileIgnoringCase(*folder, entry.file);
        if (path.empty()) continue;
        std::error_code unknown;
        ModelRecord found = record;
        found.path = path;
        found.bytes = fs::file_size(path, unknown);
        found.note = problemWith(path, entry);
        found.state = found.note.isEmpty() ? state : ModelState::Damaged;
        if (found.isUsable()) return found;
        // A damaged copy of the user's must not hide a sound one that ships with Heirloom.
        record = std::move(found);
    }
    return record;
}

// A file that goes by no name of the catalogue.
ModelRecord ModelStore::otherRecord(const fs::path& path, ModelState stateIfUsable) {
    ModelRecord record;
    std::error_code unknown;
    record.path = path;
    record.bytes = fs::file_size(path, unknown);
    record.state = stateIfUsable;
    const auto identity = identifyModel(path, m_catalogue, m_hashes);
    if (identity) {
        record.entry = identity->entry;
        record.isInCatalogue = identity->how != Recognition::ByShape;
        // By its own name, because the catalogue's may be installed beside it.
        record.entry.name = path.stem().string();
    } else {
        const bool isForeign = identity.error().code == ErrorCode::Unsupported;
        record.entry.name = path.stem().string();
        record.state = isForeign ? ModelState::Unusable : ModelState::Damaged;
        record.note = identity.error().message;
    }
    record.entry.file = path.filename().string();
    record.entry.bundled = stateIfUsable == ModelState::Bundled;
    return record;
}

std::vector<ModelRecord> ModelStore::list() {
    std::vector<ModelRecord> records;
    for (const CatalogueEntry& entry : m_catalogue.entries()) {
        ModelRecord record = catalogueRecord(entry);
        const bool canBeHad = !record.path.empty() || !entry.addresses.empty();
        if (canBeHad) records.push_back(std::move(record));
    }
    for (const fs::path& path : modelFiles(m_options.userFolder)) {
        if (m_catalogue.findFile(path.filename().string())) continue;
        records.push_back(otherRecord(path, ModelState::Installed));
    }
    for (const fs::path& path : modelFiles(m_options.bundledFolder)) {
        if (m_catalogue.findFile(path.filename().string())) continue;
        records.push_back(otherRecord(path, ModelState::Bundled));
    }
    return records;
}

std::vector<InstalledModel> ModelStore::installed(ModelKind kind) {
    std::vector<InstalledModel> models;
    for (const ModelRecord& record : list()) {
        if (record.isUsable() && record.entry.kind == kind) {
            models.push_back(installedModel(record));
        }
    }
    return models;
}

// The best record of that name: one that can be used before one that cannot.
std::optional<ModelRecord> ModelStore::findRecord(const std::string& name) {
    std::optional<ModelRecord> best;
    for (ModelRecord& record : list()) {
        if (!answersTo(record, name)) continue;
        if (!best || (record.isUsable() && !best->isUsable())) best = std::move(record);
    }
    return best;
}

Result<InstalledModel> ModelStore::find(const std::string& nameOrPath, ModelKind kind) {
    const bool isPath = nameOrPath.find_first_of("/\\") != std::string::npos;
    const auto record = isPath ? std::nullopt : findRecord(nameOrPath);
    if (record && record->isUsable()) return ofKind(installedModel(*record), kind);

    std::error_code unknown;
    if (!nameOrPath.empty() && fs::exists(nameOrPath, unknown)) {
        auto identity = identifyModel(nameOrPath, m_catalogue, m_hashes);
        if (!identity) return std::move(identity).error();
        return ofKind(usedInPlace(*identity, nameOrPath), kind);
    }
    if (record) return unusable(*record);
    return makeError(ErrorCode::NotFound,
                     "There is no model and no file named %1. The list of models shows what is "
                     "installed.",
                     nameOrPath);
}

Result<VerifiedModel> ModelStore::verify(const std::string& name) {
    const auto record = findRecord(name);
    if (!record || record->path.empty()) {
        return makeError(ErrorCode::NotFound,
                         "The model %1 is not installed, so there is nothing to verify.", name);
    }
    auto hash = m_hashes.hashAgain(record->path);
    if (!hash) return std::move(hash).error();

    VerifiedModel verified;
    verified.sha256 = *hash;
    const std::string& model = record->entry.name;
    const auto firstSeen = m_hashes.firstSeen(model);
    const auto expected = record->entry.sha256 ? record->entry.sha256 : firstSeen;
    if (!expected) {
        m_hashes.setFirstSeen(model, *hash);
        verified.outcome = Verification::FirstSeen;
        verified.note = Message(
            "%1 has no published checksum; the present one is remembered for later.", model);
    } else if (*expected != *hash) {
        verified.outcome = Verification::Changed;
        verified.note = Message(
            "%1 is not the file it should be: its checksum differs. Remove %2 and download or "
            "import it again.",
            model, record->path);
    } else {
        verified.outcome =
            record->entry.sha256 ? Verification::MatchesCatalogue : Verification::MatchesFirstSeen;
        verified.note = record->entry.sha256
                            ? Message("%1 is unchanged: its checksum is the published one.", model)
                            : Message("%1 has not changed since it was first seen.", model);
    }
    return verified;
}

Message ModelStore::problemWithFile(const fs::path& path, const CatalogueEntry& entry) const {
    return problemWith(path, entry);
}

// Whether the very file is at target already. Error when another sound model is.
Result<bool> ModelStore::isInstalledAt(const fs::path& target, const ModelIdentity& identity,
                                       const std::string& hash) {
    std::error_code unknown;
    if (!fs::exists(target, unknown)) return false;
    const auto present = m_hashes.hashOf(target);
    if (present && *present == hash) return true;
    const bool mayReplace =
        identity.how == Recognition::ByHash ||
        (identity.how == Recognition::ByName && !problemWith(target, identity.entry).isEmpty()) ||
        !identifyModel(target, m_catalogue, m_hashes);
    if (mayReplace) return false;
    return makeError(ErrorCode::NotWritable,
                     "Another model is installed as %1. Remove it first, or rename the file that "
                     "you want to import.",
                     target);
}

Result<ImportedModel> ModelStore::importFile(const fs::path& path, const RunControl& control) {
    auto identity = identifyModel(path, m_catalogue, m_hashes);
    if (!identity) return std::move(identity).error();
    auto hash = m_hashes.hashOf(path);
    if (!hash) return std::move(hash).error();
    if (auto folder = createFolder(m_options.userFolder); !folder) return folder.error();

    fs::path target = fileIgnoringCase(m_options.userFolder, identity->entry.file);
    if (target.empty()) target = m_options.userFolder / identity->entry.file;
    auto wasThere = isInstalledAt(target, *identity, *hash);
    if (!wasThere) return std::move(wasThere).error();

    const ImportedModel imported{usedInPlace(*identity, target), *wasThere,
                                 recognitionNote(*identity)};
    if (imported.wasThere) return imported;
    auto copied = copyFileAtomically(path, target, Replace::ExistingFile, *hash, control);
    if (!copied) return std::move(copied).error();
    if (!identity->entry.sha256) m_hashes.setFirstSeen(imported.model.name, *copied);
    return imported;
}

}  // namespace heirloom
