#include "core/image/codec_png_support.h"

#include <cstdio>
#include <cstring>

namespace heirloom {

namespace {

PngErrors& errorsOf(png_structp png) {
    return *static_cast<PngErrors*>(png_get_error_ptr(png));
}

bool startsWith(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

}  // namespace

void pngError(png_structp png, png_const_charp message) {
    PngErrors& errors = errorsOf(png);
    std::snprintf(errors.message, sizeof errors.message, "%s", message);
    std::longjmp(errors.escape, 1);
}

// Warnings start with the chunk's name; only these chunks carry pixels.
void pngWarning(png_structp png, png_const_charp message) {
    PngErrors& errors = errorsOf(png);
    const std::string_view text = message;
    if (!startsWith(text, "IDAT:") && !startsWith(text, "PLTE:") && !startsWith(text, "IHDR:") &&
        !startsWith(text, "tRNS:")) {
        return;
    }
    // Bytes after the last row cost nothing.
    if (text.find("Extra compressed data") != std::string_view::npos ||
        text.find("Too much image data") != std::string_view::npos) {
        return;
    }
    if (!errors.damaged) std::snprintf(errors.message, sizeof errors.message, "%s", message);
    errors.damaged = true;
}

}  // namespace heirloom
