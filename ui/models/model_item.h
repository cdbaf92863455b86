// What the Models page shows of one model: value copies of what the store told.
#pragma once

#include <cstdint>
#include <optional>

#include <QString>

#include "core/base/result.h"
#include "core/download/http_download.h"
#include "core/models/model_store.h"

namespace heirloom::ui {

struct DownloadStatus {
    enum class Phase {
        None,
        Waiting,  // for another download to end
        Running,
        Paused,      // what arrived is kept
        Failed,      // error says why; what arrived may be kept
        Discarding,  // what arrived is being removed
    };
    Phase phase = Phase::None;
    DownloadProgress progress;
    Error error;  // Failed only

    bool isOpen() const { return phase == Phase::Waiting || phase == Phase::Running; }
};

// Of verifying, removing: what happens or last happened to a file, besides downloads.
struct FileStatus {
    enum class Phase { None, Verifying, Sound, Changed, Removing, Failed };
    Phase phase = Phase::None;
    Message note;  // Sound, Changed
    Error error;   // Failed

    bool isBusy() const { return phase == Phase::Verifying || phase == Phase::Removing; }
};

struct ModelItem {
    ModelRecord record;
    // Of an unfinished download of an earlier run; 0: none.
    std::uint64_t partBytes = 0;
    // False for a restorer that the catalogue does not know: it may colourise or inpaint.
    bool isTaskKnown = true;
    bool isUsers = false;  // lies in the user's folder, so it can be removed
    // Named in the settings, so that it is used for every photo.
    bool isChosen = false;
    DownloadStatus download;
    FileStatus file;

    // The name of its file: unique, and what all calls of ModelLibrary take.
    QString id() const { return QString::fromStdString(record.entry.file); }
    QString name() const { return QString::fromStdString(record.entry.name); }
    bool isDownloadable() const { return record.isInCatalogue && !record.entry.addresses.empty(); }
};

struct ImportOutcome {
    QString path;
    std::optional<ImportedModel> model;  // empty when it failed
    Error error;                         // why

    QString id() const {
        return model ? QString::fromStdString(model->model.path.filename().string()) : QString();
    }
};

}  // namespace heirloom::ui
