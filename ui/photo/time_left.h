// How far a restoration is and how long it still takes, from the time per face so far.
//
// Thread rule: a plain value of one thread. Times are seconds on any steady clock.
#pragma once

#include "ui/photo/photo_work.h"

namespace heirloom::ui {

class TimeLeft {
public:
    void start(double now);
    void note(const WorkProgress& progress, double now);

    double fraction() const { return m_fraction; }  // 0...1, never falls
    // Below 0: not known yet. Falls with the clock, and rises only slowly.
    double secondsLeft(double now);

private:
    double estimate(double now) const;

    double m_start = 0.0;
    double m_fraction = 0.0;
    int m_face = 0;
    int m_faceCount = 0;
    double m_firstFace = 0.0;  // when it began
    double m_thisFace = 0.0;
    double m_shown = -1.0;
    double m_shownAt = 0.0;
};

}  // namespace heirloom::ui
