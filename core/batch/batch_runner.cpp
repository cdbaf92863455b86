#include "core/batch/batch_runner.h"

#include <new>
#include <system_error>
#include <utility>

#include "core/batch/prescreen.h"

namespace heirloom {

struct BatchRunner::Job {
    ItemId id = 0;
    PhotoWork work;
    std::uint64_t chargedBytes = 0;
};

namespace {

// Failures that may have another end a little later.
bool canPass(ErrorCode code) {
    return code == ErrorCode::OutOfMemory || code == ErrorCode::NotWritable ||
           code == ErrorCode::NotReadable;
}

bool failedWith(const PhotoWork& work, ErrorCode code) {
    return work.report.outcome == Outcome::Failed && work.report.error &&
           work.report.error->code == code;
}

// A step that throws must not take the other photos with it.
template <class Step>
void guarded(PhotoWork& work, const Step& step) {
    try {
        step();
    } catch (const std::bad_alloc&) {
        endWithError(work, makeError(ErrorCode::OutOfMemory,
                                     "There is not enough memory for %1. Close other programs "
                                     "and try again.",
                                     work.input.path));
    } catch (const std::exception& exception) {
        Error error = makeError(ErrorCode::Internal,
                                "%1 could not be processed because of a fault in this program. "
                                "Please report it.",
                                work.input.path);
        error.detail = exception.what();
        endWithError(work, std::move(error));
    }
}

std::uint64_t fileBytes(const std::filesystem::path& path) {
    std::error_code failed;
    const auto bytes = std::filesystem::file_size(path, failed);
    return failed ? 0 : bytes;
}

}  // namespace

std::string_view itemStateName(ItemState state) {
    switch (state) {
        case ItemState::Waiting: return "waiting";
        case ItemState::Reading: return "reading";
        case ItemState::Decoded: return "decoded";
        case ItemState::Restoring: return "restoring";
        case ItemState::Restored: return "restored";
        case ItemState::Writing: return "writing";
    }
    return "";
}

BatchRunner::BatchRunner(BatchOptions options, ModelProvider& models, BatchEvents events)
    : m_options(std::move(options)),
      m_events(std::move(events)),
      m_models(models),
      m_queue(m_options.order) {
    m_threads.emplace_back([this] { readLoop(); });
    m_threads.emplace_back([this] { restoreLoop(); });
    m_threads.emplace_back([this] { writeLoop(); });
    if (m_options.order == BatchOrder::WorstFirst) {
        m_threads.emplace_back([this] { judgeLoop(); });
    }
}

BatchRunner::~BatchRunner() {
    cancel();
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_changed.notify_all();
    for (std::thread& thread : m_threads) thread.join();
}

ItemId BatchRunner::add(const std::vector<InputPhoto>& inputs) {
    const std::lock_guard lock(m_mutex);
    const ItemId first = m_queue.size();
    if (inputs.empty() || m_closing) return first;
    for (const InputPhoto& input : inputs) m_queue.add(input);
    m_idle = false;
    if (!m_paused) m_clock.start();
    m_changed.notify_all();
    return first;
}

void BatchRunner::pause() {
    const std::lock_guard lock(m_mutex);
    if (m_cancelled) return;
    m_paused = true;
    m_clock.stop();
}

void BatchRunner::resume() {
    const std::lock_guard lock(m_mutex);
    m_paused = false;
    if (!m_idle) m_clock.start();
    m_changed.notify_all();
}

bool BatchRunner::isPaused() const {
    const std::lock_guard lock(m_mutex);
    return m_paused;
}

void BatchRunner::cancel() {
    const std::lock_guard lock(m_mutex);
    m_cancelled = true;
    m_paused = false;
    m_changed.notify_all();
}

void BatchRunner::wait() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_idle; });
}

BatchProgress BatchRunner::progress() const {
    const std::lock_guard lock(m_mutex);
    return {m_queue.size(), m_ended, m_pace.photosPerMinute(),
            m_pace.remainingSeconds(m_queue.size() - m_ended)};
}

bool BatchRunner::stopping() const {
    return m_cancelled || (m_options.stopRequested && m_options.stopRequested());
}

bool BatchRunner::isDrained() const {
    return m_closing && !m_queue.hasWaiting() && m_inPipeline == 0;
}

RunControl BatchRunner::controlFor(ItemId id) const {
    RunControl control;
    // A full disk also stops what could not be written any more.
    control.stopRequested = [this] { return m_diskFull || stopping(); };
    control.progress = [this, id](const Progress& progress) {
        if (m_events.progress) m_events.progress(id, progress);
    };
    return control;
}

void BatchRunner::tell(ItemId id, ItemState state) const {
    if (m_events.stateChanged) m_events.stateChanged(id, state);
}

// Reading.

void BatchRunner::readLoop() {
    while (JobPointer job = beginNext()) {
        tell(job->id, ItemState::Reading);
        guarded(job->work, [&] { read(*job); });
        if (!job->work.ended) tell(job->id, ItemState::Decoded);
        handOver(m_decoded, std::move(job));
    }
}

BatchRunner::JobPointer BatchRunner::beginNext() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(
        lock, [this] { return isDrained() || (!m_paused && !m_decoded && m_queue.hasWaiting()); });
    const auto id = m_queue.take();
    if (!id) return nullptr;
    ++m_inPipeline;
    auto job = std::make_unique<Job>();
    job->id = *id;
    job->work = startWork(m_queue.input(*id));
    job->work.report.attempts = m_queue.attempts(*id);
    return job;
}

