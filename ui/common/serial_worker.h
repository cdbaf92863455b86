// One thread that does tasks one after another: the place where a feature's long work runs.
//
// Thread-safe. Results go back by QMetaObject::invokeMethod(receiver, ..., Qt::QueuedConnection).
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace heirloom::ui {

class SerialWorker {
public:
    using Task = std::function<void()>;

    // name: at most 15 characters, for debuggers.
    explicit SerialWorker(std::string name);
    // Drops what waits, and waits for the task that runs: ask that one to stop first.
    ~SerialWorker();
    SerialWorker(const SerialWorker&) = delete;
    SerialWorker& operator=(const SerialWorker&) = delete;

    // Tasks throw nothing.
    void post(Task task);
    // Replaces the waiting task that was posted under the same key; for updates of which
    // only the newest counts.
    void postLatest(const std::string& key, Task task);
    void dropWaiting();
    bool isIdle() const;

private:
    struct Entry {
        std::string key;
        Task task;
    };
    void run();

    std::string m_name;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Entry> m_waiting;  // under m_mutex, as are the next two
    bool m_running = false;
    bool m_closing = false;
    std::thread m_thread;
};

}  // namespace heirloom::ui
