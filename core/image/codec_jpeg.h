// JPEG through libjpeg-turbo. Internal to core/image.
#pragma once

#include <optional>

#include "core/image/decode.h"
#include "core/image/photo.h"

namespace heirloom {

Result<HeaderInfo> readJpegHeader(ByteView file, const std::filesystem::path& name);

// Pixels as stored (not yet upright), profile and the facts of the coding. Warnings about
// broken data mark the photo as damaged. CMYK and YCCK become sRGB.
// Eighths: the means of 8 x 8 pixels, for which all of the file is read and checked as well.
enum class JpegPixels { All, Eighths };
Result<Photo> decodeJpeg(ByteView file, const std::filesystem::path& name,
                         JpegPixels pixels = JpegPixels::All);

// pixels: 8 bit, grey or RGB. coding, when given and fitting, is used again; else quality.
struct JpegEncoding {
    const JpegCoding* coding = nullptr;
    int quality = 95;
    ByteView iccProfile;
    std::optional<PrintResolution> resolution;
};
Result<Bytes> encodeJpeg(const cv::Mat& pixels, const JpegEncoding& encoding);

}  // namespace heirloom
