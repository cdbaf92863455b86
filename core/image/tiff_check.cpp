#include <array>
#include <set>

#include "core/image/container_check.h"

namespace heirloom {

namespace {

constexpr std::uint64_t kStripOffsets = 273;
constexpr std::uint64_t kTileOffsets = 324;

// Bytes per value of the types 1 to 18; types 14 and 15 do not exist.
constexpr std::array<std::uint64_t, 19> kTypeSizes = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4,
                                                      8, 4, 8, 4, 0, 0, 8, 8, 8};

constexpr std::size_t kMaxDirectories = 10000;

struct Entry {
    std::uint64_t tag = 0;
    std::uint64_t type = 0;
    std::uint64_t count = 0;
    std::uint64_t place = 0;  // of the value, inside the entry or where the entry points
};

// Walks the chain of directories. Those that tags name hold no pixels: what is wrong with them
// is told with the metadata.
class TiffWalk {
public:
    explicit TiffWalk(ByteView file) : m_file(file) {}

    bool isIntact();

private:
    bool holds(std::uint64_t offset, std::uint64_t size) const {
        return offset <= m_file.size() && size <= m_file.size() - offset;
    }
    std::uint64_t number(std::uint64_t offset, int bytes) const;
    int offsetSize() const { return m_isBig ? 8 : 4; }
    bool checkHeader();
    bool checkDirectory(std::uint64_t offset);
    bool checkEntry(std::uint64_t offset);
    bool checkBlockOffsets(const Entry& entry) const;

    ByteView m_file;
    bool m_isBigEndian = false;
    bool m_isBig = false;
    std::uint64_t m_next = 0;  // offset of the next directory of the chain; 0: none
    std::set<std::uint64_t> m_seen;
};

std::uint64_t TiffWalk::number(std::uint64_t offset, int bytes) const {
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) {
        const int place = m_isBigEndian ? i : bytes - 1 - i;
        value = value << 8 | m_file[static_cast<std::size_t>(offset) + std::size_t(place)];
    }
    return value;
}

bool TiffWalk::checkHeader() {
    if (m_file.size() < 8) return false;
    m_isBigEndian = m_file[0] == 'M';
    m_isBig = number(2, 2) == 43;
    if (m_isBig && m_file.size() < 16) return false;
    m_next = number(m_isBig ? 8 : 4, offsetSize());
    return m_next != 0;
}

// Strips may be shorter than they claim, which libtiff repairs; one that starts behind the
// end is lost.
bool TiffWalk::checkBlockOffsets(const Entry& entry) const {
    const auto size = static_cast<int>(kTypeSizes[static_cast<std::size_t>(entry.type)]);
    for (std::uint64_t i = 0; i < entry.count; ++i) {
        if (number(entry.place + i * static_cast<std::uint64_t>(size), size) >= m_file.size()) {
            return false;
        }
    }
    return true;
}

bool TiffWalk::checkEntry(std::uint64_t offset) {
    Entry entry;
    entry.tag = number(offset, 2);
    entry.type = number(offset + 2, 2);
    entry.count = number(offset + 4, offsetSize());
    // A reader has to skip types that it does not know.
    if (entry.type >= kTypeSizes.size() || kTypeSizes[static_cast<std::size_t>(entry.type)] == 0) {
        return entry.type != 0;
    }
    const std::uint64_t size = kTypeSizes[static_cast<std::size_t>(entry.type)];
    if (entry.count > m_file.size()) return false;
    const auto inside = static_cast<std::uint64_t>(offsetSize());
    entry.place = offset + 4 + inside;
    if (entry.count * size > inside) entry.place = number(entry.place, offsetSize());
    if (!holds(entry.place, entry.count * size)) return false;
    if (entry.tag == kStripOffsets || entry.tag == kTileOffsets) return checkBlockOffsets(entry);
    return true;
}

bool TiffWalk::checkDirectory(std::uint64_t offset) {
    const std::uint64_t countSize = m_isBig ? 8 : 2;
    const std::uint64_t entrySize = m_isBig ? 20 : 12;
    if (!holds(offset, countSize)) return false;
    const std::uint64_t count = number(offset, static_cast<int>(countSize));
    if (count == 0 || count > 65535) return false;
    const std::uint64_t end = offset + countSize + count * entrySize;
    if (!holds(end, static_cast<std::uint64_t>(offsetSize()))) return false;
    for (std::uint64_t i = 0; i < count; ++i) {
        if (!checkEntry(offset + countSize + i * entrySize)) return false;
    }
    m_next = number(end, offsetSize());
    return true;
}

bool TiffWalk::isIntact() {
    if (!checkHeader()) return false;
    while (m_next != 0) {
        // A directory that is met twice closes a circle, which no writer means.
        if (!m_seen.insert(m_next).second || m_seen.size() > kMaxDirectories) return false;
        if (!checkDirectory(m_next)) return false;
    }
    return true;
}

}  // namespace

bool isTiffIntact(ByteView file) {
    return TiffWalk(file).isIntact();
}

}  // namespace heirloom
