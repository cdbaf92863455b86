// A one-line bar on a terminal; silent where stderr is none.
#pragma once

#include <chrono>
#include <string>

namespace heirloom::cli {

class ProgressBar {
public:
    explicit ProgressBar(int photoCount);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    // fraction: 0...1 of the photo with this 0-based index; label says what is done.
    void update(int photoIndex, double fraction, const std::string& label);
    // Removes the bar, so that a message can stand in its place.
    void clear();

private:
    std::string remainingText(double done) const;

    bool m_visible;
    int m_photoCount;
    std::chrono::steady_clock::time_point m_start;
    std::chrono::steady_clock::time_point m_lastDrawn;
    std::string m_label;
};

}  // namespace heirloom::cli
