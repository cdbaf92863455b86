#include "ui/models/download_queue.h"

#include <QMetaObject>

namespace heirloom::ui {

namespace {

using Phase = DownloadStatus::Phase;

Result<DownloadedModel> downloadInto(const StoreOptions& options, const std::string& file,
                                     const DownloadOptions& transfer, const RunControl& control) {
    auto store = ModelStore::create(options);
    if (!store) return store.error();
    const auto entry = downloadableModel(*store, file);
    if (!entry) return entry.error();
    return downloadModel(*store, *entry, transfer, control);
}

}  // namespace

DownloadQueue::DownloadQueue(StoreOptions store, Settings& settings, QObject* parent)
    : QObject(parent),
      m_store(std::move(store)),
      m_settings(settings),
      m_cleaner("discard"),
      m_worker("download") {}

DownloadQueue::~DownloadQueue() {
    m_worker.dropWaiting();
    if (m_running) m_running->stop = true;
}

DownloadStatus DownloadQueue::status(const QString& file) const {
    const auto found = m_statuses.find(file);
    return found != m_statuses.end() ? found->second : DownloadStatus();
}

bool DownloadQueue::isBusy() const {
    return m_running != nullptr || !m_waiting.isEmpty();
}

void DownloadQueue::setPhase(const QString& file, Phase phase) {
    m_statuses[file].phase = phase;
    Q_EMIT changed(file);
}

void DownloadQueue::start(const QString& file) {
    const DownloadStatus now = status(file);
    if (now.isOpen() || now.phase == Phase::Discarding) return;
    m_waiting.append(file);
    setPhase(file, Phase::Waiting);
    startNext();
}

void DownloadQueue::startNext() {
    if (m_running || m_waiting.isEmpty()) return;
    const QString file = m_waiting.takeFirst();
    const auto run = std::make_shared<Running>();
    run->file = file;
    m_running = run;

    DownloadOptions transfer = m_options;
    transfer.proxy = m_settings.proxy().toStdString();
    transfer.progress = [this, run](const DownloadProgress& progress) {
        QMetaObject::invokeMethod(
            this, [this, run, progress] { follow(run, progress); }, Qt::QueuedConnection);
    };
    m_worker.post([this, run, transfer, store = m_store, name = file.toStdString()] {
        RunControl control;
        control.stopRequested = [run] { return run->stop.load(); };
        const auto result = downloadInto(store, name, transfer, control);
        if (!result && run->discard) discardPart(store.userFolder / name);
        QMetaObject::invokeMethod(
            this, [this, run, result] { end(run, result); }, Qt::QueuedConnection);
    });
    setPhase(file, Phase::Running);
}

void DownloadQueue::follow(const std::shared_ptr<Running>& run, const DownloadProgress& progress) {
    if (run != m_running || run->stop) return;
    m_statuses[run->file].progress = progress;
    Q_EMIT changed(run->file);
}

void DownloadQueue::end(const std::shared_ptr<Running>& run,
                        const Result<DownloadedModel>& result) {
    m_running.reset();
    const QString& file = run->file;
    if (result) {
        m_statuses.erase(file);
        Q_EMIT finished(file, *result);
        Q_EMIT changed(file);
    } else if (run->discard) {
        m_statuses.erase(file);
        Q_EMIT discarded(file);
        Q_EMIT changed(file);
    } else if (result.error().code == ErrorCode::Cancelled) {
        setPhase(file, Phase::Paused);
    } else {
        m_statuses[file].error = result.error();
        setPhase(file, Phase::Failed);
    }
    startNext();
}

void DownloadQueue::pause(const QString& file) {
    if (m_running && m_running->file == file) {
        m_running->stop = true;
    } else if (m_waiting.removeAll(file) > 0) {
        const bool hasBegun = m_statuses[file].progress.received > 0;
        setPhase(file, hasBegun ? Phase::Paused : Phase::None);
    }
}

void DownloadQueue::discard(const QString& file) {
    if (m_running && m_running->file == file) {
        m_running->discard = true;
        m_running->stop = true;
        setPhase(file, Phase::Discarding);
        return;
    }
    if (status(file).phase == Phase::Discarding) return;
    m_waiting.removeAll(file);
    setPhase(file, Phase::Discarding);
    m_cleaner.post([this, file, target = m_store.userFolder / file.toStdString()] {
        discardPart(target);
        QMetaObject::invokeMethod(
            this,
            [this, file] {
                m_statuses.erase(file);
                Q_EMIT discarded(file);
                Q_EMIT changed(file);
            },
            Qt::QueuedConnection);
    });
}

}  // namespace heirloom::ui
