// The XMP file that stands beside a picture and holds what the picture cannot.
//
// Thread rule: every function may be called from any thread; calls are serialised inside.
// Source: XMP part 3, 2.2 (sidecars); Metadata Working Group 2.0 for the mapping.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/file_format.h"
#include "core/metadata/metadata.h"

namespace heirloom {

// wanted: what was to be kept; held: what was read back from the new file of this format.
// Nothing when the file holds all, or when XMP could tell no more than the file does. Else a
// packet with the photo's whole XMP and, in terms of XMP, those of the Exif and IPTC entries
// that were lost. Each entry that neither the file nor the packet holds is one warning.
std::optional<std::string> sidecarFor(const MetadataBlocks& wanted, const MetadataBlocks& held,
                                      FileFormat format, std::vector<Message>& warnings);

// Whether a packet is a sidecar that this program wrote for a picture of this format, and that
// nobody changed since.
bool isOwnSidecar(const std::string& packet, FileFormat format);

// NAME.EXT -> NAME.xmp
std::filesystem::path sidecarPath(const std::filesystem::path& picture);

}  // namespace heirloom
