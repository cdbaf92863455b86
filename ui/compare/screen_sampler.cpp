#include "ui/compare/screen_sampler.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/core/utility.hpp>

#include "core/base/vector_clones.h"

namespace heirloom::ui {

namespace {

constexpr int kWeightBits = 8;
constexpr int kWeightOne = 1 << kWeightBits;
constexpr int kRowsAtOnce = 32;
constexpr double kAligned = 1e-6;

// Which source pixels, with which weights, make the target pixels of one axis. Weights of one
// target pixel sum up to kWeightOne.
struct Taps {
    int count = 1;                       // a target pixel
    std::vector<int> first;              // a target pixel
    std::vector<std::uint16_t> weights;  // count a target pixel

    const std::uint16_t* weightsOf(int i) const {
        return weights.data() + static_cast<std::size_t>(i) * count;
    }
    bool isCopy() const { return count == 1; }
};

// Shares of `count` source pixels that sum up to kWeightOne exactly: what rounding leaves goes
// to the largest, where it shows least.
void storeWeights(const std::vector<double>& shares, Taps& taps) {
    double sum = 0.0;
    for (const double share : shares) sum += share;
    int left = kWeightOne;
    const std::size_t start = taps.weights.size();
    for (const double share : shares) {
        const int weight = static_cast<int>(std::lround(share / sum * kWeightOne));
        left -= weight;
        taps.weights.push_back(static_cast<std::uint16_t>(weight));
    }
    const auto begin = taps.weights.begin() + static_cast<std::ptrdiff_t>(start);
    *std::max_element(begin, taps.weights.end()) += static_cast<std::uint16_t>(left);
}

// Source positions are in source pixels; step: source pixels for one target pixel.
struct Axis {
    int targetFirst;
    int targetCount;
    double placed;
    double step;
    int sourceLength;
};

Taps nearestTaps(const Axis& axis) {
    Taps taps;
    for (int i = 0; i < axis.targetCount; ++i) {
        const double middle = (axis.targetFirst + i + 0.5 - axis.placed) * axis.step;
        const int at = static_cast<int>(std::floor(middle + kAligned));
        taps.first.push_back(std::clamp(at, 0, axis.sourceLength - 1));
        taps.weights.push_back(kWeightOne);
    }
    return taps;
}

// Each target pixel is the mean over the source interval that it covers.
Taps averagingTaps(const Axis& axis) {
    Taps taps;
    taps.count = std::min(axis.sourceLength, static_cast<int>(std::ceil(axis.step)) + 1);
    std::vector<double> shares(static_cast<std::size_t>(taps.count));
    for (int i = 0; i < axis.targetCount; ++i) {
        const double length = axis.sourceLength;
        const double from = std::clamp((axis.targetFirst + i - axis.placed) * axis.step, 0.0,
                                       length - std::min(length, axis.step));
        const double to = std::min(length, from + axis.step);
        const int first =
            std::min(static_cast<int>(from + kAligned), axis.sourceLength - taps.count);
        for (int k = 0; k < taps.count; ++k) {
            const double share = std::min(to, first + k + 1.0) - std::max(from, first + k + 0.0);
            shares[static_cast<std::size_t>(k)] = std::max(0.0, share);
        }
        taps.first.push_back(first);
        storeWeights(shares, taps);
    }
    return taps;
}

Taps bilinearTaps(const Axis& axis) {
    Taps taps;
    taps.count = std::min(2, axis.sourceLength);
    std::vector<double> shares(static_cast<std::size_t>(taps.count));
    for (int i = 0; i < axis.targetCount; ++i) {
        const double middle = (axis.targetFirst + i + 0.5 - axis.placed) * axis.step - 0.5;
        const double at = std::clamp(middle, 0.0, axis.sourceLength - 1.0);
        const int first = std::min(static_cast<int>(at), axis.sourceLength - taps.count);
        shares.front() = 1.0 - (at - first);
        if (taps.count == 2) shares.back() = at - first;
        taps.first.push_back(first);
        storeWeights(shares, taps);
    }
    return taps;
}

Taps tapsOf(const Axis& axis, Sampling sampling) {
    const double offset = axis.placed * axis.step;
    const bool aligned =
        std::abs(axis.step - 1.0) < kAligned && std::abs(offset - std::round(offset)) < kAligned;
    if (sampling == Sampling::Nearest || aligned) return nearestTaps(axis);
    return axis.step > 1.0 ? averagingTaps(axis) : bilinearTaps(axis);
}

// Sums rows with weights: 8 bit to 16 bit with kWeightBits fractional bits.
HEIRLOOM_VECTOR_CLONES
void weighTwoRows(const std::uint8_t* first, const std::uint8_t* second,
                  const std::uint16_t* weights, std::uint16_t* out, int samples) {
    const std::uint16_t a = weights[0], b = weights[1];
    HEIRLOOM_INDEPENDENT
    for (int i = 0; i < samples; ++i) {
        out[i] = static_cast<std::uint16_t>(first[i] * a + second[i] * b);
    }
}

HEIRLOOM_VECTOR_CLONES
void weighThreeRows(const std::uint8_t* const* rows, const std::uint16_t* weights,
                    std::uint16_t* out, int samples) {
    const std::uint8_t *first = rows[0], *second = rows[1], *third = rows[2];
    const std::uint16_t a = weights[0], b = weights[1], c = weights[2];
    HEIRLOOM_INDEPENDENT
    for (int i = 0; i < samples; ++i) {
        out[i] = static_cast<std::uint16_t>(first[i] * a + second[i] * b + third[i] * c);
    }
}

HEIRLOOM_VECTOR_CLONES
void addRow(const std::uint8_t* row, std::uint16_t weight, std::uint16_t* out, int samples) {
    HEIRLOOM_INDEPENDENT
    for (int i = 0; i < samples; ++i) out[i] = static_cast<std::uint16_t>(out[i] + row[i] * weight);
}

void weighRows(const std::uint8_t* const* rows, const std::uint16_t* weights, int count,
               std::uint16_t* out, int samples) {
    if (count == 2) return weighTwoRows(rows[0], rows[1], weights, out, samples);
    if (count == 3) return weighThreeRows(rows, weights, out, samples);
    std::fill(out, out + samples, std::uint16_t{0});
    for (int k = 0; k < count; ++k) addRow(rows[k], weights[k], out, samples);
}

// Signed products of 16 bits are what processors sum up quickly: values are taken as distances
// from the middle, which weights of a known sum put right again.
constexpr int kMiddle = 1 << 15;
constexpr int kShift = 2 * kWeightBits;

// The sum of two neighbouring pixels with their weights, channel by channel.
inline cv::v_int32x4 weighedPair(const std::uint16_t* pixels, const cv::v_int16x8& weights) {
    const cv::v_uint16x8 pair = cv::v_load(pixels) ^ cv::v_setall_u16(kMiddle);
    cv::v_uint16x8 channels, rest;
    cv::v_zip(pair, cv::v_combine_high(pair, pair), channels, rest);
    return cv::v_dotprod(cv::v_reinterpret_as_s16(channels), weights);
}

inline cv::v_int16x8 weightPair(const std::uint16_t* weights) {
    const std::uint32_t pair = weights[0] | std::uint32_t{weights[1]} << 16;
    return cv::v_reinterpret_as_s16(cv::v_setall_u32(pair));
}

// Sums neighbouring pixels of one weighed row with weights and rounds to 8 bit. kCount: of
// taps, an even number; 0: as many as there are.
template <int kCount>
void weighColumns(const std::uint16_t* row, const Taps& taps, int firstColumn, std::uint8_t* out) {
    const int pixels = static_cast<int>(taps.first.size());
    const int count = kCount > 0 ? kCount : taps.count;
    const cv::v_int32x4 start = cv::v_setall_s32(kMiddle * kWeightOne + (1 << (kShift - 1)));
    const std::uint16_t* weights = taps.weights.data();
    for (int i = 0; i < pixels; ++i, weights += count, out += 4) {
        const std::uint16_t* from =
            row + 4 * (taps.first[static_cast<std::size_t>(i)] - firstColumn);
        cv::v_int32x4 sum = start;
        for (int k = 0; k < count; k += 2) {
            sum = sum + weighedPair(from + 4 * k, weightPair(weights + k));
        }
        const cv::v_int32x4 whole = cv::v_shr<kShift>(sum);
        const cv::v_int16x8 narrow = cv::v_pack(whole, whole);
        const cv::v_uint8x16 bytes = cv::v_pack_u(narrow, narrow);
        const std::uint32_t pixel = cv::v_reinterpret_as_u32(bytes).get0();
        std::memcpy(out, &pixel, sizeof pixel);
    }
}

// An even number of taps, the last of which may weigh nothing.
Taps paired(const Taps& taps) {
    if (taps.count % 2 == 0) return taps;
    Taps even;
    even.count = taps.count + 1;
    even.first = taps.first;
    for (std::size_t i = 0; i < taps.first.size(); ++i) {
        const std::uint16_t* weights = taps.weightsOf(static_cast<int>(i));
        even.weights.insert(even.weights.end(), weights, weights + taps.count);
        even.weights.push_back(0);
    }
    return even;
}

struct Job {
    const QImage& source;
    const Taps& across;
    const Taps& pairsAcross;  // of across
    const Taps& down;
    std::uint8_t* target;  // of the first pixel of the rectangle
    qsizetype targetStep;
};

void copyRow(const Job& job, const std::uint8_t* row, std::uint8_t* out) {
    const std::vector<int>& first = job.across.first;
    const auto* from = reinterpret_cast<const std::uint32_t*>(row);
    if (static_cast<std::size_t>(first.back() - first.front()) + 1 == first.size()) {
        std::memcpy(out, from + first.front(), first.size() * 4);
        return;
    }
    auto* to = reinterpret_cast<std::uint32_t*>(out);
    for (std::size_t i = 0; i < first.size(); ++i) to[i] = from[first[i]];
}

void weighRow(const Job& job, int y, int firstColumn, int columns,
              std::vector<const std::uint8_t*>& rows, std::vector<std::uint16_t>& buffer,
              std::uint8_t* out) {
    const Taps& down = job.down;
    const int first = down.first[static_cast<std::size_t>(y)];
    for (int k = 0; k < down.count; ++k) {
        rows[static_cast<std::size_t>(k)] = job.source.constScanLine(first + k) + 4 * firstColumn;
    }
    weighRows(rows.data(), down.weightsOf(y), down.count, buffer.data(), 4 * columns);
    const auto byColumns = job.pairsAcross.count == 2   ? weighColumns<2>
                           : job.pairsAcross.count == 4 ? weighColumns<4>
                                                        : weighColumns<0>;
    byColumns(buffer.data(), job.pairsAcross, firstColumn, out);
}

void fillRows(const Job& job, int fromRow, int toRow) {
    const bool copies = job.across.isCopy() && job.down.isCopy();
    const int firstColumn = job.across.first.front();
    const int columns = job.across.first.back() + job.across.count - firstColumn;
    std::vector<const std::uint8_t*> rows(static_cast<std::size_t>(job.down.count));
    // One pixel more than there is, for a tap that weighs nothing.
    std::vector<std::uint16_t> buffer(static_cast<std::size_t>(copies ? 0 : 4 * columns + 4));
    for (int y = fromRow; y < toRow; ++y) {
        std::uint8_t* out = job.target + y * job.targetStep;
        const int from = job.down.first[static_cast<std::size_t>(y)];
        if (!copies) {
            weighRow(job, y, firstColumn, columns, rows, buffer, out);
        } else if (y > fromRow && job.down.first[static_cast<std::size_t>(y) - 1] == from) {
            std::memcpy(out, out - job.targetStep, job.across.first.size() * 4);
        } else {
            copyRow(job, job.source.constScanLine(from), out);
        }
    }
}

}  // namespace

void sampleOnto(QImage& target, const QRect& rectangle, const QImage& source, const QRectF& placed,
                Sampling sampling) {
    const QRect filled = rectangle & target.rect();
    if (filled.isEmpty() || source.isNull() || placed.isEmpty()) return;
    const Taps across = tapsOf(
        {filled.x(), filled.width(), placed.x(), source.width() / placed.width(), source.width()},
        sampling);
    const Taps down = tapsOf({filled.y(), filled.height(), placed.y(),
                              source.height() / placed.height(), source.height()},
                             sampling);
    const Taps pairs = paired(across);
    const Job job{source,
                  across,
                  pairs,
                  down,
                  target.scanLine(filled.y()) + 4 * filled.x(),
                  target.bytesPerLine()};
    const int bands = (filled.height() + kRowsAtOnce - 1) / kRowsAtOnce;
    cv::parallel_for_(cv::Range(0, bands), [&](const cv::Range& range) {
        fillRows(job, range.start * kRowsAtOnce,
                 std::min(filled.height(), range.end * kRowsAtOnce));
    });
}

}  // namespace heirloom::ui
