#include "core/metadata/maker_note.h"

#include "core/metadata/tiff_numbers.h"
#include "core/metadata/tiff_tree.h"

namespace heirloom {

namespace {

constexpr std::uint64_t kMostEntries = 512;
// Longer signatures in front of the directory are not known.
constexpr std::size_t kLongestHeader = 26;

// Whether a directory stands at this place of the note whose values lie in the note if offsets
// count from the start of the block, with the note at home there.
bool isDirectoryAt(ByteView note, std::size_t at, bool bigEndian, std::int64_t home) {
    const auto number = [&](std::size_t place, int bytes) {
        return tiffNumberAt(note.data() + place, bytes, bigEndian);
    };
    if (at + 2 > note.size()) return false;
    const std::uint64_t count = number(at, 2);
    if (count == 0 || count > kMostEntries || at + 2 + 12 * count > note.size()) return false;
    int inside = 0;
    int outside = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = at + 2 + 12 * i;
        const std::uint64_t unit =
            sizeOfTiffType(static_cast<std::uint16_t>(number(entry + 2, 2))).value;
        if (unit == 0) return false;
        const std::uint64_t size = unit * number(entry + 4, 4);
        if (size <= 4) continue;
        const auto offset = static_cast<std::int64_t>(number(entry + 8, 4)) - home;
        const bool fits = offset >= 0 && static_cast<std::uint64_t>(offset) + size <= note.size();
        ++(fits ? inside : outside);
    }
    // Single values, such as previews, lie elsewhere.
    return inside > outside;
}

}  // namespace

bool holdsOffsetsOfBlock(ByteView note, std::int64_t home) {
    for (std::size_t at = 0; at <= kLongestHeader; ++at) {
        if (isDirectoryAt(note, at, false, home) || isDirectoryAt(note, at, true, home)) {
            return true;
        }
    }
    return false;
}

std::optional<std::uint64_t> placeOfMakerNote(ByteView exif) {
    const auto tree = readTiffTree(exif);
    const TiffTag* note = tree ? findMakerNote(*tree) : nullptr;
    return note ? std::optional(note->place) : std::nullopt;
}

bool isTakenApart(const Exiv2::ExifData& data) {
    for (const auto& datum : data) {
        const std::string group = datum.groupName();
        if (group != "MakerNote" && Exiv2::ExifTags::isMakerGroup(group)) return true;
    }
    return false;
}

std::int64_t shiftAfter(const Exiv2::ExifData& data, ByteView before, std::int64_t shift,
                        ByteView after) {
    const auto from = placeOfMakerNote(before);
    const auto to = placeOfMakerNote(after);
    if (!from || !to || isTakenApart(data)) return 0;
    return shift + static_cast<std::int64_t>(*to) - static_cast<std::int64_t>(*from);
}

std::optional<Bytes> withOffsetSchema(ByteView exif, std::int64_t shift) {
    auto tree = shift == 0 ? std::nullopt : readTiffTree(exif);
    const TiffTag* note = tree ? findMakerNote(*tree) : nullptr;
    if (!note) return std::nullopt;
    const std::uint64_t place = note->place;
    if (!holdsOffsetsOfBlock(note->content, static_cast<std::int64_t>(place) - shift)) {
        return std::nullopt;
    }
    addToOffsetSchema(*tree, shift);
    return classicTiffOf(*tree, place);
}

}  // namespace heirloom
