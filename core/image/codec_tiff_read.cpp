#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "core/image/cmyk.h"
#include "core/image/codec_support.h"
#include "core/image/codec_tiff.h"
#include "core/image/tiff_directory.h"
#include "core/image/tiff_samples.h"
#include "core/image/tiff_stream.h"

namespace heirloom {

namespace {

// 1, 2 and 4 bit to 8 bit, and white-is-zero to black-is-zero. Alpha is not turned round.
void normaliseGrey(cv::Mat& pixels, const TiffDirectory& directory) {
    const bool inverted = directory.photometric == PHOTOMETRIC_MINISWHITE;
    if (directory.bits < 8) {
        pixels.convertTo(pixels, -1, 255.0 / ((1 << directory.bits) - 1));
    }
    if (!inverted) return;
    if (pixels.channels() == 1) {
        cv::bitwise_not(pixels, pixels);
        return;
    }
    std::vector<cv::Mat> planes;
    cv::split(pixels, planes);
    cv::bitwise_not(planes[0], planes[0]);
    cv::merge(planes, pixels);
}

template <class Sample>
void straightenAlpha(cv::Mat& pixels) {
    constexpr std::uint64_t kMax = std::numeric_limits<Sample>::max();
    const int channels = pixels.channels();
    for (int y = 0; y < pixels.rows; ++y) {
        Sample* pixel = pixels.ptr<Sample>(y);
        for (int x = 0; x < pixels.cols; ++x, pixel += channels) {
            const std::uint64_t alpha = pixel[channels - 1];
            for (int c = 0; alpha > 0 && c + 1 < channels; ++c) {
                pixel[c] = static_cast<Sample>(
                    std::min(kMax, (std::uint64_t{pixel[c]} * kMax + alpha / 2) / alpha));
            }
        }
    }
}

// Some old programs wrote palettes of 8 bits into the 16-bit fields.
bool expandPalette(TIFF* tiff, cv::Mat& pixels, int bits) {
    std::array<std::uint16_t*, 3> maps{};
    if (!TIFFGetField(tiff, TIFFTAG_COLORMAP, &maps[0], &maps[1], &maps[2])) return false;
    const std::size_t count = std::size_t{1} << bits;
    bool wide = false;
    for (const std::uint16_t* map : maps) {
        wide =
            wide || std::any_of(map, map + count, [](std::uint16_t value) { return value > 255; });
    }
    cv::Mat expanded(pixels.size(), CV_8UC3);
    for (int y = 0; y < pixels.rows; ++y) {
        const std::uint8_t* in = pixels.ptr(y);
        std::uint8_t* out = expanded.ptr(y);
        for (int x = 0; x < pixels.cols; ++x) {
            for (const std::uint16_t* map : maps) {
                *out++ = static_cast<std::uint8_t>(wide ? map[in[x]] >> 8 : map[in[x]]);
            }
        }
    }
    pixels = expanded;
    return true;
}

Result<cv::Mat> readRgba(TIFF* tiff, const TiffDirectory& directory, const TiffStream& stream,
                         const std::filesystem::path& name) {
    char reason[1024] = {};
    if (!TIFFRGBAImageOK(tiff, reason)) return damagedError(name, reason);
    std::vector<std::uint32_t> raster(std::size_t{directory.width} * directory.height);
    // The stored orientation is asked for, so that libtiff leaves the rows where they are.
    if (!TIFFReadRGBAImageOriented(tiff, directory.width, directory.height, raster.data(),
                                   directory.orientation, 0)) {
        return damagedError(name, stream.firstError());
    }
    cv::Mat pixels(static_cast<int>(directory.height), static_cast<int>(directory.width), CV_8UC3);
    const std::uint32_t* pixel = raster.data();
    for (int y = 0; y < pixels.rows; ++y) {
        std::uint8_t* out = pixels.ptr(y);
        for (int x = 0; x < pixels.cols; ++x, ++pixel) {
            *out++ = static_cast<std::uint8_t>(TIFFGetR(*pixel));
            *out++ = static_cast<std::uint8_t>(TIFFGetG(*pixel));
            *out++ = static_cast<std::uint8_t>(TIFFGetB(*pixel));
        }
    }
    return pixels;
}

Result<cv::Mat> readSamples(TIFF* tiff, const TiffDirectory& directory,
                            const std::filesystem::path& name, bool& damaged) {
    const int channels = directory.colourSamples() + (directory.alphaSample >= 0 ? 1 : 0);
    cv::Mat pixels =
        cv::Mat::zeros(static_cast<int>(directory.height), static_cast<int>(directory.width),
                       CV_MAKETYPE(directory.is16Bit() ? CV_16U : CV_8U, channels));
    TiffSampleReader reader(tiff, directory, pixels);
    const std::string_view reason = reader.read();
    if (!reason.empty()) return damagedError(name, reason);
    damaged = damaged || reader.missedBlocks();
    return pixels;
}

Bytes readProfile(TIFF* tiff) {
    std::uint32_t size = 0;
    std::uint8_t* data = nullptr;
    if (!TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &data) || !data) return {};
    return Bytes(data, data + size);
}

std::optional<PrintResolution> readResolution(TIFF* tiff) {
    float x = 0;
    float y = 0;
    std::uint16_t unit = RESUNIT_INCH;
    if (!TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x) ||
        !TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y) || !(x > 0) || !(y > 0)) {
        return std::nullopt;
    }
    TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
    if (unit == RESUNIT_NONE && x == y) return std::nullopt;
    return PrintResolution{x, y,
                           unit == RESUNIT_CENTIMETER ? PrintResolution::Unit::PerCentimetre
                           : unit == RESUNIT_NONE     ? PrintResolution::Unit::AspectOnly
                                                      : PrintResolution::Unit::PerInch};
}

