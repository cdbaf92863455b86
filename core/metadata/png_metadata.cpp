#include "core/metadata/png_metadata.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string_view>

#include <zlib.h>

#include "core/metadata/photoshop_resources.h"

namespace heirloom {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kSignatureSize = 8;
constexpr std::size_t kChunkFrame = 12;  // length, type, checksum
constexpr std::size_t kMaxInflated = std::size_t{64} << 20;
constexpr std::string_view kXmpKeyword = "XML:com.adobe.xmp";
constexpr std::string_view kExifName = "Exif\0\0"sv;
constexpr std::string_view kPhotoshopName = "Photoshop 3.0\0"sv;

std::uint32_t bigEndian32(const std::uint8_t* data) {
    return std::uint32_t{data[0]} << 24 | std::uint32_t{data[1]} << 16 |
           std::uint32_t{data[2]} << 8 | std::uint32_t{data[3]};
}

void putBigEndian32(Bytes& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

bool startsWith(ByteView data, std::string_view name) {
    return data.size() >= name.size() && std::memcmp(data.data(), name.data(), name.size()) == 0;
}

template <class Visit>
void visitChunks(ByteView file, const Visit& visit) {
    std::size_t position = kSignatureSize;
    while (position < file.size() && file.size() - position >= kChunkFrame) {
        const std::size_t length = bigEndian32(file.data() + position);
        if (length > file.size() - position - kChunkFrame) return;
        const std::string_view type(reinterpret_cast<const char*>(file.data()) + position + 4, 4);
        visit(type, file.subspan(position + 8, length));
        position += kChunkFrame + length;
    }
}

std::optional<Bytes> inflate(ByteView packed) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return std::nullopt;
    stream.next_in = const_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    Bytes out;
    int status = Z_OK;
    while (status == Z_OK && out.size() < kMaxInflated) {
        const std::size_t used = out.size();
        out.resize(used + std::max<std::size_t>(used, 4096));
        stream.next_out = out.data() + used;
        stream.avail_out = static_cast<uInt>(out.size() - used);
        status = ::inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
        if (stream.avail_in == 0 && stream.avail_out > 0) break;
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END) return std::nullopt;
    return out;
}

// Cuts the text up to the next NUL off data.
std::optional<std::string_view> takeText(ByteView& data) {
    const auto end = std::find(data.begin(), data.end(), std::uint8_t{0});
    if (end == data.end()) return std::nullopt;
    const auto size = static_cast<std::size_t>(end - data.begin());
    const std::string_view text(reinterpret_cast<const char*>(data.data()), size);
    data = data.subspan(size + 1);
    return text;
}

// iTXt: keyword, compression flag and method, language, translated keyword, text.
void readInternationalText(ByteView data, PngMetadata& result) {
    const auto keyword = takeText(data);
    if (!keyword || *keyword != kXmpKeyword || data.size() < 2 || !result.xmp.empty()) return;
    const bool compressed = data[0] != 0;
    data = data.subspan(2);
    if (!takeText(data) || !takeText(data)) return;
    if (!compressed) {
        result.xmp.assign(data.begin(), data.end());
    } else if (const auto text = inflate(data)) {
        result.xmp.assign(text->begin(), text->end());
    }
}

int hexDigit(std::uint8_t character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    if (character >= 'A' && character <= 'F') return character - 'A' + 10;
    return -1;
}

// A raw profile is: newline, name, newline, length in decimal, newline, bytes in hex.
Bytes rawProfile(ByteView text) {
    std::size_t position = 0;
    const auto skipLine = [&] {
        while (position < text.size() && text[position] != '\n') ++position;
        ++position;
    };
    if (!text.empty() && text[0] == '\n') ++position;
    skipLine();
    skipLine();
    Bytes bytes;
    int high = -1;
    for (; position < text.size(); ++position) {
        const int digit = hexDigit(text[position]);
        if (digit < 0) continue;
        if (high < 0) {
            high = digit;
        } else {
            bytes.push_back(static_cast<std::uint8_t>(high << 4 | digit));
            high = -1;
        }
    }
    return bytes;
}

void takeRawProfile(std::string_view kind, ByteView text, PngMetadata& result) {
    const Bytes profile = rawProfile(text);
    ByteView bytes = profile;
    if ((kind == "exif" || kind == "APP1") && result.exif.empty()) {
        if (!startsWith(bytes, kExifName)) return;
        bytes = bytes.subspan(kExifName.size());
        result.exif.assign(bytes.begin(), bytes.end());
    } else if ((kind == "iptc" || kind == "8bim") && result.iptc.empty()) {
        if (startsWith(bytes, kPhotoshopName)) bytes = bytes.subspan(kPhotoshopName.size());
        result.iptc = startsWith(bytes, "8BIM") ? iptcFromResources(bytes)
                                                : Bytes(bytes.begin(), bytes.end());
    } else if (kind == "xmp" && result.xmp.empty()) {
        result.xmp.assign(bytes.begin(), bytes.end());
    }
}

void readProfileText(ByteView data, bool compressed, PngMetadata& result) {
    constexpr std::string_view kStart = "Raw profile type ";
    const auto keyword = takeText(data);
    if (!keyword || keyword->substr(0, kStart.size()) != kStart) return;
    const std::string_view kind = keyword->substr(kStart.size());
    if (!compressed) {
        takeRawProfile(kind, data, result);
    } else if (data.size() > 1) {
        if (const auto text = inflate(data.subspan(1))) takeRawProfile(kind, *text, result);
    }
}

void putChunk(Bytes& out, std::string_view type, ByteView content) {
    putBigEndian32(out, static_cast<std::uint32_t>(content.size()));
    const std::size_t start = out.size();
    out.insert(out.end(), type.begin(), type.end());
    out.insert(out.end(), content.begin(), content.end());
    const uLong sum = crc32_z(crc32_z(0, nullptr, 0), out.data() + start, out.size() - start);
    putBigEndian32(out, static_cast<std::uint32_t>(sum));
}

void putText(Bytes& out, std::string_view text) {
    out.insert(out.end(), text.begin(), text.end());
}

void putXmp(Bytes& out, const std::string& xmp) {
    Bytes content;
    putText(content, kXmpKeyword);
    // End of keyword, not compressed, method, no language, no translated keyword.
    content.insert(content.end(), {0, 0, 0, 0, 0});
    putText(content, xmp);
    putChunk(out, "iTXt", content);
}

void putIptc(Bytes& out, ByteView iptc) {
    const Bytes resources = resourcesFromIptc(iptc);
    char number[32];
    std::snprintf(number, sizeof number, "\niptc\n%8zu", resources.size());
    std::string text = number;
    for (std::size_t i = 0; i < resources.size(); ++i) {
        if (i % 36 == 0) text += '\n';
        std::snprintf(number, sizeof number, "%02x", resources[i]);
        text += number;
    }
    text += '\n';
    Bytes content;
    putText(content, "Raw profile type iptc");
    content.insert(content.end(), {0, 0});
    const std::size_t start = content.size();
    uLongf packedSize = compressBound(static_cast<uLong>(text.size()));
    content.resize(start + packedSize);
    compress(content.data() + start, &packedSize, reinterpret_cast<const Bytef*>(text.data()),
             static_cast<uLong>(text.size()));
    content.resize(start + packedSize);
    putChunk(out, "zTXt", content);
}

// Profile and palette come before, pixels after.
std::size_t offsetOfPixels(ByteView file) {
    std::size_t offset = kSignatureSize;
    bool found = false;
    visitChunks(file, [&](std::string_view type, ByteView content) {
        found = found || type == "IDAT";
        if (!found) offset += kChunkFrame + content.size();
    });
    return offset;
}

}  // namespace

