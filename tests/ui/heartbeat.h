// How long the GUI thread kept an event waiting: product.md 6.13.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

namespace heirloom::ui::test {

// The longest time in which no event was handled, and the most that the thread worked in one
// such time: on a machine that is busy with other programs only the second is the window's own.
class Heartbeat {
public:
    Heartbeat();
    double longestStall() const { return m_longest; }  // milliseconds, beyond the beat itself
    double longestWork() const { return m_longestWork; }

private:
    void beat();

    QTimer m_timer;
    QElapsedTimer m_clock;
    double m_work;
    double m_longest = 0.0;
    double m_longestWork = 0.0;
};

inline constexpr double kLongestWork = 50.0;    // milliseconds
inline constexpr double kLongestStall = 500.0;  // with all that other programs take

}  // namespace heirloom::ui::test
