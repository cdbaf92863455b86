// Restores many photos: while the networks work on one, the next is decoded and the previous
// one encoded and written.
//
// Threads: one reads and decodes, one (the only one that uses the ModelProvider) restores,
// one encodes and writes; with BatchOrder::WorstFirst one more looks at waiting photos. Each
// uses one core beside the thread budget of the networks (RuntimeOptions::threads), which
// they leave idle most of the time; pipelineBytes = 0 makes them take turns.
//
// Memory: at most one photo waits decoded and one restored. A photo is decoded ahead only
// while the pixels of all photos begun, each at the size of its input or output, whichever
// is larger, stay within pipelineBytes. A larger one waits until it is alone, and then needs
// what restoreFile() needs.
//
// The public functions may be called from any thread. Every photo ends with exactly one
// outcome; none stops the others.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "core/batch/batch_queue.h"
#include "core/batch/photo_job.h"
#include "core/batch/run_pace.h"

namespace heirloom {

// Restored and Decoded: done with that, waiting for the next step.
enum class ItemState { Waiting, Reading, Decoded, Restoring, Restored, Writing };

std::string_view itemStateName(ItemState state);  // "waiting", "reading", ...

enum class FullDisk {
    SkipRest,  // photos not finished end as skipped
    Pause,     // the run pauses; resume() writes the finished photo again and goes on
};

struct BatchOptions {
    JobOptions job;  // originals must name photos that are added later, too
    BatchOrder order = BatchOrder::AsGiven;
    FullDisk onFullDisk = FullDisk::SkipRest;
    int tries = 3;  // of a photo whose failure can pass: out of memory, not readable or writable
    std::uint64_t pipelineBytes = std::uint64_t{256} << 20;
    // Polled beside cancel(), from every thread; for a signal's flag. Empty: never.
    std::function<bool()> stopRequested;
};

struct BatchProgress {
    std::size_t total = 0;
    std::size_t ended = 0;
    double photosPerMinute = 0.0;            // pauses left out; 0 at the start
    std::optional<double> remainingSeconds;  // empty at the start
};

// Each empty one means that nobody listens. They are called without locks, those of
// different photos at the same time; those of one photo in order. They may call everything
// but wait() and the destructor.
struct BatchEvents {
    // Reading and Decoded by the reading thread, Restoring and Restored by the network's,
    // Writing and Waiting (to be tried again) by the writing thread.
    std::function<void(ItemId, ItemState)> stateChanged;
    // On the thread of the step.
    std::function<void(ItemId, const Progress&)> progress;
    // With WorstFirst, on the judging thread: quickBadness(), for a list that shows it.
    std::function<void(ItemId, std::optional<double>)> judged;
    // All three on the writing thread, so one at a time. Photos end in the order in which
    // they were begun.
    std::function<void(ItemId, const PhotoReport&)> ended;
    std::function<void(const Error&)> pausedByFullDisk;
    std::function<void()> allEnded;  // each time that nothing is left to do
};

class BatchRunner {
public:
    // models must outlive the runner and belongs to it meanwhile.
    BatchRunner(BatchOptions options, ModelProvider& models, BatchEvents events);
    // Cancels and waits; the events are called until it returns.
    ~BatchRunner();
    BatchRunner(const BatchRunner&) = delete;
    BatchRunner& operator=(const BatchRunner&) = delete;

    // Work starts at once. Returns the id of the first; the others follow. Does nothing any
    // more while the destructor runs.
    ItemId add(const std::vector<InputPhoto>& inputs);

    // Photos that a network or the writer works on are finished first.
    void pause();
    void resume();
    bool isPaused() const;
    // For good: what runs stops within one face, what waits or is added later ends as
    // cancelled.
    void cancel();

    // Until everything that was added has ended; for as long as a pause lasts, too.
    void wait();
    BatchProgress progress() const;

private:
    struct Job;
    using JobPointer = std::unique_ptr<Job>;

    void readLoop();
    void restoreLoop();
    void writeLoop();
    void judgeLoop();

    JobPointer beginNext();
    JobPointer take(JobPointer& slot, bool whilePaused);
    void handOver(JobPointer& slot, JobPointer job);
    void charge(Job& job, std::uint64_t bytes);
    void read(Job& job);
    void write(Job& job);
    bool waitForSpace(const Error& error);
    bool willTryAgain(const Job& job) const;
    void settleFullDisk(Job& job);
    void end(JobPointer job);
    void leavePipeline(std::uint64_t chargedBytes);

    bool stopping() const;
    bool isDrained() const;
    RunControl controlFor(ItemId id) const;
    void tell(ItemId id, ItemState state) const;

    // Never changed after the constructor.
    const BatchOptions m_options;
    const BatchEvents m_events;
    ModelProvider& m_models;  // by the network's thread only

    std::atomic<bool> m_cancelled = false;
    std::atomic<bool> m_diskFull = false;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    // Guarded by m_mutex.
    BatchQueue m_queue;
    JobPointer m_decoded;   // waits for the network
    JobPointer m_restored;  // waits for the writer
    std::size_t m_inPipeline = 0;
    std::uint64_t m_chargedBytes = 0;
    bool m_paused = false;
    bool m_closing = false;
    bool m_idle = true;
    std::size_t m_ended = 0;
    ActiveClock m_clock;
    double m_lastEnd = 0.0;
    RunPace m_pace;

    std::vector<std::thread> m_threads;
};

}  // namespace heirloom
