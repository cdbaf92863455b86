#include "core/quality/defects.h"

#include <algorithm>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"
#include "core/quality/median.h"

namespace heirloom {

namespace {

constexpr int kNeighbours = 25;  // window in which noise and texture are measured
constexpr float kSmallestStep = 18.0f;
constexpr float kAboveTexture = 5.0f;  // times the mean deviation near by
// A defect is lighter or darker than everything this near to it: a strand of hair beside
// others, or the rim of a contour, is not.
constexpr int kExtremes = 15;
constexpr int kSmallestPicture = 300;
constexpr double kSmallestRemainder = 1.0 / 3.0;
constexpr int kSmallestArea = 2;
constexpr int kLargestSpeck = 60;
constexpr double kLineLength = 12.0;   // pixels, and
constexpr double kLineThinness = 3.0;  // times longer than its mean width

// Local mean of the size of a signed picture.
cv::Mat localMean(const cv::Mat& sizes) {
    cv::Mat mean;
    cv::boxFilter(sizes, mean, CV_32F, cv::Size(kNeighbours, kNeighbours), cv::Point(-1, -1), true,
                  cv::BORDER_REFLECT_101);
    return mean;
}

// How far each pixel lies outside the range of the smoothed picture near it.
cv::Mat outlying(const cv::Mat& grey, const cv::Mat& median) {
    const cv::Mat window = cv::Mat::ones(kExtremes, kExtremes, CV_8U);
    cv::Mat lightest, darkest, above, below;
    cv::dilate(median, lightest, window);
    cv::erode(median, darkest, window);
    cv::subtract(grey, lightest, above);  // saturates at 0
    cv::subtract(darkest, grey, below);
    return cv::max(above, below);
}

// 255 where a pixel stands clear of the texture near it.
HEIRLOOM_VECTOR_CLONES
void markSteps(const std::uint8_t* sizes, const float* texture, int columns, std::uint8_t* out) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        const float near = kAboveTexture * texture[x];
        const float threshold = near > kSmallestStep ? near : kSmallestStep;
        out[x] = static_cast<float>(sizes[x]) > threshold ? 255 : 0;
    }
}

bool isDefect(int area, int width, int height) {
    if (area < kSmallestArea) return false;
    const double length = std::hypot(width, height);
    const double meanWidth = area / length;
    if (length >= kLineLength && length >= kLineThinness * meanWidth) return true;
    return area <= kLargestSpeck && length < 2.0 * kLineLength;
}

std::int64_t defectArea(const cv::Mat& candidates) {
    cv::Mat labels, stats, centroids;
    const int count = cv::connectedComponentsWithStats(candidates, labels, stats, centroids, 8);
    std::int64_t total = 0;
    for (int i = 1; i < count; ++i) {
        const int area = stats.at<int>(i, cv::CC_STAT_AREA);
        if (isDefect(area, stats.at<int>(i, cv::CC_STAT_WIDTH),
                     stats.at<int>(i, cv::CC_STAT_HEIGHT))) {
            total += area;
        }
    }
    return total;
}

// 255 where the picture is looked at.
cv::Mat lookedAt(cv::Size size, const std::vector<cv::Rect>& heads) {
    cv::Mat mask(size, CV_8UC1, cv::Scalar(255));
    const cv::Rect whole(cv::Point(), size);
    for (const cv::Rect& head : heads) mask(head & whole).setTo(0);
    if (cv::countNonZero(mask) < kSmallestRemainder * size.area()) mask.setTo(255);
    return mask;
}

}  // namespace

double measureDefects(const cv::Mat& grey, const std::vector<cv::Rect>& heads) {
    if (std::max(grey.cols, grey.rows) < kSmallestPicture) return 0.0;
    if (std::min(grey.cols, grey.rows) < kNeighbours) return 0.0;
    // What is narrower than half of the median's window is thin.
    const cv::Mat median = medianOf49(grey);
    cv::Mat step;
    cv::absdiff(grey, median, step);
    const cv::Mat texture = localMean(step);
    const cv::Mat outside = outlying(grey, median);
    cv::Mat candidates(grey.size(), CV_8UC1);
    for (int y = 0; y < grey.rows; ++y) {
        markSteps(outside.ptr<std::uint8_t>(y), texture.ptr<float>(y), grey.cols,
                  candidates.ptr<std::uint8_t>(y));
    }
    const cv::Mat looked = lookedAt(grey.size(), heads);
    candidates &= looked;
    return double(defectArea(candidates)) / double(cv::countNonZero(looked));
}

}  // namespace heirloom
