// JPEG through libjpeg-turbo. Internal to core/image.
#pragma once

#include <optional>

#include "core/image/decode.h"
#include "core/image/photo.h"

namespace heirloom {

Result<HeaderInfo> readJpegHeader(ByteView file, const std::filesystem::path& name);

// Pixels as stored (not yet upright), profile and the facts of the coding. Warnings about
// broken data mark the photo as damaged. CMYK and YCCK become sRGB.
// None: without pixels, and nothing is known of damage in them.
enum class JpegPixels { All, None };
Result<Photo> decodeJpeg(ByteView file, const std::filesystem::path& name,
                         JpegPixels pixels = JpegPixels::All);

// pixels: 8 bit, grey or RGB. coding, when given and fitting, is used again; else quality. What
// is returned has been read back: all of its pixels can be decoded.
struct JpegEncoding {
    const JpegCoding* coding = nullptr;
    int quality = 95;
    ByteView iccProfile;
    std::optional<PrintResolution> resolution;
};
Result<Bytes> encodeJpeg(const cv::Mat& pixels, const JpegEncoding& encoding);

}  // namespace heirloom
