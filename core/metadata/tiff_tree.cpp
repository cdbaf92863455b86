#include "core/metadata/tiff_tree.h"

#include <algorithm>
#include <set>

#include "core/metadata/tiff_numbers.h"

namespace heirloom {

namespace {

constexpr std::uint16_t kExifPointer = 0x8769;
constexpr std::uint16_t kGpsPointer = 0x8825;
constexpr std::uint16_t kInteroperabilityPointer = 0xA005;
constexpr std::uint16_t kMakerNote = 0x927C;
constexpr std::uint16_t kOffsetSchema = 0xEA1D;
constexpr std::uint16_t kSignedLong = 9;
constexpr std::uint64_t kMostTags = 4096;
constexpr int kDeepest = 3;
constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20;

bool isPointer(std::uint16_t id) {
    return id == kExifPointer || id == kGpsPointer || id == kInteroperabilityPointer;
}

class Reader {
public:
    Reader(ByteView file, const TiffLayout& layout, bool bigEndian)
        : m_file(file), m_layout(layout), m_bigEndian(bigEndian) {}

    std::optional<std::vector<TiffTag>> directoryAt(std::uint64_t at, int depth,
                                                    std::uint64_t* next = nullptr) {
        // A directory that is met again leads round in a circle.
        if (depth > kDeepest || !isInside(at, static_cast<std::uint64_t>(m_layout.countBytes)) ||
            !m_seen.insert(at).second) {
            return std::nullopt;
        }
        const std::uint64_t count = number(at, m_layout.countBytes);
        const std::uint64_t start = at + static_cast<std::uint64_t>(m_layout.countBytes);
        const std::uint64_t size = count * m_layout.entryBytes();
        // Some writers leave empty directories of places behind.
        if (count == 0 && depth > 0) return std::vector<TiffTag>{};
        if (count == 0 || count > kMostTags ||
            !isInside(start, size + static_cast<std::uint64_t>(m_layout.offsetBytes))) {
            return std::nullopt;
        }
        if (next) *next = number(start + size, m_layout.offsetBytes);
        std::vector<TiffTag> tags;
        for (std::uint64_t i = 0; i < count; ++i) {
            addTag(start + i * m_layout.entryBytes(), depth, tags);
        }
        return tags;
    }

    std::vector<std::uint16_t> takeBroken() { return std::move(m_broken); }

private:
    bool isInside(std::uint64_t at, std::uint64_t size) const {
        return at <= m_file.size() && size <= m_file.size() - at;
    }
    std::uint64_t number(std::uint64_t at, int bytes) const {
        return tiffNumberAt(m_file.data() + at, bytes, m_bigEndian);
    }

    void addTag(std::uint64_t at, int depth, std::vector<TiffTag>& tags) {
        TiffTag tag;
        tag.id = static_cast<std::uint16_t>(number(at, 2));
        tag.type = static_cast<std::uint16_t>(number(at + 2, 2));
        tag.count = number(at + 4, m_layout.offsetBytes);
        if (tag.count == 0) return;  // says nothing, so nothing is lost
        if (!readContent(at + 4 + static_cast<std::uint64_t>(m_layout.offsetBytes), depth, tag)) {
            m_broken.push_back(tag.id);
        } else if (!tag.content.empty() || !tag.directory.empty()) {
            tags.push_back(std::move(tag));
        }
    }

    bool readContent(std::uint64_t field, int depth, TiffTag& tag) {
        const std::uint64_t unit = sizeOfTiffType(tag.type).value;
        if (unit == 0 || tag.count > m_file.size()) return false;
        const std::uint64_t size = tag.count * unit;
        const auto fieldBytes = static_cast<std::uint64_t>(m_layout.offsetBytes);
        tag.place = size <= fieldBytes ? field : number(field, m_layout.offsetBytes);
        // Tags that share their bytes could make much of little.
        m_taken += size;
        if (!isInside(tag.place, size) || m_taken > kMostBytes) return false;
        if (isPointer(tag.id) && tag.count == 1 && unit >= 4) {
            auto below = directoryAt(number(tag.place, static_cast<int>(unit)), depth + 1);
            if (!below) return false;
            tag.directory = std::move(*below);
            return true;
        }
        const auto start = m_file.begin() + static_cast<std::ptrdiff_t>(tag.place);
        tag.content.assign(start, start + static_cast<std::ptrdiff_t>(size));
        return true;
    }

    ByteView m_file;
    TiffLayout m_layout;
    bool m_bigEndian;
    std::uint64_t m_taken = 0;
    std::set<std::uint64_t> m_seen;
    std::vector<std::uint16_t> m_broken;
};

void swapNumbers(std::vector<TiffTag>& tags) {
    for (TiffTag& tag : tags) {
        swapNumbers(tag.directory);
        const std::size_t size = std::max<std::size_t>(sizeOfTiffType(tag.type).number, 1);
        for (std::size_t at = 0; at + size <= tag.content.size(); at += size) {
            const auto start = tag.content.begin() + static_cast<std::ptrdiff_t>(at);
            std::reverse(start, start + static_cast<std::ptrdiff_t>(size));
        }
    }
}

}  // namespace

std::optional<TiffTree> readTiffTree(ByteView file) {
    if (file.size() < 16 || file[0] != file[1] || (file[0] != 'I' && file[0] != 'M')) {
        return std::nullopt;
    }
    TiffTree tree;
    tree.isBigEndian = file[0] == 'M';
    tree.isBig = tiffNumberAt(file.data() + 2, 2, tree.isBigEndian) == 43;
    const TiffLayout& layout = tree.isBig ? kBigTiff : kClassicTiff;
    const std::uint64_t first =
        tiffNumberAt(file.data() + layout.firstDirectoryAt(), layout.offsetBytes, tree.isBigEndian);
    Reader reader(file, layout, tree.isBigEndian);
    auto tags = reader.directoryAt(first, 0, &tree.nextDirectory);
    if (!tags) return std::nullopt;
    tree.tags = std::move(*tags);
    tree.broken = reader.takeBroken();
    return tree;
}

TiffTree inByteOrder(TiffTree tree, bool bigEndian) {
    if (tree.isBigEndian != bigEndian) swapNumbers(tree.tags);
    tree.isBigEndian = bigEndian;
    return tree;
}

void addToOffsetSchema(TiffTree& tree, std::int64_t shift) {
    for (TiffTag& pointer : tree.tags) {
        if (pointer.id != kExifPointer) continue;
        auto& tags = pointer.directory;
        const auto at = std::find_if(tags.begin(), tags.end(),
                                     [](const TiffTag& tag) { return tag.id >= kOffsetSchema; });
        TiffTag schema;
        schema.id = kOffsetSchema;
        schema.type = kSignedLong;
        schema.count = 1;
        schema.content.resize(4);
        const bool isThere = at != tags.end() && at->id == kOffsetSchema;
        if (isThere && at->content.size() == 4) {
            shift +=
                static_cast<std::int32_t>(tiffNumberAt(at->content.data(), 4, tree.isBigEndian));
        }
        putTiffNumber(schema.content.data(), 4, tree.isBigEndian,
                      static_cast<std::uint64_t>(shift));
        if (isThere) {
            *at = std::move(schema);
        } else {
            tags.insert(at, std::move(schema));
        }
    }
}

const TiffTag* findMakerNote(const TiffTree& tree) {
    for (const TiffTag& pointer : tree.tags) {
        if (pointer.id != kExifPointer) continue;
        for (const TiffTag& tag : pointer.directory) {
            if (tag.id == kMakerNote && tag.content.size() > 8) return &tag;
        }
    }
    return nullptr;
}

}  // namespace heirloom
