// Exif and IPTC entries in terms of XMP: exiv2's converters and what they leave out.
// Internal to core/metadata; the caller holds an Exiv2Session.
#pragma once

#include <exiv2/exiv2.hpp>

namespace heirloom {

// Takes what XMP can express out of data and returns it. The rest stays in data.
Exiv2::XmpData takeExpressible(Exiv2::ExifData& data);
Exiv2::XmpData takeExpressible(Exiv2::IptcData& data);

}  // namespace heirloom
