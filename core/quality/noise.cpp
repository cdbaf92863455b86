#include "core/quality/noise.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace heirloom {

namespace {

constexpr int kBlock = 12;
// What is finer than this counts as noise where nothing else is; in pixels.
constexpr double kHighPassSigma = 2.0;
// A Gaussian high-pass leaves this share of white noise's standard deviation.
constexpr double kWhiteNoiseKept = 0.97;
// The blocks are sorted by strength; texture fills the upper ones.
constexpr double kFlattestShare = 0.15;
constexpr double kDarkest = 8.0;
constexpr double kLightest = 247.0;

struct Block {
    double variance = 0.0;
    double covariance = 0.0;  // of horizontal neighbours
};

Block blockOf(const cv::Mat& high, int x0, int y0) {
    double sum = 0.0, squares = 0.0, products = 0.0;
    for (int y = y0; y < y0 + kBlock; ++y) {
        const auto* row = high.ptr<float>(y);
        for (int x = x0; x < x0 + kBlock; ++x) {
            sum += row[x];
            squares += double(row[x]) * row[x];
            if (x > x0) products += double(row[x]) * row[x - 1];
        }
    }
    constexpr double kCount = double(kBlock) * kBlock;
    const double mean = sum / kCount;
    return {std::max(0.0, squares / kCount - mean * mean),
            products / (kCount - kBlock) - mean * mean};
}

bool isClipped(const cv::Mat& luma, const cv::Rect& rect) {
    double low = 0.0, high = 0.0;
    cv::minMaxLoc(luma(rect), &low, &high);
    return low < 1.0 || high > 254.0 || high < kDarkest || low > kLightest;
}

void collectBlocks(const cv::Mat& luma, std::vector<Block>& blocks) {
    if (luma.cols < kBlock || luma.rows < kBlock) return;
    cv::Mat smooth;
    cv::GaussianBlur(luma, smooth, cv::Size(), kHighPassSigma);
    const cv::Mat high = luma - smooth;
    for (int y = 0; y + kBlock <= luma.rows; y += kBlock) {
        for (int x = 0; x + kBlock <= luma.cols; x += kBlock) {
            if (!isClipped(luma, {x, y, kBlock, kBlock})) blocks.push_back(blockOf(high, x, y));
        }
    }
}

}  // namespace

NoiseLevel measureNoise(const std::vector<cv::Mat>& lumas) {
    std::vector<Block> blocks;
    for (const cv::Mat& luma : lumas) collectBlocks(luma, blocks);
    NoiseLevel level;
    level.blocks = static_cast<int>(blocks.size());
    if (blocks.empty()) return level;
    std::sort(blocks.begin(), blocks.end(),
              [](const Block& a, const Block& b) { return a.variance < b.variance; });
    // The mean over the flattest blocks is steadier than one percentile.
    const std::size_t used =
        std::max<std::size_t>(1, static_cast<std::size_t>(kFlattestShare * double(blocks.size())));
    double variance = 0.0, covariance = 0.0;
    for (std::size_t i = 0; i < used; ++i) {
        variance += blocks[i].variance / double(used);
        covariance += blocks[i].covariance / double(used);
    }
    level.sigma = std::sqrt(variance) / kWhiteNoiseKept;
    if (variance > 0.01) level.correlation = std::clamp(covariance / variance, 0.0, 1.0);
    return level;
}

NoiseLevel measureNoise(const cv::Mat& luma) {
    return measureNoise(std::vector<cv::Mat>{luma});
}

}  // namespace heirloom
