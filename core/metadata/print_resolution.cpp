#include "core/metadata/print_resolution.h"

#include <string>

#include "core/metadata/exif_block.h"
#include "core/metadata/exif_patch.h"
#include "core/metadata/exiv2_session.h"

namespace heirloom {

namespace {

bool setIfPresent(Exiv2::XmpData& data, const char* key, const std::string& value) {
    const auto found = data.findKey(Exiv2::XmpKey(key));
    if (found == data.end()) return false;
    found->setValue(value);
    return true;
}

std::optional<std::string> withXmpResolution(const std::string& xmp, int perInch) {
    auto data = decodeXmp(xmp);
    if (!data) return std::nullopt;
    const std::string value = std::to_string(perInch) + "/1";
    bool changed = setIfPresent(*data, "Xmp.tiff.XResolution", value);
    changed |= setIfPresent(*data, "Xmp.tiff.YResolution", value);
    changed |= setIfPresent(*data, "Xmp.tiff.ResolutionUnit", "2");
    return changed ? encodeXmp(*data) : std::nullopt;
}

}  // namespace

MetadataBlocks withPrintResolution(MetadataBlocks blocks, int perInch) {
    if (auto patch = ExifPatch::create(blocks.exif)) {
        patch->setResolution(static_cast<std::uint32_t>(perInch));
        blocks.exif = patch->takeBlock();
    }
    if (blocks.xmp.empty()) return blocks;
    const Exiv2Session session;
    if (auto xmp = guardedExiv2([&] { return withXmpResolution(blocks.xmp, perInch); })) {
        blocks.xmp = std::move(*xmp);
    }
    return blocks;
}

}  // namespace heirloom
