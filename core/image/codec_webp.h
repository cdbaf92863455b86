// WebP through libwebp. Internal to core/image.
#pragma once

#include <optional>

#include "core/image/decode.h"
#include "core/image/photo.h"

namespace heirloom {

Result<HeaderInfo> readWebpHeader(ByteView file, const std::filesystem::path& name);

// Pixels as stored (not yet upright): RGB or RGBA, 8 bit.
Result<Photo> decodeWebp(ByteView file, const std::filesystem::path& name);

struct WebpEncoding {
    std::optional<int> quality;  // absent: lossless, hidden colours under alpha included
    ByteView iccProfile;
};
// pixels: 8 bit, RGB or RGBA.
Result<Bytes> encodeWebp(const cv::Mat& pixels, const WebpEncoding& encoding);

}  // namespace heirloom
