#include "ui/photo/photo_work.h"

#include <chrono>
#include <utility>

#include "core/base/memory.h"
#include "core/image/decode.h"
#include "core/image/profile_name.h"
#include "core/metadata/provenance.h"
#include "core/preview/preview_scene.h"
#include "ui/common/text.h"
#include "ui/photo/guarded.h"

namespace heirloom::ui {

namespace {

PhotoFacts factsOf(const Photo& photo) {
    const MetadataSummary summary = summarise(photo.metadata);
    PhotoFacts facts;
    facts.path = fromPath(photo.source.path);
    facts.size = {photo.width(), photo.height()};
    facts.bytes = photo.source.byteCount;
    facts.format = photo.source.format;
    facts.bitsPerSample = photo.source.bitsPerSample;
    facts.profile = fromUtf8(profileName(photo.iccProfile));
    facts.captureTime = fromUtf8(summary.captureTime);
    facts.camera = fromUtf8(summary.camera);
    facts.lens = fromUtf8(summary.lens);
    facts.hasGps = summary.hasGps;
    facts.damaged = photo.source.damaged;
    facts.wasRestored = readProvenance(photo.metadata).has_value();
    return facts;
}

QRectF normalisedBox(const cv::Rect2f& box, const Photo& photo) {
    const double width = photo.width();
    const double height = photo.height();
    return {box.x / width, box.y / height, box.width / width, box.height / height};
}

}  // namespace

// One job as its thread sees it.
struct PhotoWork::Job {
    PhotoWork* work = nullptr;
    int number = 0;
    StopFlag stop;

    // Runs report on the GUI thread, unless a newer job has begun by then.
    template <class Report>
    void deliver(Report report) const {
        QMetaObject::invokeMethod(
            work,
            [owner = work, id = number, report = std::move(report)]() mutable {
                if (owner->m_job == id) report();
            },
            Qt::QueuedConnection);
    }

