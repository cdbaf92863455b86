// Exif, IPTC and XMP blocks to and from exiv2's containers. Internal to core/metadata; the
// caller holds an Exiv2Session.
#pragma once

#include <optional>
#include <string>

#include <exiv2/exiv2.hpp>

#include "core/base/bytes.h"

namespace heirloom {

struct DecodedExif {
    Exiv2::ExifData data;
    Exiv2::ByteOrder byteOrder = Exiv2::littleEndian;
};

// Nothing when the block is broken or holds no tag.
std::optional<DecodedExif> decodeExif(ByteView block);

// Builds the block anew from its tags, on the pattern of original (which may be empty) as
// far as exiv2 can follow it: that keeps foreign MakerNotes together. No limit of 64 KB.
std::optional<Bytes> encodeExif(const DecodedExif& exif, ByteView original);

// As encodeExif, but drops the largest tags until the block fits into a JPEG segment.
std::optional<Bytes> encodeExifForJpeg(const DecodedExif& exif);

std::optional<Exiv2::XmpData> decodeXmp(const std::string& packet);
// Packets have 2 KB of room for programs that edit them in place, unless they must be small.
enum class XmpPadding { Usual, Least };
std::optional<std::string> encodeXmp(const Exiv2::XmpData& data,
                                     XmpPadding padding = XmpPadding::Usual);

bool isReadableIptc(ByteView block);

// Thumbnails, sub-images and the tags that only describe how a TIFF stores its pixels.
void eraseLayoutTags(Exiv2::ExifData& data);
// In a TIFF these are more: its sizes, too.
bool isTiffLayoutTag(const Exiv2::Exifdatum& datum);
// The same for a tag of a TIFF's first directory.
bool isTiffLayoutTag(std::uint16_t tag);

bool isMakerNoteTag(const Exiv2::Exifdatum& datum);

// Runs work and turns what exiv2 throws into nothing.
template <class Work>
auto guardedExiv2(const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const Exiv2::Error&) {
        return {};
    } catch (const std::exception&) {
        // exiv2 lets out_of_range and overflow_error out on broken input.
        return {};
    }
}

}  // namespace heirloom
