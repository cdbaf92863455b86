// libpng reports errors by longjmp. Everything that libpng may leave that way runs inside
// runGuarded, and owns nothing that a destructor would have to free.
// Internal to core/image.
#pragma once

#include <csetjmp>
#include <cstdint>
#include <string_view>

#include <png.h>

namespace heirloom {

struct PngErrors {
    std::jmp_buf escape{};
    char message[256] = {};
    bool damaged = false;  // a warning that means lost pixels
};

void pngError(png_structp png, png_const_charp message);
void pngWarning(png_structp png, png_const_charp message);

// False when libpng gave up; errors.message then says why. Kept out of line, because a
// function that calls setjmp must not share a frame with its caller's variables.
template <class Step>
[[gnu::noinline]] bool runGuarded(PngErrors& errors, const Step& step) {
    if (setjmp(errors.escape)) return false;
    step();
    return true;
}

}  // namespace heirloom
