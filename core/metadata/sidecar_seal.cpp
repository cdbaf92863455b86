#include "core/metadata/sidecar_seal.h"

#include <set>
#include <string>

#include "core/base/sha256.h"
#include "core/metadata/provenance_xmp.h"

namespace heirloom {

namespace {

// Empty where the data knows nothing of our namespace.
std::string sealKey() {
    const std::string prefix = knownProvenancePrefix();
    return prefix.empty() ? prefix : "Xmp." + prefix + ".SidecarSha256";
}

// In an order of its own: the toolkit does not keep that of the properties. A zero byte, which
// XMP cannot hold, stands behind each part.
std::string sealOf(const Exiv2::XmpData& data, const std::string& sealKey) {
    std::multiset<std::string> properties;
    for (const auto& datum : data) {
        if (datum.key() == sealKey) continue;
        properties.insert(datum.key() + '\0' + datum.toString() + '\0');
    }
    Sha256 hash;
    for (const std::string& property : properties) {
        hash.add({reinterpret_cast<const std::uint8_t*>(property.data()), property.size()});
    }
    return hash.finish();
}

}  // namespace

void addSeal(Exiv2::XmpData& data) {
    const std::string key = sealKey();
    if (key.empty()) return;
    const auto earlier = data.findKey(Exiv2::XmpKey(key));
    if (earlier != data.end()) data.erase(earlier);
    Exiv2::XmpTextValue value;
    value.value_ = sealOf(data, key);
    data.add(Exiv2::XmpKey(key), &value);
}

bool isSealed(const Exiv2::XmpData& data) {
    const std::string key = sealKey();
    if (key.empty()) return false;
    const auto seal = data.findKey(Exiv2::XmpKey(key));
    return seal != data.end() && seal->toString() == sealOf(data, key);
}

}  // namespace heirloom