    RunControl control() const {
        RunControl control;
        control.stopRequested = [flag = stop] { return flag->load(); };
        // Tiles of a background come by the hundred; people read ten sentences a second.
        const auto last = std::make_shared<std::pair<std::string, double>>("", -1.0);
        control.progress = [job = *this, last](const Progress& progress) {
            constexpr double kStep = 0.004;
            const std::string stage(progress.stage);
            const bool isNews = stage != last->first || progress.face > 0 ||
                                progress.fraction > last->second + kStep;
            if (!isNews) return;
            *last = {stage, progress.fraction};
            const WorkProgress copy{stage, progress.fraction, progress.face, progress.faceCount};
            job.deliver([owner = job.work, copy] { Q_EMIT owner->progress(copy); });
        };
        return control;
    }
};

PhotoWork::PhotoWork(std::unique_ptr<ModelProvider> models, QObject* parent)
    : QObject(parent), m_models(std::move(models)) {}

PhotoWork::~PhotoWork() {
    stop();
}

PhotoWork::Job PhotoWork::startJob() {
    stop();
    m_worker.dropWaiting();
    m_stop = std::make_shared<std::atomic<bool>>(false);
    return {this, ++m_job, m_stop};
}

void PhotoWork::stop() {
    if (m_stop) m_stop->store(true);
}

void PhotoWork::close() {
    startJob();
    m_worker.post([this] {
        m_session.reset();
        returnFreeMemory();
    });
}

void PhotoWork::open(const std::filesystem::path& path) {
    m_worker.post([job = startJob(), path] { job.work->openNow(job, path); });
}

void PhotoWork::openNow(const Job& job, const std::filesystem::path& path) {
    m_session.reset();
    const auto done = guarded([&]() -> Result<void> {
        const RunControl control = job.control();
        control.report({"decode", 0.0, 0, 0});
        auto photo = readPhoto(path);
        if (!photo) return photo.error();
        if (control.shouldStop()) return cancelledError();
        OpenedPhoto opened;
        opened.photo = *photo;
        opened.facts = factsOf(*photo);
        opened.scene = std::make_shared<PreviewScene>(plainScene(*photo));
        opened.display = std::make_shared<const DisplayTransform>(DisplayTransform::create(*photo));
        auto session = PhotoSession::create(std::move(*photo), *m_models);
        if (!session) return session.error();
        m_session.emplace(std::move(*session));
        job.deliver([this, opened = std::move(opened)] { Q_EMIT this->opened(opened); });
        return {};
    });
    if (!done) {
        return job.deliver([this, error = done.error()] { Q_EMIT openFailed(error); });
    }
    const auto judged = guarded([&] { return examineNow(job); });
    if (!judged) job.deliver([this, error = judged.error()] { Q_EMIT examineFailed(error); });
}

Result<void> PhotoWork::examineNow(const Job& job) {
    const RunControl control = job.control();
    control.report({"detect", 0.2, 0, 0});
    auto findings = m_session->examine(control);
    if (!findings) return findings.error();
    const Photo& photo = m_session->original();
    const DisplayTransform display = DisplayTransform::create(photo);
    ExaminedPhoto examined{std::move(*findings), {}, {}};
    examined.judgements = photoWarnings(photo, examined.findings.faces);
    for (const Face& face : examined.findings.faces) {
        examined.thumbnails.append(thumbnailOf(photo, display, normalisedBox(face.box, photo)));
    }
    job.deliver([this, examined = std::move(examined)] { Q_EMIT this->examined(examined); });
    return {};
}

void PhotoWork::prepare(const RestoreParameters& parameters, const FaceChoices& choices,
                        const SharedDisplay& display, const QVector<QRectF>& boxes) {
    m_worker.post([job = startJob(), parameters, choices, display, boxes] {
        PhotoWork* work = job.work;
        job.deliver([work, news = work->prepareNow(job, parameters, choices, display, boxes)] {
            Q_EMIT work->prepared(news);
        });
    });
}

PreparedNews PhotoWork::prepareNow(const Job& job, const RestoreParameters& parameters,
                                   const FaceChoices& choices, const SharedDisplay& display,
                                   const QVector<QRectF>& boxes) {
    const auto begin = std::chrono::steady_clock::now();
    const auto elapsed = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    if (!m_session) return {cancelledError(), {}, {}, 0.0};
    const Photo& photo = m_session->original();
    const auto faceReady = [&](const PreviewScene& partial, int face) {
        FaceNews news{std::make_shared<PreviewScene>(partial), face, {}};
        if (face <= boxes.size()) {
            news.thumbnail = thumbnailOf(partial, parameters, *display, boxes[face - 1]);
        }
        job.deliver([this, news = std::move(news)] { Q_EMIT this->faceReady(news); });
    };
    auto prepared =
        guarded([&] { return m_session->prepare(parameters, job.control(), choices, faceReady); });
    PreparedNews news{std::move(prepared), {}, {}, elapsed()};
    if (!news.photo) return news;
    news.scene = std::make_shared<PreviewScene>(news.photo->scene);
    for (const FaceOutcome& face : news.photo->faces) {
        news.thumbnails.append(thumbnailOf(photo, *display, normalisedBox(face.face.box, photo)));
    }
    return news;
}

void PhotoWork::save(ExportJob work) {
    m_worker.post([job = startJob(), work = std::move(work)]() mutable {
        PhotoWork* owner = job.work;
        job.deliver(
            [owner, outcome = owner->exportNow(job, work)] { Q_EMIT owner->exported(outcome); });
    });
}

ExportOutcome PhotoWork::exportNow(const Job& job, ExportJob& work) {
    const auto exported = guarded([&]() -> Result<ExportOutcome> {
        const RunControl control = job.control();
        control.report({"export", 0.0, 0, 0});
        work.facts.models = m_models->usedModels();
        work.options.encode.provenance = provenanceOf(work.facts);
        if (work.options.printCopy) {
            auto print = printSized(job, work);
            if (!print) return print.error();
            work.photos.forPrint = std::move(*print);
        }
        return exportPhoto(work.photos, work.options, control);
    });
    if (exported) return *exported;
    ExportOutcome outcome;
    outcome.error = exported.error();
    return outcome;
}

// The restoration once more, at one and a half times the size: faces come from the session's
// cache, and their detail survives where a picture that is only enlarged would lose it.
Result<Photo> PhotoWork::printSized(const Job& job, const ExportJob& work) {
    constexpr double kPrintScale = 1.5;
    if (!m_session) return cancelledError();
    const Photo& restored = work.photos.restored;
    const RestoreParameters& asShown = work.facts.parameters;
    RestoreParameters parameters = asShown;
    parameters.scale = 1.0;
    parameters.longSide = cvRound(kPrintScale * std::max(restored.width(), restored.height()));
    RunControl control = job.control();
    control.progress = {};
    auto prepared = m_session->prepare(parameters, control, work.choices);
    if (!prepared) return prepared.error();
    auto photo = renderWhole(prepared->scene, parameters, control);
    // The session would keep the large background otherwise; without enlarging this is quick.
    if (asShown.scale == 1.0 && asShown.longSide == 0) {
        const auto back = m_session->prepare(asShown, control, work.choices);
        if (!back) return back.error();
    }
    return photo;
}

}  // namespace heirloom::ui
