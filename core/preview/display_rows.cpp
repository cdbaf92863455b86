#include "core/preview/display_rows.h"

#include <algorithm>
#include <cmath>

#include "core/base/vector_clones.h"

namespace heirloom {

namespace {

constexpr int kBoardSquare = 8;
constexpr int kDarkSquare = 102, kLightSquare = 153;
// Steps of linear light; near black one is a fifth of a grey level of sRGB.
constexpr int kLightSteps = 16384;

HEIRLOOM_INLINE std::uint8_t eightBit(std::uint8_t value) {
    return value;
}
// value / 257, rounded.
HEIRLOOM_INLINE std::uint8_t eightBit(std::uint16_t value) {
    return static_cast<std::uint8_t>((value * 255u + 32895u) >> 16);
}

template <class Sample, int kChannels>
HEIRLOOM_INLINE void swapRow(const Sample* in, int columns, unsigned char* out) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        out[4 * x] = eightBit(in[kChannels * x + 2]);
        out[4 * x + 1] = eightBit(in[kChannels * x + 1]);
        out[4 * x + 2] = eightBit(in[kChannels * x]);
        out[4 * x + 3] = 255;
    }
}

HEIRLOOM_VECTOR_CLONES
void swapAnyRow(const unsigned char* in, bool is16Bit, int channels, int columns,
                unsigned char* out) {
    const auto* wide = reinterpret_cast<const std::uint16_t*>(in);
    if (is16Bit) {
        if (channels == 3) return swapRow<std::uint16_t, 3>(wide, columns, out);
        return swapRow<std::uint16_t, 4>(wide, columns, out);
    }
    if (channels == 3) return swapRow<std::uint8_t, 3>(in, columns, out);
    swapRow<std::uint8_t, 4>(in, columns, out);
}

// Calls visit(samples of the pixel, its place in out) for each pixel.
template <class Visit>
void forPixels(const PhotoRow& row, unsigned char* out, const Visit& visit) {
    const auto* wide = reinterpret_cast<const std::uint16_t*>(row.pixels);
    for (int x = 0; x < row.columns; ++x) {
        if (row.is16Bit) {
            visit(wide + x * row.channels, out + 4 * x);
        } else {
            visit(row.pixels + x * row.channels, out + 4 * x);
        }
    }
}

double srgbOf(double light) {
    return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1.0 / 2.4) - 0.055;
}

const std::vector<std::uint8_t>& srgbTable() {
    static const std::vector<std::uint8_t> table = [] {
        std::vector<std::uint8_t> made(kLightSteps);
        for (int i = 0; i < kLightSteps; ++i) {
            const double value = srgbOf(double(i) / (kLightSteps - 1));
            made[i] = static_cast<std::uint8_t>(std::lround(255.0 * std::min(1.0, value)));
        }
        return made;
    }();
    return table;
}

HEIRLOOM_INLINE int lightStep(float light) {
    const float step = light * (kLightSteps - 1) + 0.5f;
    return step < 0.0f ? 0 : (step > kLightSteps - 1 ? kLightSteps - 1 : static_cast<int>(step));
}

}  // namespace

void showSrgb(const PhotoRow& row, unsigned char* out) {
    swapAnyRow(row.pixels, row.is16Bit, row.channels, row.columns, out);
}

void showGrey(const PhotoRow& row, const GreyTable& table, unsigned char* out) {
    forPixels(row, out, [&](const auto* in, unsigned char* to) {
        to[0] = to[1] = to[2] = table[in[0]];
        to[3] = 255;
    });
}

void showByMatrix(const PhotoRow& row, const CurvesAndMatrix& matrix, unsigned char* out) {
    const auto& table = srgbTable();
    const auto m = matrix.rows;
    const auto black = matrix.black;
    const float* const reds = matrix.linear[0].data();
    const float* const greens = matrix.linear[1].data();
    const float* const blues = matrix.linear[2].data();
    forPixels(row, out, [&](const auto* in, unsigned char* to) {
        const float red = reds[in[0]];
        const float green = greens[in[1]];
        const float blue = blues[in[2]];
        for (int c = 0; c < 3; ++c) {
            const float light = m[c][0] * red + m[c][1] * green + m[c][2] * blue + black[c];
            to[2 - c] = table[lightStep(light)];
        }
        to[3] = 255;
    });
}

void showByGrid(const PhotoRow& row, const ColourGrid& grid, unsigned char* out) {
    constexpr int kSide = ColourGrid::kSide;
    const float scale = (kSide - 1) / (row.is16Bit ? 65535.0f : 255.0f);
    forPixels(row, out, [&](const auto* in, unsigned char* to) {
        int low[3];
        float share[3];
        for (int c = 0; c < 3; ++c) {
            const float at = in[c] * scale;
            low[c] = std::min(static_cast<int>(at), kSide - 2);
            share[c] = at - static_cast<float>(low[c]);
        }
        float colour[3] = {0.5f, 0.5f, 0.5f};  // for rounding
        for (int corner = 0; corner < 8; ++corner) {
            const int r = corner >> 2, g = corner >> 1 & 1, b = corner & 1;
            const float weight = (r ? share[0] : 1 - share[0]) * (g ? share[1] : 1 - share[1]) *
                                 (b ? share[2] : 1 - share[2]);
            const float* const node =
                &grid.colours[3 * (((low[0] + r) * kSide + low[1] + g) * kSide + low[2] + b)];
            for (int c = 0; c < 3; ++c) colour[c] += weight * node[c];
        }
        for (int c = 0; c < 3; ++c)
            to[2 - c] = static_cast<std::uint8_t>(std::clamp(colour[c], 0.0f, 255.0f));
        to[3] = 255;
    });
}

void layOnCheckerboard(const PhotoRow& row, cv::Point first, unsigned char* out) {
    int x = first.x;
    forPixels(row, out, [&](const auto* in, unsigned char* to) {
        const int alpha = eightBit(in[row.channels - 1]);
        const int square = ((x ^ first.y) & kBoardSquare) != 0 ? kLightSquare : kDarkSquare;
        for (int c = 0; c < 3; ++c) {
            to[c] = static_cast<std::uint8_t>((to[c] * alpha + square * (255 - alpha) + 127) / 255);
        }
        ++x;
    });
}

}  // namespace heirloom
