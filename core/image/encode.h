// Encodes a photo to the bytes of a file, with profile and metadata, all in memory.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/image/photo.h"

namespace heirloom {

struct EncodeOptions {
    std::optional<FileFormat> format;  // absent: the format of the source
    std::optional<int> quality;        // 1...100 for JPEG and WebP; absent: a JPEG reuses its
                                       // source's tables and subsampling, else 95; a WebP is
                                       // lossless unless its source was lossy, then 95
    MetadataPolicy metadataPolicy = MetadataPolicy::Keep;
    std::string software;  // name and version for the metadata
    // Recorded in the XMP, under every policy; absent: nothing is.
    std::optional<Provenance> provenance;
};

struct EncodedPhoto {
    Bytes file;
    FileFormat format = FileFormat::Png;
    // XMP for a file of the same name beside the picture: what its format cannot hold.
    std::optional<std::string> sidecar;
    std::vector<Message> warnings;  // what the target format could not hold
};

// Checks that the photo's size fits the target format (WebP: 16,383 px a side, JPEG:
// 65,500), so that a caller can refuse before long work starts.
Result<void> checkEncodable(int width, int height, FileFormat format);

// Depth: 16-bit photos stay 16 bit in PNG and TIFF, and are rounded to 8 bit in the
// others, which is named in warnings; alpha dropped by JPEG is composed over white
// and named too. The result is decoded once more and compared before it is returned (the
// pixels of a JPEG while they are written), its metadata entry by entry: what neither it nor the
// sidecar holds is named in warnings.
Result<EncodedPhoto> encodePhoto(const Photo& photo, const EncodeOptions& options = {});

}  // namespace heirloom
