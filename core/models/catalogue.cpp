#include "core/models/catalogue.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/file_io.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uintmax_t kMostBytes = 4 << 20;
constexpr int kFormat = 1;

// Collects the first thing that is wrong with an entry, in words.
class EntryReader {
public:
    explicit EntryReader(const Json& object) : m_object(object) {}

    CatalogueEntry read();
    const std::string& problem() const { return m_problem; }

private:
    void fail(const std::string& problem) {
        if (m_problem.empty()) m_problem = problem;
    }
    const Json* member(const char* key) const {
        const auto found = m_object.find(key);
        return found == m_object.end() || found->is_null() ? nullptr : &*found;
    }
    std::string text(const char* key);
    std::optional<std::string> hash();
    std::optional<std::uint64_t> natural(const char* key);
    std::vector<std::string> addresses();
    std::optional<CropTemplate> cropTemplate();
    AnchorSizes anchors();
    void checkUnknownMembers();

    const Json& m_object;
    std::string m_problem;
};

std::string EntryReader::text(const char* key) {
    const Json* value = member(key);
    if (value == nullptr || !value->is_string() || value->get_ref<const std::string&>().empty()) {
        fail(std::string("\"") + key + "\" must be a text");
        return {};
    }
    return value->get<std::string>();
}

std::optional<std::string> EntryReader::hash() {
    constexpr std::size_t kDigits = 64;
    if (member("sha256") == nullptr) return std::nullopt;
    const std::string value = text("sha256");
    const bool isHash =
        value.size() == kDigits && value.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!isHash) fail("\"sha256\" must have 64 lower-case hexadecimal digits");
    return value;
}

std::optional<std::uint64_t> EntryReader::natural(const char* key) {
    const Json* value = member(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number_unsigned() || value->get<std::uint64_t>() == 0) {
        fail(std::string("\"") + key + "\" must be a whole number above 0");
        return std::nullopt;
    }
    return value->get<std::uint64_t>();
}

// http://127.0.0.1:PORT/...; nobody can change a file on the way.
bool isOfThisMachine(std::string_view address) {
    constexpr std::string_view kStart = "http://127.0.0.1:";
    if (!address.starts_with(kStart)) return false;
    const auto end = address.find_first_not_of("0123456789", kStart.size());
    return end != std::string_view::npos && end > kStart.size() && address[end] == '/';
}

std::vector<std::string> EntryReader::addresses() {
    std::vector<std::string> found;
    const Json* value = member("addresses");
    if (value == nullptr) return found;
    if (!value->is_array()) fail("\"addresses\" must be a list");
    for (const Json& address : *value) {
        const bool isSafe =
            address.is_string() && (address.get_ref<const std::string&>().starts_with("https://") ||
                                    isOfThisMachine(address.get_ref<const std::string&>()));
        if (!isSafe) {
            fail("every address must start with https://");
            break;
        }
        found.push_back(address.get<std::string>());
    }
    return found;
}

std::optional<CropTemplate> EntryReader::cropTemplate() {
    if (member("template") == nullptr) return std::nullopt;
    const std::string value = text("template");
    for (const CropTemplate known : {CropTemplate::Gpen, CropTemplate::Ffhq}) {
        if (cropTemplateName(known) == value) return known;
    }
    fail("\"template\" must be gpen or ffhq");
    return std::nullopt;
}

AnchorSizes EntryReader::anchors() {
    constexpr std::size_t kStrides = 3;
    AnchorSizes sizes;
    const Json* value = member("anchors");
    if (value == nullptr) return sizes;
    bool isSound = value->is_array() && value->size() == kStrides;
    for (const Json& level : isSound ? *value : Json::array()) {
        std::vector<int> sides;
        isSound = isSound && level.is_array() && !level.empty();
        for (const Json& side : isSound ? level : Json::array()) {
            isSound = isSound && side.is_number_unsigned() && side > 0 && side <= 4096;
            if (isSound) sides.push_back(side.get<int>());
        }
        sizes.push_back(std::move(sides));
    }
    if (!isSound) fail("\"anchors\" must be three lists of sizes in pixels");
    return sizes;
}

// A misspelt key would otherwise be left out without a word.
void EntryReader::checkUnknownMembers() {
    static constexpr std::array kKnown{"name",    "kind",       "file",    "bytes",   "sha256",
                                       "licence", "addresses",  "purpose", "anchors", "bundled",
                                       "note",    "input_size", "template"};
    for (const auto& [key, value] : m_object.items()) {
        if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end()) {
            fail("\"" + key + "\" is not a known property");
        }
    }
}

