#include "ui/common/serial_worker.h"

#include <algorithm>

#ifdef __linux__
#include <pthread.h>
#include <unistd.h>
#endif

namespace heirloom::ui {

SerialWorker::SerialWorker(std::string name)
    : m_name(std::move(name)), m_thread([this] { run(); }) {}

SerialWorker::~SerialWorker() {
    std::deque<Entry> dropped;  // destroyed without the lock: tasks hold pictures
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        dropped.swap(m_waiting);
    }
    m_changed.notify_all();
    m_thread.join();
}

void SerialWorker::post(Task task) {
    postLatest({}, std::move(task));
}

void SerialWorker::postLatest(const std::string& key, Task task) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing) return;
        const auto same = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Entry& entry) {
            return !key.empty() && entry.key == key;
        });
        if (same != m_waiting.end()) {
            std::swap(same->task, task);
        } else {
            m_waiting.push_back({key, std::move(task)});
            task = {};
        }
    }
    m_changed.notify_all();
}

void SerialWorker::dropWaiting() {
    std::deque<Entry> dropped;
    const std::lock_guard lock(m_mutex);
    dropped.swap(m_waiting);
}

bool SerialWorker::isIdle() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting.empty() && !m_running;
}

void SerialWorker::run() {
#ifdef __linux__
    pthread_setname_np(pthread_self(), m_name.substr(0, 15).c_str());
    // A little below the GUI thread, so that a busy machine does not make the window wait; on
    // Linux this acts on the one thread, and on those that it starts.
    constexpr int kBehindWindow = 5;
    (void)!nice(kBehindWindow);
#endif
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_closing || !m_waiting.empty(); });
        if (m_closing) return;
        Task task = std::move(m_waiting.front().task);
        m_waiting.pop_front();
        m_running = true;
        lock.unlock();
        task();
        task = {};  // what it holds goes before anybody hears that the worker is idle
        lock.lock();
        m_running = false;
    }
}

}  // namespace heirloom::ui
