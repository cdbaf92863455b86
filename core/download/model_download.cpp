#include "core/download/model_download.h"

#include <system_error>

namespace heirloom {

namespace {

namespace fs = std::filesystem;

std::string namesToChoose(const ModelStore& store) {
    std::string names;
    for (const CatalogueEntry& entry : store.catalogue().entries()) {
        if (entry.addresses.empty()) continue;
        if (!names.empty()) names += ", ";
        names += entry.name;
    }
    return names;
}

// The record of the user's own copy; nullopt when there is none.
std::optional<ModelRecord> usersRecord(ModelStore& store, const CatalogueEntry& entry) {
    for (ModelRecord& record : store.list()) {
        const bool isIt = record.isInCatalogue && record.entry.file == entry.file &&
                          !record.path.empty() && record.state != ModelState::Bundled;
        if (isIt) return std::move(record);
    }
    return std::nullopt;
}

// What is there already, when it is the right file.
std::optional<DownloadedModel> soundCopy(ModelStore& store, const CatalogueEntry& entry,
                                         const std::optional<ModelRecord>& record) {
    if (!record || !record->isUsable()) return std::nullopt;
    const auto hash = store.sha256(record->path);
    if (!hash || (entry.sha256 && *entry.sha256 != *hash)) return std::nullopt;
    DownloadedModel model;
    model.name = entry.name;
    model.path = record->path;
    model.bytes = record->bytes;
    model.sha256 = *hash;
    model.wasThere = true;
    model.note = Message("%1 is installed already.", entry.name);
    return model;
}

DownloadRequest requestFor(const ModelStore& store, const CatalogueEntry& entry,
                           const fs::path& target) {
    DownloadRequest request;
    request.target = target;
    request.bytes = entry.bytes;
    request.sha256 = entry.sha256;
    if (entry.sha256) return request;
    request.check = [&store, &entry](const fs::path& part, const std::string&) -> Result<void> {
        const Message problem = store.problemWithFile(part, entry);
        if (problem.isEmpty()) return {};
        Error error = makeError(ErrorCode::Damaged,
                                "%1 was not installed: what the server sent is no such model. Try "
                                "again later, or import the file from another source.",
                                entry.name);
        error.detail = problem.text();
        return error;
    };
    return request;
}

// Whether another address can help.
bool mayTryNext(ErrorCode code) {
    return code == ErrorCode::NotReadable || code == ErrorCode::NotFound ||
           code == ErrorCode::Damaged || code == ErrorCode::LimitExceeded;
}

Result<Downloaded> fromAnyAddress(DownloadRequest request, const CatalogueEntry& entry,
                                  const DownloadOptions& options, const RunControl& control) {
    Error last = cancelledError();
    for (const std::string& address : entry.addresses) {
        request.address = address;
        auto downloaded = HttpDownload(request, options).run(control);
        if (downloaded || !mayTryNext(downloaded.error().code)) return downloaded;
        last = std::move(downloaded).error();
    }
    return last;
}

void compareWithFirst(ModelStore& store, const CatalogueEntry& entry, DownloadedModel& model) {
    if (entry.sha256) {
        model.note = Message("%1 is installed: it is the published file.", model.name);
        return;
    }
    const auto first = store.firstSeen(model.name);
    if (!first) {
        store.setFirstSeen(model.name, model.sha256);
        model.note = Message(
            "%1 is installed. Its checksum is not published; it is remembered, so that a change "
            "will be noticed.",
            model.name);
    } else if (*first == model.sha256) {
        model.note = Message("%1 is installed: it is the same file as the first time.", model.name);
    } else {
        model.note = Message("%1 is installed.", model.name);
        model.warning = Message(
            "%1 is another file than the first time: its publisher changed it, or somebody else "
            "did. Remove it unless you expected a new version.",
            model.name);
    }
}

}  // namespace

Result<CatalogueEntry> downloadableModel(const ModelStore& store, const std::string& name) {
    for (const CatalogueEntry& entry : store.catalogue().entries()) {
        const bool isIt = equalIgnoringCase(entry.name, name) ||
                          equalIgnoringCase(entry.file, name) ||
                          equalIgnoringCase(fs::path(entry.file).stem().string(), name);
        if (!isIt) continue;
        if (!entry.addresses.empty()) return entry;
        if (entry.bundled) {
            return makeError(ErrorCode::Unsupported,
                             "%1 comes with Heirloom; there is nothing to download.", entry.name);
        }
        return makeError(ErrorCode::Unsupported,
                         "No address is known for %1. Import the file instead.", entry.name);
    }
    return makeError(ErrorCode::NotFound, "There is no model %1 to download. These can be had: %2.",
                     name, namesToChoose(store));
}

Result<DownloadedModel> downloadModel(ModelStore& store, const CatalogueEntry& entry,
                                      const DownloadOptions& options, const RunControl& control) {
    const auto record = usersRecord(store, entry);
    if (auto sound = soundCopy(store, entry, record)) return *std::move(sound);
    const fs::path& folder = store.options().userFolder;
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        Error error =
            makeError(ErrorCode::NotWritable,
                      "The models folder %1 cannot be created. Check its permissions.", folder);
        error.detail = failed.message();
        return error;
    }
    const bool isHere = record && record->path.parent_path() == folder;
    const fs::path target = isHere ? record->path : folder / entry.file;
    auto downloaded = fromAnyAddress(requestFor(store, entry, target), entry, options, control);
    if (!downloaded) return std::move(downloaded).error();

    DownloadedModel model;
    model.name = entry.name;
    model.path = target;
    model.bytes = downloaded->bytes;
    model.sha256 = downloaded->sha256;
    model.wasResumed = downloaded->wasResumed;
    compareWithFirst(store, entry, model);
    return model;
}

}  // namespace heirloom
