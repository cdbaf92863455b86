#include <cstdlib>
#include <memory>
#include <string_view>

#include "core/image/cmyk.h"
#include "core/image/codec_jpeg.h"
#include "core/image/codec_jpeg_support.h"
#include "core/image/codec_support.h"
#include "core/image/picture_memory.h"

namespace heirloom {

namespace {

// A crafted progressive file can ask for thousands of passes over a huge picture.
constexpr int kMaxScans = 500;

// The decoder together with what it needs to survive its own errors.
class JpegReader {
public:
    JpegReader() {
        installJpegErrors(m_errors);
        m_errors.onDamage = noteProgress;
        m_info.err = &m_errors.manager;
        m_info.client_data = this;
    }
    ~JpegReader() { jpeg_destroy_decompress(&m_info); }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    bool readHeader(ByteView file);
    bool start();
    bool readRows(cv::Mat& pixels);
    Bytes readProfile();
    // Notices that the end mark is missing, or what stands in front of it. Comes last: the
    // facts of the file are gone afterwards.
    bool finish();

    const jpeg_decompress_struct& info() const { return m_info; }
    const JpegErrors& errors() const { return m_errors; }
    bool isInverted() const { return m_info.saw_Adobe_marker; }
    // False when the data broke off before one row of blocks was complete.
    bool hasUsableRows() const { return m_usableBeforeDamage; }

private:
    static void noteProgress(j_common_ptr common);
    static void limitScans(j_common_ptr common);

