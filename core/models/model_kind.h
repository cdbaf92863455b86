// What a model is for.
#pragma once

#include <array>
#include <optional>
#include <string_view>

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
constexpr std::string_view modelKindWords(ModelKind kind) {
    switch (kind) {
        case ModelKind::FaceRestorer: return "a face restorer";
        case ModelKind::FaceDetector: return "a face detector";
        case ModelKind::FaceParser: return "a face parser";
        case ModelKind::Background: return "a background restorer";
    }
    return "";
}

}  // namespace heirloom
