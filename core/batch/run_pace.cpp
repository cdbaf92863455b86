#include "core/batch/run_pace.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace heirloom {

void ActiveClock::start() {
    if (!m_since) m_since = Clock::now();
}

void ActiveClock::stop() {
    m_before = seconds();
    m_since.reset();
}

double ActiveClock::seconds() const {
    if (!m_since) return m_before;
    return m_before + std::chrono::duration<double>(Clock::now() - *m_since).count();
}

void RunPace::addPhoto(double seconds) {
    if (std::exchange(m_first, false)) return;
    m_seconds.push_back(seconds);
    if (m_seconds.size() > kWindow) m_seconds.pop_front();
}

std::optional<double> RunPace::secondsPerPhoto() const {
    constexpr std::size_t kFewest = 8;
    if (m_seconds.empty()) return std::nullopt;
    std::vector<double> sorted(m_seconds.begin(), m_seconds.end());
    std::sort(sorted.begin(), sorted.end());
    const std::size_t count = sorted.size();
    const std::size_t capped = count < kFewest ? 0 : (count + 19) / 20;
    std::fill(sorted.end() - static_cast<std::ptrdiff_t>(capped), sorted.end(),
              sorted[count - capped - 1]);
    return std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(count);
}

double RunPace::photosPerMinute() const {
    const auto seconds = secondsPerPhoto();
    return seconds && *seconds > 0.0 ? 60.0 / *seconds : 0.0;
}

std::optional<double> RunPace::remainingSeconds(std::size_t photos) const {
    const auto seconds = secondsPerPhoto();
    if (!seconds) return std::nullopt;
    return *seconds * static_cast<double>(photos);
}

}  // namespace heirloom
