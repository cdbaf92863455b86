#include "core/fidelity/bands.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// Shorter pictures are not worth a second thread.
constexpr int kLeastRows = 64;

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

// OpenCV's filters look beyond the border of a part into the picture it is a part of, so the
// parts give together what the whole gives.
cv::Mat gaussian(const cv::Mat& picture, double sigma) {
    cv::Mat out(picture.size(), picture.type());
    const int parts = std::clamp(picture.rows / kLeastRows, 1, std::max(1, cv::getNumThreads()));
    cv::parallel_for_(
        cv::Range(0, parts),
        [&](const cv::Range& range) {
            const cv::Range rows(picture.rows * range.start / parts,
                                 picture.rows * range.end / parts);
            cv::Mat target = out.rowRange(rows);
            cv::GaussianBlur(picture.rowRange(rows), target, cv::Size(), sigma, sigma,
                             cv::BORDER_REFLECT_101);
        },
        parts);
    return out;
}

cv::Mat localEnergy(const cv::Mat& band, double windowSigma) {
    cv::Mat energy(band.size(), CV_32FC1);
    for (int y = 0; y < band.rows; ++y) {
        squareRow(band.ptr<float>(y), band.cols, band.channels(), energy.ptr<float>(y));
    }
    return gaussian(energy, windowSigma);
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

// Values that are not negative have the order of their bits, so two rounds of counting find it.
float sizeAt(const cv::Mat& values, std::size_t rank) {
    constexpr int kLowBits = 16;
    const auto bitsOf = [](float value) { return std::bit_cast<std::uint32_t>(value); };
    const auto counted = [&](auto&& slotOf) {
        std::vector<std::uint32_t> counts(std::size_t{1} << kLowBits, 0);
        for (int y = 0; y < values.rows; ++y) {
            const auto* row = values.ptr<float>(y);
            for (int x = 0; x < values.cols; ++x) slotOf(bitsOf(std::abs(row[x])), counts);
        }
        std::size_t slot = 0;
        for (; rank >= counts[slot]; ++slot) rank -= counts[slot];
        return static_cast<std::uint32_t>(slot);
    };
    const std::uint32_t high =
        counted([](std::uint32_t bits, auto& counts) { ++counts[bits >> kLowBits]; });
    const std::uint32_t low = counted([high](std::uint32_t bits, auto& counts) {
        if (bits >> kLowBits == high) ++counts[bits & 0xFFFFu];
    });
    return std::bit_cast<float>(high << kLowBits | low);
}

}  // namespace heirloom
