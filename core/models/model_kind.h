// What a model is for.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "core/base/message.h"

namespace heirloom {

enum class ModelKind { FaceRestorer, FaceDetector, FaceParser, Background };

inline constexpr std::array kModelKinds{ModelKind::FaceRestorer, ModelKind::FaceDetector,
                                        ModelKind::FaceParser, ModelKind::Background};

// For JSON: "restorer", "detector", "parser", "background".
constexpr std::string_view modelKindName(ModelKind kind) {
    switch (kind) {
        case ModelKind::FaceRestorer: return "restorer";
        case ModelKind::FaceDetector: return "detector";
        case ModelKind::FaceParser: return "parser";
        case ModelKind::Background: return "background";
    }
    return "";
}

constexpr std::optional<ModelKind> modelKindFromName(std::string_view name) {
    for (const ModelKind kind : kModelKinds) {
        if (modelKindName(kind) == name) return kind;
    }
    return std::nullopt;
}

// For sentences, with its article: "a face restorer".
inline Message modelKindWords(ModelKind kind) {
    switch (kind) {
        case ModelKind::FaceRestorer: return Message("a face restorer");
        case ModelKind::FaceDetector: return Message("a face detector");
        case ModelKind::FaceParser: return Message("a face parser");
        case ModelKind::Background: return Message("a background restorer");
    }
    return {};
}

}  // namespace heirloom
