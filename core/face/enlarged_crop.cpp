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

using Taps = std::array<float, kTaps>;

// The cubic of OpenCV: Keys with a = -0.75.
Taps cubicAt(float x) {
    constexpr float a = -0.75f;
    Taps taps{};
    taps[0] = ((a * (x + 1) - 5 * a) * (x + 1) + 8 * a) * (x + 1) - 4 * a;
    taps[1] = ((a + 2) * x - (a + 3)) * x * x + 1;
    taps[2] = ((a + 2) * (1 - x) - (a + 3)) * (1 - x) * (1 - x) + 1;
    taps[3] = 1.0f - taps[0] - taps[1] - taps[2];
    return taps;
}

// The weights of each step between two pixels; across, each stands once for each lane.
template <int kLanes>
struct WeightTable {
    WeightTable() {
        for (int step = 0; step < kSteps; ++step) {
            const Taps taps = cubicAt(static_cast<float>(step) / kSteps);
            for (int i = 0; i < kTaps; ++i) {
                down[step][i] = taps[static_cast<std::size_t>(i)];
                std::fill_n(across[step] + i * kLanes, kLanes, taps[static_cast<std::size_t>(i)]);
            }
        }
    }
    alignas(64) float across[kSteps][kTaps * kLanes];
    alignas(64) float down[kSteps][kTaps];
};

template <int kLanes>
const WeightTable<kLanes>& weightTable() {
    static const WeightTable<kLanes> table;
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

using Four = float __attribute__((vector_size(16)));
using Eight = float __attribute__((vector_size(32)));

// By reference, as vectors wider than the oldest processor's have no place in a call.
template <class Vector>
HEIRLOOM_INLINE void load(const float* at, Vector& vector) {
    std::memcpy(&vector, at, sizeof vector);
}

// As many columns of four rows as a vector holds, weighted downwards, then across.
template <class Vector>
HEIRLOOM_INLINE void weigh(const float* at, int stride, const float* down, const float* across,
                           Vector& sum) {
    Vector next;
    load(at, next);
    sum = next * down[0];
    for (int row = 1; row < kTaps; ++row) {
        load(at + row * stride, next);
        sum += next * down[row];
    }
    load(across, next);
    sum *= next;
}

// One pixel with all of its surroundings inside the crop.
template <int kLanes>
HEIRLOOM_INLINE void sampleInside(const float* at, int stride, const float* across,
                                  const float* down, float* out) {
    if constexpr (kLanes == 1) {
        Four sum;
        weigh(at, stride, down, across, sum);
        out[0] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    } else if constexpr (kLanes == 2) {
        Eight sum;
        weigh(at, stride, down, across, sum);
        for (int c = 0; c < 2; ++c) out[c] = (sum[c] + sum[c + 2]) + (sum[c + 4] + sum[c + 6]);
    } else {
        Eight left, right;
        weigh(at, stride, down, across, left);
        weigh(at + 8, stride, down, across + 8, right);
        left += right;
        Four halves[2];
        std::memcpy(halves, &left, sizeof left);
        halves[0] += halves[1];
        std::memcpy(out, halves, sizeof halves[0]);
    }
}

// Beside the crop there is nothing.
template <int kLanes>
void sampleAtEdge(const Source& source, int x, int y, const float* across, const float* down,
                  float* out) {
    for (int c = 0; c < kLanes; ++c) out[c] = 0.0f;
    for (int row = 0; row < kTaps; ++row) {
        if (y + row < 0 || y + row >= source.rows) continue;
        const float* line = source.pixels + (y + row) * source.stride;
        for (int column = 0; column < kTaps; ++column) {
            if (x + column < 0 || x + column >= source.columns) continue;
            const float weight = down[row] * across[column * kLanes];
            for (int c = 0; c < kLanes; ++c) out[c] += line[(x + column) * kLanes + c] * weight;
        }
    }
}

// Where a row of the photo lies in the crop, in fixed point, and where its pixels go. masks or
// changes may be null.
struct SampledRow {
    int x, y;
    const int* columnX;
    const int* columnY;
    int columns;
    float* masks;
    float* changes;
};

template <int kLanes>
HEIRLOOM_INLINE void sampleRow(const Source& source, const WeightTable<kLanes>& table,
                               const SampledRow& row) {
    constexpr int kShift = kPositionBits - kStepBits;
    for (int i = 0; i < row.columns; ++i) {
        const int fineX = (row.x + row.columnX[i]) >> kShift;
        const int fineY = (row.y + row.columnY[i]) >> kShift;
        const int x = (fineX >> kStepBits) - 1;
        const int y = (fineY >> kStepBits) - 1;
        const float* const across = table.across[fineX & (kSteps - 1)];
        const float* const down = table.down[fineY & (kSteps - 1)];
        float pixel[kLanes];
        if (x >= 0 && y >= 0 && x <= source.columns - kTaps && y <= source.rows - kTaps) {
            sampleInside<kLanes>(source.pixels + y * source.stride + x * kLanes, source.stride,
                                 across, down, pixel);
        } else {
            sampleAtEdge<kLanes>(source, x, y, across, down, pixel);
        }
        if (kLanes > 1 && row.changes != nullptr) {
            std::memcpy(row.changes + i * (kLanes - 1), pixel, (kLanes - 1) * sizeof(float));
        }
        if (row.masks != nullptr) row.masks[i] = pixel[kLanes - 1];
    }
    if (row.masks == nullptr) return;
    // The cubic overshoots a little at the foot and the top of the ramp.
    for (int i = 0; i < row.columns; ++i) {
        const float mask = row.masks[i] < 1.0f ? row.masks[i] : 1.0f;
        row.masks[i] = 0.0f < mask ? mask : 0.0f;
    }
}

HEIRLOOM_VECTOR_CLONES
void sampleAnyRow(const Source& source, int lanes, const SampledRow& row) {
    switch (lanes) {
        case 1: return sampleRow<1>(source, weightTable<1>(), row);
        case 2: return sampleRow<2>(source, weightTable<2>(), row);
        default: return sampleRow<4>(source, weightTable<4>(), row);
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

void EnlargedCrop::place(cv::Rect block, cv::Mat* mask, cv::Mat* change) const {
    const Source source{m_source.ptr<float>(), static_cast<int>(m_source.step1()), m_source.cols,
                        m_source.rows};
    const int lanes = m_source.channels();
    constexpr int kRound = 1 << (kPositionBits - kStepBits - 1);
    if (mask != nullptr) mask->create(block.size(), CV_32FC1);
    if (change != nullptr) change->create(block.size(), CV_32FC(lanes - 1));
    for (int y = 0; y < block.height; ++y) {
        const int at = block.y + y;
        sampleAnyRow(source, lanes,
                     {fixedPoint(m_cropFromRect(0, 1) * at + m_cropFromRect(0, 2)) + kRound,
                      fixedPoint(m_cropFromRect(1, 1) * at + m_cropFromRect(1, 2)) + kRound,
                      m_columnX.data() + block.x, m_columnY.data() + block.x, block.width,
                      mask != nullptr ? mask->ptr<float>(y) : nullptr,
                      change != nullptr ? change->ptr<float>(y) : nullptr});
    }
}

}  // namespace heirloom
