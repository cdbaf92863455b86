#include "core/metadata/metadata_losses.h"

#include <algorithm>
#include <set>

#include "core/metadata/exif_block.h"

namespace heirloom {

namespace {

constexpr std::size_t kNamedLosses = 30;

bool startsWith(const std::string& text, std::string_view start) {
    return text.compare(0, start.size(), start) == 0;
}

// The bytes as little-endian, which do not depend on how the value is printed. Only what is
// the same in the end may look the same, so the key and the count are part of it.
std::string identity(const Exiv2::Metadatum& datum) {
    std::string bytes(static_cast<std::size_t>(std::max<long>(datum.size(), 0)), '\0');
    if (!bytes.empty()) {
        datum.copy(reinterpret_cast<Exiv2::byte*>(bytes.data()), Exiv2::littleEndian);
    }
    // Texts end with as many zeros as the writer likes.
    if (datum.typeId() == Exiv2::asciiString) bytes.erase(bytes.find_last_not_of('\0') + 1);
    return datum.key() + '=' + bytes;
}

std::string textIdentity(const Exiv2::Metadatum& datum) {
    return datum.key() + '=' + datum.toString();
}

template <class Data, class Identity>
Data missingIn(const Data& wanted, const Data& held, const Identity& identityOf) {
    std::multiset<std::string> present;
    for (const auto& datum : held) present.insert(identityOf(datum));
    Data missing;
    for (const auto& datum : wanted) {
        if (isPointer(datum)) continue;
        const auto found = present.find(identityOf(datum));
        if (found != present.end()) {
            present.erase(found);
        } else {
            missing.add(datum);
        }
    }
    return missing;
}

template <class Data>
std::vector<std::string> names(const Data& data) {
    std::vector<std::string> list;
    for (const auto& datum : data) {
        const std::string name = propertyOf(datum.key());
        if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
    }
    return list;
}

// The encoder writes how the pixels lie and how large they are on paper.
bool isSaidByTiff(const Exiv2::Exifdatum& datum) {
    constexpr std::uint16_t kOrientation = 274, kXResolution = 282, kYResolution = 283,
                            kResolutionUnit = 296;
    if (isTiffLayoutTag(datum)) return true;
    const std::uint16_t tag = datum.tag();
    return datum.groupName() == "Image" && (tag == kOrientation || tag == kXResolution ||
                                            tag == kYResolution || tag == kResolutionUnit);
}

Exiv2::ExifData lostExif(const Bytes& wanted, const Bytes& held, FileFormat format) {
    if (wanted == held) return {};
    const auto before = decodeExif(wanted);
    if (!before) return {};
    const auto after = decodeExif(held);
    Exiv2::ExifData lost = lostEntries(before->data, after ? after->data : Exiv2::ExifData());
    if (format != FileFormat::Tiff) return lost;
    for (auto datum = lost.begin(); datum != lost.end();) {
        datum = isSaidByTiff(*datum) ? lost.erase(datum) : std::next(datum);
    }
    return lost;
}

Exiv2::IptcData lostIptc(const Bytes& wanted, const Bytes& held) {
    if (wanted == held) return {};
    const auto before = decodeIptc(wanted);
    if (!before) return {};
    return lostEntries(*before, decodeIptc(held).value_or(Exiv2::IptcData()));
}

Exiv2::XmpData lostXmp(const std::string& wanted, const std::string& held) {
    if (wanted == held || wanted.empty()) return {};
    const auto before = decodeXmp(wanted);
    if (!before) return {};
    const auto after = held.empty() ? std::nullopt : decodeXmp(held);
    return lostEntries(*before, after.value_or(Exiv2::XmpData()));
}

}  // namespace

bool isPointer(const Exiv2::Metadatum& datum) {
    const std::string key = datum.key();
    return key == "Exif.Image.ExifTag" || key == "Exif.Image.GPSTag" ||
           key == "Exif.Photo.InteroperabilityTag" || startsWith(key, "Exif.MakerNote.");
}

Exiv2::ExifData lostEntries(const Exiv2::ExifData& wanted, const Exiv2::ExifData& held) {
    return missingIn(wanted, held, identity);
}

Exiv2::IptcData lostEntries(const Exiv2::IptcData& wanted, const Exiv2::IptcData& held) {
    return missingIn(wanted, held, identity);
}

Exiv2::XmpData lostEntries(const Exiv2::XmpData& wanted, const Exiv2::XmpData& held) {
    return missingIn(wanted, held, textIdentity);
}

MetadataLosses compareMetadata(const MetadataBlocks& wanted, const MetadataBlocks& held,
                               FileFormat format) {
    return {lostExif(wanted.exif, held.exif, format), lostIptc(wanted.iptc, held.iptc),
            lostXmp(wanted.xmp, held.xmp)};
}

std::vector<std::string> namesOf(const Exiv2::ExifData& data) {
    return names(data);
}

std::vector<std::string> namesOf(const Exiv2::IptcData& data) {
    return names(data);
}

std::vector<std::string> namesOf(const Exiv2::XmpData& data) {
    return names(data);
}

std::string propertyOf(const std::string& xmpKey) {
    return xmpKey.substr(0, xmpKey.find_first_of("[/"));
}

void warnOfLosses(const std::vector<std::string>& names, std::vector<Message>& warnings) {
    const std::size_t named = std::min(names.size(), kNamedLosses);
    for (std::size_t i = 0; i < named; ++i) {
        warnings.emplace_back("The photo's metadata entry %1 could not be kept.", names[i]);
    }
    if (names.size() > named) {
        warnings.emplace_back("%1 more entries of the photo's metadata could not be kept.",
                              names.size() - named);
    }
}

std::optional<Exiv2::IptcData> decodeIptc(ByteView block) {
    if (block.empty()) return std::nullopt;
    return guardedExiv2([&]() -> std::optional<Exiv2::IptcData> {
        Exiv2::IptcData data;
        if (Exiv2::IptcParser::decode(data, block.data(),
                                      static_cast<std::uint32_t>(block.size())) != 0 ||
            data.empty()) {
            return std::nullopt;
        }
        return data;
    });
}

}  // namespace heirloom
