// Exif, IPTC and XMP of one photo as plain blocks; the only place that sees exiv2.
//
// Thread rule: every function may be called from any thread; calls are serialised
// inside, because exiv2's XMP toolkit is global.
// Source: Exif 2.32, IPTC-IIM 4.2, XMP part 1-3; traps in exiv2 0.27.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file_format.h"
#include "core/base/result.h"
#include "core/metadata/provenance.h"

namespace heirloom {

struct MetadataBlocks {
    Bytes exif;       // a TIFF structure, without the "Exif\0\0" of JPEG and without
                      // the tags that only describe the layout of a TIFF picture
    Bytes iptc;       // IPTC-IIM records
    std::string xmp;  // an XMP packet, UTF-8
    // How far the MakerNote lies in exif from where its own offsets are right, which only its
    // maker could move.
    std::int64_t makerNoteShift = 0;

    bool isEmpty() const { return exif.empty() && iptc.empty() && xmp.empty(); }
};

enum class MetadataPolicy { Keep, KeepWithoutGps, Strip };

struct MetadataUpdate {
    MetadataPolicy policy = MetadataPolicy::Keep;
    int width = 0;  // of the picture that is written, in pixels
    int height = 0;
    std::string software;  // for Exif.Image.ProcessingSoftware; empty leaves it
    // Written into the XMP beside what is there; with Strip alone and without what could
    // lead to a person. Absent: none.
    std::optional<Provenance> provenance;
};

// What people ask about first.
struct MetadataSummary {
    std::string captureTime;  // as in Exif: "1957:08:14 10:00:00"
    std::string camera;       // make and model
    std::string lens;
    std::string software;      // Exif.Image.ProcessingSoftware
    double xResolution = 0.0;  // 0 when absent
    double yResolution = 0.0;
    int resolutionUnit = 2;  // as in TIFF: 1 none, 2 inch, 3 centimetre
    bool hasGps = false;
    bool hasMakerNote = false;
};

// Reads all blocks of a picture held in memory. Unreadable metadata never loses the
// photo: it yields empty blocks and an entry in warnings.
MetadataBlocks readMetadata(ByteView file, FileFormat format, std::vector<Message>& warnings);

// Orientation 1...8 from Exif (XMP when Exif has none); 1 when absent or nonsense.
int orientationOf(const MetadataBlocks& blocks);

MetadataSummary summarise(const MetadataBlocks& blocks);

// The blocks as they belong into a restored picture: orientation 1 in Exif and XMP,
// sizes of the new picture, thumbnail and previews dropped, capture time untouched,
// MakerNote kept, the policy applied, the restoration recorded.
MetadataBlocks updatedMetadata(const MetadataBlocks& blocks, const MetadataUpdate& update,
                               std::vector<Message>& warnings);

// Puts the blocks into an already encoded picture held in memory and returns the new
// file bytes. What the format cannot hold is named in warnings, never dropped silently.
Result<Bytes> embedMetadata(Bytes encoded, FileFormat format, const MetadataBlocks& blocks,
                            std::vector<Message>& warnings);

}  // namespace heirloom
