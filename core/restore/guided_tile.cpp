#include "core/restore/guided_tile.h"

#include <type_traits>
#include <utility>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"
#include "core/restore/pixel_tiles.h"

namespace heirloom {

namespace {

constexpr int kMostRadius = 3;

// The weighted sum of 2 * radius + 1 values, in an order that does not depend on where the
// tile begins. Written without a loop, which would keep the loops round it from becoming
// vector code.
template <class Value, int... kInner>
HEIRLOOM_INLINE float weightedSum(const Value& value, float edge,
                                  std::integer_sequence<int, kInner...>) {
    constexpr int kLast = static_cast<int>(sizeof...(kInner)) + 1;
    return (value(kInner + 1) + ...) + edge * (value(0) + value(kLast));
}

template <int kRadius, class Value>
HEIRLOOM_INLINE float windowSum(const Value& value, float edge) {
    if constexpr (kRadius == 0) {
        return value(0);
    } else {
        return weightedSum(value, edge, std::make_integer_sequence<int, 2 * kRadius - 1>());
    }
}

struct Plane {
    const float* values;  // the tile's first pixel
    int stride;
};

struct Buffers {
    float* slope;  // pixel (-radius, -radius)
    float* offset;
    int stride;
    float* sums;  // of a column's values
    float* squares;
};

template <int kRadius>
HEIRLOOM_INLINE void filterTile(const Plane& in, const Plane& spread, int width, int height,
                                float edge, float noise, const Buffers& buffers, float* out,
                                int outStride) {
    const int inStride = in.stride;
    const float side = kRadius == 0 ? 1.0f : 2 * kRadius - 1 + 2 * edge;
    const float share = 1.0f / (side * side);
    const float regulariser = noise * noise;
    float* const sums = buffers.sums;
    float* const squares = buffers.squares;
    for (int y = -kRadius; y < height + kRadius; ++y) {
        const float* const inner = spread.values + (y - kRadius) * spread.stride - 2 * kRadius;
        const float* const top = in.values + (y - kRadius) * inStride - 2 * kRadius;
        HEIRLOOM_INDEPENDENT
        for (int x = 0; x < width + 4 * kRadius; ++x) {
            const auto at = [&](int i) { return top[i * inStride + x]; };
            sums[x] = windowSum<kRadius>(at, edge);
            squares[x] =
                windowSum<kRadius>([&](int i) { return at(i) * at(i); }, edge) +
                windowSum<kRadius>([&](int i) { return inner[i * spread.stride + x]; }, edge);
        }
        float* const slopes = buffers.slope + (y + kRadius) * buffers.stride;
        float* const offsets = buffers.offset + (y + kRadius) * buffers.stride;
        HEIRLOOM_INDEPENDENT
        for (int x = 0; x < width + 2 * kRadius; ++x) {
            const float mean = share * windowSum<kRadius>([&](int i) { return sums[x + i]; }, edge);
            const float square =
                share * windowSum<kRadius>([&](int i) { return squares[x + i]; }, edge);
            const float spread = square - mean * mean;
            const float variance = spread > 0.0f ? spread : 0.0f;
            const float slope = variance / (variance + regulariser);
            slopes[x] = slope;
            offsets[x] = mean - slope * mean;
        }
    }
    for (int y = 0; y < height; ++y) {
        const float* const slopes = buffers.slope + y * buffers.stride;
        const float* const offsets = buffers.offset + y * buffers.stride;
        HEIRLOOM_INDEPENDENT
        for (int x = 0; x < width + 2 * kRadius; ++x) {
            sums[x] =
                windowSum<kRadius>([&](int i) { return slopes[i * buffers.stride + x]; }, edge);
            squares[x] =
                windowSum<kRadius>([&](int i) { return offsets[i * buffers.stride + x]; }, edge);
        }
        const float* const values = in.values + y * inStride;
        float* const results = out + y * outStride;
        HEIRLOOM_INDEPENDENT
        for (int x = 0; x < width; ++x) {
            const float slope = windowSum<kRadius>([&](int i) { return sums[x + i]; }, edge);
            const float offset = windowSum<kRadius>([&](int i) { return squares[x + i]; }, edge);
            results[x] = share * (slope * values[x] + offset);
        }
    }
}

HEIRLOOM_VECTOR_CLONES
void filterAnyTile(const BoxWindow& window, const Plane& in, const Plane& spread, int width,
                   int height, float noise, const Buffers& buffers, float* out, int outStride) {
    const auto with = [&](auto radius) HEIRLOOM_INLINE_LAMBDA {
        filterTile<decltype(radius)::value>(in, spread, width, height, window.edge, noise, buffers,
                                            out, outStride);
    };
    switch (window.radius) {
        case 0: return with(std::integral_constant<int, 0>());
        case 1: return with(std::integral_constant<int, 1>());
        case 2: return with(std::integral_constant<int, 2>());
        default: return with(std::integral_constant<int, kMostRadius>());
    }
}

}  // namespace

GuidedTile::GuidedTile()
    : m_slope(kTileHeight + 2 * kMostRadius, kTileWidth + 2 * kMostRadius, CV_32FC1),
      m_offset(m_slope.size(), CV_32FC1),
      m_sums(2, kTileWidth + 4 * kMostRadius, CV_32FC1) {}

void GuidedTile::filter(const float* in, int inStride, int width, int height,
                        const BoxWindow& window, float noise, const float* spread, int spreadStride,
                        float* out, int outStride) {
    const Buffers buffers{m_slope.ptr<float>(), m_offset.ptr<float>(), m_slope.cols,
                          m_sums.ptr<float>(0), m_sums.ptr<float>(1)};
    filterAnyTile(window, {in, inStride}, {spread, spreadStride}, width, height, noise, buffers,
                  out, outStride);
}

}  // namespace heirloom
