#include "core/fidelity/reduced_grid.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"
#include "core/face/area_reduction.h"

namespace heirloom {

namespace {

// Of the four neighbours of a place between two pixels, as cv::resize has them.
std::array<double, 4> cubicWeights(double t) {
    constexpr double kA = -0.75;
    const auto near = [](double d) { return ((kA + 2.0) * d - (kA + 3.0)) * d * d + 1.0; };
    const auto far = [](double d) { return ((kA * d - 5.0 * kA) * d + 8.0 * kA) * d - 4.0 * kA; };
    const double before = far(t + 1.0), at = near(t), after = near(1.0 - t);
    return {before, at, after, 1.0 - before - at - after};
}

// Adds what a pixel of the full line takes from the reduced one.
void addInterpolation(int x, double share, int full, int reduced, std::vector<double>& weights) {
    const double at = (x + 0.5) * reduced / full - 0.5;
    const int left = static_cast<int>(std::floor(at));
    const std::array<double, 4> cubic = cubicWeights(at - left);
    for (int k = 0; k < 4; ++k) {
        const int from = std::clamp(left - 1 + k, 0, reduced - 1);
        weights[static_cast<std::size_t>(from)] += share * cubic[static_cast<std::size_t>(k)];
    }
}

HEIRLOOM_VECTOR_CLONES
void addRow(const float* row, float weight, int count, float* sum) {
    HEIRLOOM_INDEPENDENT
    for (int i = 0; i < count; ++i) sum[i] += weight * row[i];
}

}  // namespace

ReducedGrid::ReducedGrid(cv::Size full, cv::Size reduced) : m_full(full), m_reduced(reduced) {
    if (isFull()) return;
    const double pixel = this->pixel();
    for (int i = 0; i < reduced.width; ++i) {
        std::vector<double> weights(static_cast<std::size_t>(reduced.width), 0.0);
        const double begin = i * pixel, end = (i + 1) * pixel;
        for (int x = static_cast<int>(begin); x < std::min<double>(end, full.width); ++x) {
            const double covered = std::min(end, x + 1.0) - std::max(begin, double(x));
            addInterpolation(x, covered / pixel, full.width, reduced.width, weights);
        }
        const auto isSome = [](double weight) { return weight != 0.0; };
        const auto first = std::find_if(weights.begin(), weights.end(), isSome);
        const auto last = std::find_if(weights.rbegin(), weights.rend(), isSome).base();
        m_upAndDown.push_back({static_cast<int>(first - weights.begin()), {first, last}});
    }
}

cv::Mat ReducedGrid::down(const cv::Mat& picture) const {
    return areaReduced(picture, m_reduced);
}

cv::Mat ReducedGrid::up(const cv::Mat& picture) const {
    if (isFull()) return picture;
    cv::Mat out;
    cv::resize(picture, out, m_full, 0, 0, cv::INTER_CUBIC);
    return out;
}

cv::Mat ReducedGrid::alongColumns(const cv::Mat& picture) const {
    cv::Mat out = cv::Mat::zeros(picture.size(), picture.type());
    const int count = picture.cols * picture.channels();
    for (int y = 0; y < out.rows; ++y) {
        const Neighbours& from = m_upAndDown[static_cast<std::size_t>(y)];
        int row = from.first;
        for (const float weight : from.weights) {
            addRow(picture.ptr<float>(row++), weight, count, out.ptr<float>(y));
        }
    }
    return out;
}

cv::Mat ReducedGrid::upAndDown(const cv::Mat& picture) const {
    cv::Mat turned, out;
    cv::transpose(alongColumns(picture), turned);
    cv::transpose(alongColumns(turned), out);
    return out;
}

cv::Mat ReducedGrid::backProjected(const cv::Mat& wanted, int steps) const {
    if (isFull()) return wanted;
    cv::Mat left = wanted, sum = wanted.clone();
    for (int i = 1; i < steps; ++i) {
        left = left - upAndDown(left);
        sum += left;
    }
    return sum;
}

}  // namespace heirloom
