#include "core/metadata/metadata.h"

#include "core/metadata/exif_block.h"
#include "core/metadata/exiv2_session.h"
#include "core/metadata/extended_xmp.h"
#include "core/metadata/jpeg_leftovers.h"
#include "core/metadata/jpeg_metadata.h"
#include "core/metadata/png_metadata.h"
#include "core/metadata/tiff_metadata.h"
#include "core/metadata/tiff_tree.h"
#include "core/metadata/webp_metadata.h"

namespace heirloom {

namespace {

constexpr const char* kPartlyBroken =
    "Parts of the photo's Exif data are broken; the result may lack them.";

void warnOfLeftovers(const JpegLeftovers& leftovers, std::vector<Message>& warnings) {
    if (leftovers.furtherPictures) {
        warnings.emplace_back(
            "The file holds further pictures, such as previews or other views; only the main "
            "picture is restored, and the others are left out of the result.");
    } else if (leftovers.bytesBehind > 0) {
        warnings.emplace_back(
            "The file goes on for %1 bytes behind its picture, such as a preview or a motion "
            "clip; they are left out of the result.",
            leftovers.bytesBehind);
    }
}

// The packet and the part that it names.
std::string wholeXmp(const JpegMetadata& found, std::vector<Message>& warnings) {
    constexpr std::string_view kPointer = "HasExtendedXMP";
    if (found.xmp.find(kPointer) == std::string::npos) return found.xmp;
    const auto extension = found.extendedXmp.find(extensionOf(found.xmp));
    if (extension != found.extendedXmp.end()) {
        if (auto joined = joinedXmp(found.xmp, extension->second)) return std::move(*joined);
    }
    warnings.emplace_back(
        "The photo's XMP is split in two parts; the second part is broken and is left out.");
    return found.xmp;
}

MetadataBlocks findTiffBlocks(ByteView file, std::vector<Message>& warnings) {
    auto found = guardedExiv2([&] { return findTiffMetadata(file); });
    if (!found) {
        warnings.emplace_back(
            "The metadata of this TIFF could not be read; the result will have none.");
        return {};
    }
    if (found->isDamaged) warnings.emplace_back(kPartlyBroken);
    return std::move(found->blocks);
}

MetadataBlocks findBlocks(ByteView file, FileFormat format, std::vector<Message>& warnings) {
    switch (format) {
        case FileFormat::Jpeg: {
            JpegMetadata found = findJpegMetadata(file);
            warnOfLeftovers(findJpegLeftovers(file), warnings);
            std::string xmp = wholeXmp(found, warnings);
            return {std::move(found.exif), std::move(found.iptc), std::move(xmp)};
        }
        case FileFormat::Png: {
            PngMetadata found = findPngMetadata(file);
            return {std::move(found.exif), std::move(found.iptc), std::move(found.xmp)};
        }
        case FileFormat::WebP: {
            WebpMetadata found = findWebpMetadata(file);
            return {std::move(found.exif), {}, std::move(found.xmp)};
        }
        case FileFormat::Tiff: return findTiffBlocks(file, warnings);
        case FileFormat::Bmp: break;
    }
    return {};
}

// Tags of a block that no program can read stay in it where nothing has to be moved.
bool isPartlyBroken(const Bytes& exif) {
    const auto tree = readTiffTree(exif);
    return !tree || !tree->broken.empty();
}

void dropBroken(MetadataBlocks& blocks, std::vector<Message>& warnings) {
    if (!blocks.exif.empty() && !decodeExif(blocks.exif)) {
        blocks.exif.clear();
        warnings.emplace_back("The photo's Exif data is broken; the result will have none.");
    } else if (!blocks.exif.empty() && isPartlyBroken(blocks.exif)) {
        warnings.emplace_back(kPartlyBroken);
    }
    if (!blocks.iptc.empty() && !isReadableIptc(blocks.iptc)) {
        blocks.iptc.clear();
        warnings.emplace_back("The photo's IPTC data is broken; the result will have none.");
    }
    if (!blocks.xmp.empty() && !decodeXmp(blocks.xmp)) {
        blocks.xmp.clear();
        warnings.emplace_back("The photo's XMP data is broken; the result will have none.");
    }
}

std::string textOf(const Exiv2::ExifData& data, const char* key) {
    const auto found = data.findKey(Exiv2::ExifKey(key));
    if (found == data.end()) return {};
    std::string text = found->toString();
    text.erase(text.find_last_not_of(std::string(" \0", 2)) + 1);
    return text;
}

double numberOf(const Exiv2::ExifData& data, const char* key) {
    const auto found = data.findKey(Exiv2::ExifKey(key));
    if (found == data.end() || found->count() == 0) return 0.0;
    const double value = found->toFloat();
    return value > 0 ? value : 0.0;
}

std::string cameraName(const std::string& make, const std::string& model) {
    if (make.empty() || model.compare(0, make.size(), make) == 0) return model;
    return model.empty() ? make : make + " " + model;
}

MetadataSummary summariseExif(const Exiv2::ExifData& data) {
    MetadataSummary summary;
    for (const char* key : {"Exif.Photo.DateTimeOriginal", "Exif.Photo.DateTimeDigitized"}) {
        if (summary.captureTime.empty()) summary.captureTime = textOf(data, key);
    }
    summary.camera = cameraName(textOf(data, "Exif.Image.Make"), textOf(data, "Exif.Image.Model"));
    summary.lens = textOf(data, "Exif.Photo.LensModel");
    summary.software = textOf(data, "Exif.Image.ProcessingSoftware");
    summary.xResolution = numberOf(data, "Exif.Image.XResolution");
    summary.yResolution = numberOf(data, "Exif.Image.YResolution");
    if (const double unit = numberOf(data, "Exif.Image.ResolutionUnit"); unit >= 1 && unit <= 3) {
        summary.resolutionUnit = static_cast<int>(unit);
    }
    for (const auto& datum : data) {
        summary.hasGps = summary.hasGps || datum.key() == "Exif.GPSInfo.GPSLatitude";
        summary.hasMakerNote = summary.hasMakerNote || isMakerNoteTag(datum);
    }
    return summary;
}

int orientationIn(const Exiv2::ExifData& data) {
    const auto found = data.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
    return found == data.end() || found->count() == 0 ? 0 : static_cast<int>(found->toLong());
}

int orientationIn(const Exiv2::XmpData& data) {
    const auto found = data.findKey(Exiv2::XmpKey("Xmp.tiff.Orientation"));
    return found == data.end() || found->count() == 0 ? 0 : static_cast<int>(found->toLong());
}

bool isOrientation(int value) {
    return value >= 1 && value <= 8;
}

}  // namespace

MetadataBlocks readMetadata(ByteView file, FileFormat format, std::vector<Message>& warnings) {
    const Exiv2Session session;
    MetadataBlocks blocks = findBlocks(file, format, warnings);
    // Some writers pad the packet with zeros.
    blocks.xmp.erase(blocks.xmp.find_last_not_of('\0') + 1);
    dropBroken(blocks, warnings);
    return blocks;
}

int orientationOf(const MetadataBlocks& blocks) {
    const Exiv2Session session;
    return guardedExiv2([&]() -> std::optional<int> {
               if (const auto exif = decodeExif(blocks.exif)) {
                   if (const int value = orientationIn(exif->data); isOrientation(value)) {
                       return value;
                   }
               }
               if (const auto xmp = decodeXmp(blocks.xmp)) {
                   if (const int value = orientationIn(*xmp); isOrientation(value)) return value;
               }
               return 1;
           })
        .value_or(1);
}

MetadataSummary summarise(const MetadataBlocks& blocks) {
    const Exiv2Session session;
    return guardedExiv2([&] {
        const auto exif = decodeExif(blocks.exif);
        return exif ? summariseExif(exif->data) : MetadataSummary{};
    });
}

}  // namespace heirloom
