#include "core/models/hash_registry.h"

#include <nlohmann/json.hpp>
#include <system_error>

#include "core/base/file_io.h"
#include "core/base/sha256.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uintmax_t kMostBytes = 16 << 20;

std::string keyOf(const fs::path& path) {
    std::error_code unknown;
    const fs::path absolute = fs::absolute(path, unknown);
    return (unknown ? path : absolute).lexically_normal().string();
}

std::string textOf(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

HashRegistry::HashRegistry(fs::path file) : m_file(std::move(file)) {
    load();
}

std::optional<HashRegistry::Computed> HashRegistry::stamp(const fs::path& path) {
    std::error_code unknown;
    Computed stamp;
    stamp.bytes = fs::file_size(path, unknown);
    if (unknown) return std::nullopt;
    stamp.modified =
        static_cast<std::int64_t>(fs::last_write_time(path, unknown).time_since_epoch().count());
    if (unknown) return std::nullopt;
    return stamp;
}

Result<std::string> HashRegistry::hashOf(const fs::path& path) {
    const auto now = stamp(path);
    const auto known = m_computed.find(keyOf(path));
    if (now && known != m_computed.end() && known->second.bytes == now->bytes &&
        known->second.modified == now->modified) {
        return known->second.hash;
    }
    return hashAgain(path);
}

Result<std::string> HashRegistry::hashAgain(const fs::path& path) {
    auto before = stamp(path);
    auto hash = sha256OfFile(path);
    if (!hash || !before) return hash;
    before->hash = *hash;
    m_computed[keyOf(path)] = std::move(*before);
    save();
    return hash;
}

std::optional<std::string> HashRegistry::firstSeen(const std::string& model) const {
    const auto found = m_firstSeen.find(model);
    if (found == m_firstSeen.end()) return std::nullopt;
    return found->second;
}

void HashRegistry::setFirstSeen(const std::string& model, const std::string& hash) {
    m_firstSeen[model] = hash;
    save();
}

void HashRegistry::load() {
    std::error_code unknown;
    if (!fs::is_regular_file(m_file, unknown)) return;
    const auto content = readFile(m_file, kMostBytes);
    if (!content) return;
    const Json root = Json::parse(content->begin(), content->end(), nullptr, false);
    if (!root.is_object()) return;
    for (const Json& item : root.value("computed", Json::array())) {
        if (!item.is_object()) continue;
        const auto bytes = item.find("bytes");
        const auto modified = item.find("modified");
        if (bytes == item.end() || !bytes->is_number_unsigned() || modified == item.end() ||
            !modified->is_number_integer()) {
            continue;
        }
        m_computed.try_emplace(textOf(item, "path"),
                               Computed{bytes->get<std::uintmax_t>(), modified->get<std::int64_t>(),
                                        textOf(item, "sha256")});
    }
    const Json firstSeen = root.value("first_seen", Json::object());
    if (!firstSeen.is_object()) return;
    for (const auto& [model, hash] : firstSeen.items()) {
        if (hash.is_string()) m_firstSeen.try_emplace(model, hash.get<std::string>());
    }
}

void HashRegistry::save() {
    std::error_code unknown;
    if (!fs::is_directory(m_file.parent_path(), unknown)) return;
    load();
    Json computed = Json::array();
    for (const auto& [path, known] : m_computed) {
        if (!fs::exists(path, unknown)) continue;
        computed.push_back({{"path", path},
                            {"bytes", known.bytes},
                            {"modified", known.modified},
                            {"sha256", known.hash}});
    }
    const Json root{{"computed", std::move(computed)}, {"first_seen", m_firstSeen}};
    // Paths need not be UTF-8; such a one is not found again and its file hashed anew.
    const std::string text = root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    (void)writeFileAtomically(m_file, bytes, Replace::ExistingFile);
}

}  // namespace heirloom
