// What one page of a TIFF says about itself, and how it has to be read.
// Internal to core/image.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/image/photo.h"
#include "core/image/tiff_stream.h"

namespace heirloom {

enum class TiffRoute {
    Samples,  // grey, RGB and palette samples, unpacked by us at their own depth
    Cmyk,     // as Samples, then converted
    Rgba,     // libtiff converts to 8-bit RGB (YCbCr, CIELab)
};

struct TiffDirectory {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    int bits = 1;
    int samples = 1;
    int sampleFormat = SAMPLEFORMAT_UINT;
    int photometric = -1;
    int compression = COMPRESSION_NONE;
    int orientation = ORIENTATION_TOPLEFT;
    bool isPlanar = false;
    bool isTiled = false;
    int alphaSample = -1;  // which sample is alpha
    bool isPremultiplied = false;
    bool hasIgnoredSamples = false;

    TiffRoute route = TiffRoute::Samples;
    PixelLayout layout = PixelLayout::Rgb;
    int pageCount = 1;
    int thumbnailCount = 0;
    bool hasUnreadablePages = false;

    int colourSamples() const;
    bool is16Bit() const { return bits == 16; }
};

// Finds the page that is the picture, makes it tiff's current one and describes it.
// What cannot be read is refused with the reason.
Result<TiffDirectory> selectTiffPicture(TIFF* tiff, const TiffStream& stream,
                                        const std::filesystem::path& name);

}  // namespace heirloom
