#include "core/image/tiff_directory.h"

#include <limits>

#include "core/image/codec_support.h"

namespace heirloom {

namespace {

// Photometric interpretations of raw sensor data, which libtiff does not name everywhere.
constexpr int kColourFilterArray = 32803;
constexpr int kLinearRaw = 34892;

// A file of a few bytes can claim 65,535 samples a pixel, and strips of gigabytes with them.
constexpr int kMaxSamples = 32;

template <class Value>
Value tag(TIFF* tiff, std::uint32_t number, Value fallback) {
    Value value = fallback;
    return TIFFGetFieldDefaulted(tiff, number, &value) ? value : fallback;
}

bool isThumbnail(TIFF* tiff) {
    std::uint32_t kind = 0;
    if (TIFFGetField(tiff, TIFFTAG_SUBFILETYPE, &kind)) return (kind & FILETYPE_REDUCEDIMAGE) != 0;
    std::uint16_t oldKind = 0;
    return TIFFGetField(tiff, TIFFTAG_OSUBFILETYPE, &oldKind) && oldKind == OFILETYPE_REDUCEDIMAGE;
}

bool holdsRawPhoto(TIFF* tiff) {
    std::uint8_t* version = nullptr;
    std::uint16_t count = 0;
    toff_t* offsets = nullptr;
    const int photometric = tag<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, 0);
    return TIFFGetField(tiff, TIFFTAG_DNGVERSION, &version) || photometric == kColourFilterArray ||
           photometric == kLinearRaw ||
           (isThumbnail(tiff) && TIFFGetField(tiff, TIFFTAG_SUBIFD, &count, &offsets));
}

Error rawError(const std::filesystem::path& name) {
    return makeError(ErrorCode::Unsupported,
                     "%1 is a camera's raw file. Develop it with your raw program and save it as "
                     "TIFF or JPEG first.",
                     name);
}

Error unsupported(const std::filesystem::path& name, std::string_view what) {
    return makeError(ErrorCode::Unsupported,
                     "%1 is a TIFF with %2, which is not supported. Save it as 8 or 16 bit RGB or "
                     "grey with another program first.",
                     name, what);
}

struct Pages {
    tdir_t picture = 0;
    int pictures = 0;
    int thumbnails = 0;
    bool isRaw = false;
    bool isCutOff = false;
};

Pages countPages(TIFF* tiff) {
    Pages pages;
    tdir_t index = 0;
    do {
        pages.isRaw = pages.isRaw || holdsRawPhoto(tiff);
        if (isThumbnail(tiff)) {
            ++pages.thumbnails;
        } else if (pages.pictures++ == 0) {
            pages.picture = index;
        }
        ++index;
    } while (index < std::numeric_limits<tdir_t>::max() && TIFFReadDirectory(tiff));
    pages.isCutOff = !TIFFLastDirectory(tiff);
    // A picture alone in its file is the picture, whatever its flag says.
    if (pages.pictures == 0) {
        pages.pictures = 1;
        --pages.thumbnails;
    }
    return pages;
}

void readAlpha(TIFF* tiff, TiffDirectory& directory) {
    std::uint16_t count = 0;
    std::uint16_t* kinds = nullptr;
    if (!TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds)) count = 0;
    const int extra = directory.samples - directory.colourSamples();
    for (int i = 0; i < extra && i < count && directory.alphaSample < 0; ++i) {
        if (kinds[i] != EXTRASAMPLE_ASSOCALPHA && kinds[i] != EXTRASAMPLE_UNASSALPHA) continue;
        directory.alphaSample = directory.colourSamples() + i;
        directory.isPremultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
    }
    directory.hasIgnoredSamples = extra > (directory.alphaSample >= 0 ? 1 : 0);
}

TiffDirectory describe(TIFF* tiff) {
    TiffDirectory directory;
    directory.width = tag<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
    directory.height = tag<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
    directory.bits = tag<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    directory.samples = tag<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    directory.sampleFormat = tag<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
    directory.compression = tag<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
    directory.orientation = tag<std::uint16_t>(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    directory.isPlanar = tag<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) ==
                             PLANARCONFIG_SEPARATE &&
                         directory.samples > 1;
    directory.isTiled = TIFFIsTiled(tiff) != 0;
    std::uint16_t photometric = 0;
    if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric)) {
        directory.photometric = photometric;
    } else {
        // Old scanners leave it out; this is what other programs assume.
        directory.photometric = directory.samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    }
    return directory;
}

