#include "core/metadata/jpeg_metadata.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "core/metadata/photoshop_resources.h"

namespace heirloom {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kExifName = "Exif\0\0"sv;
constexpr std::string_view kXmpName = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr std::string_view kExtendedXmpName = "http://ns.adobe.com/xmp/extension/\0"sv;
constexpr std::string_view kPhotoshopName = "Photoshop 3.0\0"sv;

constexpr std::uint8_t kApp0 = 0xE0;
constexpr std::uint8_t kApp1 = 0xE1;
constexpr std::uint8_t kApp13 = 0xED;
constexpr std::uint8_t kStartOfScan = 0xDA;
constexpr std::uint8_t kEndOfImage = 0xD9;

bool startsWith(ByteView data, std::string_view name) {
    return data.size() >= name.size() && std::memcmp(data.data(), name.data(), name.size()) == 0;
}

// Walks the segments in front of the pixels; visit gets marker, payload and the offset
// behind the segment.
template <class Visit>
void visitSegments(ByteView file, const Visit& visit) {
    std::size_t position = 2;
    while (position + 4 <= file.size() && file[position] == 0xFF) {
        const std::uint8_t marker = file[position + 1];
        if (marker == 0xFF) {  // fill byte
            ++position;
            continue;
        }
        if (marker == kStartOfScan || marker == kEndOfImage) return;
        const std::size_t length =
            std::size_t{file[position + 2]} << 8 | std::size_t{file[position + 3]};
        if (length < 2 || length > file.size() - position - 2) return;
        visit(marker, file.subspan(position + 4, length - 2), position + 2 + length);
        position += 2 + length;
    }
}

void appendSegment(Bytes& out, std::uint8_t marker, std::string_view name, ByteView content) {
    const std::size_t length = 2 + name.size() + content.size();
    out.insert(out.end(), {0xFF, marker, static_cast<std::uint8_t>(length >> 8),
                           static_cast<std::uint8_t>(length)});
    out.insert(out.end(), name.begin(), name.end());
    out.insert(out.end(), content.begin(), content.end());
}

ByteView viewOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

JpegMetadata findJpegMetadata(ByteView file) {
    JpegMetadata result;
    Bytes resources;
    visitSegments(file, [&](std::uint8_t marker, ByteView payload, std::size_t) {
        // Some writers end the name with 0xFF, so its last byte is not compared.
        if (marker == kApp1 && startsWith(payload, kExifName.substr(0, 5)) &&
            payload.size() > kExifName.size() && result.exif.empty()) {
            const ByteView block = payload.subspan(kExifName.size());
            result.exif.assign(block.begin(), block.end());
        } else if (marker == kApp1 && startsWith(payload, kXmpName) && result.xmp.empty()) {
            const ByteView packet = payload.subspan(kXmpName.size());
            result.xmp.assign(packet.begin(), packet.end());
        } else if (marker == kApp1 && startsWith(payload, kExtendedXmpName)) {
            result.hasExtendedXmp = true;
        } else if (marker == kApp13 && startsWith(payload, kPhotoshopName)) {
            // Long resources go on in the next segment.
            const ByteView part = payload.subspan(kPhotoshopName.size());
            resources.insert(resources.end(), part.begin(), part.end());
        }
    });
    result.iptc = iptcFromResources(resources);
    return result;
}

Bytes withJpegMetadata(ByteView file, ByteView exif, const std::string& xmp, ByteView iptc) {
    std::size_t insertAt = 2;
    // Readers of JFIF want its segment first.
    visitSegments(file, [&](std::uint8_t marker, ByteView, std::size_t end) {
        if (marker == kApp0 && insertAt == 2) insertAt = end;
    });
    Bytes out(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(insertAt));
    out.reserve(file.size() + exif.size() + xmp.size() + iptc.size() + 256);
    if (!exif.empty()) appendSegment(out, kApp1, kExifName, exif);
    if (!xmp.empty()) appendSegment(out, kApp1, kXmpName, viewOf(xmp));
    if (!iptc.empty()) appendSegment(out, kApp13, kPhotoshopName, resourcesFromIptc(iptc));
    out.insert(out.end(), file.begin() + static_cast<std::ptrdiff_t>(insertAt), file.end());
    return out;
}

}  // namespace heirloom