Result<void> finishSamples(TIFF* tiff, const TiffDirectory& directory, Photo& photo,
                           const std::filesystem::path& name) {
    if (directory.route == TiffRoute::Cmyk) {
        const bool byProfile =
            convertCmykToRgb(photo.pixels, photo.iccProfile, false, photo.pixels);
        noteCmyk(photo, byProfile, name);
    } else if (directory.photometric == PHOTOMETRIC_PALETTE) {
        if (!expandPalette(tiff, photo.pixels, directory.bits)) {
            return damagedError(name, "no palette");
        }
    } else {
        normaliseGrey(photo.pixels, directory);
    }
    if (!directory.isPremultiplied) return {};
    if (directory.is16Bit()) {
        straightenAlpha<std::uint16_t>(photo.pixels);
    } else {
        straightenAlpha<std::uint8_t>(photo.pixels);
    }
    return {};
}

void noteIgnoredParts(const TiffDirectory& directory, Photo& photo,
                      const std::filesystem::path& name) {
    if (directory.thumbnailCount > 0) {
        photo.source.warnings.emplace_back(
            "%1 also holds %2 small preview(s), which are left out of the result.", name,
            directory.thumbnailCount);
    }
    if (directory.hasIgnoredSamples) {
        photo.source.warnings.emplace_back(
            "%1 holds channels besides its colours, which are left out of the result.", name);
    }
}

Result<Photo> decodePixels(TIFF* tiff, const TiffDirectory& directory, const TiffStream& stream,
                           const std::filesystem::path& name) {
    // A broken tag that is not needed here does no harm to the pixels.
    const int errorsInTags = stream.errorCount();
    bool damaged = directory.hasUnreadablePages;
    auto pixels = directory.route == TiffRoute::Rgba ? readRgba(tiff, directory, stream, name)
                                                     : readSamples(tiff, directory, name, damaged);
    if (!pixels) return pixels.error();
    Photo photo;
    photo.pixels = *pixels;
    photo.layout = directory.layout;
    photo.iccProfile = readProfile(tiff);
    if (directory.route != TiffRoute::Rgba) {
        if (auto done = finishSamples(tiff, directory, photo, name); !done) return done.error();
    }
    if (damaged || stream.errorCount() > errorsInTags) markDamaged(photo, name);
    noteIgnoredParts(directory, photo, name);
    photo.source.orientation = directory.orientation;
    photo.source.tiff = TiffCoding{directory.compression};
    photo.source.resolution = readResolution(tiff);
    return photo;
}

}  // namespace

Result<HeaderInfo> readTiffHeader(ByteView file, const std::filesystem::path& name) {
    TiffStream stream(file);
    const TiffHandle tiff = stream.openForReading();
    if (!tiff) return damagedError(name, stream.firstError());
    const auto directory = selectTiffPicture(tiff.get(), stream, name);
    if (!directory) return directory.error();
    HeaderInfo header;
    header.format = FileFormat::Tiff;
    header.width = static_cast<int>(directory->width);
    header.height = static_cast<int>(directory->height);
    header.bitsPerSample = directory->bits;
    header.layout = directory->layout;
    header.frameCount = directory->pageCount;
    return header;
}

Result<Photo> decodeTiff(ByteView file, const std::filesystem::path& name) {
    TiffStream stream(file);
    const TiffHandle tiff = stream.openForReading();
    if (!tiff) return damagedError(name, stream.firstError());
    const auto directory = selectTiffPicture(tiff.get(), stream, name);
    if (!directory) return directory.error();
    return guardedPixelWork(name,
                            [&] { return decodePixels(tiff.get(), *directory, stream, name); });
}

}  // namespace heirloom
