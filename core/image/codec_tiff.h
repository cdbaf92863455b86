// TIFF through libtiff. Internal to core/image.
#pragma once

#include <optional>

#include "core/image/decode.h"
#include "core/image/photo.h"
#include "core/image/tiff_stream.h"

namespace heirloom {

// Thumbnails (pages flagged as reduced) do not count as frames.
Result<HeaderInfo> readTiffHeader(ByteView file, const std::filesystem::path& name);

// Pixels as stored (not yet upright; source.orientation says how they lie). 1, 2 and 4 bit
// become 8 bit, palettes RGB, CMYK sRGB, premultiplied alpha straight.
Result<Photo> decodeTiff(ByteView file, const std::filesystem::path& name);

struct TiffEncoding {
    PixelLayout layout = PixelLayout::Rgb;
    int compression = 5;  // TIFF tag 259; what is not lossless becomes LZW
    ByteView iccProfile;
    std::optional<PrintResolution> resolution;
    TiffByteOrder byteOrder = TiffByteOrder::LittleEndian;
};
Result<Bytes> encodeTiff(const cv::Mat& pixels, const TiffEncoding& encoding);

}  // namespace heirloom
