#include "core/metadata/tiff_tree.h"

#include <algorithm>
#include <array>
#include <limits>

namespace heirloom {

namespace {

constexpr std::uint16_t kLong = 4;
constexpr std::uint16_t kIfd = 13;
constexpr std::uint16_t kLong8 = 16;
constexpr std::uint16_t kIfd8 = 18;
constexpr std::uint64_t kMostTags = 4096;
constexpr int kDeepest = 3;
constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20;

// Bytes of one value of each type, and of the numbers it is made of; 0 where unknown.
struct TypeSize {
    std::uint8_t value;
    std::uint8_t number;
};
constexpr auto kTypes = std::to_array<TypeSize>({{0, 0},
                                                 {1, 1},
                                                 {1, 1},
                                                 {2, 2},
                                                 {4, 4},
                                                 {8, 4},
                                                 {1, 1},
                                                 {1, 1},
                                                 {2, 2},
                                                 {4, 4},
                                                 {8, 4},
                                                 {4, 4},
                                                 {8, 8},
                                                 {4, 4},
                                                 {0, 0},
                                                 {0, 0},
                                                 {8, 8},
                                                 {8, 8},
                                                 {8, 8}});

TypeSize sizeOf(std::uint16_t type) {
    return type < kTypes.size() ? kTypes[type] : TypeSize{0, 0};
}

bool isPointer(std::uint16_t id) {
    return id == 0x8769 || id == 0x8825 || id == 0xA005;
}

std::uint64_t numberAt(const std::uint8_t* data, int bytes, bool bigEndian) {
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value = value << 8 | data[bigEndian ? i : bytes - 1 - i];
    return value;
}

void putNumber(std::uint8_t* data, int bytes, bool bigEndian, std::uint64_t value) {
    for (int i = 0; i < bytes; ++i) {
        data[bigEndian ? bytes - 1 - i : i] = static_cast<std::uint8_t>(value >> (8 * i));
    }
}

// The sizes in which classic TIFF and BigTIFF differ.
struct Layout {
    int countBytes;   // of a directory
    int offsetBytes;  // of a value's place, and of a value's count
    std::size_t entryBytes() const { return 4 + 2 * static_cast<std::size_t>(offsetBytes); }
};
constexpr Layout kClassic{2, 4};
constexpr Layout kBig{8, 8};

class Reader {
public:
    Reader(ByteView file, const Layout& layout, bool bigEndian)
        : m_file(file), m_layout(layout), m_bigEndian(bigEndian) {}

    std::optional<std::vector<TiffTag>> directoryAt(std::uint64_t at, int depth,
                                                    std::uint64_t* next = nullptr) {
        if (depth > kDeepest || !isInside(at, static_cast<std::uint64_t>(m_layout.countBytes))) {
            return std::nullopt;
        }
        const std::uint64_t count = number(at, m_layout.countBytes);
        const std::uint64_t start = at + static_cast<std::uint64_t>(m_layout.countBytes);
        const std::uint64_t size = count * m_layout.entryBytes();
        if (count == 0 || count > kMostTags ||
            !isInside(start, size + static_cast<std::uint64_t>(m_layout.offsetBytes))) {
            return std::nullopt;
        }
        if (next) *next = number(start + size, m_layout.offsetBytes);
        std::vector<TiffTag> tags;
        for (std::uint64_t i = 0; i < count; ++i) {
            if (auto tag = tagAt(start + i * m_layout.entryBytes(), depth)) {
                tags.push_back(std::move(*tag));
            }
        }
        return tags;
    }

private:
    bool isInside(std::uint64_t at, std::uint64_t size) const {
        return at <= m_file.size() && size <= m_file.size() - at;
    }
    std::uint64_t number(std::uint64_t at, int bytes) const {
        return numberAt(m_file.data() + at, bytes, m_bigEndian);
    }

    std::optional<TiffTag> tagAt(std::uint64_t at, int depth) {
        TiffTag tag;
        tag.id = static_cast<std::uint16_t>(number(at, 2));
        tag.type = static_cast<std::uint16_t>(number(at + 2, 2));
        tag.count = number(at + 4, m_layout.offsetBytes);
        const std::uint64_t unit = sizeOf(tag.type).value;
        if (unit == 0 || tag.count == 0 || tag.count > m_file.size()) return std::nullopt;
        const std::uint64_t size = tag.count * unit;
        const std::uint64_t field = at + 4 + static_cast<std::uint64_t>(m_layout.offsetBytes);
        const std::uint64_t place = size <= static_cast<std::uint64_t>(m_layout.offsetBytes)
                                        ? field
                                        : number(field, m_layout.offsetBytes);
        // Tags that share their bytes could make much of little.
        m_taken += size;
        if (!isInside(place, size) || m_taken > kMostBytes) return std::nullopt;
        if (isPointer(tag.id) && tag.count == 1 && unit >= 4) {
            auto below = directoryAt(number(place, static_cast<int>(unit)), depth + 1);
            if (!below) return std::nullopt;
            tag.directory = std::move(*below);
            return tag;
        }
        const auto start = m_file.begin() + static_cast<std::ptrdiff_t>(place);
        tag.content.assign(start, start + static_cast<std::ptrdiff_t>(size));
        return tag;
    }

    ByteView m_file;
    Layout m_layout;
    bool m_bigEndian;
    std::uint64_t m_taken = 0;
};

class Writer {
public:
    Writer(Bytes& out, const Layout& layout, bool bigEndian)
        : m_out(out), m_layout(layout), m_bigEndian(bigEndian) {}

