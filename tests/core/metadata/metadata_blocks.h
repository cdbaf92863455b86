// Blocks as a camera and an archive leave them, and files to put them into.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/image/tiff_stream.h"
#include "core/metadata/metadata.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom::testing {

inline constexpr FileFormat kFormats[] = {FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                                          FileFormat::Tiff};

inline MetadataBlocks cameraBlocks(int orientation = 1) {
    MetadataBlocks blocks;
    blocks.exif = cameraExif(orientation).build();
    blocks.iptc = sampleIptc();
    blocks.xmp = sampleXmp(orientation);
    return blocks;
}

inline Bytes plainFile(FileFormat format) {
    return encoded(samplePhoto(40, 30, PixelLayout::Rgb, false, format), format);
}

// The same picture as plainFile's, which only much larger ones would be written as.
inline Bytes plainBigTiff() {
    TiffStream stream;
    TiffHandle tiff = stream.openForWriting(true);
    const cv::Mat pixels = samplePixels(40, 30, PixelLayout::Rgb);
    TIFFSetField(tiff.get(), TIFFTAG_IMAGEWIDTH, pixels.cols);
    TIFFSetField(tiff.get(), TIFFTAG_IMAGELENGTH, pixels.rows);
    TIFFSetField(tiff.get(), TIFFTAG_BITSPERSAMPLE, 8);
    TIFFSetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, 3);
    TIFFSetField(tiff.get(), TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    TIFFSetField(tiff.get(), TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff.get(), TIFFTAG_ROWSPERSTRIP, 2);
    for (int y = 0; y < pixels.rows; ++y) {
        Bytes row(pixels.ptr(y), pixels.ptr(y) + pixels.cols * 3);
        TIFFWriteScanline(tiff.get(), row.data(), static_cast<std::uint32_t>(y), 0);
    }
    TIFFWriteDirectory(tiff.get());
    tiff.reset();
    return stream.takeBytes();
}

inline MetadataUpdate updateTo(int width, int height,
                               MetadataPolicy policy = MetadataPolicy::Keep) {
    MetadataUpdate update;
    update.width = width;
    update.height = height;
    update.policy = policy;
    return update;
}

inline std::string joined(const std::vector<Message>& warnings) {
    std::string text;
    for (const auto& warning : warnings) text += warning.text() + "\n";
    return text;
}

}  // namespace heirloom::testing
