// One photo of a batch as the window knows it.
#pragma once

#include <memory>
#include <optional>

#include <QString>

#include "core/batch/inputs.h"
#include "core/batch/photo_job.h"
#include "core/batch/verdict.h"

namespace heirloom::ui {

enum class ItemStage {
    Waiting,
    Reading,
    Restoring,
    Writing,
    Restored,
    NoFace,
    Skipped,
    Failed,
    Cancelled,
};

bool hasEnded(ItemStage stage);
ItemStage stageOf(Outcome outcome);

struct BatchItem {
    InputPhoto input;
    QString path;
    QString name;  // file name alone
    QString folder;
    ItemStage stage = ItemStage::Waiting;
    int percent = 0;  // of Restoring
    int retry = 0;    // how often it is being tried again; 0: the first time
    // Of what ended; of files that could never be used, one that carries only the reason.
    std::shared_ptr<const PhotoReport> report;
    bool unusable = false;  // not a photo for this program at all: not counted, never started
    PhotoVerdict verdict;

    bool isOpen() const {  // a start would take it
        return !unusable && (stage == ItemStage::Waiting || stage == ItemStage::Cancelled);
    }
    bool canRetry() const { return !unusable && stage == ItemStage::Failed; }
    bool needsReview() const;
};

BatchItem itemOf(const InputPhoto& input);
// A file or folder that cannot be used, with the reason.
BatchItem itemOf(const InputProblem& problem);

// Higher ones are looked at first: review, then the largest drift, then the worst grade.
double reviewUrgency(const BatchItem& item);

// What is told of an item while a run goes on; the newest counts.
struct ItemChange {
    int row = 0;
    ItemStage stage = ItemStage::Waiting;
    int percent = 0;
    int retry = 0;
    std::shared_ptr<const PhotoReport> report;
};

}  // namespace heirloom::ui
