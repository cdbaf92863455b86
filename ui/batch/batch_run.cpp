#include "ui/batch/batch_run.h"

#include "ui/batch/run_mailbox.h"

namespace heirloom::ui {

namespace {

constexpr int kTickMilliseconds = 66;

// What must hold before hours of work; looks at the disk and loads a network.
Result<void> prepare(const BatchOptions& options, ModelProvider& models) {
    if (auto usable = checkOutputFolder(options.job.output); !usable) return usable;
    auto detector = models.detector();
    if (!detector) return detector.error();
    return {};
}

}  // namespace

BatchRun::BatchRun(AppContext& context, BatchList& list, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_list(list),
      m_inputs("batch-inputs"),
      m_closing("batch-closing") {
    m_ticks.setInterval(kTickMilliseconds);
    connect(&m_ticks, &QTimer::timeout, this, &BatchRun::look);
    connect(&m_files, &RunFiles::reportWritten, this, &BatchRun::reportSaved);
    connect(&m_files, &RunFiles::failed, this, &BatchRun::filesFailed);
}

BatchRun::~BatchRun() {
    blockSignals(true);
    m_list.blockSignals(true);
    m_ticks.stop();
    const bool unfinished = m_runner != nullptr && m_phase != Phase::TrialDone;
    if (m_runner) m_runner->cancel();
    m_runner.reset();
    if (!unfinished) return;
    look();
    m_seconds = static_cast<double>(m_clock.elapsed()) / 1000.0;
    saveReport();
}

bool BatchRun::isRunning() const {
    return m_phase != Phase::Idle && m_phase != Phase::TrialDone;
}

void BatchRun::setPhase(Phase phase) {
    if (m_phase == phase) return;
    m_phase = phase;
    Q_EMIT phaseChanged();
}

void BatchRun::start(const BatchChoices& choices, const QList<int>& rows) {
    if (isRunning() || rows.isEmpty()) return;
    closeRunner();
    m_choices = choices;
    m_engine = m_context.settings().engine();
    if (auto usable = check(m_choices); !usable) {
        Q_EMIT startFailed(usable.error());
        return;
    }
    m_models = m_context.models().handle();
    m_listed = m_list.size();
    setPhase(Phase::Starting);
    m_inputs.post(
        [this, rows, options = batchOptions(m_choices, m_engine), models = m_models.get()] {
            const auto ready = prepare(options, *models);
            QMetaObject::invokeMethod(
                this,
                [this, rows, ready] {
                    const bool cancelled = m_phase == Phase::Cancelling;
                    if (ready && !cancelled) return begin(rows);
                    m_models.reset();
                    setPhase(Phase::Idle);
                    if (!cancelled) Q_EMIT startFailed(ready.error());
                },
                Qt::QueuedConnection);
        });
}

void BatchRun::begin(const QList<int>& rows) {
    m_reportFolder = chooseReportFolder();
    m_reportStem = m_reportFolder + "/" + newReportName();
    m_rowOf.clear();
    m_rows.clear();
    m_ended = 0;
    m_mailbox = std::make_shared<RunMailbox>(
        [this, folder = m_reportFolder](std::shared_ptr<const PhotoReport> photo) {
            m_files.log(folder, std::move(photo));
        });
    m_runner = std::make_unique<BatchRunner>(batchOptions(m_choices, m_engine), *m_models,
                                             m_mailbox->events());
    m_clock.start();
    m_ticks.start();
    setPhase(Phase::Running);
    if (m_choices.trial) return submit(rows.mid(0, kTrialPhotos));
    QList<int> all = rows;
    for (int row = m_listed; row < m_list.size(); ++row) {
        if (m_list.item(row).isOpen()) all.append(row);
    }
    submit(all);
}

void BatchRun::submit(const QList<int>& rows) {
    std::vector<InputPhoto> photos;
    std::vector<ItemChange> changes;
    photos.reserve(static_cast<std::size_t>(rows.size()));
    changes.reserve(static_cast<std::size_t>(rows.size()));
    for (const int row : rows) {
        photos.push_back(m_list.item(row).input);
        changes.push_back({row, ItemStage::Waiting, 0, 0, nullptr});
        m_rowOf.push_back(row);
        m_rows.insert(row);
    }
    m_list.apply(changes);
    m_runner->add(photos);
    Q_EMIT progressChanged();
}

void BatchRun::retry(const QList<int>& rows) {
    if (!m_runner || m_phase == Phase::Cancelling) return;
    QList<int> again;
    for (const int row : rows) {
        if (m_list.item(row).canRetry()) again.append(row);
    }
    submit(again);
}

void BatchRun::goOn() {
    if (m_phase != Phase::TrialDone) return;
    m_choices.trial = false;
    setPhase(Phase::Running);
    m_ticks.start();
    const QList<int> rows = openRows();
    submit(rows);
    if (rows.isEmpty()) settle();
}

void BatchRun::pause() {
    if (m_phase != Phase::Running) return;
    m_runner->pause();
    setPhase(Phase::Paused);
}

void BatchRun::resume() {
    if (m_phase != Phase::Paused && m_phase != Phase::DiskFull) return;
    m_runner->resume();
    setPhase(Phase::Running);
}

void BatchRun::cancel() {
    if (m_phase == Phase::TrialDone) {
        closeRunner();
        setPhase(Phase::Idle);
        return;
    }
    if (!isRunning()) return;
    setPhase(Phase::Cancelling);
    if (m_runner) m_runner->cancel();
}

void BatchRun::look() {
    if (!m_mailbox) return;
    RunMailbox::News news = m_mailbox->drain();
    std::vector<ItemChange> changes;
    changes.reserve(news.changes.size());
    for (auto& [id, change] : news.changes) {
        change.row = m_rowOf[id];
        changes.push_back(std::move(change));
    }
    m_ended += news.ended;
    m_list.apply(changes);
    if (news.diskFull && m_phase == Phase::Running) {
        setPhase(Phase::DiskFull);
        Q_EMIT diskFull(*news.diskFull);
    }
    Q_EMIT progressChanged();
    settle();
}

// Every id ends exactly once, so the count tells that the run is over.
void BatchRun::settle() {
    if (!m_runner || m_phase == Phase::Idle || m_ended < m_rowOf.size()) return;
    m_ticks.stop();
    m_seconds = static_cast<double>(m_clock.elapsed()) / 1000.0;
    const bool asks = m_choices.trial && m_phase != Phase::Cancelling && !openRows().isEmpty();
    saveReport();
    if (!asks) closeRunner();
    setPhase(asks ? Phase::TrialDone : Phase::Idle);
    Q_EMIT finished();
}

// Not here: the thread that judges photos may be in the middle of one.
void BatchRun::closeRunner() {
    if (!m_runner) return;
    struct Closing {
        std::unique_ptr<ModelProvider> models;
        std::unique_ptr<BatchRunner> runner;  // goes first
    };
    auto closing = std::make_shared<Closing>(Closing{std::move(m_models), std::move(m_runner)});
    m_mailbox.reset();
    m_closing.post([closing]() mutable { closing.reset(); });
}

RunProgress BatchRun::progress() const {
    RunProgress progress;
    progress.total = static_cast<int>(m_rows.size());
    progress.ended = progress.total - static_cast<int>(m_rowOf.size() - m_ended);
    if (!m_runner) return progress;
    const BatchProgress pace = m_runner->progress();
    progress.photosPerMinute = pace.photosPerMinute;
    progress.remainingSeconds = pace.remainingSeconds;
    return progress;
}

QList<int> BatchRun::openRows() const {
    QList<int> rows;
    for (int row = 0; row < m_list.size(); ++row) {
        if (m_list.item(row).isOpen() && !m_rows.contains(row)) rows.append(row);
    }
    return rows;
}

}  // namespace heirloom::ui
