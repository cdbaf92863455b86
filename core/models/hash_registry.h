// Internal to core/models: the hashes of model files that were computed before, so that
// 284 MB are hashed once, and the hash that each model without a published one had when it
// was first seen. Kept in hashes.json in the user's models folder; a broken or unwritable
// file only costs time.
//
// Not thread-safe. Several processes may use one file: each keeps what the others wrote. Where two
// save in the same moment, one entry may be lost and is computed again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace heirloom {

class HashRegistry {
public:
    explicit HashRegistry(std::filesystem::path file);

    // From the cache while path, size and time of change are the same; else computed.
    Result<std::string> hashOf(const std::filesystem::path& path);
    // Always computed.
    Result<std::string> hashAgain(const std::filesystem::path& path);

    // What a model of this name had when it was first seen.
    std::optional<std::string> firstSeen(const std::string& model) const;
    void setFirstSeen(const std::string& model, const std::string& hash);

private:
    struct Computed {
        std::uintmax_t bytes = 0;
        std::int64_t modified = 0;
        std::string hash;
    };
    static std::optional<Computed> stamp(const std::filesystem::path& path);
    // Adds what the file has; what is known here stays.
    void load();
    void save();

    std::filesystem::path m_file;
    std::map<std::string, Computed> m_computed;  // by absolute path
    std::map<std::string, std::string> m_firstSeen;
};

}  // namespace heirloom
