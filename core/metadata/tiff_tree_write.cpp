#include <algorithm>
#include <limits>

#include "core/metadata/tiff_numbers.h"
#include "core/metadata/tiff_tree.h"

namespace heirloom {

namespace {

constexpr std::uint16_t kStripOffsets = 273;
constexpr std::uint16_t kStripByteCounts = 279;

// Content that lies at its place already.
struct PlacedNote {
    const TiffTag* tag = nullptr;
    std::uint64_t at = 0;
    std::uint64_t end() const { return at + tag->content.size(); }
};

class Writer {
public:
    Writer(Bytes& out, const TiffLayout& layout, bool bigEndian, const PlacedNote& note)
        : m_out(out), m_layout(layout), m_bigEndian(bigEndian), m_note(note) {}

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

    void setFirstDirectory(std::uint64_t at) {
        putTiffNumber(m_out.data() + m_layout.firstDirectoryAt(), m_layout.offsetBytes, m_bigEndian,
                      at);
    }

private:
    std::uint16_t pointerType() const { return m_layout.offsetBytes == 8 ? kTiffIfd8 : kTiffLong; }

    std::uint64_t evenEnd() {
        if (m_out.size() % 2 == 1) m_out.push_back(0);
        return m_out.size();
    }

    void append(int bytes, std::uint64_t value) {
        const std::size_t at = m_out.size();
        m_out.resize(at + static_cast<std::size_t>(bytes));
        putTiffNumber(m_out.data() + at, bytes, m_bigEndian, value);
    }

    Bytes fieldOf(const TiffTag& tag) {
        Bytes field(static_cast<std::size_t>(m_layout.offsetBytes));
        if (tag.directory.empty() && tag.content.size() <= field.size()) {
            std::copy(tag.content.begin(), tag.content.end(), field.begin());
            return field;
        }
        putTiffNumber(field.data(), m_layout.offsetBytes, m_bigEndian, placeOf(tag));
        return field;
    }

    std::uint64_t placeOf(const TiffTag& tag) {
        if (&tag == m_note.tag) return m_note.at;
        if (!tag.directory.empty()) return write(tag.directory, 0);
        const std::uint64_t at = evenEnd();
        m_out.insert(m_out.end(), tag.content.begin(), tag.content.end());
        return at;
    }

