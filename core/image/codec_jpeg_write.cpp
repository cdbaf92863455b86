#include <algorithm>
#include <cmath>
#include <new>
#include <vector>

#include <jerror.h>

#include "core/image/codec_jpeg.h"
#include "core/image/codec_jpeg_check.h"
#include "core/image/codec_jpeg_support.h"
#include "core/image/codec_support.h"

namespace heirloom {

namespace {

constexpr std::size_t kBlockBytes = 256 << 10;
// Colour at full resolution from here on: whoever asks for this much quality wants it.
constexpr int kFullChromaQuality = 90;

// The file in blocks that stay where they are, for the check that follows the writer.
struct MemoryTarget {
    jpeg_destination_mgr manager{};  // first, because libjpeg only knows this part
    std::vector<Bytes> blocks;
    JpegCheck check;
};

MemoryTarget& targetOf(j_compress_ptr info) {
    return *reinterpret_cast<MemoryTarget*>(info->dest);
}

// No exception may pass through libjpeg's C code.
bool tryAddBlock(std::vector<Bytes>& blocks) noexcept {
    try {
        blocks.emplace_back(kBlockBytes);
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

void startBlock(j_compress_ptr info) {
    MemoryTarget& target = targetOf(info);
    if (!tryAddBlock(target.blocks)) ERREXIT1(info, JERR_OUT_OF_MEMORY, 10);
    target.manager.next_output_byte = target.blocks.back().data();
    target.manager.free_in_buffer = kBlockBytes;
}

void endBlock(j_compress_ptr info, std::size_t used) {
    MemoryTarget& target = targetOf(info);
    const ByteView block = ByteView(target.blocks.back()).first(used);
    if (!target.check.add(block)) ERREXIT1(info, JERR_OUT_OF_MEMORY, 10);
}

boolean nextBlock(j_compress_ptr info) {
    endBlock(info, kBlockBytes);
    startBlock(info);
    return TRUE;
}

void finishTarget(j_compress_ptr info) {
    endBlock(info, kBlockBytes - targetOf(info).manager.free_in_buffer);
}

class JpegWriter {
public:
    JpegWriter() {
        installJpegErrors(m_errors);
        m_info.err = &m_errors.manager;
        m_target.manager.init_destination = startBlock;
        m_target.manager.empty_output_buffer = nextBlock;
        m_target.manager.term_destination = finishTarget;
    }
    ~JpegWriter() { jpeg_destroy_compress(&m_info); }
    JpegWriter(const JpegWriter&) = delete;
    JpegWriter& operator=(const JpegWriter&) = delete;

    bool write(const cv::Mat& pixels, const JpegEncoding& encoding);
    Bytes file() const;
    // After write(), once: whether what was written can be read.
    bool isReadable() { return m_target.check.finish(); }
    const JpegErrors& errors() const { return m_errors; }

private:
    void configure(const cv::Mat& pixels, const JpegEncoding& encoding);
    void useCoding(const JpegCoding& coding);
    void useQuality(int quality);
    void useResolution(const PrintResolution& resolution);

    jpeg_compress_struct m_info{};
    JpegErrors m_errors;
    MemoryTarget m_target;
};

bool JpegWriter::write(const cv::Mat& pixels, const JpegEncoding& encoding) {
    return runGuarded(m_errors, [&] {
        configure(pixels, encoding);
        jpeg_start_compress(&m_info, TRUE);
        if (!encoding.iccProfile.empty()) {
            jpeg_write_icc_profile(&m_info, encoding.iccProfile.data(),
                                   static_cast<unsigned>(encoding.iccProfile.size()));
        }
        while (m_info.next_scanline < m_info.image_height) {
            auto* row = const_cast<JSAMPROW>(pixels.ptr(static_cast<int>(m_info.next_scanline)));
            jpeg_write_scanlines(&m_info, &row, 1);
        }
        jpeg_finish_compress(&m_info);
    });
}

void JpegWriter::configure(const cv::Mat& pixels, const JpegEncoding& encoding) {
    jpeg_create_compress(&m_info);
    m_info.dest = &m_target.manager;
    m_info.image_width = static_cast<JDIMENSION>(pixels.cols);
    m_info.image_height = static_cast<JDIMENSION>(pixels.rows);
    m_info.input_components = pixels.channels();
    m_info.in_color_space = pixels.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&m_info);
    m_info.dct_method = JDCT_ISLOW;
    // Tables for this very picture make the file some percent smaller, and need twice the time.
    const bool asInSource = encoding.coding && encoding.coding->hasStandardTables;
    m_info.optimize_coding = asInSource ? FALSE : TRUE;
    if (encoding.coding) {
        useCoding(*encoding.coding);
    } else {
        useQuality(encoding.quality);
    }
    if (encoding.resolution) useResolution(*encoding.resolution);
}

// Components with equal tables share one slot, because a file has only four.
void JpegWriter::useCoding(const JpegCoding& coding) {
    int slots = 0;
    for (int i = 0; i < m_info.num_components; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const JpegCoding::Component& source = coding.components[index];
        jpeg_component_info& target = m_info.comp_info[i];
        target.h_samp_factor = source.horizontalSampling;
        target.v_samp_factor = source.verticalSampling;
        int slot = -1;
        for (std::size_t earlier = 0; earlier < index; ++earlier) {
            if (coding.components[earlier].quantisation == source.quantisation) {
                slot = m_info.comp_info[earlier].quant_tbl_no;
                break;
            }
        }
        if (slot < 0) {
            slot = slots++;
            unsigned table[DCTSIZE2];
            std::copy(source.quantisation.begin(), source.quantisation.end(), table);
            jpeg_add_quant_table(&m_info, slot, table, 100, FALSE);
        }
        target.quant_tbl_no = slot;
    }
    if (coding.progressive) jpeg_simple_progression(&m_info);
}

void JpegWriter::useQuality(int quality) {
    jpeg_set_quality(&m_info, quality, TRUE);
    if (quality < kFullChromaQuality) return;
    m_info.comp_info[0].h_samp_factor = 1;
    m_info.comp_info[0].v_samp_factor = 1;
}

void JpegWriter::useResolution(const PrintResolution& resolution) {
    const auto density = [](double value) {
        return static_cast<UINT16>(std::clamp(std::round(value), 1.0, 65535.0));
    };
    m_info.density_unit = static_cast<UINT8>(resolution.unit);
    m_info.X_density = density(resolution.x);
    m_info.Y_density = density(resolution.y);
}

Bytes JpegWriter::file() const {
    const std::size_t unused = m_target.manager.free_in_buffer;
    Bytes file;
    file.reserve(m_target.blocks.size() * kBlockBytes - unused);
    for (const Bytes& block : m_target.blocks) {
        const bool isLast = &block == &m_target.blocks.back();
        file.insert(file.end(), block.begin(),
                    isLast ? block.end() - static_cast<std::ptrdiff_t>(unused) : block.end());
    }
    return file;
}

Result<Bytes> writeOnce(const cv::Mat& pixels, const JpegEncoding& encoding) {
    JpegWriter writer;
    if (writer.write(pixels, encoding)) {
        Bytes file = writer.file();
        if (writer.isReadable()) return file;
        return encodingError(FileFormat::Jpeg, "reading back: damaged");
    }
    if (writer.errors().outOfMemory) return outOfMemoryError("the JPEG output");
    return encodingError(FileFormat::Jpeg, writer.errors().message);
}

}  // namespace

Result<Bytes> encodeJpeg(const cv::Mat& pixels, const JpegEncoding& encoding) {
    const auto channels = static_cast<std::size_t>(pixels.channels());
    JpegEncoding byQuality = encoding;
    byQuality.coding = nullptr;
    if (!encoding.coding || encoding.coding->components.size() != channels) {
        return writeOnce(pixels, byQuality);
    }
    auto written = writeOnce(pixels, encoding);
    if (written || written.error().code == ErrorCode::OutOfMemory) return written;
    // Some legal samplings can be read but not written.
    return writeOnce(pixels, byQuality);
}

}  // namespace heirloom
