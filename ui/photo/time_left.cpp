#include "ui/photo/time_left.h"

#include <algorithm>

namespace heirloom::ui {

namespace {

// Preparing ends where the session's work on the whole photo would begin.
constexpr double kPreparedFraction = 0.85;
// How much of a longer estimate is shown for each second that passes.
constexpr double kRise = 0.25;

}  // namespace

void TimeLeft::start(double now) {
    *this = {};
    m_start = now;
}

void TimeLeft::note(const WorkProgress& progress, double now) {
    const double share =
        progress.stage == "export" ? progress.fraction : progress.fraction / kPreparedFraction;
    m_fraction = std::clamp(share, m_fraction, 1.0);
    if (progress.face <= 0 || progress.face == m_face) return;
    if (m_face == 0) m_firstFace = now;
    m_face = progress.face;
    m_faceCount = progress.faceCount;
    m_thisFace = now;
}

double TimeLeft::estimate(double now) const {
    const int done = m_face - 1;
    if (done < 1) return -1.0;
    const double perFace = (m_thisFace - m_firstFace) / done;
    const double current = std::max(0.0, perFace - (now - m_thisFace));
    return current + perFace * (m_faceCount - m_face);
}

double TimeLeft::secondsLeft(double now) {
    const double wanted = estimate(now);
    if (wanted < 0.0) return wanted;
    if (m_shown < 0.0) {
        m_shown = wanted;
    } else {
        const double passed = now - m_shownAt;
        m_shown = std::min(wanted, std::max(0.0, m_shown - passed) + kRise * passed);
    }
    m_shownAt = now;
    return m_shown;
}

}  // namespace heirloom::ui
