// Small changes to an Exif block that leave everything else at its place. MakerNotes of
// most cameras hold offsets from the start of the block, which no library knows how to
// move; so nothing is moved. Internal to core/metadata; needs no exiv2.
// Source: TIFF 6.0, Exif 2.32.
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.h"

namespace heirloom {

class ExifPatch {
public:
    enum class Directory { Image, Photo };

    // Nothing when the block has no readable first directory.
    static std::optional<ExifPatch> create(ByteView block);

    // Unlinks the second directory and wipes the picture in it.
    void dropThumbnail();
    // Removes the directory of the place and wipes its values.
    void dropGps();
    // Sets an entry that is there and holds one SHORT or LONG; false when its type cannot
    // hold the value.
    bool setNumber(Directory directory, std::uint16_t tag, std::uint32_t value);
    // Sets the resolution, pixels an inch, where the first directory names one.
    void setResolution(std::uint32_t perInch);
    // Sets or adds a text in the first directory, which moves to the end if it must grow.
    void setText(std::uint16_t tag, const std::string& text);

    Bytes takeBlock() { return std::move(m_block); }

private:
    struct Entry {
        std::size_t at = 0;  // of the entry itself
        std::uint16_t tag = 0;
        std::uint16_t type = 0;
        std::uint32_t count = 0;
    };

    explicit ExifPatch(ByteView block) : m_block(block.begin(), block.end()) {}

    std::uint32_t read(std::size_t at, int bytes) const;
    void write(std::size_t at, int bytes, std::uint32_t value);
    void appendNumber(int bytes, std::uint32_t value);
    bool isInside(std::uint64_t at, std::uint64_t size) const {
        return at + size <= m_block.size();
    }
    void wipe(std::uint64_t at, std::uint64_t size);

    std::size_t firstDirectory() const { return read(4, 4); }
    bool isDirectory(std::uint64_t at) const;
    std::size_t entryCount(std::size_t directory) const { return read(directory, 2); }
    std::size_t linkOf(std::size_t directory) const;
    Entry entryAt(std::size_t directory, std::size_t index) const;
    std::optional<Entry> find(std::size_t directory, std::uint16_t tag) const;
    void wipeDirectory(std::size_t directory);
    void removeEntry(std::size_t directory, std::uint16_t tag);
    void addEntry(std::uint16_t tag, std::uint16_t type, std::uint32_t count, std::uint32_t value);

    Bytes m_block;
    bool m_isBigEndian = false;
};

}  // namespace heirloom
