#include "core/metadata/bigtiff_metadata.h"

#include <algorithm>

#include "core/metadata/exif_block.h"
#include "core/metadata/tiff_tree.h"

namespace heirloom {

namespace {

constexpr std::uint16_t kByte = 1;
constexpr std::uint16_t kUndefined = 7;
constexpr std::uint16_t kXmpTag = 700;
constexpr std::uint16_t kIptcTag = 33723;

bool hasTag(const std::vector<TiffTag>& tags, std::uint16_t id) {
    return std::any_of(tags.begin(), tags.end(), [&](const TiffTag& tag) { return tag.id == id; });
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

}  // namespace

std::optional<MetadataBlocks> findBigTiffMetadata(ByteView file) {
    auto tree = readTiffTree(file);
    if (!tree) return std::nullopt;
    MetadataBlocks blocks;
    for (const TiffTag& tag : tree->tags) {
        if (tag.id == kXmpTag) blocks.xmp.assign(tag.content.begin(), tag.content.end());
        if (tag.id == kIptcTag) blocks.iptc = tag.content;
    }
    tree->tags.erase(std::remove_if(tree->tags.begin(), tree->tags.end(),
                                    [](const TiffTag& tag) { return isTiffLayoutTag(tag.id); }),
                     tree->tags.end());
    if (!tree->tags.empty()) blocks.exif = classicTiffOf(*tree).value_or(Bytes{});
    return blocks;
}

Bytes withBigTiffMetadata(Bytes file, const MetadataBlocks& blocks) {
    auto tree = readTiffTree(file);
    if (!tree) return file;
    // What the encoder wrote is right, also after turning the photo.
    if (const auto exif = readTiffTree(blocks.exif)) {
        for (TiffTag& tag : inByteOrder(*exif, tree->isBigEndian).tags) {
            if (!isTiffLayoutTag(tag.id) && !hasTag(tree->tags, tag.id)) {
                tree->tags.push_back(std::move(tag));
            }
        }
    }
    addBlock(tree->tags, kXmpTag, kByte, Bytes(blocks.xmp.begin(), blocks.xmp.end()));
    addBlock(tree->tags, kIptcTag, kUndefined, blocks.iptc);
    std::sort(tree->tags.begin(), tree->tags.end(),
              [](const TiffTag& a, const TiffTag& b) { return a.id < b.id; });
    replaceFirstDirectory(file, *tree);
    return file;
}

}  // namespace heirloom
