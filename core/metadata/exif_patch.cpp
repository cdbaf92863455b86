#include "core/metadata/exif_patch.h"

#include <algorithm>
#include <array>

namespace heirloom {

namespace {

constexpr std::size_t kEntrySize = 12;
constexpr std::uint16_t kAscii = 2;
constexpr std::uint16_t kShort = 3;
constexpr std::uint16_t kLong = 4;
constexpr std::uint16_t kRational = 5;

constexpr std::uint16_t kExifPointer = 0x8769;
constexpr std::uint16_t kGpsPointer = 0x8825;
constexpr std::uint16_t kXResolution = 0x011A;
constexpr std::uint16_t kYResolution = 0x011B;
constexpr std::uint16_t kResolutionUnit = 0x0128;
constexpr std::uint16_t kThumbnailOffset = 0x0201;
constexpr std::uint16_t kThumbnailLength = 0x0202;

// Bytes of one value of each TIFF type; 0 where the type is unknown.
std::size_t typeSize(std::uint16_t type) {
    constexpr auto kSizes = std::to_array<std::uint8_t>({0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4});
    return type < kSizes.size() ? kSizes[type] : 0;
}

}  // namespace

std::optional<ExifPatch> ExifPatch::create(ByteView block) {
    if (block.size() < 14 || block[0] != block[1] || (block[0] != 'I' && block[0] != 'M')) {
        return std::nullopt;
    }
    ExifPatch patch(block);
    patch.m_isBigEndian = block[0] == 'M';
    if (patch.read(2, 2) != 42 || !patch.isDirectory(patch.firstDirectory())) return std::nullopt;
    return patch;
}

std::uint32_t ExifPatch::read(std::size_t at, int bytes) const {
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i) {
        const int place = m_isBigEndian ? i : bytes - 1 - i;
        value = value << 8 | m_block[at + static_cast<std::size_t>(place)];
    }
    return value;
}

