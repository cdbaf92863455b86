#include "core/quality/blockiness.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace heirloom {

namespace {

constexpr int kGrid = 8;
// Strong edges of the picture itself would drown the grid.
constexpr float kLargestStep = 24.0f;

struct PhaseSums {
    std::array<double, kGrid> sums{};
    std::array<std::int64_t, kGrid> counts{};

    // The excess of the strongest phase over the middle of the others.
    double excess() const {
        std::array<double, kGrid> means{};
        for (std::size_t i = 0; i < means.size(); ++i) {
            if (counts[i] == 0) return 0.0;
            means[i] = sums[i] / double(counts[i]);
        }
        std::array<double, kGrid> sorted = means;
        std::sort(sorted.begin(), sorted.end());
        // Of seven ordinary phases the largest is a little over the median by chance.
        const double spread = sorted[kGrid - 2] - sorted[kGrid / 2 - 1];
        return std::max(0.0, sorted[kGrid - 1] - sorted[kGrid / 2 - 1] - spread);
    }
};

// The second difference across the border of two pixels sees a step but no slope.
void addRow(const float* row, int length, PhaseSums& phases) {
    for (int x = 1; x + 2 < length; ++x) {
        const float step =
            std::abs(row[x + 1] - row[x] - 0.5f * (row[x] - row[x - 1] + row[x + 2] - row[x + 1]));
        if (step > kLargestStep) continue;
        const auto phase = static_cast<std::size_t>((x + 1) % kGrid);
        phases.sums[phase] += step;
        ++phases.counts[phase];
    }
}

void addRows(const cv::Mat& luma, PhaseSums& phases) {
    for (int y = 0; y < luma.rows; ++y) addRow(luma.ptr<float>(y), luma.cols, phases);
}

}  // namespace

double measureBlockiness(const std::vector<cv::Mat>& lumas) {
    PhaseSums across, down;
    for (const cv::Mat& luma : lumas) {
        addRows(luma, across);
        addRows(luma.t(), down);
    }
    return 0.5 * (across.excess() + down.excess());
}

}  // namespace heirloom
