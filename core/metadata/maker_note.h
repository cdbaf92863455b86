// The notes that a camera's maker leaves in Exif, in a form of its own. Many hold offsets from
// the start of the block, which only they who know the form can set right; so notes stay where
// they are, or the way they went is written down. Internal to core/metadata; the caller holds
// an Exiv2Session.
// Source: Exif 2.32, 4.6.5 (MakerNote); Microsoft's tag OffsetSchema (0xEA1D), which tells how
// far a MakerNote moved.
#pragma once

#include <optional>

#include "core/metadata/exif_block.h"
#include "core/metadata/metadata.h"

namespace heirloom {

// In the block; nothing when it has none.
std::optional<std::uint64_t> placeOfMakerNote(ByteView exif);

// exiv2 took it apart, so it writes it anew with offsets that are right at its new place.
bool isTakenApart(const Exiv2::ExifData& data);

// The shift of a block that was made anew of data, from one with the given shift.
std::int64_t shiftAfter(const Exiv2::ExifData& data, ByteView before, std::int64_t shift,
                        ByteView after);

// Whether a note seems to hold offsets from the start of its block, which are right when it
// lies at home there.
bool holdsOffsetsOfBlock(ByteView note, std::int64_t home);

// The block with the shift told by OffsetSchema, where that matters: when the MakerNote seems
// to hold offsets that went wrong. Else nothing.
std::optional<Bytes> withOffsetSchema(ByteView exif, std::int64_t shift);

}  // namespace heirloom
