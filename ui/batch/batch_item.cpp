#include "ui/batch/batch_item.h"

#include <algorithm>

#include "ui/common/text.h"

namespace heirloom::ui {

bool hasEnded(ItemStage stage) {
    switch (stage) {
        case ItemStage::Waiting:
        case ItemStage::Reading:
        case ItemStage::Restoring:
        case ItemStage::Writing: return false;
        case ItemStage::Restored:
        case ItemStage::NoFace:
        case ItemStage::Skipped:
        case ItemStage::Failed:
        case ItemStage::Cancelled: return true;
    }
    return false;
}

ItemStage stageOf(Outcome outcome) {
    switch (outcome) {
        case Outcome::Restored: return ItemStage::Restored;
        case Outcome::NoFace: return ItemStage::NoFace;
        case Outcome::Skipped: return ItemStage::Skipped;
        case Outcome::Failed: return ItemStage::Failed;
        case Outcome::Cancelled: return ItemStage::Cancelled;
    }
    return ItemStage::Failed;
}

bool BatchItem::needsReview() const {
    if (verdict.verdict == Verdict::Accepted || verdict.verdict == Verdict::Rejected) return false;
    return verdict.verdict == Verdict::Review || (report && report->review);
}

BatchItem itemOf(const InputPhoto& input) {
    BatchItem item;
    item.input = input;
    item.path = fromPath(input.path);
    item.name = fromPath(input.path.filename());
    item.folder = fromPath(input.path.parent_path());
    return item;
}

BatchItem itemOf(const InputProblem& problem) {
    BatchItem item = itemOf(InputPhoto{problem.path, {}, false});
    auto report = std::make_shared<PhotoReport>();
    report->input = problem.path;
    report->outcome = Outcome::Failed;
    report->error = problem.error;
    item.report = std::move(report);
    item.stage = ItemStage::Failed;
    item.unusable = true;
    return item;
}

double reviewUrgency(const BatchItem& item) {
    if (!item.report) return 0.0;
    double drift = 0.0;
    for (const FaceOutcome& face : item.report->faces) {
        drift = std::max(drift, face.drift.value_or(0.0));
    }
    // A drift is a share of the eye distance, so it stays below 1 in all but nonsense.
    double urgency = std::min(drift, 1.0) * 100.0;
    if (item.report->quality) urgency += (100.0 - item.report->quality->score) / 100.0;
    return urgency + (item.report->review ? 1000.0 : 0.0);
}

}  // namespace heirloom::ui