    // Values and directories below come first; returns the place of the directory itself.
    std::uint64_t write(const std::vector<TiffTag>& tags, std::uint64_t next) {
        std::vector<Bytes> fields;
        for (const TiffTag& tag : tags) fields.push_back(fieldOf(tag));
        const std::uint64_t at = evenEnd();
        append(m_layout.countBytes, tags.size());
        for (std::size_t i = 0; i < tags.size(); ++i) {
            append(2, tags[i].id);
            append(2, tags[i].directory.empty() ? tags[i].type : pointerType());
            append(m_layout.offsetBytes, tags[i].count);
            m_out.insert(m_out.end(), fields[i].begin(), fields[i].end());
        }
        append(m_layout.offsetBytes, next);
        return at;
    }

private:
    std::uint16_t pointerType() const { return m_layout.offsetBytes == 8 ? kIfd8 : kLong; }

    std::uint64_t evenEnd() {
        if (m_out.size() % 2 == 1) m_out.push_back(0);
        return m_out.size();
    }

    void append(int bytes, std::uint64_t value) {
        const std::size_t at = m_out.size();
        m_out.resize(at + static_cast<std::size_t>(bytes));
        putNumber(m_out.data() + at, bytes, m_bigEndian, value);
    }

    Bytes fieldOf(const TiffTag& tag) {
        Bytes field(static_cast<std::size_t>(m_layout.offsetBytes));
        if (tag.directory.empty() && tag.content.size() <= field.size()) {
            std::copy(tag.content.begin(), tag.content.end(), field.begin());
            return field;
        }
        std::uint64_t at = 0;
        if (tag.directory.empty()) {
            at = evenEnd();
            m_out.insert(m_out.end(), tag.content.begin(), tag.content.end());
        } else {
            at = write(tag.directory, 0);
        }
        putNumber(field.data(), m_layout.offsetBytes, m_bigEndian, at);
        return field;
    }

    Bytes& m_out;
    Layout m_layout;
    bool m_bigEndian;
};

void swapNumbers(std::vector<TiffTag>& tags) {
    for (TiffTag& tag : tags) {
        swapNumbers(tag.directory);
        const std::size_t size = std::max<std::size_t>(sizeOf(tag.type).number, 1);
        for (std::size_t at = 0; at + size <= tag.content.size(); at += size) {
            const auto start = tag.content.begin() + static_cast<std::ptrdiff_t>(at);
            std::reverse(start, start + static_cast<std::ptrdiff_t>(size));
        }
    }
}

// Numbers of 64 bits become those of 32.
bool makeClassic(std::vector<TiffTag>& tags, bool bigEndian) {
    for (TiffTag& tag : tags) {
        if (!makeClassic(tag.directory, bigEndian)) return false;
        if (tag.count > std::numeric_limits<std::uint32_t>::max()) return false;
        if (tag.type == kIfd) tag.type = kLong;
        if (tag.type != kLong8 && tag.type != kIfd8) continue;
        Bytes narrow(tag.content.size() / 2);
        for (std::size_t i = 0; i + 8 <= tag.content.size(); i += 8) {
            const std::uint64_t value = numberAt(tag.content.data() + i, 8, bigEndian);
            if (value > std::numeric_limits<std::uint32_t>::max()) return false;
            putNumber(narrow.data() + i / 2, 4, bigEndian, value);
        }
        tag.content = std::move(narrow);
        tag.type = kLong;
    }
    return true;
}

}  // namespace

std::optional<TiffTree> readTiffTree(ByteView file) {
    if (file.size() < 16 || file[0] != file[1] || (file[0] != 'I' && file[0] != 'M')) {
        return std::nullopt;
    }
    TiffTree tree;
    tree.isBigEndian = file[0] == 'M';
    const bool big = numberAt(file.data() + 2, 2, tree.isBigEndian) == 43;
    const Layout& layout = big ? kBig : kClassic;
    const std::uint64_t first =
        numberAt(file.data() + (big ? 8 : 4), layout.offsetBytes, tree.isBigEndian);
    Reader reader(file, layout, tree.isBigEndian);
    auto tags = reader.directoryAt(first, 0, &tree.nextDirectory);
    if (!tags) return std::nullopt;
    tree.tags = std::move(*tags);
    return tree;
}

TiffTree inByteOrder(TiffTree tree, bool bigEndian) {
    if (tree.isBigEndian != bigEndian) swapNumbers(tree.tags);
    tree.isBigEndian = bigEndian;
    return tree;
}

std::optional<Bytes> classicTiffOf(const TiffTree& tree) {
    std::vector<TiffTag> tags = tree.tags;
    if (!makeClassic(tags, tree.isBigEndian)) return std::nullopt;
    const std::uint8_t mark = tree.isBigEndian ? 'M' : 'I';
    Bytes out{mark, mark, 0, 0, 0, 0, 0, 0};
    putNumber(out.data() + 2, 2, tree.isBigEndian, 42);
    const std::uint64_t at = Writer(out, kClassic, tree.isBigEndian).write(tags, 0);
    putNumber(out.data() + 4, 4, tree.isBigEndian, at);
    return out;
}

void replaceFirstDirectory(Bytes& bigTiff, const TiffTree& tree) {
    const std::uint64_t at =
        Writer(bigTiff, kBig, tree.isBigEndian).write(tree.tags, tree.nextDirectory);
    putNumber(bigTiff.data() + 8, 8, tree.isBigEndian, at);
}

}  // namespace heirloom
