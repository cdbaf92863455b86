#include "ui/models/model_texts.h"

#include <cmath>

#include <QCoreApplication>
#include <QStringList>
#include <QUrl>

#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Models)
};

bool has(const std::string& licence, const char* words) {
    return QString::fromStdString(licence).contains(QLatin1String(words), Qt::CaseInsensitive);
}

// 32-bit weights of the official networks, for files whose size is not published.
constexpr std::uint64_t kBytesOf256 = 75'600'000;
constexpr std::uint64_t kBytesOf512 = 284'000'000;

std::uint64_t estimatedBytes(const CatalogueEntry& entry) {
    if (entry.kind != ModelKind::FaceRestorer || !entry.inputSize) return 0;
    if (*entry.inputSize == 256) return kBytesOf256;
    return *entry.inputSize == 512 ? kBytesOf512 : 0;
}

int percentOf(const DownloadProgress& progress) {
    if (!progress.total || *progress.total == 0) return -1;
    return static_cast<int>(100.0 * static_cast<double>(progress.received) /
                            static_cast<double>(*progress.total));
}

StateText downloadText(const DownloadStatus& download) {
    const int percent = percentOf(download.progress);
    switch (download.phase) {
        case DownloadStatus::Phase::Waiting: return {Words::tr("waiting to download"), "clock", {}};
        case DownloadStatus::Phase::Running:
            if (percent < 0) return {Words::tr("downloading"), "download", {}};
            return {Words::tr("downloading %1 %").arg(percent), "download", {}};
        case DownloadStatus::Phase::Paused: return {Words::tr("download paused"), "pause", {}};
        case DownloadStatus::Phase::Failed:
            return {Words::tr("download failed"), "warning", Tone::Warning};
        case DownloadStatus::Phase::Discarding: return {Words::tr("stopping"), "cancel", {}};
        case DownloadStatus::Phase::None: break;
    }
    return {};
}

}  // namespace

ModelGroup groupOf(const ModelRecord& record) {
    if (record.state == ModelState::Unusable) return ModelGroup::Other;
    // A damaged file that is not in the catalogue is of no known kind.
    if (record.state == ModelState::Damaged && !record.isInCatalogue) return ModelGroup::Other;
    switch (record.entry.kind) {
        case ModelKind::FaceRestorer: return ModelGroup::Restorers;
        case ModelKind::FaceDetector: return ModelGroup::Detectors;
        case ModelKind::FaceParser: return ModelGroup::Parsers;
        case ModelKind::Background: return ModelGroup::Backgrounds;
    }
    return ModelGroup::Other;
}

QString groupTitle(ModelGroup group) {
    switch (group) {
        case ModelGroup::Restorers: return Words::tr("Face restorers");
        case ModelGroup::Detectors: return Words::tr("Face detectors");
        case ModelGroup::Parsers: return Words::tr("Face parsing");
        case ModelGroup::Backgrounds: return Words::tr("Backgrounds");
        case ModelGroup::Other: break;
    }
    return Words::tr("Other files");
}

QString groupIcon(ModelGroup group) {
    switch (group) {
        case ModelGroup::Restorers: return "enhance";
        case ModelGroup::Detectors: return "face";
        case ModelGroup::Parsers: return "model";
        case ModelGroup::Backgrounds: return "photo";
        case ModelGroup::Other: break;
    }
    return "note";
}

StateText stateText(const ModelItem& item) {
    if (item.file.phase == FileStatus::Phase::Verifying)
        return {Words::tr("being checked"), "verify", {}};
    if (item.file.phase == FileStatus::Phase::Removing)
        return {Words::tr("being removed"), "delete", {}};
    if (item.download.phase != DownloadStatus::Phase::None) return downloadText(item.download);
    if (item.file.phase == FileStatus::Phase::Changed) {
        return {Words::tr("damaged"), "warning", Tone::Warning};
    }
    switch (item.record.state) {
        case ModelState::Bundled: return {Words::tr("bundled"), "check", Tone::Good};
        case ModelState::Installed: return {Words::tr("installed"), "check", Tone::Good};
        case ModelState::Available: return {Words::tr("available"), "download", {}};
        case ModelState::Damaged: return {Words::tr("damaged"), "warning", Tone::Warning};
        case ModelState::Unusable: break;
    }
    return {Words::tr("unusable"), "error", Tone::Bad};
}

