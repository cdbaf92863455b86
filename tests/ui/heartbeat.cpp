#include "tests/ui/heartbeat.h"

#include <algorithm>
#include <ctime>

namespace heirloom::ui::test {

namespace {

constexpr int kInterval = 5;

double threadMilliseconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

}  // namespace

Heartbeat::Heartbeat() : m_work(threadMilliseconds()) {
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, [this] { beat(); });
    m_clock.start();
    m_timer.start(kInterval);
}

void Heartbeat::beat() {
    const double gap = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
    m_clock.restart();
    m_longest = std::max(m_longest, gap - kInterval);
    const double work = threadMilliseconds();
    m_longestWork = std::max(m_longestWork, work - m_work);
    m_work = work;
}

}  // namespace heirloom::ui::test
