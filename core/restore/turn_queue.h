// A lock whose users get it one after another. Internal to core/restore.
//
// Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>

namespace heirloom {

using StopQuestion = std::function<bool()>;

// A lock that is given in the order in which it was asked for. An ordinary mutex would let
// a batch that asks again at once keep out the open photo for minutes.
class TurnQueue {
public:
    // False when stop said so before the turn came.
    bool enter(const StopQuestion& stop = {}) {
        std::unique_lock lock(m_mutex);
        const std::uint64_t ticket = m_nextTicket++;
        m_waiting.push_back(ticket);
        const auto isMyTurn = [&] { return !m_taken && m_waiting.front() == ticket; };
        while (!isMyTurn()) {
            if (!stop) {
                m_changed.wait(lock, isMyTurn);
            } else if (!m_changed.wait_for(lock, kStopInterval, isMyTurn) && stop()) {
                std::erase(m_waiting, ticket);
                m_changed.notify_all();
                return false;
            }
        }
        m_waiting.pop_front();
        m_taken = true;
        return true;
    }

    void leave() {
        {
            const std::lock_guard lock(m_mutex);
            m_taken = false;
        }
        m_changed.notify_all();
    }

private:
    static constexpr std::chrono::milliseconds kStopInterval{20};

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::uint64_t> m_waiting;  // under m_mutex, as are the next two
    std::uint64_t m_nextTicket = 0;
    bool m_taken = false;
};

class Turn {
public:
    explicit Turn(TurnQueue& queue, const StopQuestion& stop = {})
        : m_queue(queue), m_taken(queue.enter(stop)) {}
    ~Turn() {
        if (m_taken) m_queue.leave();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    bool taken() const { return m_taken; }

private:
    TurnQueue& m_queue;
    bool m_taken;
};

}  // namespace heirloom
