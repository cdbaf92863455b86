#include "core/image/codec_jpeg_support.h"

#include <algorithm>
#include <iterator>
#include <numeric>

#include <jerror.h>

namespace heirloom {

namespace {

JpegErrors& errorsOf(j_common_ptr info) {
    return *reinterpret_cast<JpegErrors*>(info->err);
}

[[noreturn]] void errorExit(j_common_ptr info) {
    JpegErrors& errors = errorsOf(info);
    errors.manager.format_message(info, errors.message);
    errors.outOfMemory = errors.manager.msg_code == JERR_OUT_OF_MEMORY;
    if (errors.onDamage) errors.onDamage(info);
    std::longjmp(errors.escape, 1);
}

// Bytes that the decoder skipped in front of a marker. Many cameras pad their pixels with
// noughts; anything else is left over where a broken code ended the picture too early.
bool skippedMoreThanPadding(j_common_ptr info) {
    if (!info->is_decompressor) return false;
    const auto& decoder = *reinterpret_cast<j_decompress_ptr>(info);
    const auto skipped = static_cast<std::size_t>(info->err->msg_parm.i[0]);
    const JOCTET* end = decoder.src->next_input_byte;
    const JpegErrors& errors = errorsOf(info);
    if (!errors.fileStart || end < errors.fileStart) return false;
    if (skipped > static_cast<std::size_t>(end - errors.fileStart)) return true;
    return std::any_of(end - skipped, end, [](JOCTET byte) { return byte != 0; });
}

// Many cameras number JFIF wrongly; only these cost pixels.
bool meansLostPixels(j_common_ptr info) {
    switch (info->err->msg_code) {
        case JWRN_EXTRANEOUS_DATA: return skippedMoreThanPadding(info);
        case JWRN_ARITH_BAD_CODE:
        case JWRN_HIT_MARKER:
        case JWRN_HUFF_BAD_CODE:
        case JWRN_JPEG_EOF:
        case JWRN_MUST_RESYNC:
        case JWRN_NOT_SEQUENTIAL: return true;
        default: return false;
    }
}

void emitMessage(j_common_ptr info, int level) {
    if (level >= 0) return;
    JpegErrors& errors = errorsOf(info);
    ++errors.manager.num_warnings;
    if (!meansLostPixels(info)) return;
    if (errors.manager.msg_code == JWRN_JPEG_EOF) {
        if (!errors.endedEarly && errors.onDamage) errors.onDamage(info);
        errors.endedEarly = true;
    }
    if (!errors.damaged) errors.manager.format_message(info, errors.message);
    errors.damaged = true;
}

void outputNothing(j_common_ptr) {}

// A compressor that knows the standard tables.
class StandardTables {
public:
    StandardTables() {
        installJpegErrors(m_errors);
        m_info.err = &m_errors.manager;
        m_areKnown = runGuarded(m_errors, [&] {
            jpeg_create_compress(&m_info);
            m_info.input_components = 3;
            m_info.in_color_space = JCS_RGB;
            jpeg_set_defaults(&m_info);
        });
    }
    ~StandardTables() { jpeg_destroy_compress(&m_info); }
    StandardTables(const StandardTables&) = delete;
    StandardTables& operator=(const StandardTables&) = delete;

    bool include(const JHUFF_TBL* dc, const JHUFF_TBL* ac, bool chroma) const {
        const std::size_t slot = chroma ? 1 : 0;
        return m_areKnown && areEqual(dc, m_info.dc_huff_tbl_ptrs[slot]) &&
               areEqual(ac, m_info.ac_huff_tbl_ptrs[slot]);
    }

private:
    static bool areEqual(const JHUFF_TBL* a, const JHUFF_TBL* b) {
        if (!a || !b || !std::equal(a->bits + 1, std::end(a->bits), b->bits + 1)) return false;
        const int codes = std::accumulate(a->bits + 1, std::end(a->bits), 0);
        const int most = static_cast<int>(std::size(a->huffval));
        return std::equal(a->huffval, a->huffval + std::min(codes, most), b->huffval);
    }

    jpeg_compress_struct m_info{};
    JpegErrors m_errors;
    bool m_areKnown = false;
};

}  // namespace

void installJpegErrors(JpegErrors& errors) {
    jpeg_std_error(&errors.manager);
    errors.manager.error_exit = errorExit;
    errors.manager.emit_message = emitMessage;
    errors.manager.output_message = outputNothing;
}

bool hasStandardHuffmanTables(const jpeg_decompress_struct& info) {
    // Of several scans each may have its own tables, of which only the last are known.
    if (info.progressive_mode || info.arith_code) return false;
    if (info.comps_in_scan != info.num_components) return false;
    const StandardTables standard;
    for (int i = 0; i < info.num_components; ++i) {
        const jpeg_component_info& component = info.comp_info[i];
        if (component.dc_tbl_no < 0 || component.dc_tbl_no >= NUM_HUFF_TBLS) return false;
        if (component.ac_tbl_no < 0 || component.ac_tbl_no >= NUM_HUFF_TBLS) return false;
        if (!standard.include(info.dc_huff_tbl_ptrs[component.dc_tbl_no],
                              info.ac_huff_tbl_ptrs[component.ac_tbl_no], i > 0)) {
            return false;
        }
    }
    return true;
}

}  // namespace heirloom