QString progressText(const DownloadProgress& progress) {
    QStringList parts;
    parts.append(
        progress.total
            ? Words::tr("%1 of %2").arg(bytesText(progress.received), bytesText(*progress.total))
            : bytesText(progress.received));
    if (progress.bytesPerSecond > 0) {
        const auto rate = static_cast<std::uint64_t>(progress.bytesPerSecond);
        parts.append(Words::tr("%1/s").arg(bytesText(rate)));
    }
    if (progress.secondsLeft && std::isfinite(*progress.secondsLeft)) {
        parts.append(Words::tr("%1 left").arg(durationText(*progress.secondsLeft)));
    }
    return parts.join(QStringLiteral(" · "));
}

QString sizeText(const ModelRecord& record) {
    if (record.bytes > 0) return bytesText(record.bytes);
    const std::uint64_t estimated = record.entry.bytes.value_or(estimatedBytes(record.entry));
    if (estimated == 0) return {};
    return record.entry.bytes ? bytesText(estimated)
                              : Words::tr("about %1").arg(bytesText(estimated));
}

QString purposeText(const ModelItem& item) {
    const ModelRecord& record = item.record;
    if (!record.entry.purpose.empty()) return text(record.entry.purpose);
    switch (groupOf(record)) {
        case ModelGroup::Restorers:
            return item.isTaskKnown
                       ? Words::tr("Restores faces.")
                       : Words::tr(
                             "Has the shape of a face restorer, but may colour or fill in faces "
                             "instead; it is used only when you choose it.");
        case ModelGroup::Detectors: return Words::tr("Finds the faces in a photo.");
        case ModelGroup::Parsers: return Words::tr("Tells hair, glasses and skin apart.");
        case ModelGroup::Backgrounds: return Words::tr("Cleans or enlarges the background.");
        case ModelGroup::Other: break;
    }
    return Words::tr("A file in the models folder that Heirloom does not use.");
}

QString shortLicence(const std::string& licence) {
    if (licence.empty()) return Words::tr("not known");
    if (has(licence, "academic")) return Words::tr("academic and non-commercial");
    if (has(licence, "CC BY-NC-SA")) return Words::tr("CC BY-NC-SA 4.0, non-commercial");
    if (has(licence, "non-commercial")) return Words::tr("non-commercial research");
    const int end = QString::fromStdString(licence).indexOf(QLatin1Char(';'));
    return text(end < 0 ? licence : licence.substr(0, static_cast<std::size_t>(end)));
}

QString plainLicence(const std::string& licence) {
    if (licence.empty()) {
        return Words::tr(
            "Heirloom does not know the licence of this file. Look where you got it from.");
    }
    if (has(licence, "academic")) {
        return Words::tr(
            "You may use this model for study, research and private photos. You may not use "
            "it to earn money, for example for customers.");
    }
    if (has(licence, "CC BY-NC-SA")) {
        return Words::tr(
            "You may use, share and change this model, but not to earn money. Whoever shares "
            "it names its authors and keeps this licence.");
    }
    if (has(licence, "non-commercial")) {
        return Words::tr(
            "The program code is free for any use, but the pictures that the model learned "
            "from are for non-commercial research.");
    }
    if (has(licence, "MIT")) {
        return Words::tr(
            "You may use this model for anything, also at work, as long as its copyright "
            "notice stays with it.");
    }
    return {};
}

QString hostsText(const CatalogueEntry& entry) {
    QStringList hosts;
    for (const std::string& address : entry.addresses) {
        const QString host = QUrl(QString::fromStdString(address)).host();
        if (!host.isEmpty() && !hosts.contains(host)) hosts.append(host);
    }
    return hosts.join(Words::tr(", or if that fails from "));
}

}  // namespace heirloom::ui
