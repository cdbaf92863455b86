#include "core/models/model_removal.h"

#include <algorithm>
#include <system_error>
#include <vector>

namespace heirloom {

namespace {

namespace fs = std::filesystem;

bool isModelFile(const fs::directory_entry& item) {
    const fs::path& path = item.path();
    const std::string extension = path.extension().string();
    std::error_code unknown;
    return (equalIgnoringCase(extension, ".pth") || equalIgnoringCase(extension, ".pt")) &&
           path.filename().string()[0] != '.' &&
           item.symlink_status(unknown).type() != fs::file_type::directory;
}

std::vector<fs::path> filesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code unknown;
    fs::directory_iterator item(folder, unknown);
    for (; !unknown && item != fs::directory_iterator(); item.increment(unknown)) {
        if (isModelFile(*item)) files.push_back(item->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool isNameOf(const std::string& name, const fs::path& file) {
    return equalIgnoringCase(file.filename().string(), name) ||
           equalIgnoringCase(file.stem().string(), name);
}

const CatalogueEntry* findEntry(const Catalogue& catalogue, const std::string& name) {
    if (const CatalogueEntry* entry = catalogue.findName(name)) return entry;
    for (const CatalogueEntry& entry : catalogue.entries()) {
        if (isNameOf(name, entry.file)) return &entry;
    }
    return nullptr;
}

std::string displayName(const Catalogue& catalogue, const fs::path& file) {
    const CatalogueEntry* entry = catalogue.findFile(file.filename().string());
    return entry != nullptr ? entry->name : file.stem().string();
}

Error notInstalled(const Catalogue& catalogue, const std::vector<fs::path>& files,
                   const std::string& name) {
    std::string names;
    for (const fs::path& file : files) {
        names += (names.empty() ? "" : ", ") + displayName(catalogue, file);
    }
    if (names.empty()) {
        return makeError(ErrorCode::NotFound,
                         "There is no model %1 to remove; none is installed beside those that "
                         "come with Heirloom.",
                         name);
    }
    return makeError(ErrorCode::NotFound,
                     "There is no model %1 to remove. These are installed: %2.", name, names);
}

// The catalogue's name goes before that of a file.
fs::path fileToRemove(const std::vector<fs::path>& files, const CatalogueEntry* entry,
                      const std::string& name) {
    const auto isWanted = [&](const fs::path& file) {
        return entry != nullptr ? equalIgnoringCase(file.filename().string(), entry->file)
                                : isNameOf(name, file);
    };
    const auto found = std::find_if(files.begin(), files.end(), isWanted);
    return found != files.end() ? *found : fs::path();
}

}  // namespace

Result<RemovedModel> removeModel(const ModelStore& store, const std::string& name) {
    const Catalogue& catalogue = store.catalogue();
    const std::vector<fs::path> files = filesIn(store.options().userFolder);
    const CatalogueEntry* entry = findEntry(catalogue, name);
    RemovedModel removed;
    removed.path = fileToRemove(files, entry, name);
    if (removed.path.empty()) {
        const std::vector<fs::path> bundled = filesIn(store.options().bundledFolder);
        if (fileToRemove(bundled, entry, name).empty()) return notInstalled(catalogue, files, name);
        return makeError(ErrorCode::InvalidArgument,
                         "%1 comes with Heirloom and is not removed. Only models that you "
                         "downloaded or imported can be removed.",
                         name);
    }
    removed.name = displayName(catalogue, removed.path);
    std::error_code failed;
    const std::uintmax_t bytes = fs::file_size(removed.path, failed);
    removed.bytes = failed ? 0 : bytes;
    if (!fs::remove(removed.path, failed) || failed) {
        Error error = makeError(ErrorCode::NotWritable,
                                "%1 could not be removed. Check the permissions of its folder.",
                                removed.path);
        error.detail = failed.message();
        return error;
    }
    const fs::space_info space = fs::space(store.options().userFolder, failed);
    if (!failed) removed.freeBytes = space.available;
    return removed;
}

}  // namespace heirloom
