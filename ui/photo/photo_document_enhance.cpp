// Restoring the faces of the open photo, and keeping its picture up to date.
#include <algorithm>

#include "ui/common/text.h"
#include "ui/photo/photo_document_private.h"

namespace heirloom::ui {

namespace {

// Whether the same pixels come out.
bool looksAlike(const RenderJob& a, const RenderJob& b) {
    const RestoreParameters& p = a.parameters;
    const RestoreParameters& q = b.parameters;
    return a.scene == b.scene && a.strengths == b.strengths && p.denoise == q.denoise &&
           p.sharpen == q.sharpen && p.scope == q.scope && p.contrast == q.contrast &&
           p.brightness == q.brightness;
}

}  // namespace

// Brings the picture, and after the first enhancing the faces, in line with the edit state.
void PhotoDocument::Private::refresh() {
    if (!shown.scene) return;
    render();
    const bool waits = exporting || suspended || (!enhanced && !run);
    if (waits || state == State::Opening) return;
    const Preparation& made = run ? run->made : *prepared;
    const bool models = stale && !run;
    const FaceNeed need = models ? FaceNeed::Network : faceNeed(made, edit, detectedCount());
    if (need == FaceNeed::Nothing) return;
    if (run) {
        run->again = true;
        if (need == FaceNeed::Network && run->kind == Run::Kind::Update) {
            run->kind = Run::Kind::Enhance;
            beginEnhancing();
        }
        // A quick update may end, so that a slider that moves on shows something.
        if (run->kind == Run::Kind::Enhance) work.stop();
        return;
    }
    start(need == FaceNeed::Network ? Run::Kind::Enhance : Run::Kind::Update);
}

void PhotoDocument::Private::render(bool newFaces) {
    RenderJob job{shown.scene, display, edit.parameters,
                  patchStrengths(*shown.scene, shown.choices, edit, detectedCount())};
    if (look && looksAlike(*look, job)) return;
    look = job;
    renderer.show(std::move(job), newFaces);
}

void PhotoDocument::Private::start(Run::Kind kind) {
    FaceChoices choices =
        kind == Run::Kind::Background ? withoutFaces(detectedCount()) : checked(edit.choices);
    QVector<QRectF> boxes;
    for (const Face& face : detected) boxes.append(normalised(face.box));
    for (const AddedFace& face : choices.added) boxes.append(normalised(cv::Rect2f(face.box)));
    run = Run{kind, {edit.parameters, choices}, false};
    stale = false;
    notes.problem.reset();
    if (kind == Run::Kind::Enhance) beginEnhancing();
    work.prepare(edit.parameters, choices, display, boxes);
}

void PhotoDocument::Private::beginEnhancing() {
    if (!tick.isActive()) {
        clock.start();
        time.start(0.0);
        stage.clear();
        tick.start();
    }
    renderer.holdSettling(true);
    if (!saving) setState(State::Enhancing);
}

void PhotoDocument::Private::takeFace(const FaceNews& news) {
    if (!run || run->kind != Run::Kind::Enhance) return;
    const FaceChoices& choices = run->made.choices;
    shown.scene = std::make_shared<PreviewScene>(
        completedBy(*news.scene, choices, *complete.scene, complete.choices, detectedCount()));
    shown.choices = choices;
    const int added = news.face - detectedCount() - 1;
    if (added < 0) {
        picturesOf(detected[static_cast<std::size_t>(news.face - 1)].box).restored = news.thumbnail;
    } else if (added < static_cast<int>(choices.added.size())) {
        picturesOf(cv::Rect2f(choices.added[static_cast<std::size_t>(added)].box)).restored =
            news.thumbnail;
    }
    rebuildFaces();
    render(true);
}

void PhotoDocument::Private::takePrepared(const PreparedNews& news) {
    if (!run) return;
    const Run done = *std::exchange(run, std::nullopt);
    if (!news.photo && news.photo.error().code != ErrorCode::Cancelled) {
        return failRun(done, news.photo.error());
    }
    if (!news.photo) {
        if (done.again) return start(Run::Kind::Enhance);
        return endRun(done, true);
    }
    adopt(news, done);
    seconds = clock.isValid() ? clock.elapsed() / 1000.0 : news.seconds;
    if (done.kind != Run::Kind::Background && !suspended) {
        const FaceNeed need = faceNeed(*prepared, edit, detectedCount());
        const bool models = stale;
        if (need != FaceNeed::Nothing || models) {
            const bool visible =
                need == FaceNeed::Network || models || done.kind == Run::Kind::Enhance;
            return start(visible ? Run::Kind::Enhance : Run::Kind::Update);
        }
    }
    endRun(done, false);
}

void PhotoDocument::Private::adopt(const PreparedNews& news, const Run& done) {
    complete = shown = {news.scene, done.made.choices};
    if (done.kind != Run::Kind::Background) {
        const PreparedPhoto& photo = *news.photo;
        prepared = done.made;
        outcomes = photo.faces;
        enhanced = true;
        notes.judgements = photo.judgements;
        notes.work = photo.warnings;
        facts.quality = photo.quality;
        std::vector<Face> found;
        for (const FaceOutcome& face : photo.faces) {
            if (!face.added) found.push_back(face.face);
        }
        const bool others =
            !std::equal(found.begin(), found.end(), detected.begin(), detected.end(),
                        [](const Face& a, const Face& b) { return a.box == b.box; });
        if (others) {
            // Another detector: choices follow their boxes.
            detected = found;
            edit.choices = checked(edit.choices);
            prepared->choices = shown.choices = complete.choices = edit.choices;
        }
        for (qsizetype i = 0; i < news.thumbnails.size(); ++i) {
            picturesOf(photo.faces[static_cast<std::size_t>(i)].face.box).asIs = news.thumbnails[i];
        }
        restoredCount =
            static_cast<int>(std::count_if(photo.faces.begin(), photo.faces.end(),
                                           [](const FaceOutcome& face) { return face.restored; }));
    }
    rebuildFaces();
    updateNotes();
    render(done.kind == Run::Kind::Enhance);
}

void PhotoDocument::Private::endRun(const Run& done, bool cancelled) {
    if (cancelled) {
        suspended = true;
        shown = complete;
        rebuildFaces();
        render();
    }
    const bool visible = done.kind == Run::Kind::Enhance;
    if (visible) {
        tick.stop();
        clock.invalidate();
        renderer.holdSettling(false);
    }
    if (state == State::Enhancing) setState(State::Ready);
    updateUnsaved();
    if (visible) Q_EMIT q.enhanceFinished(cancelled);
    if (q.isSettled()) Q_EMIT q.settled();  // nothing of the picture changed
    if (saving && cancelled) {
        failSaving(PhotoDocument::tr("Saving was cancelled. Nothing was written."), {});
    } else if (saving) {
        continueSaving();
    }
}

void PhotoDocument::Private::failRun(const Run& failed, const Error& error) {
    suspended = true;
    shown = complete;
    rebuildFaces();
    render();
    tick.stop();
    clock.invalidate();
    renderer.holdSettling(false);
    if (state == State::Enhancing) setState(State::Ready);
    if (saving) return failSaving(text(error), fromUtf8(error.detail));
    if (failed.kind != Run::Kind::Background) {
        Q_EMIT q.enhanceFailed(text(error), fromUtf8(error.detail));
    }
}

void PhotoDocument::Private::takeProgress(const WorkProgress& progress) {
    const bool enhancing = run && run->kind == Run::Kind::Enhance;
    if (run && !enhancing) return;
    stage = progress.face > 0 ? PhotoDocument::tr("Restoring face %1 of %2")
                                    .arg(progress.face)
                                    .arg(progress.faceCount)
                              : stageText(progress.stage);
    if (enhancing) {
        time.note(progress, clock.elapsed() / 1000.0);
        showProgress();
    } else if (state != State::Ready) {
        Q_EMIT q.progressChanged(stage, progress.fraction, -1.0);
    }
}

void PhotoDocument::Private::showProgress() {
    if (!clock.isValid()) return;
    const double left = time.secondsLeft(clock.elapsed() / 1000.0);
    Q_EMIT q.progressChanged(stage, time.fraction(), left);
}

void PhotoDocument::Private::takeSettled() {
    const SettledPicture& settled = *renderer.settled();
    facts.after = settled.histogram;
    bool any = false;
    for (FaceItem& face : faces) {
        const qsizetype place = settled.boxes.indexOf(face.box);
        if (!face.restored || place < 0) continue;
        face.restoredThumbnail = settled.thumbnails.value(place);
        const int index = face.number - detectedCount() - 1;
        const cv::Rect2f box =
            index < 0 ? detected[static_cast<std::size_t>(face.number - 1)].box
                      : cv::Rect2f(edit.choices.added[static_cast<std::size_t>(index)].box);
        picturesOf(box).restored = face.restoredThumbnail;
        any = true;
    }
    if (any) Q_EMIT q.facesChanged();
    Q_EMIT q.factsChanged();
    if (!run) Q_EMIT q.settled();
    if (saving && !exporting) continueSaving();
}

void PhotoDocument::enhance() {
    if (m->state == State::Opening) {
        m->enhanceWanted = true;
        return;
    }
    if (m->state != State::Ready) return;
    m->suspended = false;
    if (!m->run) return m->start(Private::Run::Kind::Enhance);
    m->run->again = true;  // a quiet update ends first
    m->run->kind = Private::Run::Kind::Enhance;
    m->beginEnhancing();
}

void PhotoDocument::cancel() {
    m->enhanceWanted = false;
    if (m->state == State::Opening) return close();
    if (m->run) {
        m->run->again = false;
        m->suspended = true;
        return m->work.stop();
    }
    if (m->exporting) return m->work.stop();
    if (m->saving) m->failSaving(tr("Saving was cancelled. Nothing was written."), {});
}

QString PhotoDocument::outcomeSentence() const {
    if (!m->enhanced) return {};
    const QString time = durationText(m->seconds);
    if (m->restoredCount == 0) return tr("No face was restored.");
    return tr("%n face(s) restored in %1", nullptr, m->restoredCount).arg(time);
}

}  // namespace heirloom::ui
