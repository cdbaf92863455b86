#include "core/export/copies.h"

#include <algorithm>

#include <opencv2/core.hpp>

#include "core/background/enlarge.h"
#include "core/export/srgb_picture.h"
#include "core/metadata/print_resolution.h"

namespace heirloom {

Result<WebCopy> webCopy(const Photo& photo, const RunControl& control) {
    const int longer = std::max(photo.width(), photo.height());
    auto size = outputSizeFor(photo.pixels.size(), 1.0, std::min(longer, kWebLongSide));
    if (!size) return size.error();
    WebCopy copy;
    auto picture = srgbPicture(photo, *size, control, copy.warnings);
    if (!picture) return picture.error();
    copy.picture = std::move(*picture);
    return copy;
}

EncodeOptions webEncoding(const EncodeOptions& photo) {
    EncodeOptions options = photo;
    options.format = FileFormat::Jpeg;
    options.quality = kWebQuality;
    if (options.metadataPolicy == MetadataPolicy::Keep) {
        options.metadataPolicy = MetadataPolicy::KeepWithoutGps;
    }
    return options;
}

Photo printCopy(Photo photo) {
    photo.source.resolution =
        PrintResolution{kPrintDotsPerInch, kPrintDotsPerInch, PrintResolution::Unit::PerInch};
    photo.metadata =
        withPrintResolution(std::move(photo.metadata), static_cast<int>(kPrintDotsPerInch));
    return photo;
}

Result<Photo> withDepth(const Photo& photo, int bitsPerSample) {
    if (bitsPerSample != 8 && bitsPerSample != 16) {
        return makeError(ErrorCode::InvalidArgument,
                         "A photo can have 8 or 16 bits a channel, not %1.", bitsPerSample);
    }
    Photo result = photo;
    result.source.bitsPerSample = bitsPerSample;
    if (photo.is16Bit() == (bitsPerSample == 16)) return result;
    constexpr double kFactor = 257.0;  // 65535 / 255
    cv::Mat pixels;
    if (bitsPerSample == 16) {
        photo.pixels.convertTo(pixels, CV_16U, kFactor);
    } else {
        photo.pixels.convertTo(pixels, CV_8U, 1.0 / kFactor);
    }
    result.pixels = pixels;
    return result;
}

}  // namespace heirloom
