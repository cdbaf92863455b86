#include "core/nn/zip_directory.h"

#include <algorithm>
#include <optional>

#include "core/nn/byte_reader.h"

namespace heirloom {

namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kCentralHeader = 0x02014b50;
constexpr std::uint32_t kEndRecord = 0x06054b50;
constexpr std::uint32_t kEndRecord64 = 0x06064b50;
constexpr std::uint32_t kEndLocator64 = 0x07064b50;
constexpr std::size_t kEndRecordSize = 22;
constexpr std::size_t kEndLocator64Size = 20;
constexpr std::size_t kLongestComment = 0xffff;
constexpr std::uint16_t kExtraZip64 = 1;
constexpr std::uint16_t kFlagEncrypted = 1;
constexpr std::uint16_t kMethodStored = 0;
constexpr std::uint32_t kIn64 = 0xffffffff;  // the real value is in the zip64 record
constexpr std::uint64_t kMostEntries = 200'000;

template <class Integer>
Integer littleAt(ByteView file, std::size_t offset) {
    return ByteReader(file.subspan(offset)).little<Integer>().value_or(0);
}

// The record stands at the very end unless the archive carries a comment.
std::optional<std::size_t> findEndRecord(ByteView file) {
    if (file.size() < kEndRecordSize) return std::nullopt;
    const std::size_t last = file.size() - kEndRecordSize;
    const std::size_t first = last > kLongestComment ? last - kLongestComment : 0;
    for (std::size_t at = last + 1; at-- > first;) {
        if (littleAt<std::uint32_t>(file, at) == kEndRecord &&
            at + kEndRecordSize + littleAt<std::uint16_t>(file, at + 20) <= file.size()) {
            return at;
        }
    }
    return std::nullopt;
}

// Fields of the zip64 extra are present only where the 32-bit field is full, in this order.
bool readZip64Extra(ByteView extra, ZipEntry& entry) {
    ByteReader reader(extra);
    while (reader.remaining() >= 4) {
        const auto id = reader.little<std::uint16_t>();
        const auto field = reader.take(*reader.little<std::uint16_t>());
        if (!field) return false;
        if (*id != kExtraZip64) continue;
        ByteReader values(*field);
        for (std::uint64_t* wide : {&entry.size, &entry.packedSize, &entry.headerOffset}) {
            if (*wide != kIn64) continue;
            const auto value = values.little<std::uint64_t>();
            if (!value) return false;
            *wide = *value;
        }
        return true;
    }
    return true;
}

// One record of the central directory; nullopt when it does not fit or has no signature.
std::optional<std::pair<std::string_view, ZipEntry>> readRecord(ByteReader& reader) {
    constexpr std::size_t kFixed = 46;
    const auto fixed = reader.take(kFixed);
    if (!fixed || littleAt<std::uint32_t>(*fixed, 0) != kCentralHeader) return std::nullopt;
    const auto flags = littleAt<std::uint16_t>(*fixed, 8);
    const auto method = littleAt<std::uint16_t>(*fixed, 10);
    ZipEntry entry;
    entry.stored = method == kMethodStored && (flags & kFlagEncrypted) == 0;
    entry.packedSize = littleAt<std::uint32_t>(*fixed, 20);
    entry.size = littleAt<std::uint32_t>(*fixed, 24);
    entry.headerOffset = littleAt<std::uint32_t>(*fixed, 42);
    const auto name = reader.take(littleAt<std::uint16_t>(*fixed, 28));
    const auto extra = reader.take(littleAt<std::uint16_t>(*fixed, 30));
    const bool comment = reader.skip(littleAt<std::uint16_t>(*fixed, 32));
    if (!name || !extra || !comment || !readZip64Extra(*extra, entry)) return std::nullopt;
    return std::pair(ByteReader::asText(*name), entry);
}

}  // namespace

bool ZipDirectory::hasMagic(ByteView file) {
    return file.size() >= 4 && littleAt<std::uint32_t>(file, 0) == kLocalHeader;
}

bool ZipDirectory::locate(std::uint64_t& offset, std::uint64_t& size, std::uint64_t& count) const {
    const auto end = findEndRecord(m_file);
    if (!end) return false;
    count = littleAt<std::uint16_t>(m_file, *end + 10);
    size = littleAt<std::uint32_t>(m_file, *end + 12);
    offset = littleAt<std::uint32_t>(m_file, *end + 16);
    const bool isFull = count == 0xffff || size == kIn64 || offset == kIn64;
    if (!isFull || *end < kEndLocator64Size) return true;

    const std::size_t locator = *end - kEndLocator64Size;
    if (littleAt<std::uint32_t>(m_file, locator) != kEndLocator64) return true;
    const auto record = littleAt<std::uint64_t>(m_file, locator + 8);
    if (record > locator || locator - record < 56) return false;
    const auto at = static_cast<std::size_t>(record);
    if (littleAt<std::uint32_t>(m_file, at) != kEndRecord64) return false;
    count = littleAt<std::uint64_t>(m_file, at + 32);
    size = littleAt<std::uint64_t>(m_file, at + 40);
    offset = littleAt<std::uint64_t>(m_file, at + 48);
    return true;
}

bool ZipDirectory::read(ByteView file, std::string& reason) {
    m_file = file;
    m_entries.clear();
    std::uint64_t offset = 0, size = 0, count = 0;
    if (!locate(offset, size, count)) {
        reason = "its end is missing";
        return false;
    }
    if (offset > file.size() || size > file.size() - offset) {
        reason = "its table of contents lies outside the file";
        return false;
    }
    if (count > kMostEntries) {
        reason = "it claims " + std::to_string(count) + " entries";
        return false;
    }
    ByteReader reader(
        file.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size)));
    for (std::uint64_t i = 0; i < count; ++i) {
        auto record = readRecord(reader);
        if (!record) {
            reason = "its table of contents is broken at entry " + std::to_string(i + 1);
            return false;
        }
        // Two entries of one name could show different content to different readers.
        if (!m_entries.insert(*record).second) {
            reason = "it holds two entries of the same name";
            return false;
        }
    }
    return true;
}

bool ZipDirectory::content(const ZipEntry& entry, ByteView& bytes, std::string& reason) const {
    if (!entry.stored || entry.packedSize != entry.size) {
        reason = "an entry is compressed or encrypted";
        return false;
    }
    constexpr std::size_t kFixed = 30;
    reason = "an entry lies outside the file";
    if (entry.headerOffset > m_file.size()) return false;
    ByteReader reader(m_file.subspan(static_cast<std::size_t>(entry.headerOffset)));
    const auto fixed = reader.take(kFixed);
    if (!fixed || littleAt<std::uint32_t>(*fixed, 0) != kLocalHeader) return false;
    // The local extra field differs from the central one: torch pads here for alignment.
    if (!reader.skip(littleAt<std::uint16_t>(*fixed, 26))) return false;
    if (!reader.skip(littleAt<std::uint16_t>(*fixed, 28))) return false;
    const auto found = reader.take(entry.size);
    if (!found) return false;
    reason.clear();
    bytes = *found;
    return true;
}

const ZipEntry* ZipDirectory::find(std::string_view name) const {
    const auto found = m_entries.find(name);
    return found == m_entries.end() ? nullptr : &found->second;
}

}  // namespace heirloom
