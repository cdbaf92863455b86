// The tags of a TIFF's first directory with those of Exif, GPS and interoperability below it,
// from and to classic TIFF and BigTIFF. Internal to core/metadata; needs no exiv2, which knows
// no BigTIFF.
// Source: TIFF 6.0, BigTIFF (libtiff 4), Exif 2.32.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/bytes.h"

namespace heirloom {

struct TiffTag {
    std::uint16_t id = 0;
    std::uint16_t type = 0;
    std::uint64_t count = 0;
    Bytes content;                   // numbers in the byte order of the tree
    std::vector<TiffTag> directory;  // behind a pointer; then content is empty
};

struct TiffTree {
    bool isBigEndian = false;
    std::vector<TiffTag> tags;  // by rising id
    std::uint64_t nextDirectory = 0;
};

// Nothing when there is no readable first directory. Tags that point outside the file are
// left out.
std::optional<TiffTree> readTiffTree(ByteView file);

// The tree in the other byte order, or as it is.
TiffTree inByteOrder(TiffTree tree, bool bigEndian);

// A classic TIFF of the tags alone; nothing when a number does not fit into its 32 bits.
std::optional<Bytes> classicTiffOf(const TiffTree& tree);

// Appends the tree to a BigTIFF as its first directory, in place of the one it has.
void replaceFirstDirectory(Bytes& bigTiff, const TiffTree& tree);

}  // namespace heirloom
