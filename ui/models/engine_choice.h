// Which setting names the model of a kind.
#pragma once

#include <filesystem>
#include <string>

#include "core/models/catalogue.h"
#include "core/restore/engine.h"

namespace heirloom::ui {

inline constexpr const char* kAutomaticModel = "auto";

inline std::string& engineModel(EngineOptions& options, ModelKind kind) {
    switch (kind) {
        case ModelKind::FaceRestorer: return options.model;
        case ModelKind::FaceDetector: return options.detector;
        case ModelKind::FaceParser: return options.parser;
        case ModelKind::Background: break;
    }
    return options.background;
}

// By name or by file, as the store finds it.
inline bool isChosenByHand(EngineOptions options, const CatalogueEntry& entry) {
    const std::string& chosen = engineModel(options, entry.kind);
    return chosen != kAutomaticModel &&
           (equalIgnoringCase(chosen, entry.name) || equalIgnoringCase(chosen, entry.file) ||
            equalIgnoringCase(chosen, std::filesystem::path(entry.file).stem().string()));
}

}  // namespace heirloom::ui
