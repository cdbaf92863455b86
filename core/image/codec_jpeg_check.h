// Reads a JPEG back while it is being written. Internal to core/image.
//
// The codes of a large photo take half as long to read as to write: a second thread follows
// the writer from block to block, so that hardly anything is left to do at the end.
#pragma once

#include <memory>

#include "core/base/bytes.h"

namespace heirloom {

// Belongs to the thread that writes.
class JpegCheck {
public:
    JpegCheck();
    ~JpegCheck();  // gives up
    JpegCheck(const JpegCheck&) = delete;
    JpegCheck& operator=(const JpegCheck&) = delete;

    // What follows in the file. It has to stay where it is until finish() or the end of this.
    // False when there is no memory to note it.
    bool add(ByteView block) noexcept;

    // Once, after the last block: whether every block of the picture can be decoded without as
    // much as a warning.
    bool finish();

private:
    class Reader;
    std::unique_ptr<Reader> m_reader;
};

// What a JPEG holds behind the metadata at its head: tables, frame and scans, up to its end.
// Empty when the head is broken.
ByteView pictureOfJpeg(ByteView file);

}  // namespace heirloom
