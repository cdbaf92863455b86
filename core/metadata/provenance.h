// What a restored photo says of its own making, so that an archive can tell it from an
// original at any time. Stored as XMP: a record of our own with models, hashes and all
// parameters, and for everybody else IPTC's DigitalSourceType and a step in xmpMM:History.
//
// Layout, under the namespace kProvenanceNamespace with the prefix "heirloom":
//   heirloom:Restorations   Seq of structures, one a restoration, the newest last
//     heirloom:Software, Version, Date, FacesRestored, Preset, OriginalName, OriginalSha256
//     heirloom:Models       Seq of structures: Name, Kind, Sha256, Precision, Device
//     heirloom:Parameters   Seq of structures: Name, Value
//   heirloom:SidecarSha256  only in .xmp files beside a picture, sidecar_seal.h
// Fields without a value are left out. The namespace is a tag URI (RFC 4151) that names and
// does not point anywhere.
//
// Thread rule: may be called from any thread; calls are serialised inside.
// Source: XMP part 1 and 2; IPTC Photo Metadata 2023.1, NewsCodes digitalsourcetype.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace heirloom {

struct MetadataBlocks;

inline constexpr const char* kProvenanceNamespace = "tag:heirloom,2026:provenance/1.0/";
inline constexpr const char* kRestoredSourceType =
    "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

// One network that took part.
struct ProvenanceModel {
    std::string name;
    std::string kind;       // "restorer", "detector", ...
    std::string sha256;     // 64 hexadecimal digits; empty where there is no single file
    std::string precision;  // "fp32"
    std::string device;     // "cpu", "cuda:0"

    bool operator==(const ProvenanceModel&) const = default;
};

struct ProvenanceParameter {
    std::string name;   // as in reports: "strength", "skin_protection"
    std::string value;  // "70", "on"

    bool operator==(const ProvenanceParameter&) const = default;
};

// Texts are UTF-8. What XMP cannot hold in them (control characters, broken UTF-8) is
// replaced when it is written.
struct Provenance {
    std::string software;  // its name; without one there is no record
    std::string version;
    std::string date;  // ISO 8601, UTC: "2026-11-21T11:28:32Z"
    std::vector<ProvenanceModel> models;
    std::vector<ProvenanceParameter> parameters;  // in the order in which they are shown
    int facesRestored = 0;
    std::string preset;          // empty: none
    std::string originalName;    // of the file, without folders; empty: unknown
    std::string originalSha256;  // of the whole file; empty: unknown

    bool operator==(const Provenance&) const = default;
};

// The newest restoration that the XMP tells of; nothing for an original. Whatever the XMP
// holds, the answer is bounded: short texts of valid UTF-8 without control characters, and
// no more models and parameters than any restoration has.
std::optional<Provenance> readProvenance(const MetadataBlocks& blocks);

// The record without what could lead to a person: name and hash of the original and the
// name of the preset. For photos whose metadata is stripped.
Provenance anonymous(Provenance provenance);

}  // namespace heirloom
