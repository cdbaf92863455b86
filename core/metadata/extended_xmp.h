// XMP that is larger than one segment of a JPEG: the packet and its extension. Internal to
// core/metadata; the caller holds an Exiv2Session.
// Source: XMP part 3, 1.1.3.1.
#pragma once

#include <optional>
#include <string>

namespace heirloom {

struct SplitXmp {
    std::string packet;    // names the extension
    std::string extended;  // without a packet's wrapper
    std::string guid;      // 32 hexadecimal digits: the extension's MD5
};

// Moves the largest properties into the extension until the packet has at most limit bytes.
std::optional<SplitXmp> splitXmp(const std::string& packet, std::size_t limit);

// The guid of the extension that belongs to the packet; empty when it names none.
std::string extensionOf(const std::string& packet);

// One packet of both.
std::optional<std::string> joinedXmp(const std::string& packet, const std::string& extended);

}  // namespace heirloom
