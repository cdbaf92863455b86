#include "ui/batch/item_text.h"

#include <algorithm>

#include <QCoreApplication>
#include <QLocale>

#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Batch)
};

StateChip waitingChip(const BatchItem& item) {
    const ThemeColours& colours = themeColours();
    if (item.retry == 0) return {"clock", Words::tr("Waiting"), colours.weakText};
    return {"retry", Words::tr("Retry %1").arg(item.retry), colours.weakText};
}

StateChip restoredChip(const BatchItem& item) {
    const ThemeColours& colours = themeColours();
    if (item.needsReview()) return {"review", Words::tr("To review"), colours.warning};
    return {"check", Words::tr("Restored"), colours.success};
}

}  // namespace

StateChip stateChip(const BatchItem& item) {
    const ThemeColours& colours = themeColours();
    switch (item.stage) {
        case ItemStage::Waiting: return waitingChip(item);
        case ItemStage::Reading: return {"open", Words::tr("Reading"), colours.text};
        case ItemStage::Restoring:
            return {"enhance", Words::tr("Restoring %1 %").arg(item.percent), colours.accent};
        case ItemStage::Writing: return {"save", Words::tr("Writing"), colours.text};
        case ItemStage::Restored: return restoredChip(item);
        case ItemStage::NoFace: return {"no-face", Words::tr("No face"), colours.weakText};
        case ItemStage::Skipped: return {"skip", Words::tr("Skipped"), colours.weakText};
        case ItemStage::Failed: return {"error", Words::tr("Failed"), colours.error};
        case ItemStage::Cancelled: return {"cancel", Words::tr("Cancelled"), colours.weakText};
    }
    return {};
}

StateChip verdictChip(Verdict verdict) {
    const ThemeColours& colours = themeColours();
    switch (verdict) {
        case Verdict::None: return {};
        case Verdict::Accepted: return {"check", Words::tr("Accepted"), colours.success};
        case Verdict::Review: return {"review", Words::tr("To review"), colours.warning};
        case Verdict::Rejected: return {"close", Words::tr("Rejected"), colours.error};
    }
    return {};
}

QString facesText(const BatchItem& item) {
    if (!item.report || item.unusable || !item.report->quality) return {};
    const auto& faces = item.report->faces;
    const auto restored = std::count_if(faces.begin(), faces.end(),
                                        [](const FaceOutcome& face) { return face.restored; });
    if (static_cast<std::size_t>(restored) == faces.size()) return QString::number(restored);
    return Words::tr("%1 of %2").arg(restored).arg(faces.size());
}

QString gradeText(const BatchItem& item) {
    if (!item.report || !item.report->quality) return {};
    switch (item.report->quality->grade) {
        case QualityGrade::High: return Words::tr("High");
        case QualityGrade::Medium: return Words::tr("Medium");
        case QualityGrade::Low: return Words::tr("Low");
    }
    return {};
}

QString secondsText(const BatchItem& item) {
    if (!item.report || item.unusable || item.report->seconds.total <= 0.0) return {};
    return QLocale().toString(item.report->seconds.total, 'f', 1);
}

QString reasonText(const BatchItem& item) {
    if (!item.report) return {};
    if (item.report->error) {
        // The row names the photo; its whole path would push the reason out of sight.
        return text(*item.report->error).replace(item.path, item.name);
    }
    for (const PhotoWarning& warning : item.report->judgements) {
        if (warning.review) return text(warning.message);
    }
    if (!item.report->warnings.empty()) return text(item.report->warnings.front());
    if (item.stage == ItemStage::NoFace) return Words::tr("No face was found.");
    return {};
}

QString detailText(const BatchItem& item) {
    if (!item.report || !item.report->error) return {};
    return fromUtf8(item.report->error->detail);
}

}  // namespace heirloom::ui