PngMetadata findPngMetadata(ByteView file) {
    PngMetadata legacy;
    PngMetadata result;
    visitChunks(file, [&](std::string_view type, ByteView content) {
        if (type == "eXIf") result.exif.assign(content.begin(), content.end());
        if (type == "iTXt") readInternationalText(content, result);
        if (type == "zTXt") readProfileText(content, true, legacy);
        if (type == "tEXt") readProfileText(content, false, legacy);
    });
    // A few writers put JPEG's name in front.
    if (startsWith(result.exif, kExifName)) {
        result.exif.erase(result.exif.begin(),
                          result.exif.begin() + static_cast<std::ptrdiff_t>(kExifName.size()));
    }
    if (result.exif.empty()) result.exif = std::move(legacy.exif);
    if (result.xmp.empty()) result.xmp = std::move(legacy.xmp);
    result.iptc = std::move(legacy.iptc);
    return result;
}

Bytes withPngMetadata(ByteView file, ByteView exif, const std::string& xmp, ByteView iptc) {
    const auto split = static_cast<std::ptrdiff_t>(offsetOfPixels(file));
    Bytes out;
    out.reserve(file.size() + exif.size() + xmp.size() + 3 * iptc.size() + 256);
    out.insert(out.end(), file.begin(), file.begin() + split);
    if (!exif.empty()) putChunk(out, "eXIf", exif);
    if (!xmp.empty()) putXmp(out, xmp);
    if (!iptc.empty()) putIptc(out, iptc);
    out.insert(out.end(), file.begin() + split, file.end());
    return out;
}

}  // namespace heirloom
