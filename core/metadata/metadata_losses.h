// What of the entries that were to be kept a new file does not hold, told tag by tag.
// Internal to core/metadata; the caller holds an Exiv2Session.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <exiv2/exiv2.hpp>

#include "core/metadata/metadata.h"

namespace heirloom {

// exiv2 and other writers make these up or move them.
bool isPointer(const Exiv2::Metadatum& datum);

// The entries of wanted that held lacks or holds with another value. Pointers, which every
// writer makes anew, are no entries.
Exiv2::ExifData lostEntries(const Exiv2::ExifData& wanted, const Exiv2::ExifData& held);
Exiv2::IptcData lostEntries(const Exiv2::IptcData& wanted, const Exiv2::IptcData& held);
Exiv2::XmpData lostEntries(const Exiv2::XmpData& wanted, const Exiv2::XmpData& held);

struct MetadataLosses {
    Exiv2::ExifData exif;
    Exiv2::IptcData iptc;
    Exiv2::XmpData xmp;

    bool isEmpty() const { return exif.empty() && iptc.empty() && xmp.empty(); }
};
// held: read back from a file of this format. What a TIFF says by its own tags is not lost.
MetadataLosses compareMetadata(const MetadataBlocks& wanted, const MetadataBlocks& held,
                               FileFormat format);

// "Exif.Photo.MakerNote", "Xmp.dc.title"; each once, of XMP the properties without their parts.
std::vector<std::string> namesOf(const Exiv2::ExifData& data);
std::vector<std::string> namesOf(const Exiv2::IptcData& data);
std::vector<std::string> namesOf(const Exiv2::XmpData& data);

// "Xmp.dc.title" of "Xmp.dc.title[1]/?xml:lang".
std::string propertyOf(const std::string& xmpKey);

// One warning an entry, by its name; of very many the rest is counted.
void warnOfLosses(const std::vector<std::string>& names, std::vector<Message>& warnings);

// Nothing when the block is empty or broken.
std::optional<Exiv2::IptcData> decodeIptc(ByteView block);

}  // namespace heirloom
