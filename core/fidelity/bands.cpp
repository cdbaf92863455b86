#include "core/fidelity/bands.h"

#include <algorithm>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/pixel_access.h"

namespace heirloom {

cv::Mat gaussian(const cv::Mat& picture, double sigma) {
    cv::Mat out;
    cv::GaussianBlur(picture, out, cv::Size(), sigma, sigma, cv::BORDER_REFLECT_101);
    return out;
}

cv::Mat localEnergy(const cv::Mat& band, double windowSigma) {
    cv::Mat energy(band.size(), CV_32FC1);
    const int channels = band.channels();
    for (int y = 0; y < band.rows; ++y) {
        const auto* in = band.ptr<float>(y);
        auto* out = energy.ptr<float>(y);
        for (int x = 0; x < band.cols; ++x) {
            float sum = 0.0f;
            for (int c = 0; c < channels; ++c) {
                const float value = in[x * channels + c];
                sum += value * value;
            }
            out[x] = sum / static_cast<float>(channels);
        }
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
    for (int y = 0; y < share.rows; ++y) {
        auto* row = share.ptr<float>(y);
        for (int x = 0; x < share.cols; ++x) {
            row[x] = row[x] > noise ? 1.0f - noise / row[x] : 0.0f;
        }
    }
    return share;
}

cv::Mat weighted(const cv::Mat& picture, const cv::Mat& weight) {
    cv::Mat out = picture.clone();
    const int channels = picture.channels();
    for (int y = 0; y < out.rows; ++y) {
        auto* row = out.ptr<float>(y);
        const auto* by = weight.ptr<float>(y);
        for (int x = 0; x < out.cols; ++x) {
            for (int c = 0; c < channels; ++c) row[x * channels + c] *= by[x];
        }
    }
    return out;
}

}  // namespace heirloom
