#include "ui/photo/preview_renderer.h"

#include <utility>

#include "ui/photo/guarded.h"

namespace heirloom::ui {

namespace {

constexpr int kRestMilliseconds = 250;

// Large values are let go on a thread that nobody waits for.
template <class Value>
void dropOn(SerialWorker& worker, Value value) {
    worker.post([kept = std::make_shared<Value>(std::move(value))]() mutable { kept.reset(); });
}

}  // namespace

PreviewRenderer::PreviewRenderer(QObject* parent) : QObject(parent) {
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &PreviewRenderer::startSettling);
    m_viewRest.setSingleShot(true);
    m_viewRest.setInterval(kRestMilliseconds);
    connect(&m_viewRest, &QTimer::timeout, this, &PreviewRenderer::prepareMoving);
}

PreviewRenderer::~PreviewRenderer() {
    stop(m_stop);
    stop(m_beforeStop);
}

void PreviewRenderer::open(const Photo& original, SharedDisplay display) {
    close();
    m_original = original;
    const int photo = m_photo;
    m_beforeStop = std::make_shared<std::atomic<bool>>(false);
    m_previewWorker.post([this, photo, original, display, stop = m_beforeStop] {
        const RunControl control{[stop] { return stop->load(); }, {}};
        auto picture = guarded([&] { return displayed(original, *display, control); });
        const Histogram histogram = picture ? histogramOf(original) : Histogram{};
        QMetaObject::invokeMethod(
            this,
            [this, photo, picture = std::move(picture), histogram]() mutable {
                if (photo != m_photo) return;
                if (picture) return takeBefore(std::move(*picture), histogram);
                if (picture.error().code != ErrorCode::Cancelled) Q_EMIT failed(picture.error());
            },
            Qt::QueuedConnection);
    });
}

void PreviewRenderer::close() {
    ++m_photo;
    stop(m_stop);
    stop(m_beforeStop);
    m_rest.stop();
    m_viewRest.stop();
    m_previewWorker.dropWaiting();
    m_settleWorker.dropWaiting();
    m_previewWorker.post([this] { m_moving.clear(); });
    dropSettled();
    dropOn(m_settleWorker, std::exchange(m_job, {}));
    dropOn(m_settleWorker, std::exchange(m_before, {}));
    dropOn(m_settleWorker, std::exchange(m_original, {}));
    m_boxes.clear();
    m_settleAtOnce = false;
    m_held = false;
}

void PreviewRenderer::takeBefore(Picture before, const Histogram& histogram) {
    m_before = std::move(before);
    m_beforeHistogram = histogram;
    Q_EMIT beforeReady(m_before, histogram);
    if (!m_job) return;
    // Something to look at until the first rendering is there.
    Q_EMIT pictureReady(m_before, false);
    renderMoving();
    m_settleAtOnce = m_settleAtOnce || isAtRest(*m_job);
    rest();
}

void PreviewRenderer::show(RenderJob job, bool newFaces) {
    stop(m_stop);
    dropSettled();
    m_job = std::move(job);
    m_newFaces = m_newFaces || newFaces;
    ++m_version;
    if (m_before.isNull()) return;  // takeBefore() goes on
    renderMoving();
    rest();
}

void PreviewRenderer::holdSettling(bool holds) {
    if (m_held == holds) return;
    m_held = holds;
    if (holds) {
        stop(m_stop);
    } else if (m_job && !m_settled && !m_before.isNull()) {
        rest();
    }
}

void PreviewRenderer::rest() {
    if (m_settleAtOnce) return startSettling();
    m_rest.start();
}

void PreviewRenderer::settleNow() {
    if (m_settled) return;
    const bool underWay = m_stop && !m_rest.isActive();
    m_settleAtOnce = !underWay;
    if (!underWay) startSettling();
}

void PreviewRenderer::setView(const ViewRequest& view) {
    if (view == m_view) return;
    m_view = view;
    if (!m_job || m_before.isNull()) return;
    m_settled ? m_viewRest.start() : renderMoving();
}

// So that the first move of a slider after another zoom is as quick as the others.
void PreviewRenderer::prepareMoving() {
    if (!m_job || !m_settled) return;
    m_previewWorker.postLatest("moving", [this, job = *m_job, view = m_view] {
        // What fails here fails again, and is told, when something moves.
        static_cast<void>(guarded([&] { return m_moving.prepare(job, view); }));
    });
}

