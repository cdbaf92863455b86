#include "core/quality/median.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"

namespace heirloom {

namespace {

// Columns of the window are sorted once for all windows that hold them. Then the values of one
// rank are sorted from column to column; now each value is at least all values above it and to
// its left. Those of which too many others are surely smaller, or larger, cannot be the median,
// and of the others the smallest and the largest are put aside until one is left. Nothing in
// this depends on the values, so that many windows go through it side by side.
constexpr int kSide = 7;
constexpr int kMedianRank = 25;  // of 49, counted from 1
constexpr int kCandidates = 29;  // values that isCandidate()
constexpr int kStripRows = 32;
constexpr int kBeside = kSide / 2;

constexpr std::pair<int, int> kSortingNetwork[] = {{0, 6}, {2, 3}, {4, 5}, {0, 2}, {1, 4}, {3, 6},
                                                   {0, 1}, {2, 5}, {3, 4}, {1, 2}, {4, 6}, {2, 3},
                                                   {4, 5}, {1, 2}, {3, 4}, {5, 6}};

// Loops over values of one window have to be gone before the compiler can put windows side by
// side.
#if defined(__GNUC__)
#define HEIRLOOM_UNROLL _Pragma("GCC unroll 64")
#else
#define HEIRLOOM_UNROLL
#endif

HEIRLOOM_INLINE void order(std::uint8_t& a, std::uint8_t& b) {
    const std::uint8_t low = a < b ? a : b;
    b = a < b ? b : a;
    a = low;
}

HEIRLOOM_INLINE void sortSeven(std::uint8_t* values) {
    HEIRLOOM_UNROLL
    for (const auto& [a, b] : kSortingNetwork) order(values[a], values[b]);
}

constexpr bool isCandidate(int rank, int column) {
    return (rank + 1) * (column + 1) <= kMedianRank &&
           (kSide - rank) * (kSide - column) <= kMedianRank;
}

// Moves the smallest of the values to the front and the largest to the end.
template <int kCount>
HEIRLOOM_INLINE void orderEnds(std::uint8_t* values) {
    HEIRLOOM_UNROLL
    for (int i = 0; i + 1 < kCount; i += 2) order(values[i], values[i + 1]);
    HEIRLOOM_UNROLL
    for (int i = 2; i < kCount; i += 2) order(values[0], values[i]);
    HEIRLOOM_UNROLL
    for (int i = 1; i < kCount - 1; i += 2) order(values[i], values[kCount - 1]);
}

// The median of kCount values and of those from next on, of which there are kCount - 3. One
// more than half of all values hold one that is too small and one that is too large.
template <int kCount>
HEIRLOOM_INLINE std::uint8_t medianOf(std::uint8_t* values, const std::uint8_t* next) {
    orderEnds<kCount>(values);
    if constexpr (kCount == 3) {
        return values[1];
    } else {
        values[kCount - 1] = *next;
        return medianOf<kCount - 1>(values + 1, next + 1);
    }
}

// rows: the seven around the wanted one. ranks: the sorted columns, `count` of each rank.
HEIRLOOM_VECTOR_CLONES
void sortColumns(const std::array<const std::uint8_t*, kSide>& rows, int count,
                 std::uint8_t* ranks) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < count; ++x) {
        std::uint8_t values[kSide];
        HEIRLOOM_UNROLL
        for (int i = 0; i < kSide; ++i) values[i] = rows[i][x];
        sortSeven(values);
        HEIRLOOM_UNROLL
        for (int i = 0; i < kSide; ++i) ranks[i * count + x] = values[i];
    }
}

HEIRLOOM_VECTOR_CLONES
void medianRow(const std::uint8_t* ranks, int count, std::uint8_t* out) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < count - 2 * kBeside; ++x) {
        std::uint8_t candidates[kCandidates];
        int found = 0;
        HEIRLOOM_UNROLL
        for (int rank = 0; rank < kSide; ++rank) {
            std::uint8_t values[kSide];
            HEIRLOOM_UNROLL
            for (int i = 0; i < kSide; ++i) values[i] = ranks[rank * count + x + i];
            sortSeven(values);
            HEIRLOOM_UNROLL
            for (int i = 0; i < kSide; ++i) {
                if (isCandidate(rank, i)) candidates[found++] = values[i];
            }
        }
        constexpr int kFirst = (kCandidates + 1) / 2 + 1;
        out[x] = medianOf<kFirst>(candidates, candidates + kFirst);
    }
}

// The picture with its outermost pixels repeated, so that every window is whole.
cv::Mat widened(const cv::Mat& grey) {
    cv::Mat wide(grey.rows, grey.cols + 2 * kBeside, CV_8UC1);
    for (int y = 0; y < grey.rows; ++y) {
        const std::uint8_t* in = grey.ptr(y);
        std::uint8_t* out = wide.ptr(y);
        std::memset(out, in[0], kBeside);
        std::memcpy(out + kBeside, in, static_cast<std::size_t>(grey.cols));
        std::memset(out + kBeside + grey.cols, in[grey.cols - 1], kBeside);
    }
    return wide;
}

}  // namespace

cv::Mat medianOf49(const cv::Mat& grey) {
    cv::Mat median(grey.size(), CV_8UC1);
    if (grey.empty()) return median;
    const cv::Mat wide = widened(grey);
    const auto work = [&](const cv::Range& range) {
        std::vector<std::uint8_t> ranks(static_cast<std::size_t>(kSide) * wide.cols);
        for (int y = range.start; y < range.end; ++y) {
            std::array<const std::uint8_t*, kSide> rows{};
            for (int i = 0; i < kSide; ++i) {
                rows[static_cast<std::size_t>(i)] =
                    wide.ptr(std::clamp(y + i - kBeside, 0, wide.rows - 1));
            }
            sortColumns(rows, wide.cols, ranks.data());
            medianRow(ranks.data(), wide.cols, median.ptr(y));
        }
    };
    cv::parallel_for_(cv::Range(0, grey.rows), work,
                      std::max(1.0, static_cast<double>(grey.rows) / kStripRows));
    return median;
}

}  // namespace heirloom
