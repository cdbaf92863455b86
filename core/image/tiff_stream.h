// libtiff on memory, silent: its errors are kept per file instead of printed.
// Internal to core/image.
#pragma once

#include <memory>
#include <string>

#include <tiffio.h>

#include "core/base/bytes.h"

namespace heirloom {

struct TiffCloser {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffHandle = std::unique_ptr<TIFF, TiffCloser>;

enum class TiffByteOrder { LittleEndian, BigEndian };

// Must stay where it is, and outlive the handle that it opened.
class TiffStream {
public:
    TiffStream() = default;
    explicit TiffStream(ByteView file) : m_file(file) {}
    TiffStream(const TiffStream&) = delete;
    TiffStream& operator=(const TiffStream&) = delete;

    TiffHandle openForReading();
    // Classic TIFF holds 4 GiB; larger pictures need BigTIFF. The byte order is the same on
    // every machine, so that the same photo gives the same bytes.
    TiffHandle openForWriting(bool bigTiff, TiffByteOrder order = TiffByteOrder::LittleEndian);

    const std::string& firstError() const { return m_firstError; }
    int errorCount() const { return m_errorCount; }
    bool outOfMemory() const { return m_outOfMemory; }
    Bytes takeBytes() { return std::move(m_written); }

private:
    TiffHandle open(const char* mode);
    static tmsize_t readBytes(thandle_t handle, void* target, tmsize_t size);
    static tmsize_t writeBytes(thandle_t handle, void* source, tmsize_t size);
    static toff_t seek(thandle_t handle, toff_t offset, int origin);
    static toff_t size(thandle_t handle);
    static int handleError(TIFF* tiff, void* stream, const char* module, const char* format,
                           va_list arguments);
    static int handleWarning(TIFF* tiff, void* stream, const char* module, const char* format,
                             va_list arguments);

    std::size_t length() const { return m_isWriting ? m_written.size() : m_file.size(); }
    const std::uint8_t* data() const { return m_isWriting ? m_written.data() : m_file.data(); }
    void note(const char* format, va_list arguments) noexcept;

    ByteView m_file;
    Bytes m_written;
    bool m_isWriting = false;
    std::size_t m_position = 0;
    std::string m_firstError;
    int m_errorCount = 0;
    bool m_outOfMemory = false;
};

}  // namespace heirloom