void ExifPatch::write(std::size_t at, int bytes, std::uint32_t value) {
    for (int i = 0; i < bytes; ++i) {
        const int place = m_isBigEndian ? bytes - 1 - i : i;
        m_block[at + static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(value >> (8 * i));
    }
}

void ExifPatch::appendNumber(int bytes, std::uint32_t value) {
    const std::size_t at = m_block.size();
    m_block.resize(at + static_cast<std::size_t>(bytes));
    write(at, bytes, value);
}

// Ranges come from the block and may be nonsense; the header at least must survive them.
void ExifPatch::wipe(std::uint64_t at, std::uint64_t size) {
    if (at < 8 || !isInside(at, size)) return;
    const auto start = m_block.begin() + static_cast<std::ptrdiff_t>(at);
    std::fill(start, start + static_cast<std::ptrdiff_t>(size), std::uint8_t{0});
}

// Entries and the link to the next directory must lie in the block.
bool ExifPatch::isDirectory(std::uint64_t at) const {
    if (at < 8 || !isInside(at, 2)) return false;
    const std::size_t count = entryCount(static_cast<std::size_t>(at));
    return count > 0 && isInside(at, 2 + kEntrySize * count + 4);
}

std::size_t ExifPatch::linkOf(std::size_t directory) const {
    return directory + 2 + kEntrySize * entryCount(directory);
}

ExifPatch::Entry ExifPatch::entryAt(std::size_t directory, std::size_t index) const {
    const std::size_t at = directory + 2 + kEntrySize * index;
    return {at, static_cast<std::uint16_t>(read(at, 2)),
            static_cast<std::uint16_t>(read(at + 2, 2)), read(at + 4, 4)};
}

std::optional<ExifPatch::Entry> ExifPatch::find(std::size_t directory, std::uint16_t tag) const {
    for (std::size_t i = 0; i < entryCount(directory); ++i) {
        const Entry entry = entryAt(directory, i);
        if (entry.tag == tag) return entry;
    }
    return std::nullopt;
}

void ExifPatch::wipeDirectory(std::size_t directory) {
    for (std::size_t i = 0; i < entryCount(directory); ++i) {
        const Entry entry = entryAt(directory, i);
        const std::uint64_t size = std::uint64_t{entry.count} * typeSize(entry.type);
        if (size > 4) wipe(read(entry.at + 8, 4), size);
    }
    wipe(directory, linkOf(directory) + 4 - directory);
}

void ExifPatch::removeEntry(std::size_t directory, std::uint16_t tag) {
    const auto entry = find(directory, tag);
    if (!entry) return;
    const std::size_t end = linkOf(directory) + 4;
    const auto at = m_block.begin() + static_cast<std::ptrdiff_t>(entry->at);
    std::copy(at + kEntrySize, m_block.begin() + static_cast<std::ptrdiff_t>(end), at);
    wipe(end - kEntrySize, kEntrySize);
    write(directory, 2, static_cast<std::uint32_t>(entryCount(directory) - 1));
}

void ExifPatch::dropThumbnail() {
    const std::size_t link = linkOf(firstDirectory());
    const std::size_t second = read(link, 4);
    write(link, 4, 0);
    if (!isDirectory(second)) return;
    const auto offset = find(second, kThumbnailOffset);
    const auto length = find(second, kThumbnailLength);
    if (!offset || !length) return;
    const std::size_t start = read(offset->at + 8, 4);
    const std::size_t size = read(length->at + 8, 4);
    // Only what is a JPEG indeed, and not laid over the first directory: a wrong offset must
    // not wipe anything else.
    if (size < 2 || !isInside(start, size) || m_block[start] != 0xFF ||
        m_block[start + 1] != 0xD8 || start < link + 4) {
        return;
    }
    wipe(start, size);
    constexpr std::size_t kPadding = 4;
    if (start > second && start + size + kPadding >= m_block.size()) m_block.resize(start);
}

void ExifPatch::dropGps() {
    const std::size_t image = firstDirectory();
    const auto pointer = find(image, kGpsPointer);
    if (!pointer) return;
    const std::size_t gps = read(pointer->at + 8, 4);
    if (isDirectory(gps) && gps != image) wipeDirectory(gps);
    removeEntry(image, kGpsPointer);
}

bool ExifPatch::setNumber(Directory directory, std::uint16_t tag, std::uint32_t value) {
    std::size_t at = firstDirectory();
    if (directory == Directory::Photo) {
        const auto pointer = find(at, kExifPointer);
        if (!pointer) return true;
        at = read(pointer->at + 8, 4);
        if (!isDirectory(at)) return false;
    }
    const auto entry = find(at, tag);
    if (!entry) return true;
    if (entry->count != 1) return false;
    if (entry->type == kShort && value <= 0xFFFF) {
        write(entry->at + 8, 2, value);
        return true;
    }
    if (entry->type != kLong) return false;
    write(entry->at + 8, 4, value);
    return true;
}

void ExifPatch::setResolution(std::uint32_t perInch) {
    for (const std::uint16_t tag : {kXResolution, kYResolution}) {
        const auto entry = find(firstDirectory(), tag);
        if (!entry) continue;
        const std::size_t value = read(entry->at + 8, 4);
        if (entry->type == kRational && entry->count == 1 && value >= 8 && isInside(value, 8)) {
            write(value, 4, perInch);
            write(value + 4, 4, 1);
        } else {
            removeEntry(firstDirectory(), tag);
        }
    }
    constexpr std::uint32_t kInch = 2;
    setNumber(Directory::Image, kResolutionUnit, kInch);
}

void ExifPatch::addEntry(std::uint16_t tag, std::uint16_t type, std::uint32_t count,
                         std::uint32_t value) {
    const std::size_t old = firstDirectory();
    const std::size_t entries = entryCount(old);
    const Bytes table(m_block.begin() + static_cast<std::ptrdiff_t>(old + 2),
                      m_block.begin() + static_cast<std::ptrdiff_t>(linkOf(old) + 4));
    std::size_t before = 0;
    while (before < entries && entryAt(old, before).tag < tag) ++before;
    wipe(old, linkOf(old) + 4 - old);

    if (m_block.size() % 2 == 1) m_block.push_back(0);
    write(4, 4, static_cast<std::uint32_t>(m_block.size()));
    const auto split = table.begin() + static_cast<std::ptrdiff_t>(kEntrySize * before);
    appendNumber(2, static_cast<std::uint32_t>(entries + 1));
    m_block.insert(m_block.end(), table.begin(), split);
    appendNumber(2, tag);
    appendNumber(2, type);
    appendNumber(4, count);
    appendNumber(4, value);
    m_block.insert(m_block.end(), split, table.end());
}

void ExifPatch::setText(std::uint16_t tag, const std::string& text) {
    removeEntry(firstDirectory(), tag);
    // Texts of up to four bytes would stand in the entry itself; padding avoids that case.
    const std::size_t size = std::max<std::size_t>(text.size() + 1, 5);
    if (m_block.size() % 2 == 1) m_block.push_back(0);
    const std::size_t at = m_block.size();
    m_block.insert(m_block.end(), text.begin(), text.end());
    m_block.resize(at + size, 0);
    addEntry(tag, kAscii, static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(at));
}

}  // namespace heirloom
