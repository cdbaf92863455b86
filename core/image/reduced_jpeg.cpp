#include "core/image/reduced_jpeg.h"

#include <algorithm>
#include <cmath>

#include "core/image/codec_jpeg.h"
#include "core/image/codec_jpeg_support.h"
#include "core/image/codec_support.h"

namespace heirloom {

namespace {

constexpr int kMostScans = 100;  // a crafted file can ask for thousands of passes

class ReducedReader {
public:
    ReducedReader() {
        installJpegErrors(m_errors);
        m_info.err = &m_errors.manager;
    }
    ~ReducedReader() { jpeg_destroy_decompress(&m_info); }
    ReducedReader(const ReducedReader&) = delete;
    ReducedReader& operator=(const ReducedReader&) = delete;

    bool start(ByteView file, int longSide) {
        return runGuarded(m_errors, [&] {
            jpeg_create_decompress(&m_info);
            m_progress.progress_monitor = limitScans;
            m_info.progress = &m_progress;
            jpeg_mem_src(&m_info, file.data(), static_cast<unsigned long>(file.size()));
            jpeg_read_header(&m_info, TRUE);
            m_info.out_color_space = m_info.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
            m_info.scale_num = eighths(longSide);
            m_info.scale_denom = 8;
            m_info.dct_method = JDCT_IFAST;
            m_info.do_fancy_upsampling = FALSE;
            jpeg_start_decompress(&m_info);
        });
    }

    bool readRows(cv::Mat& pixels) {
        return runGuarded(m_errors, [&] {
            while (m_info.output_scanline < m_info.output_height) {
                JSAMPROW row = pixels.ptr(static_cast<int>(m_info.output_scanline));
                jpeg_read_scanlines(&m_info, &row, 1);
            }
        });
    }

    const jpeg_decompress_struct& info() const { return m_info; }
    const JpegErrors& errors() const { return m_errors; }

private:
    unsigned eighths(int longSide) const {
        const double side = std::max(m_info.image_width, m_info.image_height);
        return static_cast<unsigned>(std::clamp(std::ceil(8.0 * longSide / side), 1.0, 8.0));
    }

    static void limitScans(j_common_ptr common) {
        if (reinterpret_cast<j_decompress_ptr>(common)->input_scan_number <= kMostScans) return;
        auto& errors = *reinterpret_cast<JpegErrors*>(common->err);
        std::snprintf(errors.message, sizeof errors.message, "more than %d scans", kMostScans);
        std::longjmp(errors.escape, 1);
    }

    jpeg_decompress_struct m_info{};
    JpegErrors m_errors;
    jpeg_progress_mgr m_progress{};
};

}  // namespace

Result<Photo> decodeReducedJpeg(ByteView file, const std::filesystem::path& name, int longSide,
                                const DecodeLimits& limits) {
    const auto header = readJpegHeader(file, name);
    if (!header) return header.error();
    if (static_cast<double>(header->width) * header->height / 1e6 > limits.maxMegapixels) {
        return makeError(ErrorCode::LimitExceeded, "%1 is larger than the limit of %2 megapixels.",
                         name, limits.maxMegapixels);
    }
    return guardedPixelWork(name, [&]() -> Result<Photo> {
        ReducedReader reader;
        if (!reader.start(file, longSide)) return damagedError(name, reader.errors().message);
        Photo photo;
        photo.layout = reader.info().output_components == 1 ? PixelLayout::Gray : PixelLayout::Rgb;
        photo.pixels.create(static_cast<int>(reader.info().output_height),
                            static_cast<int>(reader.info().output_width),
                            CV_8UC(channelCount(photo.layout)));
        if (!reader.readRows(photo.pixels) || reader.errors().damaged) {
            return damagedError(name, reader.errors().message);
        }
        photo.source.path = name;
        photo.source.format = FileFormat::Jpeg;
        photo.source.byteCount = file.size();
        return photo;
    });
}

}  // namespace heirloom
