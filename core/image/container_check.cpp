#include "core/image/container_check.h"

#include <cstring>
#include <string_view>

#include <zlib.h>

namespace heirloom {

namespace {

std::uint32_t bigEndian32(const std::uint8_t* data) {
    return std::uint32_t{data[0]} << 24 | std::uint32_t{data[1]} << 16 |
           std::uint32_t{data[2]} << 8 | std::uint32_t{data[3]};
}

std::uint32_t littleEndian32(const std::uint8_t* data) {
    return std::uint32_t{data[3]} << 24 | std::uint32_t{data[2]} << 16 |
           std::uint32_t{data[1]} << 8 | std::uint32_t{data[0]};
}

std::string_view nameAt(ByteView file, std::size_t position) {
    return {reinterpret_cast<const char*>(file.data()) + position, 4};
}

// Every chunk up to IEND with its checksum.
bool isPngIntact(ByteView file) {
    constexpr std::size_t kFrame = 12;  // length, type, checksum
    std::size_t position = 8;
    while (position + kFrame <= file.size()) {
        const std::size_t length = bigEndian32(file.data() + position);
        if (length > file.size() - position - kFrame) return false;
        const std::uint8_t* type = file.data() + position + 4;
        const uLong sum = crc32_z(crc32_z(0, nullptr, 0), type, length + 4);
        if (sum != bigEndian32(type + 4 + length)) return false;
        if (nameAt(file, position + 4) == "IEND") return true;
        position += kFrame + length;
    }
    return false;
}

// The segments in front of the pixels follow each other without a gap. libjpeg skips what
// lies between two markers, and with a broken marker its whole segment. Behind the first
// start of scan the decoder sees more than could be checked here.
bool isJpegHeaderIntact(ByteView file) {
    constexpr std::uint8_t kStartOfScan = 0xDA;
    std::size_t position = 2;
    while (position + 4 <= file.size()) {
        if (file[position] != 0xFF) return false;
        const std::uint8_t marker = file[position + 1];
        if (marker == 0xFF) {  // a fill byte
            ++position;
            continue;
        }
        if (marker < 0xC0) return false;
        if (marker == kStartOfScan) return true;
        const std::size_t length =
            std::size_t{file[position + 2]} << 8 | std::size_t{file[position + 3]};
        if (length < 2 || length > file.size() - position - 2) return false;
        position += 2 + length;
    }
    return false;
}

// What the extended header promises, as bits of its flags.
std::uint8_t promiseOf(std::string_view chunk) {
    if (chunk == "ICCP") return 0x20;
    if (chunk == "ALPH") return 0x10;
    if (chunk == "EXIF") return 0x08;
    if (chunk == "XMP ") return 0x04;
    return 0;
}

// The chunks fill the size in the RIFF header exactly, and the extended header's flags
// name what there is. A lossless picture has its alpha inside.
bool isWebpIntact(ByteView file) {
    if (file.size() < 20) return false;
    const std::uint64_t end = std::uint64_t{8} + littleEndian32(file.data() + 4);
    if (end > file.size()) return false;
    std::uint8_t promised = 0;
    std::uint8_t found = 0;
    bool hasPixels = false;
    std::uint64_t position = 12;
    while (position + 8 <= end) {
        const auto at = static_cast<std::size_t>(position);
        const std::string_view name = nameAt(file, at);
        const std::uint64_t size = littleEndian32(file.data() + at + 4);
        if (position + 8 + size > end) return false;
        if (name == "VP8X" && size > 0) promised = file[at + 8];
        if (name == "VP8 " || name == "VP8L") hasPixels = true;
        if (name == "VP8L") found |= promiseOf("ALPH");
        found |= promiseOf(name);
        position += 8 + size + size % 2;
    }
    const std::uint8_t all = promiseOf("ICCP") | promiseOf("EXIF") | promiseOf("XMP ");
    const bool hasItsAlpha = !(promised & promiseOf("ALPH")) || (found & promiseOf("ALPH"));
    // Some writers forget the last padding byte.
    const bool fills = position == end || position == end + 1;
    return fills && hasPixels && hasItsAlpha && (promised & all & ~found) == 0;
}

// The only promise that a BMP makes is its size; some writers leave it at nought.
bool isBmpIntact(ByteView file) {
    return file.size() >= 6 && littleEndian32(file.data() + 2) <= file.size();
}

}  // namespace

bool isContainerIntact(ByteView file, FileFormat format) {
    switch (format) {
        case FileFormat::Jpeg: return isJpegHeaderIntact(file);
        case FileFormat::Png: return isPngIntact(file);
        case FileFormat::WebP: return isWebpIntact(file);
        case FileFormat::Tiff: return isTiffIntact(file);
        case FileFormat::Bmp: return isBmpIntact(file);
    }
    return true;
}

}  // namespace heirloom
