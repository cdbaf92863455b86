#include "core/fidelity/line_sums.h"

#include <cmath>

#include "core/base/vector_clones.h"

namespace heirloom {

namespace {

// Not left to the compiler's loops, which keep such sums in memory.
using Vector = float __attribute__((vector_size(32), aligned(alignof(float))));
constexpr int kVectorLanes = 8;
constexpr int kVectors = 4;
constexpr int kLanes = kVectors * kVectorLanes;

HEIRLOOM_INLINE const Vector& vectorAt(const float* values) {
    return *reinterpret_cast<const Vector*>(values);
}

template <int kCount>
HEIRLOOM_INLINE void store(const Vector (&sums)[kCount], float* out) {
    for (int v = 0; v < kCount; ++v) *reinterpret_cast<Vector*>(out + v * kVectorLanes) = sums[v];
}

template <int kCount>
HEIRLOOM_INLINE void sumPairs(const float* const* before, const float* const* after,
                              const float* weights, int reach, int from, float* out) {
    Vector sums[kCount];
    for (int v = 0; v < kCount; ++v) {
        sums[v] = weights[0] * vectorAt(before[0] + from + v * kVectorLanes);
    }
    for (int i = 1; i <= reach; ++i) {
        const float* a = before[i] + from;
        const float* b = after[i] + from;
#pragma GCC unroll 4
        for (int v = 0; v < kCount; ++v) {
            sums[v] +=
                weights[i] * (vectorAt(a + v * kVectorLanes) + vectorAt(b + v * kVectorLanes));
        }
    }
    store(sums, out + from);
}

HEIRLOOM_VECTOR_CLONES
void sumAllPairs(const float* const* before, const float* const* after, const float* weights,
                 int reach, int count, float* out) {
    int x = 0;
    for (; x + kLanes <= count; x += kLanes) {
        sumPairs<kVectors>(before, after, weights, reach, x, out);
    }
    for (; x + kVectorLanes <= count; x += kVectorLanes) {
        sumPairs<1>(before, after, weights, reach, x, out);
    }
    for (; x < count; ++x) {
        float sum = weights[0] * before[0][x];
        for (int i = 1; i <= reach; ++i) sum += weights[i] * (before[i][x] + after[i][x]);
        out[x] = sum;
    }
}

template <int kCount>
HEIRLOOM_INLINE void sumAt(const float* const* lines, const float* weights, int lineCount, int from,
                           float* out) {
    Vector sums[kCount] = {};
    for (int i = 0; i < lineCount; ++i) {
        const float* line = lines[i] + from;
#pragma GCC unroll 4
        for (int v = 0; v < kCount; ++v) {
            sums[v] += weights[i] * vectorAt(line + v * kVectorLanes);
        }
    }
    store(sums, out + from);
}

HEIRLOOM_VECTOR_CLONES
void sumAll(const float* const* lines, const float* weights, int lineCount, int count, float* out) {
    int x = 0;
    for (; x + kLanes <= count; x += kLanes) sumAt<kVectors>(lines, weights, lineCount, x, out);
    for (; x + kVectorLanes <= count; x += kVectorLanes) {
        sumAt<1>(lines, weights, lineCount, x, out);
    }
    for (; x < count; ++x) {
        float sum = 0.0f;
        for (int i = 0; i < lineCount; ++i) sum += weights[i] * lines[i][x];
        out[x] = sum;
    }
}

}  // namespace

void SymmetricLines::sum(const std::vector<float>& weights, int count, float* out) const {
    sumAllPairs(m_before.data(), m_after.data(), weights.data(),
                static_cast<int>(m_before.size()) - 1, count, out);
}

void sumLines(const std::vector<const float*>& lines, const float* weights, int count, float* out) {
    sumAll(lines.data(), weights, static_cast<int>(lines.size()), count, out);
}

std::vector<float> gaussianWeights(double sigma, int reach) {
    std::vector<double> exact;
    double sum = 0.0;
    for (int i = 0; i <= reach; ++i) {
        exact.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
        sum += i == 0 ? exact.back() : 2.0 * exact.back();
    }
    std::vector<float> weights;
    for (const double value : exact) weights.push_back(static_cast<float>(value / sum));
    return weights;
}

}  // namespace heirloom
