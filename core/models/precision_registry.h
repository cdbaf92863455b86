// Which restorers keep their results in bfloat16, so that each is compared with itself once.
// Kept in a file by the model's hash and the version of this software; a broken or unwritable
// file only costs time.
//
// Not thread-safe. Several processes may use one file: each keeps what the others wrote. Where two
// save in the same moment, what one of them knew may be lost and is measured again.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace heirloom {

class PrecisionRegistry {
public:
    // precisions.json in $XDG_CACHE_HOME/heirloom or ~/.cache/heirloom; empty when there is
    // neither.
    static std::filesystem::path defaultFile();

    explicit PrecisionRegistry(std::filesystem::path file);

    std::optional<bool> isCloseInBFloat16(const std::string& sha256) const;
    void remember(const std::string& sha256, bool isClose);

private:
    // Adds what the file has; what is known here stays.
    void load();

    std::filesystem::path m_file;
    std::map<std::string, bool> m_isClose;
};

}  // namespace heirloom
