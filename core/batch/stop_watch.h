// Measures the steps of one photo. Internal to core/batch.
#pragma once

#include <chrono>

namespace heirloom {

class StopWatch {
public:
    double lap() {
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - m_lap).count();
        m_lap = now;
        return seconds;
    }

private:
    std::chrono::steady_clock::time_point m_lap = std::chrono::steady_clock::now();
};

// Adds the time until the end of the scope; the total leaves out the waits between steps.
class AddedTime {
public:
    explicit AddedTime(double& seconds) : m_seconds(seconds) {}
    ~AddedTime() { m_seconds += m_watch.lap(); }
    AddedTime(const AddedTime&) = delete;
    AddedTime& operator=(const AddedTime&) = delete;

private:
    double& m_seconds;
    StopWatch m_watch;
};

}  // namespace heirloom
