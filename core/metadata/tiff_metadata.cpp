#include "core/metadata/tiff_metadata.h"

#include <algorithm>

#include "core/metadata/exif_block.h"
#include "core/metadata/maker_note.h"
#include "core/metadata/photoshop_resources.h"
#include "core/metadata/tiff_tree.h"

namespace heirloom {

namespace {

constexpr std::uint16_t kByte = 1;
constexpr std::uint16_t kUndefined = 7;
constexpr std::uint16_t kXmpTag = 700;
constexpr std::uint16_t kIptcTag = 33723;
constexpr std::uint16_t kPhotoshopTag = 34377;
// As far as the block of a JPEG reaches.
constexpr std::uint64_t kFarthestNote = 65536;
constexpr std::uint64_t kMaxDecoded = std::uint64_t{256} << 20;

const TiffTag* findTag(const std::vector<TiffTag>& tags, std::uint16_t id) {
    const auto found =
        std::find_if(tags.begin(), tags.end(), [&](const TiffTag& tag) { return tag.id == id; });
    return found == tags.end() ? nullptr : &*found;
}

void addBlock(std::vector<TiffTag>& tags, std::uint16_t id, std::uint16_t type, Bytes content) {
    if (content.empty()) return;
    TiffTag tag;
    tag.id = id;
    tag.type = type;
    tag.count = content.size();
    tag.content = std::move(content);
    tags.push_back(std::move(tag));
}

// Written as numbers of four bytes, IPTC has zeros behind its last record.
Bytes withoutPadding(Bytes iptc) {
    std::size_t end = 0;
    while (iptc.size() - end >= 5 && iptc[end] == 0x1C && iptc[end + 3] < 0x80) {
        const std::size_t size = std::size_t{iptc[end + 3]} << 8 | iptc[end + 4];
        if (size > iptc.size() - end - 5) return iptc;
        end += 5 + size;
    }
    const auto rest = iptc.begin() + static_cast<std::ptrdiff_t>(end);
    if (iptc.size() - end < 4 && std::all_of(rest, iptc.end(), [](auto byte) { return byte == 0; }))
        iptc.resize(end);
    return iptc;
}

Bytes iptcOf(const std::vector<TiffTag>& tags) {
    if (const TiffTag* own = findTag(tags, kIptcTag)) return withoutPadding(own->content);
    const TiffTag* photoshop = findTag(tags, kPhotoshopTag);
    return photoshop ? iptcFromResources(photoshop->content) : Bytes{};
}

// Notes that exiv2 knows, written anew near the start. Nothing for others.
std::optional<Bytes> withNoteBroughtNear(const TiffTree& tree, std::uint64_t place) {
    if (place > kMaxDecoded) return std::nullopt;
    const auto block = classicTiffOf(tree, place);
    const auto exif = block ? decodeExif(*block) : std::nullopt;
    if (!exif || !isTakenApart(exif->data)) return std::nullopt;
    return encodeExif(*exif, {});
}

// Nothing when the numbers are too large for a block.
std::optional<Bytes> exifOf(const TiffTree& tree, std::int64_t& shift) {
    if (tree.tags.empty()) return Bytes{};
    const TiffTag* note = findMakerNote(tree);
    if (!note || note->place <= kFarthestNote) {
        return classicTiffOf(tree, note ? std::optional(note->place) : std::nullopt);
    }
    if (auto near = withNoteBroughtNear(tree, note->place)) return near;
    auto block = classicTiffOf(tree);
    if (const auto place = block ? placeOfMakerNote(*block) : std::nullopt) {
        shift = static_cast<std::int64_t>(*place) - static_cast<std::int64_t>(note->place);
    }
    return block;
}

// What the encoder wrote is right, also after turning the photo.
void mergeTags(TiffTree& tree, TiffTree exif) {
    for (TiffTag& tag : exif.tags) {
        if (!isTiffLayoutTag(tag.id) && !findTag(tree.tags, tag.id)) {
            tree.tags.push_back(std::move(tag));
        }
    }
}

struct NotePlace {
    std::optional<std::uint64_t> at;
    bool isMisplaced = false;
};

// Where its own offsets are right. If it cannot lie there, it lies behind the picture.
NotePlace placeNote(TiffTree& tree, const Bytes& file, std::int64_t home) {
    const TiffTag* note = findMakerNote(tree);
    if (!note) return {};
    if (home > 0 && canHoldNoteAt(file, tree, static_cast<std::uint64_t>(home))) {
        return {static_cast<std::uint64_t>(home), false};
    }
    const std::uint64_t end = file.size() + file.size() % 2;
    if (!holdsOffsetsOfBlock(note->content, home)) return {end, false};
    addToOffsetSchema(tree, static_cast<std::int64_t>(end) - home);
    return {end, true};
}

}  // namespace

std::optional<TiffMetadata> findTiffMetadata(ByteView file) {
    auto tree = readTiffTree(file);
    if (!tree) return std::nullopt;
    TiffMetadata found;
    found.isDamaged = std::any_of(tree->broken.begin(), tree->broken.end(),
                                  [](std::uint16_t id) { return !isTiffLayoutTag(id); });
    if (const TiffTag* xmp = findTag(tree->tags, kXmpTag)) {
        found.blocks.xmp.assign(xmp->content.begin(), xmp->content.end());
    }
    found.blocks.iptc = iptcOf(tree->tags);
    tree->tags.erase(std::remove_if(tree->tags.begin(), tree->tags.end(),
                                    [](const TiffTag& tag) { return isTiffLayoutTag(tag.id); }),
                     tree->tags.end());
    auto exif = exifOf(*tree, found.blocks.makerNoteShift);
    if (exif) {
        found.blocks.exif = std::move(*exif);
    } else {
        found.isDamaged = true;
    }
    return found;
}

TiffAddition addTiffMetadata(Bytes& file, const MetadataBlocks& blocks) {
    auto tree = readTiffTree(file);
    if (!tree) return TiffAddition::Failed;
    std::int64_t home = 0;
    if (const auto exif = readTiffTree(blocks.exif); exif && !exif->isBig) {
        if (const TiffTag* note = findMakerNote(*exif)) {
            home = static_cast<std::int64_t>(note->place) - blocks.makerNoteShift;
        }
        mergeTags(*tree, inByteOrder(*exif, tree->isBigEndian));
    }
    addBlock(tree->tags, kXmpTag, kByte, Bytes(blocks.xmp.begin(), blocks.xmp.end()));
    addBlock(tree->tags, kIptcTag, kUndefined, blocks.iptc);
    std::sort(tree->tags.begin(), tree->tags.end(),
              [](const TiffTag& a, const TiffTag& b) { return a.id < b.id; });
    const NotePlace note = placeNote(*tree, file, home);
    replaceFirstDirectory(file, std::move(*tree), note.at);
    return note.isMisplaced ? TiffAddition::NoteMisplaced : TiffAddition::Done;
}

}  // namespace heirloom
