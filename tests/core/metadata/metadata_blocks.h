// Blocks as a camera and an archive leave them, and files to put them into.
#pragma once

#include <string>
#include <vector>

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
