#include "core/metadata/jpeg_metadata.h"

#include <algorithm>
#include <cstring>
#include <optional>
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

std::uint32_t bigEndian32(const std::uint8_t* data) {
    return std::uint32_t{data[0]} << 24 | std::uint32_t{data[1]} << 16 |
           std::uint32_t{data[2]} << 8 | std::uint32_t{data[3]};
}

std::string bigEndianText(std::size_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift);
    return text;
}

constexpr std::size_t kGuidSize = 32;

// Of one guid, by their offsets.
struct Extension {
    std::size_t size = 0;
    std::map<std::size_t, ByteView> parts;

    // Nothing but whole extensions: parts that follow each other without a gap.
    std::optional<std::string> text() const {
        std::string result;
        for (const auto& [offset, part] : parts) {
            if (offset != result.size()) return std::nullopt;
            result.append(part.begin(), part.end());
        }
        if (result.size() != size) return std::nullopt;
        return result;
    }
};

void takeExtension(ByteView payload, std::map<std::string, Extension>& extensions) {
    const ByteView rest = payload.subspan(kExtendedXmpName.size());
    if (rest.size() < kGuidSize + 8) return;
    const std::string guid(rest.begin(), rest.begin() + kGuidSize);
    Extension& extension = extensions[guid];
    extension.size = bigEndian32(rest.data() + kGuidSize);
    extension.parts[bigEndian32(rest.data() + kGuidSize + 4)] = rest.subspan(kGuidSize + 8);
}

ByteView viewOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void appendExtension(Bytes& out, const JpegXmp& xmp) {
    constexpr std::size_t kMaxPart = 65400;
    const ByteView all = viewOf(xmp.extended);
    for (std::size_t offset = 0; offset < all.size(); offset += kMaxPart) {
        const std::string name = std::string(kExtendedXmpName) + xmp.guid +
                                 bigEndianText(all.size()) + bigEndianText(offset);
        appendSegment(out, kApp1, name,
                      all.subspan(offset, std::min(kMaxPart, all.size() - offset)));
    }
}

}  // namespace

JpegMetadata findJpegMetadata(ByteView file) {
    JpegMetadata result;
    Bytes resources;
    std::map<std::string, Extension> extensions;
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
            takeExtension(payload, extensions);
        } else if (marker == kApp13 && startsWith(payload, kPhotoshopName)) {
            // Long resources go on in the next segment.
            const ByteView part = payload.subspan(kPhotoshopName.size());
            resources.insert(resources.end(), part.begin(), part.end());
        }
    });
    result.iptc = iptcFromResources(resources);
    for (const auto& [guid, extension] : extensions) {
        if (auto text = extension.text()) result.extendedXmp[guid] = std::move(*text);
    }
    return result;
}

Bytes withJpegMetadata(ByteView file, ByteView exif, const JpegXmp& xmp, ByteView iptc) {
    std::size_t insertAt = 2;
    // Readers of JFIF want its segment first.
    visitSegments(file, [&](std::uint8_t marker, ByteView, std::size_t end) {
        if (marker == kApp0 && insertAt == 2) insertAt = end;
    });
    Bytes out(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(insertAt));
    out.reserve(file.size() + exif.size() + xmp.packet.size() + xmp.extended.size() + iptc.size() +
                4096);
    if (!exif.empty()) appendSegment(out, kApp1, kExifName, exif);
    if (!xmp.packet.empty()) appendSegment(out, kApp1, kXmpName, viewOf(xmp.packet));
    appendExtension(out, xmp);
    if (!iptc.empty()) appendSegment(out, kApp13, kPhotoshopName, resourcesFromIptc(iptc));
    out.insert(out.end(), file.begin() + static_cast<std::ptrdiff_t>(insertAt), file.end());
    return out;
}

}  // namespace heirloom
