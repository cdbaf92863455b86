// How fast a batch goes, from the times between the ends of its photos.
//
// Not thread-safe: the batch runner guards it.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace heirloom {

// Counts only while it runs: pauses and idle times are left out.
class ActiveClock {
public:
    void start();
    void stop();
    double seconds() const;

private:
    using Clock = std::chrono::steady_clock;
    std::optional<Clock::time_point> m_since;
    double m_before = 0.0;
};

class RunPace {
public:
    void addPhoto(double seconds);

    // Mean over the last kWindow photos; the slowest twentieth of them, at least one once
    // there are eight, counts no more than the slowest of the rest, so that one huge photo
    // or a stalled disk does not spoil the estimate. Empty before the second photo: the first
    // also loads the models.
    std::optional<double> secondsPerPhoto() const;
    double photosPerMinute() const;  // 0 when nothing is known
    std::optional<double> remainingSeconds(std::size_t photos) const;

private:
    static constexpr std::size_t kWindow = 100;
    std::deque<double> m_seconds;
    bool m_first = true;
};

}  // namespace heirloom
