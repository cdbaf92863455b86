// BMP by a small reader and writer of our own; no library of Debian reads it without much
// else. Source: Microsoft's BITMAPINFOHEADER ... BITMAPV5HEADER. Internal to core/image.
#pragma once

#include <optional>

#include "core/image/decode.h"
#include "core/image/photo.h"

namespace heirloom {

Result<HeaderInfo> readBmpHeader(ByteView file, const std::filesystem::path& name);

// Palettes of greys become grey, others RGB.
Result<Photo> decodeBmp(ByteView file, const std::filesystem::path& name);

struct BmpEncoding {
    ByteView iccProfile;
    std::optional<PrintResolution> resolution;
};
// pixels: 8 bit, grey, RGB or RGBA.
Result<Bytes> encodeBmp(const cv::Mat& pixels, const BmpEncoding& encoding);

}  // namespace heirloom
