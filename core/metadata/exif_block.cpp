#include "core/metadata/exif_block.h"

#include <algorithm>
#include <array>

namespace heirloom {

namespace {

constexpr std::size_t kMaxBlock = std::size_t{256} << 20;

// How the pixels of a TIFF are stored, and blocks that are carried by themselves
// (XMP 700, IPTC 33723, Photoshop 34377 and 37724, ICC 34675).
constexpr auto kLayoutTags = std::to_array<std::uint16_t>(
    {254, 255, 258, 259, 262, 263, 264, 265, 266, 273, 277,   278,   279,   280,  281, 284,
     288, 289, 290, 291, 292, 293, 297, 301, 317, 320, 321,   322,   323,   324,  325, 330,
     332, 333, 334, 336, 337, 338, 339, 340, 341, 342, 343,   344,   345,   346,  347, 512,
     513, 514, 515, 517, 518, 519, 520, 521, 559, 700, 33723, 34377, 34675, 37724});
// Meaningful in the Exif of a JPEG, layout in a TIFF: width, height, YCbCr, black and white.
constexpr auto kTiffOnlyLayoutTags = std::to_array<std::uint16_t>({256, 257, 529, 530, 531, 532});

template <class List>
bool contains(const List& list, std::uint16_t tag) {
    return std::find(list.begin(), list.end(), tag) != list.end();
}

bool startsWith(const std::string& text, std::string_view start) {
    return text.compare(0, start.size(), start) == 0;
}

bool belongsToOtherPicture(const std::string& group) {
    return group == "Thumbnail" || startsWith(group, "SubImage") || startsWith(group, "SubThumb") ||
           group == "Image2" || group == "Image3";
}

Bytes contentOf(Exiv2::BasicIo& io) {
    Bytes bytes(static_cast<std::size_t>(io.size()));
    io.seek(0, Exiv2::BasicIo::beg);
    const auto count = io.read(bytes.data(), static_cast<long>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<long>(count, 0)));
    return bytes;
}

}  // namespace

std::optional<DecodedExif> decodeExif(ByteView block) {
    if (block.size() < 8 || block.size() > kMaxBlock) return std::nullopt;
    return guardedExiv2([&]() -> std::optional<DecodedExif> {
        DecodedExif exif;
        exif.byteOrder = Exiv2::ExifParser::decode(exif.data, block.data(),
                                                   static_cast<std::uint32_t>(block.size()));
        if (exif.byteOrder == Exiv2::invalidByteOrder || exif.data.empty()) return std::nullopt;
        return exif;
    });
}

std::optional<Bytes> encodeExif(const DecodedExif& exif, ByteView original) {
    return guardedExiv2([&]() -> std::optional<Bytes> {
        Exiv2::MemIo io;
        // Small changes are made in place, in this copy.
        Bytes copy(original.begin(), original.end());
        // TiffParser, because ExifParser cuts everything down to the 64 KB of JPEG.
        const auto method = Exiv2::TiffParser::encode(
            io, copy.empty() ? nullptr : copy.data(), static_cast<std::uint32_t>(copy.size()),
            exif.byteOrder, exif.data, Exiv2::IptcData(), Exiv2::XmpData());
        if (method == Exiv2::wmNonIntrusive) return copy;
        return contentOf(io);
    });
}

std::optional<Bytes> encodeExifForJpeg(const DecodedExif& exif) {
    return guardedExiv2([&]() -> std::optional<Bytes> {
        Exiv2::Blob blob;
        Exiv2::ExifParser::encode(blob, exif.byteOrder, exif.data);
        return Bytes(blob.begin(), blob.end());
    });
}

std::optional<Exiv2::XmpData> decodeXmp(const std::string& packet) {
    return guardedExiv2([&]() -> std::optional<Exiv2::XmpData> {
        Exiv2::XmpData data;
        if (Exiv2::XmpParser::decode(data, packet) != 0) return std::nullopt;
        return data;
    });
}

std::optional<std::string> encodeXmp(const Exiv2::XmpData& data, XmpPadding padding) {
    return guardedExiv2([&]() -> std::optional<std::string> {
        std::string packet;
        // 0 stands for the toolkit's default.
        const std::uint32_t room = padding == XmpPadding::Usual ? 0 : 1;
        if (Exiv2::XmpParser::encode(packet, data, Exiv2::XmpParser::useCompactFormat, room) != 0) {
            return std::nullopt;
        }
        return packet;
    });
}

bool isReadableIptc(ByteView block) {
    return guardedExiv2([&] {
        Exiv2::IptcData data;
        return Exiv2::IptcParser::decode(data, block.data(),
                                         static_cast<std::uint32_t>(block.size())) == 0 &&
               !data.empty();
    });
}

bool isTiffLayoutTag(const Exiv2::Exifdatum& datum) {
    const std::string group = datum.groupName();
    return belongsToOtherPicture(group) || (group == "Image" && isTiffLayoutTag(datum.tag()));
}

bool isTiffLayoutTag(std::uint16_t tag) {
    return contains(kLayoutTags, tag) || contains(kTiffOnlyLayoutTags, tag);
}

void eraseLayoutTags(Exiv2::ExifData& data) {
    for (auto datum = data.begin(); datum != data.end();) {
        const std::string group = datum->groupName();
        const bool erase = belongsToOtherPicture(group) ||
                           (group == "Image" && contains(kLayoutTags, datum->tag()));
        datum = erase ? data.erase(datum) : std::next(datum);
    }
}

bool isMakerNoteTag(const Exiv2::Exifdatum& datum) {
    return datum.key() == "Exif.Photo.MakerNote" ||
           Exiv2::ExifTags::isMakerGroup(datum.groupName());
}

}  // namespace heirloom
