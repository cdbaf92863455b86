#include "app/progress_bar.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <algorithm>
#include <cmath>
#include <cstdio>

namespace heirloom::cli {

namespace {

constexpr auto kRedrawInterval = std::chrono::milliseconds(100);
constexpr int kBarCells = 24;

int terminalColumns() {
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    return 80;
}

}  // namespace

ProgressBar::ProgressBar(int photoCount)
    : m_visible(isatty(STDERR_FILENO) == 1),
      m_photoCount(std::max(1, photoCount)),
      m_start(std::chrono::steady_clock::now()) {}

ProgressBar::~ProgressBar() {
    clear();
}

std::string ProgressBar::remainingText(double done) const {
    const double elapsed =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    // The first moments say nothing about the rest.
    if (done < 0.02 || elapsed < 1.0) return "";
    const int seconds = static_cast<int>(std::lround(elapsed * (1.0 - done) / done));
    char text[48];
    if (seconds >= 3600) {
        std::snprintf(text, sizeof text, "%d h %02d min left", seconds / 3600, seconds / 60 % 60);
    } else if (seconds >= 60) {
        std::snprintf(text, sizeof text, "%d min %02d s left", seconds / 60, seconds % 60);
    } else {
        std::snprintf(text, sizeof text, "%d s left", seconds);
    }
    return text;
}

void ProgressBar::update(int photoIndex, double fraction, const std::string& label) {
    if (!m_visible) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - m_lastDrawn < kRedrawInterval && label == m_label) return;
    m_lastDrawn = now;
    m_label = label;
    const double done = (photoIndex + std::clamp(fraction, 0.0, 1.0)) / m_photoCount;
    const int filled = static_cast<int>(done * kBarCells);
    std::string line = "[" + std::string(filled, '#') + std::string(kBarCells - filled, '-') + "] ";
    line += std::to_string(static_cast<int>(done * 100.0)) + "%  ";
    if (m_photoCount > 1) {
        line += std::to_string(photoIndex + 1) + " of " + std::to_string(m_photoCount) + "  ";
    }
    line += label;
    if (const std::string remaining = remainingText(done); !remaining.empty()) {
        line += "  " + remaining;
    }
    line.resize(std::min<std::size_t>(line.size(), terminalColumns() - 1));
    std::fprintf(stderr, "\r\033[K%s", line.c_str());
    std::fflush(stderr);
}

void ProgressBar::clear() {
    if (!m_visible) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
}

}  // namespace heirloom::cli
