#include "core/models/precision_registry.h"

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/base/file_io.h"
#include "core/base/version.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uintmax_t kMostBytes = 1 << 20;

// Another version may compute in another way.
std::string keyOf(const std::string& sha256) {
    return sha256 + "@" + kVersion;
}

}  // namespace

fs::path PrecisionRegistry::defaultFile() {
    const auto folderOf = [](const char* variable) {
        const char* value = std::getenv(variable);
        const fs::path path = value != nullptr ? value : "";
        return path.is_absolute() ? path : fs::path();
    };
    fs::path cache = folderOf("XDG_CACHE_HOME");
    if (cache.empty() && !folderOf("HOME").empty()) cache = folderOf("HOME") / ".cache";
    return cache.empty() ? cache : cache / "heirloom" / "precisions.json";
}

PrecisionRegistry::PrecisionRegistry(fs::path file) : m_file(std::move(file)) {
    load();
}

void PrecisionRegistry::load() {
    std::error_code unknown;
    if (!fs::is_regular_file(m_file, unknown)) return;
    const auto content = readFile(m_file, kMostBytes);
    if (!content) return;
    const Json root = Json::parse(content->begin(), content->end(), nullptr, false);
    if (!root.is_object()) return;
    const Json known = root.value("close_in_bfloat16", Json::object());
    if (!known.is_object()) return;
    for (const auto& [key, isClose] : known.items()) {
        if (isClose.is_boolean()) m_isClose.try_emplace(key, isClose.get<bool>());
    }
}

std::optional<bool> PrecisionRegistry::isCloseInBFloat16(const std::string& sha256) const {
    const auto found = m_isClose.find(keyOf(sha256));
    if (found == m_isClose.end()) return std::nullopt;
    return found->second;
}

void PrecisionRegistry::remember(const std::string& sha256, bool isClose) {
    m_isClose[keyOf(sha256)] = isClose;
    if (m_file.empty()) return;
    std::error_code failed;
    fs::create_directories(m_file.parent_path(), failed);
    if (failed) return;
    load();
    const std::string text = Json{{"close_in_bfloat16", m_isClose}}.dump(2) + "\n";
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    (void)writeFileAtomically(m_file, bytes, Replace::ExistingFile);
}

}  // namespace heirloom
