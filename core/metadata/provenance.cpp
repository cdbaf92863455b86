#include "core/metadata/provenance.h"

#include <algorithm>
#include <charconv>

#include "core/json/utf8.h"
#include "core/metadata/exif_block.h"
#include "core/metadata/exiv2_session.h"
#include "core/metadata/metadata.h"
#include "core/metadata/provenance_fields.h"
#include "core/metadata/provenance_xmp.h"

namespace heirloom {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool startsWith(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

std::optional<int> numberFrom(std::string_view text) {
    int number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// "Models[2]/heirloom:Name" under list "Models": index 1 and field "Name". Other programs may
// write another prefix.
struct ItemField {
    std::size_t index = 0;
    std::string_view field;
};

std::optional<ItemField> itemField(std::string_view path, std::string_view list) {
    if (!startsWith(path, list) || path.substr(list.size(), 1) != "[") return std::nullopt;
    path.remove_prefix(list.size() + 1);
    const std::size_t end = path.find("]/");
    const std::size_t name = path.find(':', end);
    if (end == std::string_view::npos || name == std::string_view::npos) return std::nullopt;
    const auto number = numberFrom(path.substr(0, end));
    if (!number || *number < 1) return std::nullopt;
    return ItemField{static_cast<std::size_t>(*number - 1), path.substr(name + 1)};
}

// What is no simple value (a list where a text belongs) counts as absent.
std::string textOf(const Exiv2::Xmpdatum& datum) {
    const auto* value = dynamic_cast<const Exiv2::XmpTextValue*>(&datum.value());
    if (!value) return {};
    std::string_view text = value->value_;
    if (startsWith(text, " type=")) text.remove_prefix(1);  // as it was written
    return plainText(text);
}

template <class Owner, class Fields>
bool readField(Owner& owner, const Fields& fields, std::string_view name,
               const Exiv2::Xmpdatum& datum) {
    for (const auto& field : fields) {
        if (field.name != name) continue;
        owner.*field.value = textOf(datum);
        return true;
    }
    return false;
}

template <class Item, class Fields>
void readItem(std::vector<Item>& items, std::size_t most, const Fields& fields,
              const std::optional<ItemField>& where, const Exiv2::Xmpdatum& datum) {
    if (!where || where->index >= most) return;
    if (items.size() <= where->index) items.resize(where->index + 1);
    readField(items[where->index], fields, where->field, datum);
}

void readRecordField(Provenance& record, std::string_view path, const Exiv2::Xmpdatum& datum) {
    if (readField(record, kRecordFields, path, datum)) return;
    if (path == "FacesRestored") {
        record.facesRestored = std::clamp(numberFrom(textOf(datum)).value_or(0), 0, kMostFaces);
        return;
    }
    readItem(record.models, kMostModels, kModelFields, itemField(path, "Models"), datum);
    readItem(record.parameters, kMostParameters, kParameterFields, itemField(path, "Parameters"),
             datum);
}

std::optional<ItemField> recordField(const Exiv2::Xmpdatum& datum, const std::string& tag,
                                     const std::string& prefix) {
    if (datum.groupName() != prefix) return std::nullopt;
    return itemField(tag, "Restorations");
}

}  // namespace

std::string plainText(std::string_view text) {
    constexpr std::size_t kMostBytes = 1024;
    text = text.substr(0, kMostBytes);
    std::string valid;
    while (const auto broken = firstInvalidUtf8(text)) {
        valid.append(text.substr(0, *broken)).append(kReplacement);
        text.remove_prefix(*broken + 1);
    }
    valid.append(text);

    std::string plain;
    for (std::size_t i = 0; i < valid.size(); ++i) {
        const std::string_view rest = std::string_view(valid).substr(i);
        const auto first = static_cast<unsigned char>(rest[0]);
        const bool isC1 = first == 0xC2 && static_cast<unsigned char>(rest[1]) < 0xA0;
        if (first < 0x20 || first == 0x7F || isC1) {
            plain += ' ';
            i += isC1 ? 1 : 0;
        } else if (startsWith(rest, "\xEF\xBF\xBE") || startsWith(rest, "\xEF\xBF\xBF")) {
            plain += kReplacement;  // U+FFFE and U+FFFF are no characters of XML
            i += 2;
        } else {
            plain += rest[0];
        }
    }
    return plain;
}

std::optional<Provenance> latestProvenance(const Exiv2::XmpData& data) {
    const std::string prefix = knownProvenancePrefix();
    if (prefix.empty()) return std::nullopt;
    std::optional<std::size_t> newest;
    for (const auto& datum : data) {
        const std::string tag = datum.tagName();
        if (const auto where = recordField(datum, tag, prefix)) {
            newest = std::max(newest.value_or(0), where->index);
        }
    }
    if (!newest) return std::nullopt;
    Provenance record;
    for (const auto& datum : data) {
        const std::string tag = datum.tagName();
        const auto where = recordField(datum, tag, prefix);
        if (where && where->index == *newest) readRecordField(record, where->field, datum);
    }
    if (record.software.empty()) return std::nullopt;
    return record;
}

std::optional<Provenance> readProvenance(const MetadataBlocks& blocks) {
    if (blocks.xmp.empty()) return std::nullopt;
    const Exiv2Session session;
    return guardedExiv2([&]() -> std::optional<Provenance> {
        const auto data = decodeXmp(blocks.xmp);
        return data ? latestProvenance(*data) : std::nullopt;
    });
}

Provenance anonymous(Provenance provenance) {
    provenance.preset.clear();
    provenance.originalName.clear();
    provenance.originalSha256.clear();
    return provenance;
}

}  // namespace heirloom
