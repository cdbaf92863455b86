#include <algorithm>
#include <cmath>
#include <new>

#include "core/image/codec_png.h"
#include "core/image/codec_png_support.h"
#include "core/image/codec_support.h"

namespace heirloom {

namespace {

class PngWriter {
public:
    PngWriter() = default;
    ~PngWriter() { png_destroy_write_struct(&m_png, &m_info); }
    PngWriter(const PngWriter&) = delete;
    PngWriter& operator=(const PngWriter&) = delete;

    bool write(const cv::Mat& pixels, const PngEncoding& encoding);
    Bytes takeBytes() { return std::move(m_bytes); }
    const PngErrors& errors() const { return m_errors; }
    bool outOfMemory() const { return m_outOfMemory; }
    bool wroteProfile() const { return m_wroteProfile; }

private:
    static void appendBytes(png_structp png, png_bytep data, png_size_t size);
    static void flushNothing(png_structp) {}
    bool tryAppend(const png_byte* data, std::size_t size) noexcept;
    void writeHeader(const cv::Mat& pixels, const PngEncoding& encoding);
    void setResolution(const PrintResolution& resolution);
    void setSrgb(const PngSrgbTags& tags);

    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    PngErrors m_errors;
    Bytes m_bytes;
    bool m_outOfMemory = false;
    bool m_wroteProfile = false;
};

int colourType(PixelLayout layout) {
    switch (layout) {
        case PixelLayout::Gray: return PNG_COLOR_TYPE_GRAY;
        case PixelLayout::GrayAlpha: return PNG_COLOR_TYPE_GRAY_ALPHA;
        case PixelLayout::Rgb: return PNG_COLOR_TYPE_RGB;
        case PixelLayout::Rgba: return PNG_COLOR_TYPE_RGB_ALPHA;
    }
    return PNG_COLOR_TYPE_RGB;
}

// Exceptions must not pass through libpng's C code.
bool PngWriter::tryAppend(const png_byte* data, std::size_t size) noexcept {
    try {
        m_bytes.insert(m_bytes.end(), data, data + size);
        return true;
    } catch (const std::bad_alloc&) {
        m_outOfMemory = true;
        return false;
    }
}

void PngWriter::appendBytes(png_structp png, png_bytep data, png_size_t size) {
    auto& writer = *static_cast<PngWriter*>(png_get_io_ptr(png));
    if (!writer.tryAppend(data, size)) png_error(png, "out of memory");
}

void PngWriter::setResolution(const PrintResolution& resolution) {
    const bool metric = resolution.unit != PrintResolution::Unit::AspectOnly;
    const double perUnit = resolution.unit == PrintResolution::Unit::PerInch         ? 100.0 / 2.54
                           : resolution.unit == PrintResolution::Unit::PerCentimetre ? 100.0
                                                                                     : 1.0;
    const auto count = [&](double value) {
        return static_cast<png_uint_32>(std::clamp(std::round(value * perUnit), 1.0, 2147483647.0));
    };
    png_set_pHYs(m_png, m_info, count(resolution.x), count(resolution.y),
                 metric ? PNG_RESOLUTION_METER : PNG_RESOLUTION_UNKNOWN);
}

// Beside sRGB, gAMA is advised and cHRM a choice (PNG specification, 11.3.2).
void PngWriter::setSrgb(const PngSrgbTags& tags) {
    if (tags.renderingIntent) png_set_sRGB(m_png, m_info, *tags.renderingIntent);
    if (tags.renderingIntent || tags.hasGamma) png_set_gAMA_fixed(m_png, m_info, 45455);
    if (tags.hasChromaticities) {
        png_set_cHRM_fixed(m_png, m_info, 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000);
    }
}

void PngWriter::writeHeader(const cv::Mat& pixels, const PngEncoding& encoding) {
    png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_benign_errors(m_png, 1);
    png_set_option(m_png, PNG_SKIP_sRGB_CHECK_PROFILE, PNG_OPTION_ON);
    png_set_write_fn(m_png, this, appendBytes, flushNothing);
    png_set_IHDR(m_png, m_info, static_cast<png_uint_32>(pixels.cols),
                 static_cast<png_uint_32>(pixels.rows), pixels.depth() == CV_16U ? 16 : 8,
                 colourType(encoding.layout), PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (!encoding.iccProfile.empty()) {
        png_set_iCCP(m_png, m_info, "ICC profile", PNG_COMPRESSION_TYPE_BASE,
                     encoding.iccProfile.data(),
                     static_cast<png_uint_32>(encoding.iccProfile.size()));
        m_wroteProfile = png_get_valid(m_png, m_info, PNG_INFO_iCCP) != 0;
    } else {
        setSrgb(encoding.srgb);
    }
    if (encoding.resolution) setResolution(*encoding.resolution);
    png_write_info(m_png, m_info);
    if (pixels.depth() == CV_16U) png_set_swap(m_png);
}

bool PngWriter::write(const cv::Mat& pixels, const PngEncoding& encoding) {
    m_png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &m_errors, pngError, pngWarning);
    if (m_png) m_info = png_create_info_struct(m_png);
    if (!m_info) return false;
    return runGuarded(m_errors, [&] {
        writeHeader(pixels, encoding);
        for (int y = 0; y < pixels.rows; ++y) png_write_row(m_png, pixels.ptr(y));
        png_write_end(m_png, m_info);
    });
}

}  // namespace

Result<Bytes> encodePng(const cv::Mat& pixels, const PngEncoding& encoding, bool& profileRefused) {
    PngWriter writer;
    if (!writer.write(pixels, encoding)) {
        if (writer.outOfMemory()) return outOfMemoryError("the PNG output");
        return encodingError(FileFormat::Png, writer.errors().message);
    }
    profileRefused = !encoding.iccProfile.empty() && !writer.wroteProfile();
    return writer.takeBytes();
}

}  // namespace heirloom
