#include "core/metadata/provenance_xmp.h"

#include "core/metadata/exif_block.h"
#include "core/metadata/provenance_fields.h"

namespace heirloom {

namespace {

using ArrayType = Exiv2::XmpValue::XmpArrayType;

constexpr const char* kPrefix = "heirloom";
constexpr const char* kEventNamespace = "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#";
const std::string kHistory = "Xmp.xmpMM.History";

bool startsWith(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

// Empty when the prefix is free. A photo may bind any prefix to a namespace of its own.
std::string namespaceOf(const std::string& prefix) {
    return guardedExiv2([&] { return Exiv2::XmpProperties::ns(prefix); });
}

std::string provenancePrefix() {
    std::string prefix = knownProvenancePrefix();
    if (!prefix.empty()) return prefix;
    prefix = kPrefix;
    while (!namespaceOf(prefix).empty()) prefix += '_';
    Exiv2::XmpProperties::registerNs(kProvenanceNamespace, prefix);
    return prefix;
}

// Not through assignment, which takes a text that begins with "type=" for an instruction;
// nor must such a text come back from a file, so a space is put before it.
void addText(Exiv2::XmpData& data, const std::string& key, std::string_view text) {
    if (text.empty()) return;
    Exiv2::XmpTextValue value;
    value.value_ = plainText(text);
    if (startsWith(value.value_, "type=")) value.value_.insert(0, " ");
    data.add(Exiv2::XmpKey(key), &value);
}

bool belongsTo(const std::string& key, const std::string& base) {
    return startsWith(key, base) &&
           (key.size() == base.size() || key[base.size()] == '[' || key[base.size()] == '/');
}

void eraseTree(Exiv2::XmpData& data, const std::string& base) {
    Exiv2::XmpData kept;
    for (const auto& datum : data) {
        if (!belongsTo(datum.key(), base)) kept.add(datum);
    }
    data = kept;
}

void setText(Exiv2::XmpData& data, const std::string& key, std::string_view text) {
    eraseTree(data, key);
    addText(data, key, text);
}

void addList(Exiv2::XmpData& data, const std::string& key) {
    Exiv2::XmpTextValue value;
    value.setXmpArrayType(ArrayType::xaSeq);
    data.add(Exiv2::XmpKey(key), &value);
}

template <class Item, class Fields>
void addItems(Exiv2::XmpData& data, const std::string& key, const std::vector<Item>& items,
              const Fields& fields, const std::string& prefix) {
    if (items.empty()) return;
    addList(data, key);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string item = key + "[" + std::to_string(i + 1) + "]/" + prefix + ':';
        for (const auto& field : fields) {
            addText(data, item + std::string(field.name), items[i].*field.value);
        }
    }
}

// The key of one item of the list that stands under base, without anything behind it.
bool isItemOf(const std::string& key, const std::string& base) {
    return key.size() > base.size() + 2 && startsWith(key, base) && key[base.size()] == '[' &&
           key.find(']', base.size()) == key.size() - 1;
}

// The number of structures in the list, 0 where there is none; nothing when what stands
// there is no list of structures.
std::optional<int> countOfList(const Exiv2::XmpData& data, const std::string& base) {
    const auto found = data.findKey(Exiv2::XmpKey(base));
    if (found == data.end()) return 0;
    const auto* value = dynamic_cast<const Exiv2::XmpTextValue*>(&found->value());
    const bool isEmptyArray = !value && found->count() == 0;
    if (!isEmptyArray && (!value || value->xmpArrayType() == ArrayType::xaNone)) {
        return std::nullopt;
    }
    int count = 0;
    for (const auto& datum : data) count += isItemOf(datum.key(), base) ? 1 : 0;
    return count;
}

// Where the next structure of the list goes, after making the list if there is none.
std::string nextItem(Exiv2::XmpData& data, const std::string& base, int count) {
    if (count == 0) {
        eraseTree(data, base);
        addList(data, base);
    }
    return base + "[" + std::to_string(count + 1) + "]/";
}

}  // namespace

std::string knownProvenancePrefix() {
    return Exiv2::XmpProperties::prefix(kProvenanceNamespace);
}

void addProvenanceRecord(Exiv2::XmpData& data, const Provenance& provenance) {
    // In our own namespace, what is no list of records is nothing.
    const std::string prefix = provenancePrefix();
    const std::string records = "Xmp." + prefix + ".Restorations";
    const int earlier = countOfList(data, records).value_or(0);
    const std::string record = nextItem(data, records, earlier) + prefix + ':';
    for (const auto& field : kRecordFields) {
        addText(data, record + std::string(field.name), provenance.*field.value);
    }
    addText(data, record + "FacesRestored", std::to_string(provenance.facesRestored));
    addItems(data, record + "Models", provenance.models, kModelFields, prefix);
    addItems(data, record + "Parameters", provenance.parameters, kParameterFields, prefix);
    setText(data, "Xmp.iptcExt.DigitalSourceType", kRestoredSourceType);
}

void updateXmpDates(Exiv2::XmpData& data, const std::string& date) {
    // A photo without a date of change does not get one: viewers that know no capture time
    // sort by it, and the photo would move to the day of its restoration.
    const std::string modified = "Xmp.xmp.ModifyDate";
    if (data.findKey(Exiv2::XmpKey(modified)) != data.end()) setText(data, modified, date);
    setText(data, "Xmp.xmp.MetadataDate", date);
}

void appendHistory(Exiv2::XmpData& data, const Provenance& provenance) {
    const auto earlier = countOfList(data, kHistory);
    if (!earlier || namespaceOf("stEvt") != kEventNamespace) return;
    const std::string step = nextItem(data, kHistory, *earlier) + "stEvt:";
    addText(data, step + "action", "edited");
    addText(data, step + "when", provenance.date);
    addText(data, step + "softwareAgent", provenance.software + " " + provenance.version);
    addText(data, step + "changed", "/");  // pixels and metadata alike
}

std::optional<std::string> provenancePacket(const Provenance& provenance) {
    return guardedExiv2([&] {
        Exiv2::XmpData data;
        addProvenanceRecord(data, provenance);
        return encodeXmp(data);
    });
}

}  // namespace heirloom
