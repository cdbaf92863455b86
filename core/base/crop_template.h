// How a face is cut out for a network; a property of the model.
#pragma once

#include <optional>
#include <string_view>

namespace heirloom {

enum class CropTemplate { Gpen, Ffhq };

// For JSON: "gpen", "ffhq".
constexpr std::string_view cropTemplateName(CropTemplate value) {
    return value == CropTemplate::Gpen ? "gpen" : "ffhq";
}

constexpr std::optional<CropTemplate> cropTemplateFromName(std::string_view name) {
    if (name == "gpen") return CropTemplate::Gpen;
    if (name == "ffhq") return CropTemplate::Ffhq;
    return std::nullopt;
}

}  // namespace heirloom
