#include "core/face/enlarged_crop.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"

namespace heirloom {

namespace {

// Positions have ten bits behind the point, weights exist for 32 steps between two pixels.
constexpr int kPositionBits = 10;
constexpr int kStepBits = 5;
constexpr int kSteps = 1 << kStepBits;
constexpr int kTaps = 4;
constexpr int kCell = 8;  // pixels of the crop

using Weights = std::array<float, kTaps * kTaps>;

// The cubic of OpenCV: Keys with a = -0.75.
std::array<float, kTaps> cubicAt(float x) {
    constexpr float a = -0.75f;
    std::array<float, kTaps> taps{};
    taps[0] = ((a * (x + 1) - 5 * a) * (x + 1) + 8 * a) * (x + 1) - 4 * a;
    taps[1] = ((a + 2) * x - (a + 3)) * x * x + 1;
    taps[2] = ((a + 2) * (1 - x) - (a + 3)) * (1 - x) * (1 - x) + 1;
    taps[3] = 1.0f - taps[0] - taps[1] - taps[2];
    return taps;
}

const std::vector<Weights>& weightTable() {
    static const std::vector<Weights> table = [] {
        std::vector<Weights> weights(kSteps * kSteps);
        for (int y = 0; y < kSteps; ++y) {
            const auto down = cubicAt(static_cast<float>(y) / kSteps);
            for (int x = 0; x < kSteps; ++x) {
                const auto across = cubicAt(static_cast<float>(x) / kSteps);
                Weights& at = weights[static_cast<std::size_t>(y * kSteps + x)];
                for (int i = 0; i < kTaps * kTaps; ++i) {
                    at[static_cast<std::size_t>(i)] = down[static_cast<std::size_t>(i / kTaps)] *
                                                      across[static_cast<std::size_t>(i % kTaps)];
                }
            }
        }
        return weights;
    }();
    return table;
}

// The way back, as cv::warpAffine() finds it.
cv::Matx23d invertedAsOpenCv(const cv::Matx23d& m) {
    const double determinant = m(0, 0) * m(1, 1) - m(0, 1) * m(1, 0);
    const double by = determinant != 0.0 ? 1.0 / determinant : 0.0;
    const double a = m(1, 1) * by, b = -by * m(0, 1), c = -by * m(1, 0), d = m(0, 0) * by;
    return {a, b, -a * m(0, 2) - b * m(1, 2), c, d, -c * m(0, 2) - d * m(1, 2)};
}

int fixedPoint(double position) {
    return cv::saturate_cast<int>(position * (1 << kPositionBits));
}

struct Source {
    const float* pixels;
    int stride;  // floats
    int columns, rows;
};

// All channels of a pixel at once.
template <int kLanes>
struct Lanes;
template <>
struct Lanes<1> {
    using Type = float;
};
template <>
struct Lanes<2> {
    using Type = float __attribute__((vector_size(8)));
};
template <>
struct Lanes<4> {
    using Type = float __attribute__((vector_size(16)));
};

template <int kLanes>
HEIRLOOM_INLINE typename Lanes<kLanes>::Type lanesAt(const float* at) {
    typename Lanes<kLanes>::Type lanes;
    std::memcpy(&lanes, at, kLanes * sizeof(float));
    return lanes;
}

template <int kLanes>
HEIRLOOM_INLINE typename Lanes<kLanes>::Type weightedRow(const float* at, const float* weights) {
    return lanesAt<kLanes>(at) * weights[0] + lanesAt<kLanes>(at + kLanes) * weights[1] +
           lanesAt<kLanes>(at + 2 * kLanes) * weights[2] +
           lanesAt<kLanes>(at + 3 * kLanes) * weights[3];
}

// One pixel with all of its surroundings inside the crop.
template <int kLanes>
HEIRLOOM_INLINE void sampleInside(const float* at, int stride, const float* weights, float* out) {
    auto sum = weightedRow<kLanes>(at, weights);
    sum += weightedRow<kLanes>(at + stride, weights + kTaps);
    sum += weightedRow<kLanes>(at + 2 * stride, weights + 2 * kTaps);
    sum += weightedRow<kLanes>(at + 3 * stride, weights + 3 * kTaps);
    std::memcpy(out, &sum, kLanes * sizeof(float));
}

// Beside the crop there is nothing.
template <int kLanes>
void sampleAtEdge(const Source& source, int x, int y, const float* weights, float* out) {
    for (int c = 0; c < kLanes; ++c) out[c] = 0.0f;
    for (int row = 0; row < kTaps; ++row) {
        if (y + row < 0 || y + row >= source.rows) continue;
        const float* line = source.pixels + (y + row) * source.stride;
        for (int column = 0; column < kTaps; ++column) {
            if (x + column < 0 || x + column >= source.columns) continue;
            const float weight = weights[row * kTaps + column];
            for (int c = 0; c < kLanes; ++c) out[c] += line[(x + column) * kLanes + c] * weight;
        }
    }
}

template <int kLanes>
HEIRLOOM_INLINE void sampleRow(const Source& source, const Weights* table, int rowX, int rowY,
                               const int* columnX, const int* columnY, int columns, float* out) {
    constexpr int kShift = kPositionBits - kStepBits;
    for (int i = 0; i < columns; ++i, out += kLanes) {
        const int fineX = (rowX + columnX[i]) >> kShift;
        const int fineY = (rowY + columnY[i]) >> kShift;
        const int x = (fineX >> kStepBits) - 1;
        const int y = (fineY >> kStepBits) - 1;
        const Weights& weights = table[(fineY & (kSteps - 1)) * kSteps + (fineX & (kSteps - 1))];
        if (x >= 0 && y >= 0 && x <= source.columns - kTaps && y <= source.rows - kTaps) {
            sampleInside<kLanes>(source.pixels + y * source.stride + x * kLanes, source.stride,
                                 weights.data(), out);
        } else {
            sampleAtEdge<kLanes>(source, x, y, weights.data(), out);
        }
    }
}

cv::Mat joined(const cv::Mat& mask, const cv::Mat& change) {
    if (change.empty()) return mask;
    cv::Mat out(mask.size(), CV_32FC(change.channels() + 1));
    const cv::Mat parts[] = {change, mask};
    const int colour[] = {0, 0, 1, 1, 2, 2, 3, 3};
    const int grey[] = {0, 0, 1, 1};
    if (change.channels() == 3) {
        cv::mixChannels(parts, 2, &out, 1, colour, 4);
    } else {
        cv::mixChannels(parts, 2, &out, 1, grey, 2);
    }
    return out;
}

cv::Mat cellsOf(const cv::Mat& mask) {
    cv::Mat cells =
        cv::Mat::zeros((mask.rows + kCell - 1) / kCell, (mask.cols + kCell - 1) / kCell, CV_8UC1);
    for (int y = 0; y < mask.rows; ++y) {
        const auto* row = mask.ptr<float>(y);
        auto* out = cells.ptr(y / kCell);
        for (int x = 0; x < mask.cols; ++x) {
            if (row[x] != 0.0f) out[x / kCell] = 1;
        }
    }
    return cells;
}

}  // namespace

EnlargedCrop::EnlargedCrop(const cv::Mat& mask, const cv::Mat& change,
                           const cv::Matx23d& photoFromCrop, cv::Rect rect)
    : m_source(joined(mask, change)), m_cells(cellsOf(mask)) {
    cv::Matx23d rectFromCrop = photoFromCrop;
    rectFromCrop(0, 2) -= rect.x;
    rectFromCrop(1, 2) -= rect.y;
    m_cropFromRect = invertedAsOpenCv(rectFromCrop);
    for (int x = 0; x < rect.width; ++x) {
        m_columnX.push_back(fixedPoint(m_cropFromRect(0, 0) * x));
        m_columnY.push_back(fixedPoint(m_cropFromRect(1, 0) * x));
    }
}

bool EnlargedCrop::shows(cv::Rect block) const {
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (const double y : {block.y, block.y + block.height}) {
        for (const double x : {block.x, block.x + block.width}) {
            const cv::Matx23d& m = m_cropFromRect;
            const double cropX = m(0, 0) * x + m(0, 1) * y + m(0, 2);
            const double cropY = m(1, 0) * x + m(1, 1) * y + m(1, 2);
            left = std::min(left, cropX);
            right = std::max(right, cropX);
            top = std::min(top, cropY);
            bottom = std::max(bottom, cropY);
        }
    }
    const auto cellOf = [](double at, int most) {
        return static_cast<int>(std::clamp(std::floor(at / kCell), -1.0, double(most)));
    };
    constexpr double kMargin = kTaps;
    const int x0 = std::max(0, cellOf(left - kMargin, m_cells.cols));
    const int y0 = std::max(0, cellOf(top - kMargin, m_cells.rows));
    const int x1 = std::min(m_cells.cols - 1, cellOf(right + kMargin, m_cells.cols));
    const int y1 = std::min(m_cells.rows - 1, cellOf(bottom + kMargin, m_cells.rows));
    if (x0 > x1 || y0 > y1) return false;
    return cv::countNonZero(m_cells(cv::Range(y0, y1 + 1), cv::Range(x0, x1 + 1))) > 0;
}

template <int kLanes>
void EnlargedCrop::placeAs(cv::Rect block, cv::Mat* mask, cv::Mat* change) const {
    const Source source{m_source.ptr<float>(), static_cast<int>(m_source.step1()), m_source.cols,
                        m_source.rows};
    const Weights* table = weightTable().data();
    constexpr int kRound = 1 << (kPositionBits - kStepBits - 1);
    std::vector<float> row(static_cast<std::size_t>(block.width) * kLanes);
    if (mask != nullptr) mask->create(block.size(), CV_32FC1);
    if (change != nullptr) change->create(block.size(), CV_32FC(kLanes - 1));
    for (int y = 0; y < block.height; ++y) {
        const int at = block.y + y;
        const int rowX = fixedPoint(m_cropFromRect(0, 1) * at + m_cropFromRect(0, 2)) + kRound;
        const int rowY = fixedPoint(m_cropFromRect(1, 1) * at + m_cropFromRect(1, 2)) + kRound;
        sampleRow<kLanes>(source, table, rowX, rowY, m_columnX.data() + block.x,
                          m_columnY.data() + block.x, block.width, row.data());
        auto* masks = mask != nullptr ? mask->ptr<float>(y) : nullptr;
        auto* changes = change != nullptr ? change->ptr<float>(y) : nullptr;
        for (int x = 0; x < block.width; ++x) {
            const float* pixel = row.data() + static_cast<std::size_t>(x) * kLanes;
            if (masks != nullptr) masks[x] = pixel[kLanes - 1];
            if (changes == nullptr) continue;
            for (int c = 0; c + 1 < kLanes; ++c) changes[x * (kLanes - 1) + c] = pixel[c];
        }
    }
}

void EnlargedCrop::place(cv::Rect block, cv::Mat* mask, cv::Mat* change) const {
    switch (m_source.channels()) {
        case 1: return placeAs<1>(block, mask, nullptr);
        case 2: return placeAs<2>(block, mask, change);
        default: return placeAs<4>(block, mask, change);
    }
}

}  // namespace heirloom