bool isCmyk(TIFF* tiff) {
    return tag<std::uint16_t>(tiff, TIFFTAG_INKSET, INKSET_CMYK) == INKSET_CMYK;
}

// The reason why this kind of picture cannot be read, or nothing.
std::string_view chooseRoute(TIFF* tiff, TiffDirectory& directory) {
    const int bits = directory.bits;
    if (directory.samples > kMaxSamples) return "too many channels";
    if (directory.sampleFormat != SAMPLEFORMAT_UINT &&
        directory.sampleFormat != SAMPLEFORMAT_VOID) {
        return "floating-point or signed samples";
    }
    if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) {
        return bits == 32 ? "32-bit samples" : "an unusual number of bits";
    }
    switch (directory.photometric) {
        case PHOTOMETRIC_MINISWHITE:
        case PHOTOMETRIC_MINISBLACK: directory.layout = PixelLayout::Gray; return {};
        case PHOTOMETRIC_PALETTE:
            if (directory.samples != 1 || bits == 16) return "a palette of an unusual kind";
            return {};
        case PHOTOMETRIC_RGB: return directory.samples < 3 ? "too few channels" : "";
        case PHOTOMETRIC_SEPARATED:
            directory.route = TiffRoute::Cmyk;
            if (directory.samples < 4 || bits < 8 || !isCmyk(tiff)) return "inks other than CMYK";
            return {};
        case PHOTOMETRIC_YCBCR:
            if (bits != 8 || directory.samples != 3) return "an unusual kind of YCbCr";
            if (directory.compression == COMPRESSION_JPEG && !directory.isPlanar) {
                TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
            } else {
                directory.route = TiffRoute::Rgba;
            }
            return {};
        case PHOTOMETRIC_CIELAB:
            directory.route = TiffRoute::Rgba;
            return bits != 8 || directory.samples != 3 ? "16-bit Lab colours" : "";
        default: return "an unusual colour space";
    }
}

void addAlphaToLayout(TIFF* tiff, TiffDirectory& directory) {
    if (directory.route == TiffRoute::Rgba) return;
    readAlpha(tiff, directory);
    // The conversion from inks has no place for alpha.
    if (directory.route == TiffRoute::Cmyk && directory.alphaSample >= 0) {
        directory.alphaSample = -1;
        directory.hasIgnoredSamples = true;
    }
    if (directory.alphaSample < 0) return;
    directory.layout =
        directory.layout == PixelLayout::Gray ? PixelLayout::GrayAlpha : PixelLayout::Rgba;
}

}  // namespace

int TiffDirectory::colourSamples() const {
    switch (photometric) {
        case PHOTOMETRIC_MINISWHITE:
        case PHOTOMETRIC_MINISBLACK:
        case PHOTOMETRIC_PALETTE: return 1;
        case PHOTOMETRIC_SEPARATED: return 4;
        default: return 3;
    }
}

Result<TiffDirectory> selectTiffPicture(TIFF* tiff, const TiffStream& stream,
                                        const std::filesystem::path& name) {
    const Pages pages = countPages(tiff);
    if (pages.isRaw) return rawError(name);
    if (!TIFFSetDirectory(tiff, pages.picture)) return damagedError(name, stream.firstError());
    TiffDirectory directory = describe(tiff);
    directory.pageCount = pages.pictures;
    directory.thumbnailCount = pages.thumbnails;
    directory.hasUnreadablePages = pages.isCutOff;
    constexpr std::uint32_t kMaxSide = 1u << 30;
    if (directory.width == 0 || directory.height == 0 || directory.width > kMaxSide ||
        directory.height > kMaxSide) {
        return damagedError(name, "impossible width or height");
    }
    const std::string_view reason = chooseRoute(tiff, directory);
    if (!reason.empty()) return unsupported(name, reason);
    if (directory.compression != COMPRESSION_NONE &&
        !TIFFIsCODECConfigured(static_cast<std::uint16_t>(directory.compression))) {
        return unsupported(name, "a compression that this machine's libtiff does not know");
    }
    addAlphaToLayout(tiff, directory);
    return directory;
}

}  // namespace heirloom
