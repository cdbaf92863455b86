#include "core/image/codec_jpeg_support.h"

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

// Many cameras pad their files or number JFIF wrongly; only these cost pixels.
bool meansLostPixels(int code) {
    switch (code) {
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
    if (!meansLostPixels(errors.manager.msg_code)) return;
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
