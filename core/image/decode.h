// Reads photos with their own depth, profile and metadata. The header is checked
// against the limits before any pixel is decoded.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <filesystem>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/image/photo.h"

namespace heirloom {

struct DecodeLimits {
    double maxMegapixels = 200.0;
    std::uintmax_t maxFileBytes = std::uintmax_t{4} << 30;
};

struct HeaderInfo {
    FileFormat format = FileFormat::Png;
    int width = 0;  // as stored, before orientation
    int height = 0;
    int bitsPerSample = 8;
    PixelLayout layout = PixelLayout::Rgb;  // after palette and CMYK expansion
    int frameCount = 1;                     // pages of a TIFF, frames of a WebP
};

// Parses only the header. name is used in messages.
Result<HeaderInfo> readHeader(ByteView file, const std::filesystem::path& name);

// Decodes a picture held in memory; upright, warnings and damage in source.
// A file with several pages or frames is refused with the reason.
// pixels: BesideJpeg for whoever only wants to know what the file holds beside its pixels; a
// JPEG then comes without them.
enum class DecodedPixels { All, BesideJpeg };
Result<Photo> decodePhoto(ByteView file, const std::filesystem::path& name,
                          const DecodeLimits& limits = {},
                          DecodedPixels pixels = DecodedPixels::All);

// Reads and decodes a file. Refuses what is not a regular file.
Result<Photo> readPhoto(const std::filesystem::path& path, const DecodeLimits& limits = {});

}  // namespace heirloom
