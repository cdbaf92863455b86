#include "core/metadata/sidecar.h"

#include <algorithm>

#include "core/metadata/exif_block.h"
#include "core/metadata/exiv2_session.h"
#include "core/metadata/metadata_losses.h"
#include "core/metadata/provenance_xmp.h"
#include "core/metadata/sidecar_mapping.h"
#include "core/metadata/sidecar_seal.h"

namespace heirloom {

namespace {

const char* const kFormatKey = "Xmp.dc.format";

std::string mimeType(FileFormat format) {
    switch (format) {
        case FileFormat::Jpeg: return "image/jpeg";
        case FileFormat::Png: return "image/png";
        case FileFormat::WebP: return "image/webp";
        case FileFormat::Tiff: return "image/tiff";
        case FileFormat::Bmp: return "image/bmp";
    }
    return {};
}

std::string valuesOf(const Exiv2::XmpData& data, const std::string& property) {
    std::string values;
    for (const auto& datum : data) {
        if (propertyOf(datum.key()) == property) {
            values += datum.key() + '=' + datum.toString() + '\n';
        }
    }
    return values;
}

class Sidecar {
public:
    explicit Sidecar(Exiv2::XmpData own) : m_data(std::move(own)) {}

    // What the photo's own XMP says of a property stands; where that is something else, the
    // other value is lost.
    void add(const Exiv2::XmpData& mapped) {
        for (const std::string& property : namesOf(mapped)) {
            if (m_data.findKey(Exiv2::XmpKey(property)) == m_data.end() &&
                valuesOf(m_data, property).empty()) {
                for (const auto& datum : mapped) {
                    if (propertyOf(datum.key()) == property) m_data.add(datum);
                }
                m_grown = true;
            } else if (valuesOf(m_data, property) != valuesOf(mapped, property)) {
                m_contradicted.push_back(property);
            }
        }
    }

    bool hasGrown() const { return m_grown; }
    const std::vector<std::string>& contradicted() const { return m_contradicted; }

    std::optional<std::string> packet(FileFormat format) {
        Exiv2::XmpTextValue value;
        value.value_ = mimeType(format);
        const auto found = m_data.findKey(Exiv2::XmpKey(kFormatKey));
        if (found != m_data.end()) m_data.erase(found);
        m_data.add(Exiv2::XmpKey(kFormatKey), &value);
        const auto plain = encodeXmp(m_data);
        auto read = plain ? decodeXmp(*plain) : std::nullopt;
        if (!read) return plain;
        addSeal(*read);
        return encodeXmp(*read);
    }

private:
    Exiv2::XmpData m_data;
    bool m_grown = false;
    std::vector<std::string> m_contradicted;
};

void append(std::vector<std::string>& names, const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
}

// Exif entries make sense to the converter only together with their companions, so all go in
// and the names of those that it left standing are looked up among the lost ones.
Exiv2::XmpData mappedExif(const Bytes& exif, const Exiv2::ExifData& lost,
                          std::vector<std::string>& unsaid) {
    auto all = decodeExif(exif);
    if (!all) return {};
    Exiv2::XmpData mapped = takeExpressible(all->data);
    const auto left = namesOf(all->data);
    for (const std::string& name : namesOf(lost)) {
        if (std::find(left.begin(), left.end(), name) != left.end()) unsaid.push_back(name);
    }
    return mapped;
}

// Notes that exiv2 takes apart are one thing to everybody else.
void joinMakerNotes(std::vector<std::string>& names) {
    bool any = false;
    const auto isNote = [&](const std::string& name) {
        const std::size_t start = name.find('.') + 1;
        const std::string group = name.substr(start, name.find('.', start) - start);
        const bool note = Exiv2::ExifTags::isMakerGroup(group) || name == "Exif.Photo.MakerNote";
        any = any || note;
        return note;
    };
    names.erase(std::remove_if(names.begin(), names.end(), isNote), names.end());
    if (any) names.insert(names.begin(), "Exif.Photo.MakerNote");
}

// Empty where XMP tells no more than the file does; nothing when it cannot be written.
std::optional<std::string> makeSidecar(const MetadataBlocks& wanted, const MetadataLosses& losses,
                                       FileFormat format, std::vector<std::string>& unsaid) {
    Sidecar sidecar(
        (wanted.xmp.empty() ? std::nullopt : decodeXmp(wanted.xmp)).value_or(Exiv2::XmpData()));
    if (!losses.exif.empty()) sidecar.add(mappedExif(wanted.exif, losses.exif, unsaid));
    if (!losses.iptc.empty()) {
        Exiv2::IptcData all = decodeIptc(wanted.iptc).value_or(Exiv2::IptcData());
        sidecar.add(takeExpressible(all));
        append(unsaid, namesOf(all));
    }
    append(unsaid, sidecar.contradicted());
    if (losses.xmp.empty() && !sidecar.hasGrown()) return std::string();
    return sidecar.packet(format);
}

// The record of the restoration says it better.
void dropOwnName(const std::string& xmp, std::vector<std::string>& unsaid) {
    const auto data = xmp.empty() ? std::nullopt : decodeXmp(xmp);
    if (!data || !latestProvenance(*data)) return;
    unsaid.erase(std::remove(unsaid.begin(), unsaid.end(), "Exif.Image.ProcessingSoftware"),
                 unsaid.end());
}

}  // namespace

std::optional<std::string> sidecarFor(const MetadataBlocks& wanted, const MetadataBlocks& held,
                                      FileFormat format, std::vector<Message>& warnings) {
    const Exiv2Session session;
    std::vector<std::string> unsaid;
    auto made = guardedExiv2([&]() -> std::optional<std::string> {
        const MetadataLosses losses = compareMetadata(wanted, held, format);
        if (losses.isEmpty()) return std::nullopt;
        auto packet = makeSidecar(wanted, losses, format, unsaid);
        dropOwnName(wanted.xmp, unsaid);
        if (packet) return packet->empty() ? std::nullopt : packet;
        unsaid = namesOf(losses.exif);
        append(unsaid, namesOf(losses.iptc));
        append(unsaid, namesOf(losses.xmp));
        return std::nullopt;
    });
    joinMakerNotes(unsaid);
    warnOfLosses(unsaid, warnings);
    return made;
}

bool isOwnSidecar(const std::string& packet, FileFormat format) {
    const Exiv2Session session;
    return guardedExiv2([&] {
        const auto data = decodeXmp(packet);
        if (!data || !latestProvenance(*data)) return false;
        const auto found = data->findKey(Exiv2::XmpKey(kFormatKey));
        return found != data->end() && found->toString() == mimeType(format) && isSealed(*data);
    });
}

std::filesystem::path sidecarPath(const std::filesystem::path& picture) {
    std::filesystem::path path = picture;
    return path.replace_extension(".xmp");
}

}  // namespace heirloom
