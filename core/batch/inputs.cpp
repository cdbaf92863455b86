#include "core/batch/inputs.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <system_error>

#include "core/base/file_format.h"
#include "core/base/system_files.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

// Formats that people keep among their photos but that are not read: they are listed
// with the reason instead of being passed over in silence.
bool isKnownButUnsupported(const fs::path& path) {
    constexpr std::array<const char*, 8> kExtensions{".heic", ".heif", ".avif", ".gif",
                                                     ".psd",  ".jp2",  ".jxl",  ".dng"};
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

bool looksLikePhoto(const fs::path& path) {
    return formatFromExtension(path.extension().string()).has_value() ||
           isKnownButUnsupported(path);
}

class FolderSearch {
public:
    FolderSearch(const InputOptions& options, InputList& list) : m_options(options), m_list(list) {
        std::error_code ignored;
        if (!options.outputFolder.empty()) {
            m_output = fs::weakly_canonical(options.outputFolder, ignored);
        }
    }

    void search(const fs::path& folder, const fs::path& relative) {
        std::error_code failed;
        // A link back to a parent would never end.
        const fs::path canonical = fs::canonical(folder, failed);
        if (failed || !m_visited.insert(canonical).second) return;
        std::vector<fs::path> entries;
        fs::directory_iterator iterator(folder, failed);
        if (failed) {
            m_list.problems.push_back(
                {folder, makeError(ErrorCode::NotReadable, "The folder %1 cannot be read: %2.",
                                   folder, failed.message())});
            return;
        }
        for (; iterator != fs::directory_iterator(); iterator.increment(failed)) {
            entries.push_back(iterator->path());
            if (failed) break;
        }
        std::sort(entries.begin(), entries.end());
        for (const fs::path& entry : entries) visit(entry, relative);
    }

private:
    void visit(const fs::path& entry, const fs::path& relative) {
        if (isHiddenOrSystemName(entry.filename().string())) return;
        std::error_code failed;
        if (fs::is_directory(entry, failed)) {
            const bool isOutput =
                !m_output.empty() && fs::weakly_canonical(entry, failed) == m_output;
            if (m_options.recursive && !isOutput) search(entry, relative / entry.filename());
            return;
        }
        if (looksLikePhoto(entry)) m_list.photos.push_back({entry, relative, true});
    }

    const InputOptions& m_options;
    InputList& m_list;
    fs::path m_output;
    std::set<fs::path> m_visited;
};

}  // namespace

InputList collectInputs(const std::vector<fs::path>& named, const InputOptions& options) {
    InputList list;
    for (const fs::path& path : named) {
        std::error_code failed;
        if (!fs::is_directory(path, failed)) {
            // Whatever is wrong with a file is told when it is read.
            list.photos.push_back({path, {}, false});
            continue;
        }
        const std::size_t photosBefore = list.photos.size();
        const std::size_t problemsBefore = list.problems.size();
        FolderSearch(options, list).search(path, {});
        if (list.photos.size() == photosBefore && list.problems.size() == problemsBefore) {
            list.problems.push_back(
                {path, makeError(ErrorCode::NotFound,
                                 options.recursive
                                     ? "The folder %1 holds no pictures."
                                     : "The folder %1 holds no pictures (subfolders are searched "
                                       "with --recursive).",
                                 path)});
        }
    }
    return list;
}

}  // namespace heirloom