CatalogueEntry EntryReader::read() {
    constexpr std::uint64_t kLargestInput = 8192;
    CatalogueEntry entry;
    entry.name = text("name");
    entry.file = text("file");
    if (entry.file.find_first_of("/\\") != std::string::npos || entry.file.starts_with('.')) {
        fail("\"file\" must be a file name without a folder");
    }
    const auto kind = modelKindFromName(text("kind"));
    if (!kind) fail("\"kind\" must be restorer, detector, parser or background");
    entry.kind = kind.value_or(ModelKind::FaceRestorer);
    entry.bytes = natural("bytes");
    entry.sha256 = hash();
    entry.addresses = addresses();
    entry.licence = text("licence");
    entry.purpose = text("purpose");
    if (const auto size = natural("input_size")) {
        if (*size > kLargestInput) fail("\"input_size\" is too large");
        entry.inputSize = static_cast<int>(std::min(*size, kLargestInput));
    }
    entry.cropTemplate = cropTemplate();
    entry.anchors = anchors();
    if (const Json* bundled = member("bundled")) {
        if (!bundled->is_boolean()) fail("\"bundled\" must be true or false");
        entry.bundled = *bundled == true;
    }
    if (entry.kind == ModelKind::FaceRestorer && (!entry.inputSize || !entry.cropTemplate)) {
        fail("a restorer needs \"input_size\" and \"template\"");
    }
    if (entry.kind == ModelKind::FaceDetector && entry.anchors.empty()) {
        fail("a detector needs \"anchors\"");
    }
    checkUnknownMembers();
    return entry;
}

template <class Matches>
const CatalogueEntry* findEntry(const std::vector<CatalogueEntry>& entries, Matches&& matches) {
    const auto found = std::find_if(entries.begin(), entries.end(), matches);
    return found == entries.end() ? nullptr : &*found;
}

}  // namespace

bool equalIgnoringCase(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

Result<Catalogue> Catalogue::load(const fs::path& path) {
    auto content = readFile(path, kMostBytes);
    if (!content) return std::move(content).error();
    return parse(*content, path);
}

Result<Catalogue> Catalogue::parse(ByteView json, const fs::path& source) {
    const auto refuse = [&source](const std::string& problem) {
        return makeError(ErrorCode::Damaged,
                         "The model catalogue %1 cannot be used: %2. Correct it or install "
                         "Heirloom again.",
                         source, problem);
    };
    const Json root = Json::parse(json.begin(), json.end(), nullptr, false);
    if (root.is_discarded()) return refuse("it is not valid JSON");
    if (!root.is_object() || root.value("format", Json()) != kFormat) {
        return refuse("\"format\" must be " + std::to_string(kFormat));
    }
    const auto models = root.find("models");
    if (models == root.end() || !models->is_array()) return refuse("\"models\" must be a list");

    Catalogue catalogue;
    for (const Json& object : *models) {
        const std::string number = std::to_string(catalogue.m_entries.size() + 1);
        if (!object.is_object()) return refuse("model " + number + " is not an object");
        EntryReader reader(object);
        CatalogueEntry entry = reader.read();
        const std::string label = entry.name.empty() ? number : entry.name;
        if (!reader.problem().empty()) return refuse("model " + label + ": " + reader.problem());
        if (catalogue.findName(entry.name) || catalogue.findFile(entry.file)) {
            return refuse("model " + label + " stands in it twice");
        }
        catalogue.m_entries.push_back(std::move(entry));
    }
    return catalogue;
}

const CatalogueEntry* Catalogue::findName(std::string_view name) const {
    return findEntry(m_entries,
                     [&](const auto& entry) { return equalIgnoringCase(entry.name, name); });
}

const CatalogueEntry* Catalogue::findFile(std::string_view file) const {
    return findEntry(m_entries,
                     [&](const auto& entry) { return equalIgnoringCase(entry.file, file); });
}

const CatalogueEntry* Catalogue::findHash(std::string_view sha256) const {
    return findEntry(m_entries, [&](const auto& entry) { return entry.sha256 == sha256; });
}

bool Catalogue::knowsSize(std::uint64_t bytes) const {
    return findEntry(m_entries, [&](const auto& entry) { return entry.bytes == bytes; }) != nullptr;
}

}  // namespace heirloom
