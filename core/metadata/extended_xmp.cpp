#include "core/metadata/extended_xmp.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include <openssl/evp.h>

#include "core/metadata/exif_block.h"
#include "core/metadata/metadata_losses.h"

namespace heirloom {

namespace {

const char* const kNoteNamespace = "http://ns.adobe.com/xmp/note/";

// The name of the property that points to the extension. Photos may bind any prefix.
std::string extensionKey() {
    std::string prefix = Exiv2::XmpProperties::prefix(kNoteNamespace);
    if (prefix.empty()) {
        prefix = "xmpNote";
        Exiv2::XmpProperties::registerNs(kNoteNamespace, prefix);
    }
    return "Xmp." + prefix + ".HasExtendedXMP";
}

std::string md5(const std::string& text) {
    std::array<unsigned char, 16> digest{};
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_md5(), nullptr) != 1) {
        return {};
    }
    std::string hex;
    for (const unsigned char byte : digest) {
        hex += "0123456789ABCDEF"[byte >> 4];
        hex += "0123456789ABCDEF"[byte & 15];
    }
    return hex;
}

struct Property {
    std::string name;
    std::size_t size = 0;  // about, as text
};

std::vector<Property> largestFirst(const Exiv2::XmpData& data) {
    std::map<std::string, std::size_t> sizes;
    for (const auto& datum : data) {
        sizes[propertyOf(datum.key())] += datum.key().size() + datum.toString().size();
    }
    std::vector<Property> list;
    for (const auto& [name, size] : sizes) list.push_back({name, size});
    std::stable_sort(list.begin(), list.end(),
                     [](const Property& a, const Property& b) { return a.size > b.size; });
    return list;
}

Exiv2::XmpData picked(const Exiv2::XmpData& data, const std::set<std::string>& names, bool inside) {
    Exiv2::XmpData result;
    for (const auto& datum : data) {
        if ((names.count(propertyOf(datum.key())) > 0) == inside) result.add(datum);
    }
    return result;
}

std::optional<SplitXmp> splitAt(const Exiv2::XmpData& data, const std::set<std::string>& moved) {
    SplitXmp split;
    if (Exiv2::XmpParser::encode(
            split.extended, picked(data, moved, true),
            Exiv2::XmpParser::omitPacketWrapper | Exiv2::XmpParser::useCompactFormat) != 0) {
        return std::nullopt;
    }
    split.guid = md5(split.extended);
    if (split.guid.empty()) return std::nullopt;
    Exiv2::XmpData rest = picked(data, moved, false);
    Exiv2::XmpTextValue guid;
    guid.value_ = split.guid;
    rest.add(Exiv2::XmpKey(extensionKey()), &guid);
    auto packet = encodeXmp(rest, XmpPadding::Least);
    if (!packet) return std::nullopt;
    split.packet = std::move(*packet);
    return split;
}

}  // namespace

std::optional<SplitXmp> splitXmp(const std::string& packet, std::size_t limit) {
    return guardedExiv2([&]() -> std::optional<SplitXmp> {
        const auto data = decodeXmp(packet);
        if (!data) return std::nullopt;
        const std::vector<Property> properties = largestFirst(*data);
        std::size_t left = 0;
        for (const Property& property : properties) left += property.size;
        std::set<std::string> moved;
        for (const Property& property : properties) {
            moved.insert(property.name);
            left -= property.size;
            // Markup comes on top, so this only saves attempts that are sure to fail.
            if (left > limit) continue;
            const auto split = splitAt(*data, moved);
            if (split && split->packet.size() <= limit) return split;
        }
        return std::nullopt;
    });
}

std::string extensionOf(const std::string& packet) {
    return guardedExiv2([&]() -> std::string {
        const auto data = decodeXmp(packet);
        if (!data) return {};
        const auto found = data->findKey(Exiv2::XmpKey(extensionKey()));
        return found == data->end() ? std::string() : found->toString();
    });
}

std::optional<std::string> joinedXmp(const std::string& packet, const std::string& extended) {
    return guardedExiv2([&]() -> std::optional<std::string> {
        auto data = decodeXmp(packet);
        const auto more = decodeXmp(extended);
        if (!data || !more) return std::nullopt;
        const auto pointer = data->findKey(Exiv2::XmpKey(extensionKey()));
        if (pointer != data->end()) data->erase(pointer);
        std::set<std::string> present;
        for (const auto& datum : *data) present.insert(propertyOf(datum.key()));
        for (const auto& datum : *more) {
            if (present.count(propertyOf(datum.key())) == 0) data->add(datum);
        }
        return encodeXmp(*data);
    });
}

}  // namespace heirloom