void BatchRunner::read(Job& job) {
    const RunControl control = controlFor(job.id);
    const std::uint64_t encodedBytes = fileBytes(job.work.input.path);
    charge(job, encodedBytes);
    openPhoto(job.work, m_options.job, control);
    charge(job, encodedBytes + pixelBytes(job.work, m_options.job));
    decodeOpened(job.work, m_options.job, control);
}

// Waits until the photo fits beside the others, or is alone.
void BatchRunner::charge(Job& job, std::uint64_t bytes) {
    std::unique_lock lock(m_mutex);
    m_chargedBytes -= job.chargedBytes;
    job.chargedBytes = 0;
    m_changed.wait(lock, [&] {
        return m_chargedBytes == 0 || m_chargedBytes + bytes <= m_options.pipelineBytes ||
               m_cancelled;
    });
    job.chargedBytes = bytes;
    m_chargedBytes += bytes;
}

// Restoring.

void BatchRunner::restoreLoop() {
    while (JobPointer job = take(m_decoded, false)) {
        if (!job->work.ended) {
            tell(job->id, ItemState::Restoring);
            guarded(job->work, [&] {
                restoreDecoded(job->work, m_options.job, m_models, controlFor(job->id));
            });
            if (!job->work.ended) tell(job->id, ItemState::Restored);
        }
        handOver(m_restored, std::move(job));
    }
}

BatchRunner::JobPointer BatchRunner::take(JobPointer& slot, bool whilePaused) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return isDrained() || (slot && (whilePaused || !m_paused)); });
    JobPointer job = std::move(slot);
    m_changed.notify_all();
    return job;
}

void BatchRunner::handOver(JobPointer& slot, JobPointer job) {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return !slot; });
    slot = std::move(job);
    m_changed.notify_all();
}

// Writing.

void BatchRunner::writeLoop() {
    while (JobPointer job = take(m_restored, true)) {
        write(*job);
        end(std::move(job));
    }
}

void BatchRunner::write(Job& job) {
    PhotoWork& work = job.work;
    if (work.ended) return;
    tell(job.id, ItemState::Writing);
    const auto once = [&] { writeRestored(work, m_options.job, controlFor(job.id)); };
    guarded(work, once);
    while (failedWith(work, ErrorCode::DiskFull) && work.encoded &&
           waitForSpace(*work.report.error)) {
        tryWritingAgain(work);
        guarded(work, once);
    }
}

// True when the run was resumed and the photo may be tried again.
bool BatchRunner::waitForSpace(const Error& error) {
    if (m_options.onFullDisk != FullDisk::Pause || stopping()) return false;
    pause();
    if (m_events.pausedByFullDisk) m_events.pausedByFullDisk(error);
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return !m_paused; });
    return true;
}

bool BatchRunner::willTryAgain(const Job& job) const {
    const PhotoReport& report = job.work.report;
    return report.outcome == Outcome::Failed && report.error && canPass(report.error->code) &&
           report.attempts < m_options.tries && !m_diskFull && !stopping();
}

void BatchRunner::settleFullDisk(Job& job) {
    if (m_options.onFullDisk == FullDisk::SkipRest && failedWith(job.work, ErrorCode::DiskFull)) {
        m_diskFull = true;
        return;
    }
    PhotoReport& report = job.work.report;
    if (!m_diskFull || report.outcome != Outcome::Cancelled || stopping()) return;
    report.outcome = Outcome::Skipped;
    report.error = report.width == 0
                       ? makeError(ErrorCode::DiskFull,
                                   "%1 was not started because the disk is full.", report.input)
                       : makeError(ErrorCode::DiskFull,
                                   "%1 was not finished because the disk is full.", report.input);
}

void BatchRunner::end(JobPointer job) {
    settleFullDisk(*job);
    const bool again = willTryAgain(*job);
    if (again) tell(job->id, ItemState::Waiting);
    PhotoReport report = std::move(job->work.report);
    const ItemId id = job->id;
    const std::uint64_t chargedBytes = job->chargedBytes;
    job.reset();  // so that its memory is free before the next photo may take it
    {
        const std::lock_guard lock(m_mutex);
        if (again) {
            m_queue.tryAgain(id);
        } else {
            ++m_ended;
            const double now = m_clock.seconds();
            m_pace.addPhoto(now - std::exchange(m_lastEnd, now));
        }
    }
    if (!again && m_events.ended) m_events.ended(id, report);
    leavePipeline(chargedBytes);
}

void BatchRunner::leavePipeline(std::uint64_t chargedBytes) {
    std::unique_lock lock(m_mutex);
    m_chargedBytes -= chargedBytes;
    --m_inPipeline;
    m_changed.notify_all();
    const auto nothingLeft = [this] { return m_inPipeline == 0 && !m_queue.hasWaiting(); };
    if (!nothingLeft()) return;
    m_clock.stop();
    if (m_events.allEnded) {
        lock.unlock();
        m_events.allEnded();
        lock.lock();
    }
    m_idle = nothingLeft();
    m_changed.notify_all();
}

// Judging.

void BatchRunner::judgeLoop() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_closing || m_queue.hasMoreToJudge(); });
        if (m_closing) return;
        const auto id = m_queue.nextToJudge();
        if (!id) continue;
        const std::filesystem::path path = m_queue.input(*id).path;
        lock.unlock();
        std::optional<double> badness;
        if (!stopping()) badness = quickBadness(path, m_options.job.limits);
        lock.lock();
        if (badness) m_queue.setBadness(*id, *badness);
        if (!m_events.judged) continue;
        lock.unlock();
        m_events.judged(*id, badness);
        lock.lock();
    }
}

}  // namespace heirloom
