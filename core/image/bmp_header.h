// The parsed header of a BMP file. Internal to core/image.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/image/photo.h"

namespace heirloom {

enum class BmpCompression : std::uint32_t { None = 0, Rle8 = 1, BitFields = 3, AlphaBitFields = 6 };

// Where one channel sits in a pixel of 16 or 32 bits.
struct BmpChannel {
    std::uint32_t mask = 0;

    std::uint8_t extract(std::uint32_t pixel) const;
};

struct BmpHeader {
    int width = 0;
    int height = 0;
    bool topDown = false;
    int bitsPerPixel = 0;
    BmpCompression compression = BmpCompression::None;
    std::size_t pixelOffset = 0;
    std::size_t rowStride = 0;
    std::array<BmpChannel, 4> channels;                // red, green, blue, alpha
    std::vector<std::array<std::uint8_t, 3>> palette;  // RGB
    PixelLayout layout = PixelLayout::Rgb;
    ByteView iccProfile;
    std::optional<PrintResolution> resolution;
};

// Checks every offset against the file; the views in the result point into file.
Result<BmpHeader> parseBmpHeader(ByteView file, const std::filesystem::path& name);

}  // namespace heirloom
