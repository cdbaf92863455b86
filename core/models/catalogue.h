// The models that Heirloom knows, from models/catalogue.json: the one place with their
// addresses, hashes and licences.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/crop_template.h"
#include "core/base/result.h"
#include "core/models/model_kind.h"

namespace heirloom {

// Anchor sides in pixels for strides 8, 16 and 32.
using AnchorSizes = std::vector<std::vector<int>>;

struct CatalogueEntry {
    std::string name;  // unique, whatever the case
    ModelKind kind = ModelKind::FaceRestorer;
    std::string file;  // its name in the models folder, unique, whatever the case
    // What is known of the published file.
    std::optional<std::uint64_t> bytes;
    std::optional<std::string> sha256;   // lower case
    std::vector<std::string> addresses;  // of the same file, best first; empty: not downloadable
    std::string licence;
    std::string purpose;           // a sentence on what it is for
    std::optional<int> inputSize;  // side of the square input in pixels, where it is fixed
    std::optional<CropTemplate> cropTemplate;  // restorers only
    AnchorSizes anchors;                       // detectors only
    bool bundled = false;                      // ships with Heirloom
};

class Catalogue {
public:
    static Result<Catalogue> load(const std::filesystem::path& path);
    // source is used in messages.
    static Result<Catalogue> parse(ByteView json, const std::filesystem::path& source);

    const std::vector<CatalogueEntry>& entries() const { return m_entries; }

    // nullptr when there is none; case does not matter in names.
    const CatalogueEntry* findName(std::string_view name) const;
    const CatalogueEntry* findFile(std::string_view file) const;
    const CatalogueEntry* findHash(std::string_view sha256) const;
    bool knowsSize(std::uint64_t bytes) const;

private:
    Catalogue() = default;
    std::vector<CatalogueEntry> m_entries;
};

// ASCII only; model names have nothing else.
bool equalIgnoringCase(std::string_view left, std::string_view right);

}  // namespace heirloom
