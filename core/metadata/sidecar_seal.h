// Tells whether anybody changed a sidecar since it was written: beside its other properties it
// holds a hash of them, as SidecarSha256 in the namespace of provenance.h. Whoever changes one,
// by whatever program, breaks it; another order or layout of the file does not.
// Internal to core/metadata; the caller holds an Exiv2Session.
#pragma once

#include <exiv2/exiv2.hpp>

namespace heirloom {

// data: as read from the packet that is to be sealed, with a record of a restoration; without
// one it stays as it is.
void addSeal(Exiv2::XmpData& data);

// data: as read from a packet.
bool isSealed(const Exiv2::XmpData& data);

}  // namespace heirloom
