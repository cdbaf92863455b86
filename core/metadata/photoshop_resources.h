// The container in which JPEG and PNG carry IPTC. Internal to core/metadata.
#pragma once

#include "core/base/bytes.h"

namespace heirloom {

// The IPTC-IIM records (resource 0x0404) among Photoshop's image resources, or nothing.
Bytes iptcFromResources(ByteView resources);

// One resource block that holds the records.
Bytes resourcesFromIptc(ByteView iptc);

}  // namespace heirloom
