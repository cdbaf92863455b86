// Files of cameras whose MakerNotes hold offsets from the start of their block, and what
// exiftool reads of them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file_format.h"
#include "tests/support/exif_builder.h"
#include "tests/support/shared_data.h"

namespace heirloom::testing {

struct Camera {
    const char* make;
    const char* model;
    Bytes signature;
    ExifDirectory note;
    std::vector<std::string> values;  // as exiftool tells them
};

// exiv2 and exiftool know Canon; Sanyo only exiftool; nobody the third.
Camera canon();
Camera sanyo();
Camera nobodys();

// An Exif block without the MakerNote, and with it.
ExifBuilder builderOf(const Camera& camera);
Bytes blockOf(const Camera& camera);

Bytes jpegOf(const Bytes& exif);
// A TIFF by hand, its directories in front of the pixels. So many bytes of a tag that only
// tells of the layout stand in front of the MakerNote.
Bytes tiffOf(const Camera& camera, std::size_t inFront);

// The MakerNote's bytes in a block or in what tiffOf made.
Bytes noteIn(const Bytes& block, const Camera& camera);
// Where the bytes lie in a file of any format, from the start of the TIFF structure in it.
std::optional<std::size_t> placeOf(const Bytes& note, ByteView file);

// OffsetSchema and its type, SLONG; with the value. So in little-endian blocks.
inline const Bytes kOffsetSchema{0x1D, 0xEA, 9, 0};
Bytes schemaOf(std::int64_t shift);

// Files whose notes exiftool has to read, all in one run, for its start is slow.
class ExiftoolCheck {
public:
    // A camera that exiftool does not know is left out.
    void expect(const Bytes& file, FileFormat format, const Camera& camera);
    // Expects each file's values, and no warning of exiftool.
    void run() const;

private:
    struct Expected {
        std::string path;
        std::vector<std::string> values;
    };
    test::TemporaryFolder m_folder;
    std::vector<Expected> m_expected;
};

}  // namespace heirloom::testing
