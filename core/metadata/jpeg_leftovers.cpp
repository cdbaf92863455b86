#include "core/metadata/jpeg_leftovers.h"

#include <algorithm>
#include <cstring>

namespace heirloom {

namespace {

constexpr std::uint8_t kApp2 = 0xE2;
constexpr std::uint8_t kEndOfImage = 0xD9;
// Fewer bytes, or nothing but zeros, are the padding of some writer.
constexpr std::size_t kPadding = 16;

bool standsAlone(std::uint8_t marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

// The offset of the next marker's second byte, or the file's end.
std::size_t nextMarker(ByteView file, std::size_t position) {
    while (position + 1 < file.size()) {
        const auto* found = static_cast<const std::uint8_t*>(
            std::memchr(file.data() + position, 0xFF, file.size() - 1 - position));
        if (!found) break;
        position = static_cast<std::size_t>(found - file.data()) + 1;
        const std::uint8_t marker = file[position];
        // Stuffed zeros and fill bytes belong to the pixels.
        if (marker != 0x00 && marker != 0xFF) return position;
    }
    return file.size();
}

std::size_t bytesWithContent(ByteView rest) {
    const auto last =
        std::find_if(rest.rbegin(), rest.rend(), [](std::uint8_t byte) { return byte != 0; });
    const auto size = static_cast<std::size_t>(rest.rend() - last);
    return size > kPadding ? size : 0;
}

}  // namespace

JpegLeftovers findJpegLeftovers(ByteView file) {
    JpegLeftovers result;
    std::size_t position = nextMarker(file, 2);
    while (position < file.size()) {
        const std::uint8_t marker = file[position];
        if (marker == kEndOfImage) {
            result.bytesBehind = bytesWithContent(file.subspan(position + 1));
            return result;
        }
        ++position;
        if (!standsAlone(marker)) {
            if (file.size() - position < 2) break;
            const std::size_t length =
                std::size_t{file[position]} << 8 | std::size_t{file[position + 1]};
            if (length < 2 || length > file.size() - position) break;
            const ByteView payload = file.subspan(position + 2, length - 2);
            result.furtherPictures =
                result.furtherPictures || (marker == kApp2 && payload.size() >= 4 &&
                                           std::memcmp(payload.data(), "MPF", 4) == 0);
            position += length;
        }
        position = nextMarker(file, position);
    }
    return result;
}

}  // namespace heirloom
