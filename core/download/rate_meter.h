// Internal to core/download: how fast bytes arrive, over the last few seconds.
#pragma once

#include <chrono>
#include <cstdint>

namespace heirloom {

class RateMeter {
public:
    using Clock = std::chrono::steady_clock;

    // received: the bytes there are so far; falls when a download starts over.
    void update(std::uint64_t received, Clock::time_point now) {
        if (m_from == Clock::time_point() || received < m_fromBytes) restart(received, now);
        const double seconds = std::chrono::duration<double>(now - m_from).count();
        if (seconds < kShortest) return;
        m_rate = static_cast<double>(received - m_fromBytes) / seconds;
        if (seconds > kLongest) restart(received, now);
    }
    // 0 until it can be told.
    double bytesPerSecond() const { return m_rate; }

private:
    static constexpr double kShortest = 0.5;
    static constexpr double kLongest = 5.0;

    void restart(std::uint64_t received, Clock::time_point now) {
        m_from = now;
        m_fromBytes = received;
    }

    Clock::time_point m_from;
    std::uint64_t m_fromBytes = 0;
    double m_rate = 0.0;
};

}  // namespace heirloom
