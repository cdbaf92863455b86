#include "core/image/encode.h"

#include <algorithm>
#include <limits>

#include "core/image/codec_bmp.h"
#include "core/image/codec_jpeg.h"
#include "core/image/codec_jpeg_check.h"
#include "core/image/codec_png.h"
#include "core/image/codec_support.h"
#include "core/image/codec_tiff.h"
#include "core/image/codec_webp.h"
#include "core/image/colour_transform.h"
#include "core/image/decode.h"
#include "core/image/pixel_ops.h"
#include "core/metadata/sidecar.h"

namespace heirloom {

namespace {

constexpr int kMaxWebpSide = 16383;
constexpr int kMaxJpegSide = 65500;  // libjpeg's own limit, a little under the format's
constexpr int kDefaultQuality = 95;

// What goes into the file: already in a depth and layout that the format can hold.
struct Prepared {
    cv::Mat pixels;
    PixelLayout layout = PixelLayout::Rgb;
    Bytes iccProfile;
    std::optional<int> quality;  // for JPEG and WebP; absent as in EncodeOptions
    bool isLossless = true;
};

bool holds16Bit(FileFormat format) {
    return format == FileFormat::Png || format == FileFormat::Tiff;
}

void reduceDepth(Prepared& prepared, FileFormat format, std::vector<Message>& warnings) {
    if (holds16Bit(format) || prepared.pixels.depth() == CV_8U) return;
    prepared.pixels = roundedTo8Bit(prepared.pixels);
    warnings.emplace_back("The photo has 16 bits a channel, but %1 holds only 8; it was rounded.",
                          formatName(format));
}

void flattenAlpha(Prepared& prepared, FileFormat format, std::vector<Message>& warnings) {
    if (format != FileFormat::Jpeg || !hasAlpha(prepared.layout)) return;
    prepared.pixels = overWhite(prepared.pixels, prepared.layout);
    prepared.layout =
        colourChannelCount(prepared.layout) == 1 ? PixelLayout::Gray : PixelLayout::Rgb;
    warnings.emplace_back("%1 holds no transparency; the photo was put on white.",
                          formatName(format));
}

// A profile for grey says nothing about the RGB pixels that such a format needs.
Result<void> convertGreyToSrgb(Prepared& prepared) {
    const auto transform = ColourTransform::create(prepared.iccProfile, 1);
    if (!transform) return transform.error();
    cv::Mat grey;
    cv::extractChannel(prepared.pixels, grey, 0);
    grey.convertTo(grey, CV_32F, 1.0 / 255.0);
    cv::Mat rgb;
    transform->toWorkingSpace(grey).convertTo(rgb, CV_8U, 255.0);
    if (hasAlpha(prepared.layout)) {
        cv::Mat target = withLayout(prepared.pixels, prepared.layout, PixelLayout::Rgba);
        const int pairs[] = {0, 0, 1, 1, 2, 2};
        cv::mixChannels(&rgb, 1, &target, 1, pairs, 3);
        rgb = target;
    }
    prepared.pixels = rgb;
    prepared.iccProfile.clear();
    return {};
}

bool isGreyProfile(const Bytes& profile) {
    return profile.size() > 20 && std::equal(profile.begin() + 16, profile.begin() + 20, "GRAY");
}

// WebP has no grey at all, BMP none with alpha.
Result<void> expandGrey(Prepared& prepared, FileFormat format, std::vector<Message>& warnings) {
    const bool needsRgb = format == FileFormat::WebP ||
                          (format == FileFormat::Bmp && prepared.layout == PixelLayout::GrayAlpha);
    if (!needsRgb || colourChannelCount(prepared.layout) == 3) return {};
    const PixelLayout target = hasAlpha(prepared.layout) ? PixelLayout::Rgba : PixelLayout::Rgb;
    if (isGreyProfile(prepared.iccProfile)) {
        if (auto converted = convertGreyToSrgb(prepared); !converted) return converted;
        warnings.emplace_back(
            "%1 holds no colour profile for grey; the photo was converted to "
            "sRGB.",
            formatName(format));
    } else {
        prepared.pixels = withLayout(prepared.pixels, prepared.layout, target);
    }
    prepared.layout = target;
    return {};
}

bool isLossless(const Photo& photo, FileFormat format, const EncodeOptions& options) {
    if (format == FileFormat::Jpeg) return false;
    if (format != FileFormat::WebP) return true;
    return !options.quality && !photo.source.lossyWebP;
}

Result<Prepared> prepare(const Photo& photo, FileFormat format, const EncodeOptions& options,
                         std::vector<Message>& warnings) {
    Prepared prepared{photo.pixels, photo.layout, photo.iccProfile, options.quality,
                      isLossless(photo, format, options)};
    if (!prepared.isLossless && format == FileFormat::WebP && !prepared.quality) {
        prepared.quality = kDefaultQuality;
    }
    flattenAlpha(prepared, format, warnings);
    reduceDepth(prepared, format, warnings);
    if (auto expanded = expandGrey(prepared, format, warnings); !expanded) return expanded.error();
    return prepared;
}

Result<Bytes> encodePreparedPng(Prepared& prepared, const Photo& photo,
                                std::vector<Message>& warnings) {
    bool profileRefused = false;
    auto encoded =
        encodePng(prepared.pixels,
                  {prepared.layout, prepared.iccProfile, photo.source.resolution, photo.source.png},
                  profileRefused);
    if (profileRefused) {
        prepared.iccProfile.clear();
        warnings.emplace_back(
            "PNG cannot hold the photo's colour profile for this kind of picture; it was left "
            "out.");
    }
    return encoded;
}

// The numbers in a MakerNote may be in the byte order of the block around it.
TiffByteOrder byteOrderOf(const Bytes& exif) {
    const bool isBigEndian = !exif.empty() && exif[0] == 'M';
    return isBigEndian ? TiffByteOrder::BigEndian : TiffByteOrder::LittleEndian;
}

Result<Bytes> encodePixels(Prepared& prepared, const Photo& photo, FileFormat format,
                           std::vector<Message>& warnings) {
    const auto& resolution = photo.source.resolution;
    switch (format) {
        case FileFormat::Jpeg: {
            const auto& coding = photo.source.jpeg;
            return encodeJpeg(prepared.pixels, {!prepared.quality && coding ? &*coding : nullptr,
                                                prepared.quality.value_or(kDefaultQuality),
                                                prepared.iccProfile, resolution});
        }
        case FileFormat::Png: return encodePreparedPng(prepared, photo, warnings);
        case FileFormat::WebP:
            return encodeWebp(prepared.pixels, {prepared.quality, prepared.iccProfile});
        case FileFormat::Tiff: {
            TiffEncoding encoding{prepared.layout, 5, prepared.iccProfile, resolution};
            if (photo.source.tiff) encoding.compression = photo.source.tiff->compression;
            encoding.byteOrder = byteOrderOf(photo.metadata.exif);
            return encodeTiff(prepared.pixels, encoding);
        }
        case FileFormat::Bmp: return encodeBmp(prepared.pixels, {prepared.iccProfile, resolution});
    }
    return encodingError(format, "unknown format");
}

// Formats differ in what they keep of a picture that needs less (opaque alpha, grey).
bool showsTheSame(const Prepared& written, const Photo& read) {
    const bool colour =
        colourChannelCount(written.layout) == 3 || colourChannelCount(read.layout) == 3;
    const bool alpha = hasAlpha(written.layout) || hasAlpha(read.layout);
    const PixelLayout common = colour ? (alpha ? PixelLayout::Rgba : PixelLayout::Rgb)
                                      : (alpha ? PixelLayout::GrayAlpha : PixelLayout::Gray);
    return haveEqualPixels(withLayout(written.pixels, written.layout, common),
                           withLayout(read.pixels, read.layout, common));
}

// Reads the new file as any other and compares it. Returns the metadata found in it. encoded:
// the file without metadata; of a JPEG it has been read back, so that its pixels only have to be
// the same in the new file.
Result<MetadataBlocks> verify(const Bytes& file, const Prepared& prepared, FileFormat format,
                              ByteView encoded) {
    DecodeLimits limits;
    limits.maxMegapixels = std::numeric_limits<double>::infinity();
    limits.maxFileBytes = std::numeric_limits<std::uintmax_t>::max();
    const auto header = readHeader(file, "the new file");
    if (!header || header->format != format || header->width != prepared.pixels.cols ||
        header->height != prepared.pixels.rows) {
        return encodingError(format, "reading back: another size or format");
    }
    if (format == FileFormat::Jpeg) {
        const ByteView before = pictureOfJpeg(encoded);
        const ByteView after = pictureOfJpeg(file);
        if (before.empty() || !std::ranges::equal(before, after)) {
            return encodingError(format, "reading back: other pixels");
        }
    }
    auto read = decodePhoto(file, "the new file", limits, DecodedPixels::BesideJpeg);
    if (!read) return encodingError(format, "reading back: " + read.error().text());
    if (read->source.damaged) return encodingError(format, "reading back: damaged");
    if (read->iccProfile != prepared.iccProfile) {
        return encodingError(format, "reading back: another colour profile");
    }
    if (prepared.isLossless && !showsTheSame(prepared, *read)) {
        return encodingError(format, "reading back: other pixels");
    }
    return std::move(read->metadata);
}

MetadataBlocks wantedMetadata(const Photo& photo, const EncodeOptions& options,
                              MetadataPolicy policy, std::vector<Message>& warnings) {
    MetadataUpdate update;
    update.policy = policy;
    update.width = photo.width();
    update.height = photo.height();
    update.software = options.software;
    update.provenance = options.provenance;
    return updatedMetadata(photo.metadata, update, warnings);
}

// For metadata that break the new file: the photo is worth more, so it is then written with
// no more than what the file says of itself. Encoding once more is rare; a copy kept for it
// would cost every photo its memory.
Result<MetadataBlocks> encodeWithoutOld(Bytes& file, Prepared& prepared, const Photo& photo,
                                        FileFormat format, const EncodeOptions& options,
                                        std::vector<Message>& warnings) {
    auto plain = encodePixels(prepared, photo, format, warnings);
    if (!plain) return plain.error();
    auto held = verify(*plain, prepared, format, *plain);
    if (!held) return held.error();
    warnings.emplace_back(
        "The photo's metadata is broken in a way that damages the new file; it was left out.");
    const MetadataBlocks own = wantedMetadata(photo, options, MetadataPolicy::Strip, warnings);
    auto recorded = embedMetadata(*plain, format, own, warnings);
    if (recorded) {
        if (auto again = verify(*recorded, prepared, format, *plain)) {
            held = std::move(again);
            plain = std::move(recorded);
        }
    }
    file = std::move(*plain);
    return held;
}

Result<EncodedPhoto> encodeAs(const Photo& photo, FileFormat format, const EncodeOptions& options) {
    EncodedPhoto result;
    result.format = format;
    auto prepared = prepare(photo, format, options, result.warnings);
    if (!prepared) return prepared.error();
    auto encoded = encodePixels(*prepared, photo, format, result.warnings);
    if (!encoded) return encoded.error();
    // Small beside its pixels; other formats are compared with the pixels themselves.
    const Bytes plain = format == FileFormat::Jpeg ? *encoded : Bytes();

    const MetadataBlocks wanted =
        wantedMetadata(photo, options, options.metadataPolicy, result.warnings);
    auto complete = embedMetadata(std::move(*encoded), format, wanted, result.warnings);
    if (!complete) return complete.error();
    auto held = verify(*complete, *prepared, format, plain);
    if (!held && !wanted.isEmpty()) {
        held = encodeWithoutOld(*complete, *prepared, photo, format, options, result.warnings);
    }
    if (!held) return held.error();
    result.sidecar = sidecarFor(wanted, *held, format, result.warnings);
    result.file = std::move(*complete);
    return result;
}

}  // namespace

Result<void> checkEncodable(int width, int height, FileFormat format) {
    if (width <= 0 || height <= 0) {
        return makeError(ErrorCode::InvalidArgument, "A picture without pixels cannot be written.");
    }
    const int maxSide = format == FileFormat::WebP   ? kMaxWebpSide
                        : format == FileFormat::Jpeg ? kMaxJpegSide
                                                     : std::numeric_limits<int>::max();
    if (width <= maxSide && height <= maxSide) return {};
    return makeError(ErrorCode::LimitExceeded,
                     "%1 holds at most %2 pixels a side, but the picture has %3 x %4. Choose PNG "
                     "or TIFF, or a smaller output.",
                     formatName(format), maxSide, width, height);
}

Result<EncodedPhoto> encodePhoto(const Photo& photo, const EncodeOptions& options) {
    const FileFormat format = options.format.value_or(photo.source.format);
    if (options.quality && (*options.quality < 1 || *options.quality > 100)) {
        return makeError(ErrorCode::InvalidArgument, "Quality must be from 1 to 100, not %1.",
                         *options.quality);
    }
    if (auto fits = checkEncodable(photo.width(), photo.height(), format); !fits) {
        return fits.error();
    }
    if (photo.pixels.type() != pixelType(photo.layout, photo.is16Bit())) {
        return makeError(ErrorCode::InvalidArgument,
                         "The photo's pixels do not match its layout of %1 channels.",
                         channelCount(photo.layout));
    }
    return guardedPixelWork("the output", [&] { return encodeAs(photo, format, options); });
}

}  // namespace heirloom
