// Sound files of every kind, and the places in them where a format can see a broken byte.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file_format.h"

namespace heirloom::testing {

struct DamageCase {
    std::string name;
    FileFormat format;
    Bytes file;
    // Bytes whose change the format itself reveals: every byte of a PNG, a JPEG's marker
    // prefixes, a TIFF's offsets, the sizes in a WebP.
    std::vector<std::size_t> checkedPlaces;
};

// For the names of tests.
inline void PrintTo(const DamageCase& damage, std::ostream* out) {
    *out << damage.name;
}

// With profile, Exif, IPTC and XMP, as far as the format holds them.
std::vector<DamageCase> damageCases();
Bytes photoWithEverything(FileFormat format);

}  // namespace heirloom::testing
