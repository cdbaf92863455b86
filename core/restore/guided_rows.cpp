#include "core/restore/guided_rows.h"

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"
#include "core/restore/pixel_tiles.h"

namespace heirloom {

namespace {

constexpr int kMostRadius = 6;
constexpr int kVector = 8;
constexpr int kRowFloats = kTileWidth + 4 * kMostRadius + kVector;
// Two rows that belong together, one after the other: of values and their squares, or of slopes
// and offsets.
constexpr int kPairFloats = 2 * kRowFloats;

// Sums of windows share their parts: seven values are three pairs and one, thirteen are three
// fours and one. The order of the additions does not depend on where a tile begins.
template <int kRadius>
constexpr int kPart = 2 * kRadius / 3;
template <int kRadius>
constexpr float kShare = 1.0f / ((2 * kRadius + 1) * (2 * kRadius + 1));

// Pairs of rows that come round again: number i lies where i + count does.
struct Ring {
    float* first;
    int count;  // a power of two

    HEIRLOOM_INLINE float* at(int i) const { return first + (i & (count - 1)) * kPairFloats; }
};
constexpr int kTwos = 2;
constexpr int kParts = 8;   // a part before the last one, of four
constexpr int kLines = 16;  // a window's height
constexpr int kPairs = 2 * (kTwos + kParts) + kLines + 3;

// What rows leave behind for the sums down their columns.
struct Columns {
    Ring twos;
    Ring parts;
};

// A row's place among them.
struct ColumnRow {
    float* twos;
    float* parts;  // of the rows before the middle; the row's own take their place
    const float* middle;
    float* sums;
};

struct Buffers {
    Columns values;
    Columns lines;
    Ring slopes;
    float* sums;
    float* lineSums;
    float* parts;
};

template <int kRadius>
HEIRLOOM_INLINE ColumnRow columnRow(const Columns& columns, int row, float* sums) {
    const Ring parts{columns.parts.first, 2 * kPart<kRadius>};
    return {columns.twos.at(row), parts.at(row), parts.at(row + kPart<kRadius>), sums};
}

// The sum of a value and of the 2 * kRadius above it, which is right once so many were added.
// before: the one above; last: the farthest.
template <int kRadius>
HEIRLOOM_INLINE void addBelow(const ColumnRow& column, int at, float value, float before,
                              float last) {
    const float two = value + before;
    float part = two;
    if constexpr (kPart<kRadius> == 4) {
        part += column.twos[at];
        column.twos[at] = two;
    }
    column.sums[at] = (part + column.middle[at]) + (column.parts[at] + last);
    column.parts[at] = part;
}

template <int kRadius>
HEIRLOOM_INLINE void addValues(const ColumnRow& column, const float* row, const float* before,
                               const float* last, int count) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < count; ++x) {
        addBelow<kRadius>(column, x, row[x], before[x], last[x]);
        addBelow<kRadius>(column, x + kRowFloats, row[x] * row[x], before[x] * before[x],
                          last[x] * last[x]);
    }
}

template <int kRadius>
HEIRLOOM_INLINE float partAcross(const float* values, int x) {
    const float two = values[x] + values[x + 1];
    if constexpr (kPart<kRadius> == 2) return two;
    return two + (values[x + 2] + values[x + 3]);
}

// Of a pair of rows.
template <int kRadius>
HEIRLOOM_INLINE void partsAcross(const float* values, int count, float* parts) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < count; ++x) {
        parts[x] = partAcross<kRadius>(values, x);
        parts[x + kRowFloats] = partAcross<kRadius>(values, x + kRowFloats);
    }
}

template <int kRadius>
HEIRLOOM_INLINE float meanAcross(const float* values, const float* parts, int x) {
    constexpr int k = kPart<kRadius>;
    return kShare<kRadius> *
           ((parts[x] + parts[x + k]) + (parts[x + 2 * k] + values[x + 2 * kRadius]));
}

