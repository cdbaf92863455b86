// Internal to core/nn: the table of contents of a zip archive, as far as checkpoints need
// it. Reads the central directory only, so data descriptors and rubbish between entries
// do not matter; zip64 is understood. Nothing is decompressed.
// Source: PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5.3.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace heirloom {

struct ZipEntry {
    bool stored = false;  // neither compressed nor encrypted
    std::uint64_t packedSize = 0;
    std::uint64_t size = 0;
    std::uint64_t headerOffset = 0;
};

class ZipDirectory {
public:
    static bool hasMagic(ByteView file);

    // False with a reason in words when the directory cannot be read. The views point
    // into file, which must outlive this object.
    bool read(ByteView file, std::string& reason);

    // The bytes of a stored entry; false with a reason otherwise.
    bool content(const ZipEntry& entry, ByteView& bytes, std::string& reason) const;

    const ZipEntry* find(std::string_view name) const;
    const std::map<std::string_view, ZipEntry>& entries() const { return m_entries; }

private:
    bool locate(std::uint64_t& offset, std::uint64_t& size, std::uint64_t& count) const;

    ByteView m_file;
    std::map<std::string_view, ZipEntry> m_entries;
};

}  // namespace heirloom
