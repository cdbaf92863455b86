#include "core/background/block_pixels.h"

#include <algorithm>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace heirloom {

namespace {

double maxValueOf(const cv::Mat& pixels) {
    return pixels.depth() == CV_16U ? 65535.0 : 255.0;
}

// Runs work(pixel) on each interleaved pixel of a float block.
template <class Work>
void forEachPixel(cv::Mat& block, Work&& work) {
    const int channels = block.channels();
    for (int y = 0; y < block.rows; ++y) {
        auto* pixel = block.ptr<float>(y);
        for (int x = 0; x < block.cols; ++x, pixel += channels) work(pixel);
    }
}

}  // namespace

cv::Mat premultipliedFloat(const cv::Mat& pixels, PixelLayout layout) {
    cv::Mat block;
    pixels.convertTo(block, CV_32F, 1.0 / maxValueOf(pixels));
    if (!hasAlpha(layout)) return block;
    const int colours = colourChannelCount(layout);
    forEachPixel(block, [colours](float* pixel) {
        for (int c = 0; c < colours; ++c) pixel[c] *= pixel[colours];
    });
    return block;
}

void storePremultiplied(const cv::Mat& block, PixelLayout layout, cv::Mat& pixels) {
    cv::Mat straight = block;
    if (hasAlpha(layout)) {
        straight = block.clone();
        const int colours = colourChannelCount(layout);
        const auto leastAlpha = static_cast<float>(0.5 / maxValueOf(pixels));
        forEachPixel(straight, [colours, leastAlpha](float* pixel) {
            const float share = pixel[colours] < leastAlpha ? 0.0f : 1.0f / pixel[colours];
            for (int c = 0; c < colours; ++c) pixel[c] *= share;
        });
    }
    // Rounds and saturates; the size and type are those of pixels, so it writes in place.
    straight.convertTo(pixels, pixels.depth(), maxValueOf(pixels));
}

cv::Mat alphaFloat(const cv::Mat& pixels, PixelLayout layout) {
    cv::Mat alpha, out;
    cv::extractChannel(pixels, alpha, colourChannelCount(layout));
    alpha.convertTo(out, CV_32F, 1.0 / maxValueOf(pixels));
    return out;
}

void storeAlpha(const cv::Mat& alpha, PixelLayout layout, cv::Mat& pixels) {
    cv::Mat rounded;
    alpha.convertTo(rounded, pixels.depth(), maxValueOf(pixels));
    cv::insertChannel(rounded, pixels, colourChannelCount(layout));
}

cv::Mat withHiddenColourFilled(const cv::Mat& colour, const cv::Mat& alpha) {
    double least = 1.0;
    cv::minMaxLoc(alpha, &least);
    if (least >= 1.0) return colour;
    constexpr double kSigma = 6.0;
    constexpr float kLeastWeight = 1e-6f;
    const int colours = colour.channels();
    cv::Mat shown = colour.clone();
    for (int y = 0; y < shown.rows; ++y) {
        auto* pixel = shown.ptr<float>(y);
        const auto* share = alpha.ptr<float>(y);
        for (int x = 0; x < shown.cols; ++x, pixel += colours) {
            for (int c = 0; c < colours; ++c) pixel[c] *= share[x];
        }
    }
    cv::Mat around, weight;
    cv::GaussianBlur(shown, around, cv::Size(), kSigma);
    cv::GaussianBlur(alpha, weight, cv::Size(), kSigma);
    for (int y = 0; y < shown.rows; ++y) {
        auto* pixel = shown.ptr<float>(y);
        const auto* share = alpha.ptr<float>(y);
        const auto* near = around.ptr<float>(y);
        const auto* sum = weight.ptr<float>(y);
        for (int x = 0; x < shown.cols; ++x, pixel += colours, near += colours) {
            const float fill = (1.0f - share[x]) / std::max(sum[x], kLeastWeight);
            for (int c = 0; c < colours; ++c) pixel[c] += fill * near[c];
        }
    }
    return shown;
}

}  // namespace heirloom