    jpeg_decompress_struct m_info{};
    JpegErrors m_errors;
    jpeg_progress_mgr m_progress{};
    bool m_usableBeforeDamage = true;
};

void JpegReader::noteProgress(j_common_ptr common) {
    auto& reader = *static_cast<JpegReader*>(common->client_data);
    const auto& info = reader.m_info;
    if (reader.m_errors.endedEarly) return;
    reader.m_usableBeforeDamage =
        info.input_scan_number > 1 || info.input_iMCU_row > 0 || info.output_scanline > 0;
}

void JpegReader::limitScans(j_common_ptr common) {
    auto& reader = *static_cast<JpegReader*>(common->client_data);
    if (reader.m_info.input_scan_number <= kMaxScans) return;
    std::snprintf(reader.m_errors.message, sizeof reader.m_errors.message, "more than %d scans",
                  kMaxScans);
    std::longjmp(reader.m_errors.escape, 1);
}

bool JpegReader::readHeader(ByteView file) {
    m_errors.fileStart = file.data();
    return runGuarded(m_errors, [&] {
        jpeg_create_decompress(&m_info);
        m_progress.progress_monitor = limitScans;
        m_info.progress = &m_progress;
        jpeg_mem_src(&m_info, file.data(), static_cast<unsigned long>(file.size()));
        jpeg_save_markers(&m_info, JPEG_APP0 + 2, 0xFFFF);
        jpeg_read_header(&m_info, TRUE);
    });
}

bool JpegReader::start() {
    return runGuarded(m_errors, [&] {
        m_info.out_color_space = m_info.num_components == 1   ? JCS_GRAYSCALE
                                 : m_info.num_components == 3 ? JCS_RGB
                                                              : JCS_CMYK;
        m_info.dct_method = JDCT_ISLOW;
        m_info.do_fancy_upsampling = TRUE;
        jpeg_start_decompress(&m_info);
    });
}

bool JpegReader::readRows(cv::Mat& pixels) {
    return runGuarded(m_errors, [&] {
        while (m_info.output_scanline < m_info.output_height) {
            JSAMPROW row = pixels.ptr(static_cast<int>(m_info.output_scanline));
            jpeg_read_scanlines(&m_info, &row, 1);
        }
    });
}

bool JpegReader::finish() {
    return runGuarded(m_errors, [&] { jpeg_finish_decompress(&m_info); });
}

Bytes JpegReader::readProfile() {
    JOCTET* data = nullptr;
    unsigned size = 0;
    const bool read = runGuarded(m_errors, [&] { jpeg_read_icc_profile(&m_info, &data, &size); });
    const std::unique_ptr<JOCTET, decltype(&std::free)> owner(data, &std::free);
    return read && data ? Bytes(data, data + size) : Bytes{};
}

Error headerError(const JpegReader& reader, const std::filesystem::path& name) {
    if (reader.errors().outOfMemory) return outOfMemoryError(name);
    return damagedError(name, reader.errors().message);
}

PixelLayout layoutOf(const jpeg_decompress_struct& info) {
    return info.num_components == 1 ? PixelLayout::Gray : PixelLayout::Rgb;
}

Result<HeaderInfo> headerInfo(const JpegReader& reader, const std::filesystem::path& name) {
    const auto& info = reader.info();
    if (info.data_precision != 8 || info.num_components == 2 || info.num_components > 4) {
        return makeError(ErrorCode::Unsupported,
                         "%1 is a JPEG with %2 bits and %3 channels, which is not supported. Save "
                         "it as TIFF or PNG with another program first.",
                         name, info.data_precision, info.num_components);
    }
    HeaderInfo header;
    header.format = FileFormat::Jpeg;
    header.width = static_cast<int>(info.image_width);
    header.height = static_cast<int>(info.image_height);
    header.bitsPerSample = 8;
    header.layout = layoutOf(info);
    return header;
}

// Only the usual colour spaces: tables made for RGB or CMYK planes would fit luma and
// chroma badly.
std::optional<JpegCoding> codingOf(const jpeg_decompress_struct& info) {
    if (info.jpeg_color_space != JCS_YCbCr && info.jpeg_color_space != JCS_GRAYSCALE) {
        return std::nullopt;
    }
    JpegCoding coding;
    coding.progressive = info.progressive_mode;
    coding.hasStandardTables = hasStandardHuffmanTables(info);
    for (int i = 0; i < info.num_components; ++i) {
        const jpeg_component_info& component = info.comp_info[i];
        const JQUANT_TBL* table = component.quant_table;
        if (!table && component.quant_tbl_no >= 0 && component.quant_tbl_no < NUM_QUANT_TBLS) {
            table = info.quant_tbl_ptrs[component.quant_tbl_no];
        }
        if (!table) return std::nullopt;
        JpegCoding::Component& target = coding.components.emplace_back();
        target.horizontalSampling = component.h_samp_factor;
        target.verticalSampling = component.v_samp_factor;
        std::copy(std::begin(table->quantval), std::end(table->quantval),
                  target.quantisation.begin());
    }
    return coding;
}

std::optional<PrintResolution> resolutionOf(const jpeg_decompress_struct& info) {
    if (!info.saw_JFIF_marker || info.X_density == 0 || info.Y_density == 0) return std::nullopt;
    if (info.density_unit > 2) return std::nullopt;
    if (info.density_unit == 0 && info.X_density == info.Y_density) return std::nullopt;
    return PrintResolution{static_cast<double>(info.X_density), static_cast<double>(info.Y_density),
                           static_cast<PrintResolution::Unit>(info.density_unit)};
}

// Everything but the pixels.
Photo decodeFacts(JpegReader& reader) {
    Photo photo;
    photo.layout = layoutOf(reader.info());
    photo.source.jpeg = codingOf(reader.info());
    photo.source.resolution = resolutionOf(reader.info());
    photo.iccProfile = reader.readProfile();
    return photo;
}

Result<Photo> decodePixels(JpegReader& reader, const std::filesystem::path& name) {
    if (!reader.start()) return headerError(reader, name);
    const auto& info = reader.info();
    cv::Mat pixels =
        newPicture({static_cast<int>(info.output_width), static_cast<int>(info.output_height)},
                   CV_8UC(info.output_components));
    const MemoryAhead ahead(pixels);
    const bool complete = reader.readRows(pixels);
    if (!complete) {
        const auto read = static_cast<int>(info.output_scanline);
        pixels.rowRange(read, pixels.rows).setTo(cv::Scalar::all(128));
    }
    if (reader.errors().outOfMemory) return outOfMemoryError(name);
    const bool damaged = !complete || reader.errors().damaged;
    if (damaged && !reader.hasUsableRows()) return damagedError(name, reader.errors().message);

    Photo photo = decodeFacts(reader);
    photo.pixels = std::move(pixels);
    if (damaged) markDamaged(photo, name);
    if (info.num_components == 4) {
        const bool byProfile =
            convertCmykToRgb(photo.pixels, photo.iccProfile, reader.isInverted(), photo.pixels);
        noteCmyk(photo, byProfile, name);
    }
    if (!damaged && (!reader.finish() || reader.errors().damaged)) markDamaged(photo, name);
    return photo;
}

}  // namespace

Result<HeaderInfo> readJpegHeader(ByteView file, const std::filesystem::path& name) {
    JpegReader reader;
    if (!reader.readHeader(file)) return headerError(reader, name);
    return headerInfo(reader, name);
}

Result<Photo> decodeJpeg(ByteView file, const std::filesystem::path& name, JpegPixels pixels) {
    JpegReader reader;
    if (!reader.readHeader(file)) return headerError(reader, name);
    if (auto header = headerInfo(reader, name); !header) return header.error();
    if (pixels == JpegPixels::None) return decodeFacts(reader);
    return guardedPixelWork(name, [&] { return decodePixels(reader, name); });
}

}  // namespace heirloom
