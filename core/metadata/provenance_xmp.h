// Provenance to and from exiv2's XMP container. Internal to core/metadata; the caller
// holds an Exiv2Session and catches what exiv2 throws.
#pragma once

#include <optional>
#include <string>

#include <exiv2/exiv2.hpp>

#include "core/metadata/provenance.h"

namespace heirloom {

// Bound to our namespace by the XMP that was decoded last in this session, whatever other
// programs call it; empty when it knows no such namespace.
std::string knownProvenancePrefix();

// Appends the record and sets DigitalSourceType. What is not ours is left as it is.
void addProvenanceRecord(Exiv2::XmpData& data, const Provenance& provenance);

// Brings the dates of the XMP up to the restoration's.
void updateXmpDates(Exiv2::XmpData& data, const std::string& date);

// Appends a step to xmpMM:History; leaves a history that is no list of steps alone.
void appendHistory(Exiv2::XmpData& data, const Provenance& provenance);

// A packet with the record and DigitalSourceType alone.
std::optional<std::string> provenancePacket(const Provenance& provenance);

std::optional<Provenance> latestProvenance(const Exiv2::XmpData& data);

}  // namespace heirloom
