#include <algorithm>
#include <set>
#include <string_view>

#include "core/metadata/exif_block.h"
#include "core/metadata/exif_patch.h"
#include "core/metadata/exiv2_session.h"
#include "core/metadata/maker_note.h"
#include "core/metadata/metadata.h"
#include "core/metadata/metadata_losses.h"
#include "core/metadata/place.h"
#include "core/metadata/provenance_xmp.h"

namespace heirloom {

namespace {

void setIfPresent(Exiv2::ExifData& data, const char* key, std::uint32_t value) {
    const auto found = data.findKey(Exiv2::ExifKey(key));
    if (found == data.end()) return;
    // The type of the entry stays, so that a small change can be made in place.
    if (found->typeId() == Exiv2::unsignedShort && value <= 0xFFFF) {
        *found = static_cast<std::uint16_t>(value);
    } else {
        *found = value;
    }
}

void setSizeAndOrientation(Exiv2::ExifData& data, const MetadataUpdate& update) {
    const auto orientation = data.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
    if (orientation != data.end()) *orientation = std::uint16_t{1};
    if (update.width <= 0 || update.height <= 0) return;
    const auto width = static_cast<std::uint32_t>(update.width);
    const auto height = static_cast<std::uint32_t>(update.height);
    setIfPresent(data, "Exif.Photo.PixelXDimension", width);
    setIfPresent(data, "Exif.Photo.PixelYDimension", height);
    setIfPresent(data, "Exif.Image.ImageWidth", width);
    setIfPresent(data, "Exif.Image.ImageLength", height);
}

void applyUpdate(Exiv2::ExifData& data, const MetadataUpdate& update) {
    eraseLayoutTags(data);
    if (update.policy == MetadataPolicy::KeepWithoutGps) eraseGps(data);
    setSizeAndOrientation(data, update);
    if (!update.software.empty()) data["Exif.Image.ProcessingSoftware"] = update.software;
}

constexpr std::uint16_t kImageWidth = 0x0100;
constexpr std::uint16_t kImageLength = 0x0101;
constexpr std::uint16_t kOrientation = 0x0112;
constexpr std::uint16_t kPixelXDimension = 0xA002;
constexpr std::uint16_t kPixelYDimension = 0xA003;
constexpr std::uint16_t kProcessingSoftware = 0x000B;

bool hasGps(const Exiv2::ExifData& data) {
    return std::any_of(data.begin(), data.end(),
                       [](const auto& datum) { return datum.groupName() == "GPSInfo"; });
}

std::multiset<std::string> keysOf(const Exiv2::ExifData& data) {
    std::multiset<std::string> keys;
    for (const auto& datum : data) {
        if (!isPointer(datum)) keys.insert(datum.key());
    }
    return keys;
}

// The same changes as applyUpdate, but everything else stays where it is, which is the
// only way to keep every MakerNote whole. wanted tells what the result has to hold.
std::optional<Bytes> patchedExif(const Bytes& original, const MetadataUpdate& update,
                                 const Exiv2::ExifData& wanted) {
    using Directory = ExifPatch::Directory;
    auto patch = ExifPatch::create(original);
    if (!patch || !patch->setNumber(Directory::Image, kOrientation, 1)) return std::nullopt;
    if (update.width > 0 && update.height > 0) {
        const auto width = static_cast<std::uint32_t>(update.width);
        const auto height = static_cast<std::uint32_t>(update.height);
        if (!patch->setNumber(Directory::Image, kImageWidth, width) ||
            !patch->setNumber(Directory::Image, kImageLength, height) ||
            !patch->setNumber(Directory::Photo, kPixelXDimension, width) ||
            !patch->setNumber(Directory::Photo, kPixelYDimension, height)) {
            return std::nullopt;
        }
    }
    patch->dropThumbnail();
    if (update.policy == MetadataPolicy::KeepWithoutGps) patch->dropGps();
    if (!update.software.empty()) patch->setText(kProcessingSoftware, update.software);
    Bytes block = patch->takeBlock();

    const auto read = decodeExif(block);
    // Nothing may be missing, nor come back that was to go: sub-pictures, the place.
    if (!read || keysOf(wanted) != keysOf(read->data)) return std::nullopt;
    if (update.policy == MetadataPolicy::KeepWithoutGps && hasGps(read->data)) return std::nullopt;
    return block;
}

// shift: of the MakerNote, before and after.
Bytes updatedExif(const Bytes& original, const MetadataUpdate& update, std::int64_t& shift,
                  std::vector<Message>& warnings) {
    DecodedExif exif = decodeExif(original).value_or(DecodedExif{});
    applyUpdate(exif.data, update);
    if (exif.data.empty()) return {};
    if (update.policy == MetadataPolicy::KeepWithoutGps) warnOfHiddenPlaces(exif.data, warnings);
    if (auto patched = patchedExif(original, update, exif.data)) return std::move(*patched);

    const auto written = encodeExif(exif, original);
    const auto read = written ? decodeExif(*written) : std::nullopt;
    if (!read) {
        warnings.emplace_back("The photo's Exif data could not be carried over.");
        return {};
    }
    warnOfLosses(namesOf(lostEntries(exif.data, read->data)), warnings);
    shift = shiftAfter(exif.data, original, shift, *written);
    return *written;
}

bool setIfPresent(Exiv2::XmpData& data, const char* key, int value) {
    const auto found = data.findKey(Exiv2::XmpKey(key));
    if (found == data.end()) return false;
    found->setValue(std::to_string(value));
    return true;
}

bool startsWith(const std::string& text, std::string_view start) {
    return text.compare(0, start.size(), start) == 0;
}

bool eraseStale(Exiv2::XmpData& data, MetadataPolicy policy) {
    bool changed = false;
    for (auto datum = data.begin(); datum != data.end();) {
        const std::string key = datum->key();
        const bool stale = startsWith(key, "Xmp.xmp.Thumbnails") ||
                           startsWith(key, "Xmp.xmpNote.HasExtendedXMP") ||
                           (policy == MetadataPolicy::KeepWithoutGps && namesAPlace(key));
        changed = changed || stale;
        datum = stale ? data.erase(datum) : std::next(datum);
    }
    return changed;
}

// Writes the properties and reads them back.
std::optional<std::string> encodedXmp(const Exiv2::XmpData& data, std::vector<Message>& warnings) {
    const auto written = encodeXmp(data);
    const auto read = written ? decodeXmp(*written) : std::nullopt;
    if (!read) return std::nullopt;
    warnOfLosses(namesOf(lostEntries(data, *read)), warnings);
    return written;
}

std::optional<std::string> recordedXmp(Exiv2::XmpData data, const Provenance& provenance,
                                       std::vector<Message>& warnings) {
    addProvenanceRecord(data, provenance);
    updateXmpDates(data, provenance.date);
    appendHistory(data, provenance);
    return encodedXmp(data, warnings);
}

std::optional<std::string> rewrittenXmp(const std::string& original, const MetadataUpdate& update,
                                        std::vector<Message>& warnings) {
    auto data = original.empty() ? std::make_optional<Exiv2::XmpData>() : decodeXmp(original);
    if (!data) return std::nullopt;
    bool changed = eraseStale(*data, update.policy);
    changed |= setIfPresent(*data, "Xmp.tiff.Orientation", 1);
    if (update.width > 0 && update.height > 0) {
        changed |= setIfPresent(*data, "Xmp.tiff.ImageWidth", update.width);
        changed |= setIfPresent(*data, "Xmp.tiff.ImageLength", update.height);
        changed |= setIfPresent(*data, "Xmp.exif.PixelXDimension", update.width);
        changed |= setIfPresent(*data, "Xmp.exif.PixelYDimension", update.height);
    }
    if (update.provenance) return recordedXmp(*data, *update.provenance, warnings);
    if (!changed) return original;
    if (data->empty()) return std::string{};
    return encodedXmp(*data, warnings);
}

std::string updatedXmp(const std::string& original, const MetadataUpdate& update,
                       std::vector<Message>& warnings) {
    if (original.empty() && !update.provenance) return {};
    if (auto written = guardedExiv2([&] { return rewrittenXmp(original, update, warnings); })) {
        return std::move(*written);
    }
    warnings.emplace_back("The photo's XMP data could not be carried over.");
    return update.provenance ? provenancePacket(*update.provenance).value_or(std::string{})
                             : std::string{};
}

MetadataBlocks strippedMetadata(const MetadataUpdate& update) {
    MetadataBlocks result;
    if (!update.provenance) return result;
    const Exiv2Session session;
    result.xmp = provenancePacket(anonymous(*update.provenance)).value_or(std::string{});
    return result;
}

}  // namespace

MetadataBlocks updatedMetadata(const MetadataBlocks& blocks, const MetadataUpdate& update,
                               std::vector<Message>& warnings) {
    if (update.policy == MetadataPolicy::Strip) return strippedMetadata(update);
    const Exiv2Session session;
    MetadataBlocks result;
    result.makerNoteShift = blocks.makerNoteShift;
    result.exif = guardedExiv2(
        [&] { return updatedExif(blocks.exif, update, result.makerNoteShift, warnings); });
    result.xmp = updatedXmp(blocks.xmp, update, warnings);
    result.iptc = blocks.iptc;
    return result;
}

}  // namespace heirloom
