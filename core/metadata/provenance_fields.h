// The names of the record's fields in XMP, for writing and reading alike, and the texts
// that may stand in them. Internal to core/metadata; needs no exiv2.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/metadata/provenance.h"

namespace heirloom {

template <class Owner>
struct TextField {
    std::string_view name;
    std::string Owner::*value;
};

inline constexpr std::array<TextField<Provenance>, 6> kRecordFields{{
    {"Software", &Provenance::software},
    {"Version", &Provenance::version},
    {"Date", &Provenance::date},
    {"Preset", &Provenance::preset},
    {"OriginalName", &Provenance::originalName},
    {"OriginalSha256", &Provenance::originalSha256},
}};
inline constexpr std::array<TextField<ProvenanceModel>, 5> kModelFields{{
    {"Name", &ProvenanceModel::name},
    {"Kind", &ProvenanceModel::kind},
    {"Sha256", &ProvenanceModel::sha256},
    {"Precision", &ProvenanceModel::precision},
    {"Device", &ProvenanceModel::device},
}};
inline constexpr std::array<TextField<ProvenanceParameter>, 2> kParameterFields{{
    {"Name", &ProvenanceParameter::name},
    {"Value", &ProvenanceParameter::value},
}};

inline constexpr std::size_t kMostModels = 64;
inline constexpr std::size_t kMostParameters = 256;
inline constexpr int kMostFaces = 1'000'000;

// text as XMP can hold it and a terminal can show it: at most 1024 bytes (and a few for
// what was replaced) of UTF-8 without control characters.
std::string plainText(std::string_view text);

}  // namespace heirloom