template <int kRadius>
HEIRLOOM_INLINE void addSlopes(const Buffers& buffers, int row, int count, float noise) {
    partsAcross<kRadius>(buffers.sums, count + 2 * kPart<kRadius>, buffers.parts);
    const float regulariser = noise * noise;
    const float* const sums = buffers.sums;
    const float* const parts = buffers.parts;
    float* const lines = buffers.slopes.at(row);
    const float* const before = buffers.slopes.at(row - 1);
    const float* const last = buffers.slopes.at(row - 2 * kRadius);
    const ColumnRow column = columnRow<kRadius>(buffers.lines, row, buffers.lineSums);
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < count; ++x) {
        const float mean = meanAcross<kRadius>(sums, parts, x);
        const float square = meanAcross<kRadius>(sums, parts, x + kRowFloats);
        const float spread = square - mean * mean;
        const float variance = spread > 0.0f ? spread : 0.0f;
        const float slope = variance / (variance + regulariser);
        const float offset = mean - slope * mean;
        lines[x] = slope;
        lines[x + kRowFloats] = offset;
        addBelow<kRadius>(column, x, slope, before[x], last[x]);
        addBelow<kRadius>(column, x + kRowFloats, offset, before[x + kRowFloats],
                          last[x + kRowFloats]);
    }
}

template <int kRadius>
HEIRLOOM_INLINE void writeResults(const Buffers& buffers, const float* values, int count,
                                  float* results) {
    const float* const sums = buffers.lineSums;
    const float* const parts = buffers.parts;
    partsAcross<kRadius>(sums, count + 2 * kPart<kRadius>, buffers.parts);
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < count; ++x) {
        const float slope = meanAcross<kRadius>(sums, parts, x);
        const float offset = meanAcross<kRadius>(sums, parts, x + kRowFloats);
        results[x] = slope * values[x] + offset;
    }
}

HEIRLOOM_INLINE int wholeVectors(int count) {
    return (count + kVector - 1) / kVector * kVector;
}

template <int kRadius>
HEIRLOOM_INLINE void filterRows(const float* in, int inStride, int width, int height, float noise,
                                const Buffers& buffers, float* out, int outStride) {
    constexpr int kReach = 2 * kRadius;
    for (int i = 0; i < height + 2 * kReach; ++i) {
        // Nothing lies above the first rows, whose sums nobody reads.
        const float* const row = in + (i - kReach) * inStride - kReach;
        const float* const before = i > 0 ? row - inStride : row;
        const float* const last = i < kReach ? row : row - kReach * inStride;
        addValues<kRadius>(columnRow<kRadius>(buffers.values, i, buffers.sums), row, before, last,
                           wholeVectors(width + 2 * kReach));
        if (i < kReach) continue;
        addSlopes<kRadius>(buffers, i - kReach, wholeVectors(width + kReach), noise);
        const int y = i - 2 * kReach;
        if (y < 0) continue;
        writeResults<kRadius>(buffers, in + y * inStride, wholeVectors(width), out + y * outStride);
    }
}

HEIRLOOM_VECTOR_CLONES
void filterAnyRows(const float* in, int inStride, int width, int height, int radius, float noise,
                   const Buffers& buffers, float* out, int outStride) {
    if (radius == 3) {
        filterRows<3>(in, inStride, width, height, noise, buffers, out, outStride);
    } else {
        filterRows<6>(in, inStride, width, height, noise, buffers, out, outStride);
    }
}

}  // namespace

GuidedRows::GuidedRows() : m_rows(cv::Mat::zeros(kPairs, kPairFloats, CV_32FC1)) {}

void GuidedRows::filter(const float* in, int inStride, int width, int height, int radius,
                        float noise, float* out, int outStride) {
    float* next = m_rows.ptr<float>();
    const auto pairs = [&](int count) {
        float* const first = next;
        next += count * kPairFloats;
        return first;
    };
    const auto columns = [&] { return Columns{{pairs(kTwos), kTwos}, {pairs(kParts), kParts}}; };
    const Buffers buffers{columns(), columns(), {pairs(kLines), kLines},
                          pairs(1),  pairs(1),  pairs(1)};
    filterAnyRows(in, inStride, width, height, radius, noise, buffers, out, outStride);
}

}  // namespace heirloom
