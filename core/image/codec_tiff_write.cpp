#include <cstring>
#include <vector>

#include "core/image/codec_support.h"
#include "core/image/codec_tiff.h"
#include "core/image/tiff_stream.h"

namespace heirloom {

namespace {

// Room for strips that grow under compression, tags and metadata below the 4 GiB of a
// classic TIFF.
constexpr std::uint64_t kMaxClassicPixels = std::uint64_t{3500} << 20;

int writtenCompression(int wanted) {
    switch (wanted) {
        case COMPRESSION_NONE:
        case COMPRESSION_LZW:
        case COMPRESSION_ADOBE_DEFLATE:
        case COMPRESSION_PACKBITS: return wanted;
        case COMPRESSION_DEFLATE: return COMPRESSION_ADOBE_DEFLATE;
        default: return COMPRESSION_LZW;
    }
}

void setResolution(TIFF* tiff, const PrintResolution& resolution) {
    const int unit = resolution.unit == PrintResolution::Unit::PerInch         ? RESUNIT_INCH
                     : resolution.unit == PrintResolution::Unit::PerCentimetre ? RESUNIT_CENTIMETER
                                                                               : RESUNIT_NONE;
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, resolution.x);
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, resolution.y);
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, unit);
}

void setHeader(TIFF* tiff, const cv::Mat& pixels, const TiffEncoding& encoding) {
    const int compression = writtenCompression(encoding.compression);
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(pixels.cols));
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(pixels.rows));
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, pixels.depth() == CV_16U ? 16 : 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, pixels.channels());
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    TIFFSetField(
        tiff, TIFFTAG_PHOTOMETRIC,
        colourChannelCount(encoding.layout) == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
    if (hasAlpha(encoding.layout)) {
        const std::uint16_t straight = EXTRASAMPLE_UNASSALPHA;
        TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &straight);
    }
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    if (compression == COMPRESSION_LZW || compression == COMPRESSION_ADOBE_DEFLATE) {
        TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
    }
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize(tiff, 0));
    if (!encoding.iccProfile.empty()) {
        TIFFSetField(tiff, TIFFTAG_ICCPROFILE,
                     static_cast<std::uint32_t>(encoding.iccProfile.size()),
                     encoding.iccProfile.data());
    }
    if (encoding.resolution) setResolution(tiff, *encoding.resolution);
}

bool writeRows(TIFF* tiff, const cv::Mat& pixels) {
    const std::size_t rowBytes = static_cast<std::size_t>(pixels.cols) * pixels.elemSize();
    // libtiff works on the row that it is given (predictor, byte order), so it gets a copy.
    std::vector<std::uint8_t> row(rowBytes);
    for (int y = 0; y < pixels.rows; ++y) {
        std::memcpy(row.data(), pixels.ptr(y), rowBytes);
        if (TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), 0) < 0) return false;
    }
    return TIFFWriteDirectory(tiff) != 0;
}

}  // namespace

Result<Bytes> encodeTiff(const cv::Mat& pixels, const TiffEncoding& encoding) {
    TiffStream stream;
    const std::uint64_t bytes = std::uint64_t{pixels.total()} * pixels.elemSize();
    TiffHandle tiff = stream.openForWriting(bytes > kMaxClassicPixels, encoding.byteOrder);
    if (!tiff) return encodingError(FileFormat::Tiff, stream.firstError());
    setHeader(tiff.get(), pixels, encoding);
    const bool written = writeRows(tiff.get(), pixels);
    tiff.reset();
    if (stream.outOfMemory()) return outOfMemoryError("the TIFF output");
    if (!written || stream.errorCount() > 0) {
        return encodingError(FileFormat::Tiff, stream.firstError());
    }
    return stream.takeBytes();
}

}  // namespace heirloom
