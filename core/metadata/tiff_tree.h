// The tags of a TIFF's first directory with those of Exif, GPS and interoperability below it,
// from and to classic TIFF and BigTIFF. Internal to core/metadata; needs no exiv2, which knows
// no BigTIFF and moves MakerNotes.
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
    std::uint64_t place = 0;         // of the content in the file
};

struct TiffTree {
    bool isBig = false;
    bool isBigEndian = false;
    std::vector<TiffTag> tags;  // by rising id
    std::uint64_t nextDirectory = 0;
    // Ids of tags that are left out: of an unknown type, outside the file, or leading to a
    // directory that cannot be read or was read already.
    std::vector<std::uint16_t> broken;
};

// Nothing when there is no readable first directory.
std::optional<TiffTree> readTiffTree(ByteView file);

// The tree in the other byte order, or as it is.
TiffTree inByteOrder(TiffTree tree, bool bigEndian);

// The notes of the camera's maker, in the Exif directory, unless they are so short that they
// stand in their entry.
const TiffTag* findMakerNote(const TiffTree& tree);

// Adds so much to the Exif directory's OffsetSchema, which it gets if it has none.
void addToOffsetSchema(TiffTree& tree, std::int64_t shift);

// A classic TIFF of the tags alone; nothing when a number does not fit into its 32 bits.
// noteAt: where the MakerNote has to lie, behind the header; elsewhere it lies anywhere.
std::optional<Bytes> classicTiffOf(const TiffTree& tree, std::optional<std::uint64_t> noteAt = {});

// Whether a MakerNote can lie there, in a TIFF with the layout of the tree.
bool canHoldNoteAt(const Bytes& tiff, const TiffTree& tree, std::uint64_t noteAt);

// Appends the tree to the TIFF that its layout, byte order and strips are of, as its first
// directory in place of the one it has. Strips that lie where the MakerNote has to lie make
// room.
void replaceFirstDirectory(Bytes& tiff, TiffTree tree, std::optional<std::uint64_t> noteAt);

}  // namespace heirloom
