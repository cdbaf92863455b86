// libjpeg reports errors by longjmp. Everything that libjpeg may leave that way runs inside
// runGuarded, and owns nothing that a destructor would have to free.
// Internal to core/image.
#pragma once

#include <csetjmp>
#include <cstddef>
// jpeglib.h needs FILE and size_t but does not include them.
#include <cstdio>

#include <jpeglib.h>

namespace heirloom {

struct JpegErrors {
    jpeg_error_mgr manager{};  // first, because libjpeg only knows this part
    std::jmp_buf escape{};
    char message[JMSG_LENGTH_MAX] = {};
    bool outOfMemory = false;
    bool damaged = false;     // a warning that means lost pixels
    bool endedEarly = false;  // the data ran out
    // The file in memory, set by readers that judge what the decoder skips.
    const JOCTET* fileStart = nullptr;
    // Called at the first sign of damage, while the decoder's counters still tell where.
    void (*onDamage)(j_common_ptr info) = nullptr;
};

// Fills errors.manager with handlers that print nothing.
void installJpegErrors(JpegErrors& errors);

// Whether a decoder that has read its pixels found them in one scan, coded with the tables of
// Annex K: those for luma for the first component, those for chroma for the others.
bool hasStandardHuffmanTables(const jpeg_decompress_struct& info);

// False when libjpeg gave up; errors.message then says why. Kept out of line, because a
// function that calls setjmp must not share a frame with its caller's variables.
template <class Step>
[[gnu::noinline]] bool runGuarded(JpegErrors& errors, const Step& step) {
    if (setjmp(errors.escape)) return false;
    step();
    return true;
}

}  // namespace heirloom
