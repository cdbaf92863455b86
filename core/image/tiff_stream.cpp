#include "core/image/tiff_stream.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <new>

namespace heirloom {

namespace {

// No honest file needs more at once; a crafted one may ask for it.
constexpr tmsize_t kMaxAllocation = tmsize_t{4} << 30;
// Offsets in a file that is written stay far below; this only keeps the sums from wrapping.
constexpr toff_t kMaxOffset = toff_t{1} << 46;

TiffStream& streamOf(thandle_t handle) {
    return *static_cast<TiffStream*>(handle);
}

int closeNothing(thandle_t) {
    return 0;
}

int mapNothing(thandle_t, void**, toff_t*) {
    return 0;
}

void unmapNothing(thandle_t, void*, toff_t) {}

}  // namespace

TiffHandle TiffStream::openForReading() {
    m_isWriting = false;
    return open("rm");
}

TiffHandle TiffStream::openForWriting(bool bigTiff, TiffByteOrder order) {
    m_isWriting = true;
    if (order == TiffByteOrder::BigEndian) return open(bigTiff ? "wb8m" : "wbm");
    return open(bigTiff ? "wl8m" : "wlm");
}

TiffHandle TiffStream::open(const char* mode) {
    const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
        TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
    if (!options) return nullptr;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), kMaxAllocation);
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), handleError, this);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), handleWarning, this);
    return TiffHandle(TIFFClientOpenExt("picture", mode, this, readBytes, writeBytes, seek,
                                        closeNothing, size, mapNothing, unmapNothing,
                                        options.get()));
}

tmsize_t TiffStream::readBytes(thandle_t handle, void* target, tmsize_t size) {
    TiffStream& stream = streamOf(handle);
    if (size <= 0 || stream.m_position >= stream.length()) return 0;
    const std::size_t count =
        std::min(static_cast<std::size_t>(size), stream.length() - stream.m_position);
    std::memcpy(target, stream.data() + stream.m_position, count);
    stream.m_position += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t TiffStream::writeBytes(thandle_t handle, void* source, tmsize_t size) {
    TiffStream& stream = streamOf(handle);
    if (!stream.m_isWriting || size < 0) return 0;
    const std::size_t end = stream.m_position + static_cast<std::size_t>(size);
    try {
        if (end > stream.m_written.size()) stream.m_written.resize(end);
    } catch (const std::bad_alloc&) {
        // Must not pass through libtiff's C code.
        stream.m_outOfMemory = true;
        return 0;
    }
    std::memcpy(stream.m_written.data() + stream.m_position, source,
                static_cast<std::size_t>(size));
    stream.m_position = end;
    return size;
}

toff_t TiffStream::seek(thandle_t handle, toff_t offset, int origin) {
    TiffStream& stream = streamOf(handle);
    toff_t base = 0;
    if (origin == SEEK_CUR) base = stream.m_position;
    if (origin == SEEK_END) base = stream.length();
    // A negative offset arrives as a huge one and wraps back here.
    const toff_t target = base + offset;
    if (target > kMaxOffset) return static_cast<toff_t>(-1);
    stream.m_position = static_cast<std::size_t>(target);
    return target;
}

toff_t TiffStream::size(thandle_t handle) {
    return streamOf(handle).length();
}

void TiffStream::note(const char* format, va_list arguments) noexcept {
    ++m_errorCount;
    if (m_errorCount > 1) return;
    char text[256];
    std::vsnprintf(text, sizeof text, format, arguments);
    try {
        m_firstError = text;
    } catch (const std::bad_alloc&) {
        m_outOfMemory = true;
    }
}

int TiffStream::handleError(TIFF*, void* stream, const char*, const char* format,
                            va_list arguments) {
    static_cast<TiffStream*>(stream)->note(format, arguments);
    return 1;
}

// The JPEG codec inside libtiff only warns about broken data.
int TiffStream::handleWarning(TIFF*, void* stream, const char* module, const char* format,
                              va_list arguments) {
    if (module && std::strcmp(module, "JPEGLib") == 0) {
        static_cast<TiffStream*>(stream)->note(format, arguments);
    }
    return 1;
}

}  // namespace heirloom
