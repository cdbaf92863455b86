#include "core/image/codec_jpeg_support.h"

#include <algorithm>

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

}  // namespace

void installJpegErrors(JpegErrors& errors) {
    jpeg_std_error(&errors.manager);
    errors.manager.error_exit = errorExit;
    errors.manager.emit_message = emitMessage;
    errors.manager.output_message = outputNothing;
}

}  // namespace heirloom
