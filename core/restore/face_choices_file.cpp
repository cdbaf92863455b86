#include "core/restore/face_choices_file.h"

#include <system_error>

#include "core/restore/face_choices_reader.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

// Where an entry's path leads; empty when it leads nowhere.
fs::path canonicalOf(const fs::path& input, const fs::path& file) {
    std::error_code failed;
    fs::path found = fs::canonical(input, failed);
    if (failed) found = fs::canonical(file.parent_path() / input, failed);
    return failed ? fs::path() : found;
}

std::string normal(const fs::path& path) {
    return path.lexically_normal().string();
}

}  // namespace

Result<FaceChoicesFile> FaceChoicesFile::load(const fs::path& file) {
    auto photos = readFaceChoices(file);
    if (!photos) return photos.error();
    FaceChoicesFile result;
    result.m_file = file;
    for (PhotoFaceChoices& photo : *photos) {
        result.m_entries.push_back({std::move(photo.input), std::move(photo.choices)});
    }
    result.index();
    return result;
}

void FaceChoicesFile::index() {
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const fs::path& input = m_entries[i].input;
        m_byPath.emplace(normal(input), i);
        const fs::path canonical = canonicalOf(input, m_file);
        if (!canonical.empty()) {
            m_byCanonicalPath.emplace(canonical.string(), i);
            continue;
        }
        const auto [position, isNew] = m_byName.emplace(input.filename().string(), i);
        if (!isNew) position->second.reset();
    }
}

std::optional<std::size_t> FaceChoicesFile::entryFor(const fs::path& input) const {
    const auto path = m_byPath.find(normal(input));
    if (path != m_byPath.end()) return path->second;
    std::error_code failed;
    const fs::path canonical = fs::canonical(input, failed);
    const auto same = failed ? m_byCanonicalPath.end() : m_byCanonicalPath.find(canonical.string());
    if (same != m_byCanonicalPath.end()) return same->second;
    const auto name = m_byName.find(input.filename().string());
    return name == m_byName.end() ? std::nullopt : name->second;
}

FaceChoices FaceChoicesFile::choicesFor(const fs::path& input) const {
    const auto entry = entryFor(input);
    return entry ? m_entries[*entry].choices : FaceChoices{};
}

Result<std::vector<Message>> FaceChoicesFile::checkInputs(
    const std::vector<fs::path>& inputs) const {
    std::map<std::size_t, fs::path> users;
    for (const fs::path& input : inputs) {
        const auto entry = entryFor(input);
        if (!entry) continue;
        const auto [user, isNew] = users.emplace(*entry, input);
        std::error_code failed;
        if (isNew || normal(user->second) == normal(input) ||
            fs::equivalent(user->second, input, failed)) {
            continue;
        }
        return makeError(ErrorCode::InvalidArgument,
                         "\"%1\" in %2 could be %3 or %4. Write the path into the file.",
                         m_entries[*entry].input, m_file, user->second, input);
    }
    std::vector<Message> warnings;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (users.contains(i) || m_entries[i].choices.isEmpty()) continue;
        warnings.emplace_back("%1 has choices for %2, which is not among the photos.", m_file,
                              m_entries[i].input);
    }
    return warnings;
}

}  // namespace heirloom
