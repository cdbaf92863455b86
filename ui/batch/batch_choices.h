// What a person chose for a whole batch, and the job it comes to.
//
// Thread rule: plain values; the functions may be called from any thread.
#pragma once

#include <optional>

#include <QString>

#include <nlohmann/json_fwd.hpp>

#include "core/batch/batch_runner.h"
#include "core/restore/engine.h"
#include "core/restore/preset.h"

namespace heirloom::ui {

struct BatchChoices {
    bool automatic = true;  // the preset that each photo's quality recommends
    Preset preset;          // of all photos where automatic is off
    QString outputFolder;   // empty: beside the originals
    QString namePattern;
    bool subfolders = true;  // of folders that are added
    BatchOrder order = BatchOrder::WorstFirst;
    std::optional<FileFormat> format;  // empty: that of each photo
    MetadataPolicy metadata = MetadataPolicy::Keep;
    double minFaceShare = 0.0;  // 0...100 % of the photo
    bool caption = false;       // restoredCaption() under each picture
    bool trial = false;         // the first ten, then ask
};

inline constexpr int kTrialPhotos = 10;

// A pattern that is wrong, and the like: looks at no disk.
Result<void> check(const BatchChoices& choices);

// engine: its threads decide whether photos overlap.
BatchOptions batchOptions(const BatchChoices& choices, const EngineOptions& engine);

// For the report, by the names of the command line.
nlohmann::json optionsJson(const BatchChoices& choices, const EngineOptions& engine);

// As reports name it; empty for the recommended ones.
std::string presetLabel(const BatchChoices& choices);

}  // namespace heirloom::ui
