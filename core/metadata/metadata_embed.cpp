#include "core/metadata/exif_block.h"
#include "core/metadata/exiv2_session.h"
#include "core/metadata/extended_xmp.h"
#include "core/metadata/jpeg_metadata.h"
#include "core/metadata/maker_note.h"
#include "core/metadata/metadata.h"
#include "core/metadata/png_metadata.h"
#include "core/metadata/provenance_xmp.h"
#include "core/metadata/tiff_metadata.h"
#include "core/metadata/webp_metadata.h"

namespace heirloom {

namespace {

void warnOfMisplacedNote(std::vector<Message>& warnings) {
    warnings.emplace_back(
        "The camera maker's own notes (MakerNote) had to be moved within the file; programs that "
        "know them may not be able to read all of them any more.");
}

// A block whose MakerNote lies where it belongs, or says how far from there.
Bytes settledExif(const Bytes& block, std::int64_t shift, std::vector<Message>& warnings) {
    auto labelled = withOffsetSchema(block, shift);
    if (!labelled) return block;
    warnOfMisplacedNote(warnings);
    return std::move(*labelled);
}

// The thumbnail goes first, then the largest tags, and only then everything.
Bytes fitExifIntoJpeg(const Bytes& block, std::int64_t& shift, std::vector<Message>& warnings) {
    if (block.size() <= kMaxJpegExif) return block;
    if (auto exif = decodeExif(block)) {
        eraseLayoutTags(exif->data);
        const auto complete = encodeExif(*exif, block);
        if (complete && complete->size() <= kMaxJpegExif) {
            shift = shiftAfter(exif->data, block, shift, *complete);
            return *complete;
        }
        const auto reduced = encodeExifForJpeg(*exif);
        if (reduced && !reduced->empty() && reduced->size() <= kMaxJpegExif) {
            shift = shiftAfter(exif->data, block, shift, *reduced);
            warnings.emplace_back(
                "The photo's Exif data is larger than the 64 KB that JPEG holds; its largest "
                "entries were left out of the file. Choose PNG or TIFF to keep them.");
            return *reduced;
        }
    }
    warnings.emplace_back(
        "The photo's Exif data is larger than the 64 KB that JPEG holds and was left out of the "
        "file. Choose PNG or TIFF to keep it.");
    return {};
}

template <class Block>
Block fitIntoJpeg(const Block& block, std::size_t limit, std::string_view name,
                  std::vector<Message>& warnings) {
    if (block.size() <= limit) return block;
    warnings.emplace_back(
        "The photo's %1 data is larger than the 64 KB that JPEG holds and was left out of the "
        "file. Choose PNG or TIFF to keep it.",
        name);
    return {};
}

std::optional<Provenance> provenanceIn(const std::string& xmp) {
    return guardedExiv2([&]() -> std::optional<Provenance> {
        const auto data = decodeXmp(xmp);
        return data ? latestProvenance(*data) : std::nullopt;
    });
}

// The room that packets keep for later goes first, then the largest properties move into an
// extension. What no program could read is left out but for the record of the restoration.
JpegXmp fitXmpIntoJpeg(const std::string& packet, std::vector<Message>& warnings) {
    if (packet.size() <= kMaxJpegXmp) return {packet, {}, {}};
    const auto data = decodeXmp(packet);
    auto dense = data ? encodeXmp(*data, XmpPadding::Least) : std::nullopt;
    if (dense && dense->size() <= kMaxJpegXmp) return {std::move(*dense), {}, {}};
    if (auto split = splitXmp(packet, kMaxJpegXmp)) {
        return {std::move(split->packet), std::move(split->extended), std::move(split->guid)};
    }
    std::string fitting = fitIntoJpeg(packet, kMaxJpegXmp, "XMP", warnings);
    const auto provenance = provenanceIn(packet);
    if (provenance) fitting = provenancePacket(*provenance).value_or(fitting);
    return {std::move(fitting), {}, {}};
}

Bytes embedInJpeg(const Bytes& encoded, const MetadataBlocks& blocks,
                  std::vector<Message>& warnings) {
    std::int64_t shift = blocks.makerNoteShift;
    Bytes exif = fitExifIntoJpeg(blocks.exif, shift, warnings);
    Bytes settled = settledExif(exif, shift, warnings);
    if (settled.size() <= kMaxJpegExif) exif = std::move(settled);
    const JpegXmp xmp = fitXmpIntoJpeg(blocks.xmp, warnings);
    const Bytes iptc = fitIntoJpeg(blocks.iptc, kMaxJpegIptc, "IPTC", warnings);
    return withJpegMetadata(encoded, exif, xmp, iptc);
}

Bytes embedInWebp(Bytes encoded, const MetadataBlocks& blocks, std::vector<Message>& warnings) {
    if (!blocks.iptc.empty()) {
        warnings.emplace_back(
            "WebP holds no IPTC data; caption, keywords and author in it go into an .xmp file "
            "beside the picture. Choose JPEG, PNG or TIFF to keep all in one file.");
    }
    if (blocks.exif.empty() && blocks.xmp.empty()) return encoded;
    const Bytes exif = settledExif(blocks.exif, blocks.makerNoteShift, warnings);
    if (auto complete = withWebpMetadata(encoded, exif, blocks.xmp)) {
        return std::move(*complete);
    }
    warnings.emplace_back("The photo's metadata could not be stored in the WebP file.");
    return encoded;
}

Bytes embedInPng(const Bytes& encoded, const MetadataBlocks& blocks,
                 std::vector<Message>& warnings) {
    const Bytes exif = settledExif(blocks.exif, blocks.makerNoteShift, warnings);
    return withPngMetadata(encoded, exif, blocks.xmp, blocks.iptc);
}

Bytes embedInTiff(Bytes encoded, const MetadataBlocks& blocks, std::vector<Message>& warnings) {
    const TiffAddition addition = addTiffMetadata(encoded, blocks);
    if (addition == TiffAddition::Failed) {
        warnings.emplace_back("The photo's metadata could not be stored in the TIFF file.");
    }
    if (addition == TiffAddition::NoteMisplaced) warnOfMisplacedNote(warnings);
    return encoded;
}

void warnOfBmp(const MetadataBlocks& blocks, std::vector<Message>& warnings) {
    std::string lost;
    for (const auto& [present, name] :
         {std::pair(!blocks.exif.empty(), "Exif"), std::pair(!blocks.iptc.empty(), "IPTC"),
          std::pair(!blocks.xmp.empty(), "XMP")}) {
        if (!present) continue;
        if (!lost.empty()) lost += ", ";
        lost += name;
    }
    warnings.emplace_back(
        "BMP holds no metadata; the photo's %1 goes into an .xmp file beside the picture. Choose "
        "PNG or TIFF to keep all in one file.",
        lost);
    if (!provenanceIn(blocks.xmp)) return;
    warnings.emplace_back(
        "BMP holds no metadata, so only the .xmp file beside it tells that it was restored. Choose "
        "PNG or TIFF to have that recorded in the picture itself.");
}

}  // namespace

Result<Bytes> embedMetadata(Bytes encoded, FileFormat format, const MetadataBlocks& blocks,
                            std::vector<Message>& warnings) {
    if (blocks.isEmpty()) return encoded;
    const Exiv2Session session;
    switch (format) {
        case FileFormat::Jpeg: return embedInJpeg(encoded, blocks, warnings);
        case FileFormat::Png: return embedInPng(encoded, blocks, warnings);
        case FileFormat::WebP: return embedInWebp(std::move(encoded), blocks, warnings);
        case FileFormat::Tiff: return embedInTiff(std::move(encoded), blocks, warnings);
        case FileFormat::Bmp: warnOfBmp(blocks, warnings); break;
    }
    return encoded;
}

}  // namespace heirloom
