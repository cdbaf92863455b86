#include "core/image/decode.h"

#include <cstring>
#include <utility>

#include "core/base/file_io.h"
#include "core/image/codec_bmp.h"
#include "core/image/codec_jpeg.h"
#include "core/image/codec_png.h"
#include "core/image/codec_support.h"
#include "core/image/codec_tiff.h"
#include "core/image/codec_webp.h"
#include "core/image/container_check.h"
#include "core/image/foreign_formats.h"
#include "core/image/pixel_ops.h"

namespace heirloom {

namespace {

constexpr std::size_t kIccHeaderSize = 128;

Result<HeaderInfo> readHeaderAs(FileFormat format, ByteView file,
                                const std::filesystem::path& name) {
    switch (format) {
        case FileFormat::Jpeg: return readJpegHeader(file, name);
        case FileFormat::Png: return readPngHeader(file, name);
        case FileFormat::WebP: return readWebpHeader(file, name);
        case FileFormat::Tiff: return readTiffHeader(file, name);
        case FileFormat::Bmp: return readBmpHeader(file, name);
    }
    return foreignFormatError(file, name);
}

Result<Photo> decodeAs(FileFormat format, ByteView file, const std::filesystem::path& name,
                       DecodedPixels pixels) {
    switch (format) {
        case FileFormat::Jpeg:
            return decodeJpeg(file, name,
                              pixels == DecodedPixels::All ? JpegPixels::All : JpegPixels::None);
        case FileFormat::Png: return decodePng(file, name);
        case FileFormat::WebP: return decodeWebp(file, name);
        case FileFormat::Tiff: return decodeTiff(file, name);
        case FileFormat::Bmp: return decodeBmp(file, name);
    }
    return foreignFormatError(file, name);
}

Result<void> checkLimits(const HeaderInfo& header, const std::filesystem::path& name,
                         const DecodeLimits& limits) {
    const double megapixels = static_cast<double>(header.width) * header.height / 1e6;
    if (megapixels > limits.maxMegapixels) {
        return makeError(
            ErrorCode::LimitExceeded,
            "%1 has %2 x %3 pixels, more than the limit of %4 megapixels. Raise the "
            "limit (--max-megapixels on the command line) or scale the photo down first.",
            name, header.width, header.height, limits.maxMegapixels);
    }
    if (header.frameCount > 1) {
        return makeError(ErrorCode::Unsupported,
                         header.format == FileFormat::Tiff
                             ? "%1 holds %2 pages. Save each page as a file of its own first."
                             : "%1 is an animation of %2 frames. Save the frame you want as a file "
                               "of its own first.",
                         name, header.frameCount);
    }
    return {};
}

// The colour space in an ICC header, or nothing when the profile is broken.
std::string_view profileSpace(const Bytes& profile) {
    if (profile.size() < kIccHeaderSize || std::memcmp(profile.data() + 36, "acsp", 4) != 0) {
        return {};
    }
    return {reinterpret_cast<const char*>(profile.data()) + 16, 4};
}

// A grey photo may keep an RGB profile: its grey then means equal red, green and blue.
void dropUnfitProfile(Photo& photo, const std::filesystem::path& name) {
    if (photo.iccProfile.empty()) return;
    const std::string_view space = profileSpace(photo.iccProfile);
    const bool grey = colourChannelCount(photo.layout) == 1;
    if (space == "RGB " || (grey && space == "GRAY")) return;
    photo.iccProfile.clear();
    photo.source.warnings.emplace_back(
        space.empty() ? "The colour profile of %1 is broken; its colours are taken as sRGB."
                      : "The colour profile of %1 is for another kind of picture; its colours are "
                        "taken as sRGB.",
        name);
}

// Cameras and many programs write it only into Exif.
void takeResolutionFromExif(Photo& photo) {
    if (photo.source.resolution) return;
    const MetadataSummary summary = summarise(photo.metadata);
    if (summary.xResolution <= 0 || summary.yResolution <= 0 || summary.resolutionUnit == 1) return;
    photo.source.resolution =
        PrintResolution{summary.xResolution, summary.yResolution,
                        summary.resolutionUnit == 3 ? PrintResolution::Unit::PerCentimetre
                                                    : PrintResolution::Unit::PerInch};
}

void turnUpright(Photo& photo, FileFormat format) {
    // TIFF tells how its rows lie in a tag of its own, which libtiff has read.
    const int orientation =
        format == FileFormat::Tiff ? photo.source.orientation : orientationOf(photo.metadata);
    photo.source.orientation = orientation;
    if (!photo.pixels.empty()) photo.pixels = upright(photo.pixels, orientation);
    auto& resolution = photo.source.resolution;
    if (resolution && swapsSides(orientation)) std::swap(resolution->x, resolution->y);
}

}  // namespace

Result<HeaderInfo> readHeader(ByteView file, const std::filesystem::path& name) {
    const auto format = detectFormat(file);
    if (!format) return foreignFormatError(file, name);
    return readHeaderAs(*format, file, name);
}

Result<Photo> decodePhoto(ByteView file, const std::filesystem::path& name,
                          const DecodeLimits& limits, DecodedPixels pixels) {
    if (file.size() > limits.maxFileBytes) {
        return makeError(ErrorCode::LimitExceeded, "%1 is larger than the limit of %2 bytes.", name,
                         limits.maxFileBytes);
    }
    const auto header = readHeader(file, name);
    if (!header) return header.error();
    if (auto allowed = checkLimits(*header, name, limits); !allowed) return allowed.error();

    return guardedPixelWork(name, [&]() -> Result<Photo> {
        auto photo = decodeAs(header->format, file, name, pixels);
        if (!photo) return photo;
        photo->source.path = name;
        photo->source.format = header->format;
        photo->source.byteCount = file.size();
        if (!isContainerIntact(file, header->format)) markDamaged(*photo, name);
        photo->source.bitsPerSample = header->bitsPerSample;
        photo->metadata = readMetadata(file, header->format, photo->source.warnings);
        takeResolutionFromExif(*photo);
        turnUpright(*photo, header->format);
        dropUnfitProfile(*photo, name);
        return photo;
    });
}

Result<Photo> readPhoto(const std::filesystem::path& path, const DecodeLimits& limits) {
    const auto file = readFile(path, limits.maxFileBytes);
    if (!file) return file.error();
    return decodePhoto(*file, path, limits);
}

}  // namespace heirloom
