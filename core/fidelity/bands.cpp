#include "core/fidelity/bands.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"
#include "core/fidelity/wide_gaussian.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

template <int kChannels>
HEIRLOOM_INLINE void squares(const float* in, int columns, float* out) {
    for (int x = 0; x < columns; ++x) {
        float sum = 0.0f;
        for (int c = 0; c < kChannels; ++c) {
            const float value = in[x * kChannels + c];
            sum += value * value;
        }
        out[x] = sum / static_cast<float>(kChannels);
    }
}

// Of the differences between two pictures.
template <int kChannels>
HEIRLOOM_INLINE void differenceSquares(const float* a, const float* b, int columns, float* out) {
    for (int x = 0; x < columns; ++x) {
        float sum = 0.0f;
        for (int c = 0; c < kChannels; ++c) {
            const float value = a[x * kChannels + c] - b[x * kChannels + c];
            sum += value * value;
        }
        out[x] = sum / static_cast<float>(kChannels);
    }
}

HEIRLOOM_VECTOR_CLONES
void differenceRow(const float* a, const float* b, int columns, int channels, float* out) {
    switch (channels) {
        case 1: return differenceSquares<1>(a, b, columns, out);
        case 2: return differenceSquares<2>(a, b, columns, out);
        default: return differenceSquares<3>(a, b, columns, out);
    }
}

HEIRLOOM_VECTOR_CLONES
void squareRow(const float* in, int columns, int channels, float* out) {
    switch (channels) {
        case 1: return squares<1>(in, columns, out);
        case 2: return squares<2>(in, columns, out);
        default: return squares<3>(in, columns, out);
    }
}

HEIRLOOM_VECTOR_CLONES
void shareRow(float* row, int columns, float noise) {
    for (int x = 0; x < columns; ++x) row[x] = row[x] > noise ? 1.0f - noise / row[x] : 0.0f;
}

template <int kChannels>
HEIRLOOM_INLINE void weigh(const float* in, const float* by, int columns, float* out) {
    for (int x = 0; x < columns; ++x) {
        for (int c = 0; c < kChannels; ++c) {
            out[x * kChannels + c] = in[x * kChannels + c] * by[x];
        }
    }
}

HEIRLOOM_VECTOR_CLONES
void weighRow(const float* in, const float* by, int columns, int channels, float* out) {
    switch (channels) {
        case 1: return weigh<1>(in, by, columns, out);
        case 2: return weigh<2>(in, by, columns, out);
        default: return weigh<3>(in, by, columns, out);
    }
}

}  // namespace

cv::Mat meanSquares(const cv::Mat& band) {
    cv::Mat squares(band.size(), CV_32FC1);
    for (int y = 0; y < band.rows; ++y) {
        squareRow(band.ptr<float>(y), band.cols, band.channels(), squares.ptr<float>(y));
    }
    return squares;
}

cv::Mat meanSquares(const cv::Mat& a, const cv::Mat& b) {
    cv::Mat squares(a.size(), CV_32FC1);
    for (int y = 0; y < a.rows; ++y) {
        differenceRow(a.ptr<float>(y), b.ptr<float>(y), a.cols, a.channels(),
                      squares.ptr<float>(y));
    }
    return squares;
}

cv::Mat localEnergy(const cv::Mat& band, double windowSigma) {
    return wideGaussian(meanSquares(band), windowSigma);
}

LumaChroma splitLuma(const cv::Mat& rgb) {
    LumaChroma parts{luma(rgb), cv::Mat(rgb.size(), CV_32FC2)};
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* in = rgb.ptr<cv::Vec3f>(y);
        const auto* lumaRow = parts.luma.ptr<float>(y);
        auto* out = parts.chroma.ptr<cv::Vec2f>(y);
        for (int x = 0; x < rgb.cols; ++x) {
            out[x] = {in[x][0] - lumaRow[x], in[x][2] - lumaRow[x]};
        }
    }
    return parts;
}

cv::Mat mergeLuma(const LumaChroma& parts) {
    // Y = 0.299 R + 0.587 G + 0.114 B, solved for G.
    constexpr float kRed = 0.299f, kGreen = 0.587f, kBlue = 0.114f;
    cv::Mat rgb(parts.luma.size(), CV_32FC3);
    for (int y = 0; y < rgb.rows; ++y) {
        const auto* lumaRow = parts.luma.ptr<float>(y);
        const auto* chroma = parts.chroma.ptr<cv::Vec2f>(y);
        auto* out = rgb.ptr<cv::Vec3f>(y);
        for (int x = 0; x < rgb.cols; ++x) {
            const float green = -(kRed * chroma[x][0] + kBlue * chroma[x][1]) / kGreen;
            out[x] = {lumaRow[x] + chroma[x][0], lumaRow[x] + green, lumaRow[x] + chroma[x][1]};
        }
    }
    return rgb;
}

cv::Mat signalShare(const cv::Mat& band, double noiseEnergy, double windowSigma) {
    cv::Mat share = localEnergy(band, windowSigma);
    const auto noise = static_cast<float>(noiseEnergy);
    for (int y = 0; y < share.rows; ++y) shareRow(share.ptr<float>(y), share.cols, noise);
    return share;
}

cv::Mat weighted(const cv::Mat& picture, const cv::Mat& weight) {
    cv::Mat out(picture.size(), picture.type());
    for (int y = 0; y < out.rows; ++y) {
        weighRow(picture.ptr<float>(y), weight.ptr<float>(y), out.cols, picture.channels(),
                 out.ptr<float>(y));
    }
    return out;
}

// Values that are not negative have the order of their bits, so counting by the highest of them
// finds the few among which it is.
float sizeAt(const cv::Mat& values, std::size_t rank) {
    constexpr int kLowBits = 18;
    const auto slotOf = [](float value) {
        return std::bit_cast<std::uint32_t>(std::abs(value)) >> kLowBits;
    };
    std::vector<std::uint32_t> counts(std::size_t{1} << (32 - kLowBits), 0);
    for (int y = 0; y < values.rows; ++y) {
        const auto* row = values.ptr<float>(y);
        for (int x = 0; x < values.cols; ++x) ++counts[slotOf(row[x])];
    }
    std::uint32_t slot = 0;
    for (; rank >= counts[slot]; ++slot) rank -= counts[slot];
    std::vector<float> inSlot(counts[slot] + 1);
    std::size_t count = 0;
    for (int y = 0; y < values.rows; ++y) {
        const auto* row = values.ptr<float>(y);
        for (int x = 0; x < values.cols; ++x) {
            inSlot[count] = std::abs(row[x]);
            count += slotOf(row[x]) == slot;
        }
    }
    const auto at = inSlot.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(inSlot.begin(), at, inSlot.end() - 1);
    return *at;
}

}  // namespace heirloom