void PreviewRenderer::renderMoving() {
    if (m_view.zoom <= 0.0) return;
    const auto render = [this, job = *m_job, view = m_view, photo = m_photo, version = m_version,
                         newFaces = m_newFaces] {
        auto moving = guarded([&] { return m_moving.render(job, view); });
        QMetaObject::invokeMethod(
            this,
            [this, photo, version, newFaces, moving = std::move(moving)] {
                if (photo == m_photo) takeMoving(moving, version, newFaces);
            },
            Qt::QueuedConnection);
    };
    m_previewWorker.postLatest("moving", render);
}

void PreviewRenderer::takeMoving(const Result<MovingPicture>& moving, int version, bool newFaces) {
    // An older picture than the newest request is still news, but never after a newer one.
    if (version < m_shownVersion || m_settled) return;
    m_shownVersion = version;
    if (!moving) {
        Q_EMIT failed(moving.error());
    } else if (!moving->patch.isNull()) {
        Q_EMIT patchReady(moving->patch, moving->area);
    } else if (!moving->whole.isNull()) {
        Q_EMIT pictureReady(moving->whole, newFaces);
        if (newFaces) m_newFaces = false;
    }
}

void PreviewRenderer::startSettling() {
    m_rest.stop();
    if (m_held || !m_job || m_before.isNull() || m_settled) return;
    stop(m_stop);
    m_settleAtOnce = false;
    const Photo& background = m_job->scene->background;
    if (isAtRest(*m_job) && background.pixels.data == m_original.pixels.data &&
        !hasAlpha(background.layout)) {
        return settleOn({background, m_before, m_beforeHistogram, {}, {}, {}});
    }
    m_stop = std::make_shared<std::atomic<bool>>(false);
    m_settleWorker.dropWaiting();
    m_settleWorker.post(
        [this, job = *m_job, boxes = m_boxes, photo = m_photo, version = m_version, stop = m_stop] {
            const RunControl control{[stop] { return stop->load(); }, {}};
            auto settled = guarded([&] { return renderSettled(job, boxes, control); });
            QMetaObject::invokeMethod(
                this,
                [this, photo, version, settled = std::move(settled)]() mutable {
                    if (photo == m_photo) takeSettled(std::move(settled), version);
                },
                Qt::QueuedConnection);
        });
}

void PreviewRenderer::stop(StopFlag& flag) {
    if (flag) flag->store(true);
    flag.reset();
}

void PreviewRenderer::takeSettled(Result<SettledPicture> settled, int version) {
    if (version != m_version || m_settled) return;
    if (!settled) {
        if (settled.error().code != ErrorCode::Cancelled) Q_EMIT failed(settled.error());
        return;
    }
    settleOn(std::move(*settled));
}

void PreviewRenderer::settleOn(SettledPicture settled) {
    m_stop.reset();
    m_settled = std::move(settled);
    m_shownVersion = m_version;
    Q_EMIT pictureReady(m_settled->picture, std::exchange(m_newFaces, false));
    Q_EMIT settledReady();
    updateChanges();
}

void PreviewRenderer::setChangesWanted(bool wanted) {
    const bool starts = wanted && !m_changesWanted;
    m_changesWanted = wanted;
    if (starts) updateChanges();
}

void PreviewRenderer::updateChanges() {
    if (!m_changesWanted || !m_settled) return;
    m_stop = std::make_shared<std::atomic<bool>>(false);
    m_settleWorker.post([this, before = m_original, after = m_settled->photo, photo = m_photo,
                         version = m_version, stop = m_stop] {
        const RunControl control{[stop] { return stop->load(); }, {}};
        auto heat =
            guarded([&]() -> Result<QImage> { return changeImage(before, after, control); });
        QMetaObject::invokeMethod(
            this,
            [this, photo, version, heat = std::move(heat)] {
                if (photo != m_photo || version != m_version || !heat) return;
                if (!heat->isNull()) Q_EMIT changePictureReady(*heat);
            },
            Qt::QueuedConnection);
    });
}

void PreviewRenderer::dropSettled() {
    if (m_settled) dropOn(m_settleWorker, std::exchange(m_settled, {}));
}

}  // namespace heirloom::ui
