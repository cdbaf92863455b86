#include "tests/support/exif_builder.h"

#include <algorithm>

namespace heirloom::testing {

namespace {

constexpr std::uint16_t kAscii = 2;
constexpr std::uint16_t kShort = 3;
constexpr std::uint16_t kLong = 4;
constexpr std::uint16_t kRational = 5;
constexpr std::uint16_t kUndefined = 7;

void put16(Bytes& out, std::uint16_t value) {
    out.push_back(static_cast<std::uint8_t>(value));
    out.push_back(static_cast<std::uint8_t>(value >> 8));
}

void put32(Bytes& out, std::uint32_t value) {
    put16(out, static_cast<std::uint16_t>(value));
    put16(out, static_cast<std::uint16_t>(value >> 16));
}

}  // namespace

ExifDirectory& ExifDirectory::add(std::uint16_t tag, std::uint16_t type, std::uint32_t count,
                                  Bytes content) {
    m_entries.push_back({tag, type, count, std::move(content)});
    std::stable_sort(m_entries.begin(), m_entries.end(),
                     [](const Entry& a, const Entry& b) { return a.tag < b.tag; });
    return *this;
}

ExifDirectory& ExifDirectory::shortValue(std::uint16_t tag, std::uint16_t value) {
    Bytes content;
    put16(content, value);
    return add(tag, kShort, 1, content);
}

ExifDirectory& ExifDirectory::longValue(std::uint16_t tag, std::uint32_t value) {
    Bytes content;
    put32(content, value);
    return add(tag, kLong, 1, content);
}

ExifDirectory& ExifDirectory::text(std::uint16_t tag, const std::string& value) {
    Bytes content(value.begin(), value.end());
    content.push_back(0);
    const auto count = static_cast<std::uint32_t>(content.size());
    return add(tag, kAscii, count, std::move(content));
}

ExifDirectory& ExifDirectory::blob(std::uint16_t tag, const Bytes& value) {
    return add(tag, kUndefined, static_cast<std::uint32_t>(value.size()), value);
}

ExifDirectory& ExifDirectory::rationals(std::uint16_t tag,
                                        const std::vector<std::uint32_t>& values) {
    Bytes content;
    for (const std::uint32_t value : values) put32(content, value);
    return add(tag, kRational, static_cast<std::uint32_t>(values.size() / 2), content);
}

Bytes ExifDirectory::bytesAt(std::size_t place, std::size_t next) const {
    const std::size_t valuesAt = place + 2 + 12 * m_entries.size() + 4;
    Bytes out;
    Bytes values;
    put16(out, static_cast<std::uint16_t>(m_entries.size()));
    for (const auto& entry : m_entries) {
        put16(out, entry.tag);
        put16(out, entry.type);
        put32(out, entry.count);
        if (entry.content.size() <= 4) {
            Bytes inlined = entry.content;
            inlined.resize(4);
            out.insert(out.end(), inlined.begin(), inlined.end());
            continue;
        }
        put32(out, static_cast<std::uint32_t>(valuesAt + values.size()));
        values.insert(values.end(), entry.content.begin(), entry.content.end());
        if (values.size() % 2 == 1) values.push_back(0);
    }
    put32(out, static_cast<std::uint32_t>(next));
    out.insert(out.end(), values.begin(), values.end());
    return out;
}

Bytes exifWithNote(ExifBuilder builder, const Bytes& signature, const ExifDirectory& note) {
    // Sizes do not depend on offsets: a stand-in shows where the note will lie.
    Bytes standIn;
    for (std::size_t i = 0; i < signature.size() + note.bytesAt(0).size(); ++i) {
        standIn.push_back(static_cast<std::uint8_t>(i * 31 + 7));
    }
    builder.photo.blob(0x927C, standIn);
    Bytes block = builder.build();
    const auto found = std::search(block.begin(), block.end(), standIn.begin(), standIn.end());
    const auto place = static_cast<std::size_t>(found - block.begin());
    const Bytes directory = note.bytesAt(place + signature.size());
    std::copy(signature.begin(), signature.end(), found);
    std::copy(directory.begin(), directory.end(),
              found + static_cast<std::ptrdiff_t>(signature.size()));
    return block;
}

Bytes ExifBuilder::build() const {
    ExifDirectory first = image;
    ExifDirectory second;
    // Layout: header, first directory, photo, gps, thumbnail directory, each followed by
    // its values. Sizes do not depend on the pointers, so two passes settle the offsets.
    const auto sizeOf = [](const ExifDirectory& directory) {
        std::size_t size = 2 + 12 * directory.m_entries.size() + 4;
        for (const auto& entry : directory.m_entries) {
            if (entry.content.size() > 4) size += (entry.content.size() + 1) / 2 * 2;
        }
        return size;
    };
    first.longValue(0x8769, 0);
    first.longValue(0x8825, 0);
    if (!thumbnail.empty()) {
        second.shortValue(0x0103, 6).longValue(0x0201, 0).longValue(
            0x0202, static_cast<std::uint32_t>(thumbnail.size()));
    }
    const std::size_t photoAt = 8 + sizeOf(first);
    const std::size_t gpsAt = photoAt + sizeOf(photo);
    const std::size_t secondAt = gpsAt + sizeOf(gps);
    const std::size_t thumbnailAt = secondAt + sizeOf(second);
    const auto point = [](ExifDirectory& directory, std::uint16_t tag, std::size_t offset) {
        for (auto& entry : directory.m_entries) {
            if (entry.tag != tag) continue;
            entry.content.clear();
            put32(entry.content, static_cast<std::uint32_t>(offset));
        }
    };
    point(first, 0x8769, photoAt);
    point(first, 0x8825, gpsAt);
    point(second, 0x0201, thumbnailAt);

    Bytes out{'I', 'I', 42, 0, 8, 0, 0, 0};
    const auto write = [&](const ExifDirectory& directory, std::size_t next) {
        const Bytes bytes = directory.bytesAt(out.size(), next);
        out.insert(out.end(), bytes.begin(), bytes.end());
    };
    write(first, thumbnail.empty() ? 0 : secondAt);
    write(photo, 0);
    write(gps, 0);
    if (!thumbnail.empty()) {
        write(second, 0);
        out.insert(out.end(), thumbnail.begin(), thumbnail.end());
    }
    return out;
}

Bytes makerNoteBytes() {
    Bytes bytes;
    for (int i = 0; i < 300; ++i) bytes.push_back(static_cast<std::uint8_t>(i * 7 + 3));
    return bytes;
}

Bytes thumbnailBytes() {
    Bytes bytes{0xFF, 0xD8, 0xFF, 0xE0};
    for (int i = 0; i < 200; ++i) bytes.push_back(static_cast<std::uint8_t>(i * 11 + 5));
    bytes.insert(bytes.end(), {0xFF, 0xD9});
    return bytes;
}

ExifBuilder cameraExif(int orientation) {
    ExifBuilder builder;
    builder.image.text(0x010E, kChineseText)
        .text(0x010F, "Seagull")
        .text(0x0110, "Seagull DF-1")
        .shortValue(0x0112, static_cast<std::uint16_t>(orientation))
        .rationals(0x011A, {300, 1})
        .rationals(0x011B, {300, 1})
        .shortValue(0x0128, 2)
        .text(0x013B, "A. Photographer");
    builder.photo.blob(0x9000, {'0', '2', '3', '2'})
        .text(0x9003, "1957:08:14 10:00:00")
        .blob(0x927C, makerNoteBytes())
        .longValue(0xA002, 4000)
        .longValue(0xA003, 3000)
        .text(0xA434, "Haiou-64 58mm");
    builder.gps.blob(0x0000, {2, 3, 0, 0})
        .text(0x0001, "N")
        .rationals(0x0002, {30, 1, 15, 1, 987654, 31337})
        .text(0x0003, "E")
        .rationals(0x0004, {120, 1, 9, 1, 123456, 31337});
    builder.thumbnail = thumbnailBytes();
    return builder;
}

Bytes sampleIptc() {
    Bytes records;
    const auto add = [&](std::uint8_t dataset, const std::string& value) {
        records.insert(records.end(),
                       {0x1C, 2, dataset, 0, static_cast<std::uint8_t>(value.size())});
        records.insert(records.end(), value.begin(), value.end());
    };
    add(25, "family album");
    add(120, kChineseText);
    return records;
}

std::string sampleXmp(int orientation) {
    return "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
           "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
           "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
           "<rdf:Description rdf:about=\"\" xmlns:tiff=\"http://ns.adobe.com/tiff/1.0/\" "
           "xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" "
           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" tiff:Orientation=\"" +
           std::to_string(orientation) +
           "\" tiff:ImageWidth=\"4000\" exif:GPSLatitude=\"30,15.5253N\">"
           "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">" +
           kChineseText +
           "</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"
           "<?xpacket end=\"w\"?>";
}

bool containsBytes(ByteView haystack, ByteView needle) {
    return std::search(haystack.begin(), haystack.end(), needle.begin(), needle.end()) !=
           haystack.end();
}

bool containsText(ByteView haystack, const std::string& needle) {
    return containsBytes(haystack,
                         {reinterpret_cast<const std::uint8_t*>(needle.data()), needle.size()});
}

}  // namespace heirloom::testing
