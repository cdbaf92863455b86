#include "ui/photo/photo_document.h"

#include <algorithm>

#include <QDateTime>
#include <QLocale>

#include "ui/common/text.h"
#include "ui/photo/photo_document_private.h"

namespace heirloom::ui {

namespace {

QString shownTime(const QString& exif) {
    const QDateTime time = QDateTime::fromString(exif, QStringLiteral("yyyy:MM:dd HH:mm:ss"));
    return time.isValid() ? QLocale().toString(time, QLocale::ShortFormat) : exif;
}

double shareOf(const std::vector<Face>& faces, const Photo& photo) {
    const cv::Rect2f frame(0, 0, static_cast<float>(photo.width()),
                           static_cast<float>(photo.height()));
    double area = 0.0;
    for (const Face& face : faces) area += (face.box & frame).area();
    return std::clamp(area / std::max(1.0f, frame.area()), 0.0, 1.0);
}

}  // namespace

PhotoDocument::Private::Private(PhotoDocument& document, AppContext& appContext)
    : q(document), context(appContext), work(appContext.models().handle()) {}

PhotoDocument::PhotoDocument(AppContext& context, QObject* parent)
    : QObject(parent), m(std::make_unique<Private>(*this, context)) {
    Private* p = m.get();
    p->tick.setInterval(500);
    connect(&p->tick, &QTimer::timeout, this, [p] { p->showProgress(); });
    connect(&p->work, &PhotoWork::opened, this, [p](const auto& news) { p->takeOpened(news); });
    connect(&p->work, &PhotoWork::examined, this, [p](const auto& news) { p->takeExamined(news); });
    connect(&p->work, &PhotoWork::openFailed, this, [p](const Error& e) { p->failOpening(e); });
    connect(&p->work, &PhotoWork::examineFailed, this, [p](const Error& error) {
        if (error.code == ErrorCode::Cancelled) return;
        p->notes.problem = error;
        p->takeExamined({});
    });
    connect(&p->work, &PhotoWork::faceReady, this, [p](const auto& news) { p->takeFace(news); });
    connect(&p->work, &PhotoWork::prepared, this, [p](const auto& news) { p->takePrepared(news); });
    connect(&p->work, &PhotoWork::exported, this,
            [p](const auto& outcome) { p->takeExported(outcome); });
    connect(&p->work, &PhotoWork::progress, this,
            [p](const auto& progress) { p->takeProgress(progress); });
    connect(&p->renderer, &PreviewRenderer::beforeReady, this,
            [p](const Picture& before, const Histogram& bins) { p->takeBefore(before, bins); });
    connect(&p->renderer, &PreviewRenderer::pictureReady, this, &PhotoDocument::afterChanged);
    connect(&p->renderer, &PreviewRenderer::patchReady, this, &PhotoDocument::afterPatchChanged);
    connect(&p->renderer, &PreviewRenderer::changePictureReady, this,
            &PhotoDocument::changePictureChanged);
    connect(&p->renderer, &PreviewRenderer::settledReady, this, [p] { p->takeSettled(); });
    connect(&p->renderer, &PreviewRenderer::failed, this, [p](const Error& error) {
        if (!p->isShown) return p->failOpening(error);
        p->notes.problem = error;
        p->updateNotes();
        if (p->saving) p->failSaving(text(error), fromUtf8(error.detail));
    });
    connect(&context, &AppContext::modelsChanged, this, [p] {
        p->stale = true;
        p->suspended = false;
        p->refresh();
    });
    // Queued: the translators change in answer to the same signal.
    connect(
        &context.settings(), &Settings::languageChanged, this,
        [p] {
            p->facts.captureTime = shownTime(p->captureTime);
            p->rebuildFaces();
            p->updateNotes();
            p->tellOpenFailure();
            Q_EMIT p->q.factsChanged();
            Q_EMIT p->q.recommendationChanged();
        },
        Qt::QueuedConnection);
}

PhotoDocument::~PhotoDocument() {
    m->work.stop();
    disconnect(&m->context, nullptr, this, nullptr);
    for (QObject* part : {static_cast<QObject*>(&m->work), static_cast<QObject*>(&m->renderer)}) {
        disconnect(part, nullptr, this, nullptr);
    }
}

PhotoDocument::State PhotoDocument::state() const {
    return m->state;
}

QString PhotoDocument::path() const {
    return m->path;
}

const PhotoFacts& PhotoDocument::facts() const {
    return m->facts;
}

const QVector<FaceItem>& PhotoDocument::faces() const {
    return m->faces;
}

bool PhotoDocument::isEnhanced() const {
    return m->enhanced;
}

void PhotoDocument::open(const QString& path) {
    m->reset();
    m->path = path;
    m->facts.path = path;
    m->state = State::Opening;
    m->work.open(toPath(path));
    m->announceAll();
}

void PhotoDocument::close() {
    if (m->state == State::Empty) return;
    m->work.close();
    m->reset();
    m->announceAll();
}

void PhotoDocument::setView(const ViewRequest& request) {
    m->renderer.setView(request);
}

void PhotoDocument::setChangesWanted(bool wanted) {
    m->renderer.setChangesWanted(wanted);
}

bool PhotoDocument::isSettled() const {
    return m->isShown && !m->run && m->renderer.isSettled();
}

QImage PhotoDocument::resultImage() const {
    const SettledPicture* settled = isSettled() ? m->renderer.settled() : nullptr;
    if (settled == nullptr) return {};
    return settled->withAlpha.isNull() ? settled->picture.levelFor(1.0) : settled->withAlpha;
}

void PhotoDocument::Private::setState(State newState) {
    if (state == newState) return;
    state = newState;
    Q_EMIT q.stateChanged();
}

// Nothing of the last photo stays. Whoever waits for the end of something is told.
void PhotoDocument::Private::reset() {
    const bool enhancing = state == State::Enhancing;
    const bool wasSaving = saving.has_value();
    tick.stop();
    renderer.close();
    state = State::Empty;
    path.clear();
    openFailure.reset();
    original = {};
    display.reset();
    facts = {};
    captureTime.clear();
    notes = {};
    detected.clear();
    isShown = false;
    findings.reset();
    recommendation = {};
    faces.clear();
    pictures.clear();
    edit = {};
    touched = enhanceWanted = false;
    history.clear();
    run.reset();
    prepared.reset();
    outcomes.clear();
    complete = shown = {};
    look.reset();
    enhanced = stale = suspended = exporting = savedEnhanced = false;
    seconds = 0.0;
    restoredCount = 0;
    saving.reset();
    exportedEdit.reset();
    savedEdit.reset();
    if (enhancing) Q_EMIT q.enhanceFinished(true);
    if (wasSaving)
        Q_EMIT q.saveFailed(PhotoDocument::tr("Saving was stopped. Nothing was written."), {});
}

void PhotoDocument::Private::announceAll() {
    Q_EMIT q.stateChanged();
    Q_EMIT q.factsChanged();
    Q_EMIT q.facesChanged();
    Q_EMIT q.parametersChanged();
    Q_EMIT q.presetChanged();
    Q_EMIT q.recommendationChanged();
    Q_EMIT q.warningsChanged();
    updateUnsaved();
}

void PhotoDocument::Private::takeOpened(const OpenedPhoto& opened) {
    original = opened.photo;
    display = opened.display;
    facts = opened.facts;
    captureTime = facts.captureTime;
    facts.captureTime = shownTime(captureTime);
    notes.reading = original.source.warnings;
    complete = shown = {opened.scene, {}};
    renderer.open(original, display);
    render();
}

void PhotoDocument::Private::takeBefore(const Picture& before, const Histogram& histogram) {
    facts.before = histogram;
    isShown = true;
    updateNotes();
    Q_EMIT q.beforeChanged(before);
    Q_EMIT q.factsChanged();
    Q_EMIT q.opened();
    if (findings) endOpening();
}

void PhotoDocument::Private::takeExamined(const ExaminedPhoto& news) {
    findings = news;
    if (isShown) endOpening();
}

void PhotoDocument::Private::endOpening() {
    const ExaminedPhoto news = std::move(*findings);
    findings.reset();
    detected = news.findings.faces;
    for (int i = 0; i < detectedCount(); ++i) {
        picturesOf(detected[i].box).asIs = news.thumbnails.value(i);
    }
    if (!notes.problem) facts.quality = news.findings.quality;
    facts.facesShare = shareOf(detected, original);
    notes.judgements = news.judgements;
    recommendation = news.findings.recommendation;
    edit.choices = checked(edit.choices, &notes.work);
    if (!touched) applyRecommendation();
    rebuildFaces();
    updateNotes();
    Q_EMIT q.factsChanged();
    Q_EMIT q.recommendationChanged();
    setState(State::Ready);
    Q_EMIT q.examined();
    if (std::exchange(enhanceWanted, false)) q.enhance();
}

void PhotoDocument::Private::failOpening(const Error& error) {
    if (error.code == ErrorCode::Cancelled) return;
    const QString failedPath = path;
    work.close();
    reset();
    announceAll();
    openFailure = OpenFailure{failedPath, error};
    tellOpenFailure();
}

void PhotoDocument::Private::tellOpenFailure() {
    if (!openFailure) return;
    Q_EMIT q.openFailed(openFailure->path, text(openFailure->error),
                        fromUtf8(openFailure->error.detail));
}

void PhotoDocument::Private::applyRecommendation() {
    const Preset* preset = findBuiltInPreset(recommendation.preset);
    if (preset == nullptr) return;
    EditState recommended = edit;
    recommended.preset = *preset;
    applyPreset(*preset, recommended.parameters);
    apply(recommended);
}

}  // namespace heirloom::ui
