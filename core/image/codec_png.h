// PNG through libpng. Internal to core/image.
#pragma once

#include <optional>

#include "core/image/decode.h"
#include "core/image/photo.h"

namespace heirloom {

Result<HeaderInfo> readPngHeader(ByteView file, const std::filesystem::path& name);

// Pixels as stored (not yet upright). Palettes become RGB or RGBA, 1, 2 and 4 bit grey
// becomes 8 bit, 16 bit stays.
Result<Photo> decodePng(ByteView file, const std::filesystem::path& name);

struct PngEncoding {
    PixelLayout layout = PixelLayout::Rgb;
    ByteView iccProfile;
    std::optional<PrintResolution> resolution;
    PngSrgbTags srgb;  // only without a profile
};
// profileRefused: libpng found the profile unfit for this picture and left it out.
Result<Bytes> encodePng(const cv::Mat& pixels, const PngEncoding& encoding, bool& profileRefused);

}  // namespace heirloom
