#include "core/image/codec_support.h"

namespace heirloom {

int pixelType(PixelLayout layout, bool is16Bit) {
    return CV_MAKETYPE(is16Bit ? CV_16U : CV_8U, channelCount(layout));
}

cv::Mat greyPixels(int width, int height, PixelLayout layout, bool is16Bit) {
    cv::Scalar colour = cv::Scalar::all(is16Bit ? 32768.0 : 128.0);
    if (hasAlpha(layout)) colour[colourChannelCount(layout)] = is16Bit ? 65535.0 : 255.0;
    return cv::Mat(height, width, pixelType(layout, is16Bit), colour);
}

Error damagedError(const std::filesystem::path& name, std::string_view detail) {
    Error error = makeError(ErrorCode::Damaged,
                            "%1 is damaged: no part of the picture can be read. Look for another "
                            "copy of the file.",
                            name);
    error.detail = detail;
    return error;
}

Error encodingError(FileFormat format, std::string_view detail) {
    Error error = makeError(ErrorCode::Internal,
                            "The picture could not be written as %1. Choose another format.",
                            formatName(format));
    error.detail = detail;
    return error;
}

Error outOfMemoryError(const std::filesystem::path& name) {
    return makeError(ErrorCode::OutOfMemory,
                     "Memory ran out while %1 was processed. Close other programs or use a smaller "
                     "picture.",
                     name);
}

void markDamaged(Photo& photo, const std::filesystem::path& name) {
    if (photo.source.damaged) return;
    photo.source.damaged = true;
    photo.source.warnings.emplace_back(
        "%1 is damaged: parts of the picture could not be read. Look for a better copy of the "
        "file.",
        name);
}

void noteCmyk(Photo& photo, bool usedProfile, const std::filesystem::path& name) {
    photo.source.wasCmyk = true;
    photo.iccProfile.clear();
    photo.source.warnings.emplace_back(
        usedProfile ? "%1 was in CMYK and was converted to sRGB with its colour profile."
                    : "%1 was in CMYK without a usable colour profile; its colours in sRGB are an "
                      "estimate.",
        name);
}

}  // namespace heirloom