    Bytes& m_out;
    TiffLayout m_layout;
    bool m_bigEndian;
    PlacedNote m_note;
};

// Numbers of 64 bits become those of 32.
bool makeClassic(std::vector<TiffTag>& tags, bool bigEndian) {
    for (TiffTag& tag : tags) {
        if (!makeClassic(tag.directory, bigEndian)) return false;
        if (tag.count > std::numeric_limits<std::uint32_t>::max()) return false;
        if (tag.type == kTiffIfd) tag.type = kTiffLong;
        if (tag.type != kTiffLong8 && tag.type != kTiffIfd8) continue;
        Bytes narrow(tag.content.size() / 2);
        for (std::size_t i = 0; i + 8 <= tag.content.size(); i += 8) {
            const std::uint64_t value = tiffNumberAt(tag.content.data() + i, 8, bigEndian);
            if (value > std::numeric_limits<std::uint32_t>::max()) return false;
            putTiffNumber(narrow.data() + i / 2, 4, bigEndian, value);
        }
        tag.content = std::move(narrow);
        tag.type = kTiffLong;
    }
    return true;
}

void putNote(Bytes& out, const PlacedNote& note) {
    if (out.size() < note.end()) out.resize(note.end());
    std::copy(note.tag->content.begin(), note.tag->content.end(),
              out.begin() + static_cast<std::ptrdiff_t>(note.at));
}

Bytes headerOf(bool bigEndian) {
    const std::uint8_t mark = bigEndian ? 'M' : 'I';
    Bytes header{mark, mark, 0, 0, 0, 0, 0, 0};
    putTiffNumber(header.data() + 2, 2, bigEndian, 42);
    return header;
}

// The numbers of one tag, to be changed in place.
class TagNumbers {
public:
    TagNumbers(TiffTree& tree, std::uint16_t id) : m_bigEndian(tree.isBigEndian) {
        for (TiffTag& tag : tree.tags) {
            if (tag.id == id) m_tag = &tag;
        }
        if (m_tag) m_bytes = sizeOfTiffType(m_tag->type).number;
    }
    std::size_t count() const { return m_bytes > 0 ? m_tag->content.size() / m_bytes : 0; }
    std::uint64_t at(std::size_t i) const {
        return tiffNumberAt(m_tag->content.data() + i * m_bytes, static_cast<int>(m_bytes),
                            m_bigEndian);
    }
    void set(std::size_t i, std::uint64_t value) {
        putTiffNumber(m_tag->content.data() + i * m_bytes, static_cast<int>(m_bytes), m_bigEndian,
                      value);
    }

private:
    TiffTag* m_tag = nullptr;
    std::size_t m_bytes = 0;
    bool m_bigEndian;
};

// Moves the strips that overlap the range behind it, to the end of the file.
void clearStripsFrom(Bytes& tiff, TiffTree& tree, std::uint64_t start, std::uint64_t end) {
    if (tiff.size() < end) tiff.resize(end);
    TagNumbers offsets(tree, kStripOffsets);
    const TagNumbers sizes(tree, kStripByteCounts);
    for (std::size_t i = 0; i < std::min(offsets.count(), sizes.count()); ++i) {
        const std::uint64_t at = offsets.at(i);
        const std::uint64_t size = sizes.at(i);
        if (at >= end || at + size <= start || at + size > tiff.size()) continue;
        if (tiff.size() % 2 == 1) tiff.push_back(0);
        offsets.set(i, tiff.size());
        const std::size_t target = tiff.size();
        tiff.resize(target + size);
        std::copy_n(tiff.begin() + static_cast<std::ptrdiff_t>(at), size,
                    tiff.begin() + static_cast<std::ptrdiff_t>(target));
    }
}

const TiffLayout& layoutOf(const TiffTree& tree) {
    return tree.isBig ? kBigTiff : kClassicTiff;
}

}  // namespace

std::optional<Bytes> classicTiffOf(const TiffTree& tree, std::optional<std::uint64_t> noteAt) {
    TiffTree classic = tree;
    if (!makeClassic(classic.tags, tree.isBigEndian)) return std::nullopt;
    PlacedNote note;
    if (noteAt && *noteAt >= kClassicTiff.headerBytes()) {
        note = {findMakerNote(classic), *noteAt};
    }
    const auto write = [&](Bytes& out) {
        Writer writer(out, kClassicTiff, tree.isBigEndian, note);
        writer.setFirstDirectory(writer.write(classic.tags, 0));
    };
    Bytes out = headerOf(tree.isBigEndian);
    if (!note.tag) {
        write(out);
        return out;
    }
    // In front of the note when there is room, else behind it.
    write(out);
    if (out.size() > note.at) {
        out = headerOf(tree.isBigEndian);
        putNote(out, note);
        write(out);
    } else {
        putNote(out, note);
    }
    return out;
}

bool canHoldNoteAt(const Bytes& tiff, const TiffTree& tree, std::uint64_t noteAt) {
    // Far behind the picture it would cost more than it is worth.
    constexpr std::uint64_t kLeastRoom = 65536;
    return noteAt >= layoutOf(tree).headerBytes() &&
           noteAt <= 2 * std::uint64_t{tiff.size()} + kLeastRoom;
}

void replaceFirstDirectory(Bytes& tiff, TiffTree tree, std::optional<std::uint64_t> noteAt) {
    PlacedNote note;
    if (noteAt) note = {findMakerNote(tree), *noteAt};
    if (note.tag) {
        clearStripsFrom(tiff, tree, note.at, note.end());
        putNote(tiff, note);
    }
    Writer writer(tiff, layoutOf(tree), tree.isBigEndian, note);
    writer.setFirstDirectory(writer.write(tree.tags, tree.nextDirectory));
}

}  // namespace heirloom
