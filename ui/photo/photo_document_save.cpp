// Files of the open photo: what is settled is what is written.
#include <algorithm>

#include <QFileInfo>
#include <QStandardPaths>

#include "core/background/enlarge.h"
#include "core/base/version.h"
#include "core/batch/output_name.h"
#include "ui/common/text.h"
#include "ui/photo/photo_document_private.h"

namespace heirloom::ui {

namespace {

// Beside the photo (empty), or among the person's pictures where nothing can be written there:
// an installed sample, a CD, somebody else's folder.
std::filesystem::path folderForResults(const QString& photo) {
    if (QFileInfo(QFileInfo(photo).absolutePath()).isWritable()) return {};
    return toPath(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
}

}  // namespace

QString PhotoDocument::suggestedOutput() const {
    if (m->path.isEmpty()) return {};
    const InputPhoto input{toPath(m->path), {}, false};
    OutputOptions output;
    output.target = folderForResults(m->path);
    return fromPath(wantedOutputPath(input, m->facts.format, output));
}

void PhotoDocument::save(const ExportOptions& options) {
    if (m->state != State::Ready) {
        Q_EMIT saveFailed(tr("There is nothing to save yet."), {});
        return;
    }
    m->saving = options;
    m->suspended = false;
    m->notes.problem.reset();
    m->setState(State::Saving);
    m->continueSaving();
}

// Does the next thing that is missing; called again after each.
void PhotoDocument::Private::continueSaving() {
    if (run || exporting) return;
    if (enhanced) {
        const FaceNeed need = faceNeed(*prepared, edit, detectedCount());
        if (need == FaceNeed::Network) return start(Run::Kind::Enhance);
        if (need == FaceNeed::Stages) return start(Run::Kind::Update);
    } else {
        const auto size =
            outputSizeFor(original.pixels.size(), edit.parameters.scale, edit.parameters.longSide);
        if (!size) return failSaving(text(size.error()), fromUtf8(size.error().detail));
        if (*size != shown.scene->background.pixels.size()) return start(Run::Kind::Background);
    }
    if (!renderer.isSettled()) return renderer.settleNow();
    exporting = true;
    exportedEdit = edit;
    work.save(exportJob());
}

void PhotoDocument::Private::failSaving(const QString& sentence, const QString& detail) {
    saving.reset();
    exporting = false;
    exportedEdit.reset();
    setState(State::Ready);
    Q_EMIT q.saveFailed(sentence, detail);
}

ExportJob PhotoDocument::Private::exportJob() const {
    ExportJob job;
    job.photos.input = {original.source.path, {}, false};
    job.photos.original = original;
    job.photos.restored = renderer.settled()->photo;
    job.options = *saving;
    if (job.options.encode.software.empty()) {
        job.options.encode.software = std::string(kSoftwareName) + " " + kVersion;
    }
    job.choices = enhanced ? checked(edit.choices) : withoutFaces(detectedCount());
    job.facts.parameters = edit.parameters;
    job.facts.preset = edit.preset ? edit.preset->id : std::string();
    job.facts.original = original.source.path;
    if (!enhanced) return job;
    job.facts.faces = outcomes;
    for (FaceOutcome& face : job.facts.faces) {
        const auto item = std::find_if(faces.begin(), faces.end(), [&](const FaceItem& known) {
            return known.box == normalised(face.face.box);
        });
        const bool isOn = item != faces.end() && item->enabled;
        face.enabled = isOn;
        face.restored = face.restored && isOn;
        face.strength = isOn ? item->strength.value_or(edit.parameters.strength) : 0.0;
    }
    return job;
}

void PhotoDocument::Private::takeExported(const ExportOutcome& outcome) {
    if (!exporting) return;
    if (outcome.error) {
        const bool cancelled = outcome.error->code == ErrorCode::Cancelled;
        failSaving(cancelled ? PhotoDocument::tr("Saving was cancelled. Nothing was written.")
                             : text(*outcome.error),
                   cancelled ? QString() : fromUtf8(outcome.error->detail));
        return refresh();
    }
    QStringList files, warnings;
    for (const ExportedFile& file : outcome.files) {
        files.append(fromPath(file.path));
        for (const Message& warning : file.warnings) {
            const QString sentence = text(warning);
            if (!warnings.contains(sentence)) warnings.append(sentence);
        }
    }
    savedEdit = std::exchange(exportedEdit, std::nullopt);
    savedEnhanced = enhanced;
    saving.reset();
    exporting = false;
    setState(State::Ready);
    updateUnsaved();
    Q_EMIT q.saved(files, warnings);
    refresh();
}

}  // namespace heirloom::ui
