#include "core/fidelity/defect_removal.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/fidelity/bands.h"
#include "core/fidelity/crop_evidence.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// In distances of the eyes.
constexpr double kWidestMark = 0.15;
constexpr double kShortestScratch = 0.45;
constexpr double kLargestSpeck = 0.14;
constexpr double kGuardRadius = 0.34;  // round eyes, nose tip and mouth corners
constexpr double kGuardedScratch = 1.2;
// A scratch is so many times longer than wide.
constexpr double kScratchRatio = 5.0;
// A mark stands out by this and so many deviations of the noise.
constexpr double kLeastContrast = 18.0 / 255.0;
constexpr double kNoiseFactor = 7.0;
// And so many times over the marks around it: hair is full of thin lines.
constexpr double kTextureFactor = 3.7;
constexpr double kTextureWindow = 0.35;
// A face has few specks but many lashes and hairs: more than this is texture.
constexpr double kMostDefects = 0.12;

// Top-hat and black-hat: what is thinner than the structuring element.
cv::Mat thinMarks(const cv::Mat& y, int width) {
    const cv::Mat element = cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(width, width));
    cv::Mat light, dark;
    cv::morphologyEx(y, light, cv::MORPH_TOPHAT, element);
    cv::morphologyEx(y, dark, cv::MORPH_BLACKHAT, element);
    return cv::max(light, dark);
}

cv::Mat guardedArea(cv::Size size, const Landmarks& landmarks, double unit) {
    cv::Mat guard = cv::Mat::zeros(size, CV_8UC1);
    const int radius = static_cast<int>(kGuardRadius * unit);
    for (const cv::Point2f& point : landmarks) {
        cv::circle(guard, cv::Point(point), radius, cv::Scalar(255), cv::FILLED);
    }
    // Brows above the eyes, and the mouth between its corners.
    const cv::Point2f up = ((landmarks[0] + landmarks[1]) - (landmarks[3] + landmarks[4])) * 0.15f;
    for (int i = 0; i < 2; ++i) {
        cv::circle(guard, cv::Point(landmarks[i] + up), radius, cv::Scalar(255), cv::FILLED);
    }
    cv::line(guard, cv::Point(landmarks[3]), cv::Point(landmarks[4]), cv::Scalar(255),
             std::max(1, radius));
    return guard;
}

struct Component {
    double length = 0.0, width = 0.0;
    double guarded = 0.0;  // share inside the guarded area
};

Component measured(const std::vector<cv::Point>& points, const cv::Mat& guard) {
    const cv::RotatedRect box = cv::minAreaRect(points);
    Component component;
    component.length = std::max(box.size.width, box.size.height) + 1.0;
    // Of a bent scratch the box is wide; its area over its length is not.
    component.width = static_cast<double>(points.size()) / component.length;
    for (const cv::Point& point : points) component.guarded += guard.at<uchar>(point) > 0;
    component.guarded /= static_cast<double>(points.size());
    return component;
}

bool isDefect(const Component& c, double unit) {
    const bool isScratch = c.length > kShortestScratch * unit && c.length > kScratchRatio * c.width;
    const bool isSpeck = c.length < kLargestSpeck * unit;
    if (c.guarded > 0.3) return isScratch && c.length > kGuardedScratch * unit;
    return isScratch || isSpeck;
}

}  // namespace

cv::Mat findDefects(const cv::Mat& crop, const Landmarks& cropLandmarks, double noise) {
    const double unit = faceUnit(cropLandmarks);
    const cv::Mat y = luma(crop);
    const int width = std::max(3, static_cast<int>(kWidestMark * unit) | 1);
    const cv::Mat marks = thinMarks(y, width);
    const cv::Mat texture = gaussian(marks, kTextureWindow * unit) * kTextureFactor;
    const cv::Mat threshold = cv::max(texture, std::max(kLeastContrast, kNoiseFactor * noise));
    const cv::Mat candidates = marks > threshold;
    const cv::Mat guard = guardedArea(crop.size(), cropLandmarks, unit);

    cv::Mat labels, stats, centres;
    const int count = cv::connectedComponentsWithStats(candidates, labels, stats, centres, 8);
    std::vector<std::vector<cv::Point>> members(static_cast<std::size_t>(count));
    for (int row = 0; row < labels.rows; ++row) {
        for (int x = 0; x < labels.cols; ++x) {
            const int label = labels.at<int>(row, x);
            if (label > 0) members[label].emplace_back(x, row);
        }
    }
    cv::Mat defects = cv::Mat::zeros(crop.size(), CV_8UC1);
    for (const std::vector<cv::Point>& points : members) {
        if (points.size() < 2 || !isDefect(measured(points, guard), unit)) continue;
        for (const cv::Point& point : points) defects.at<uchar>(point) = 255;
    }
    const int margin = std::max(3, static_cast<int>(0.025 * unit) | 1);
    cv::dilate(defects, defects,
               cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(margin, margin)));
    const double share = static_cast<double>(cv::countNonZero(defects)) / defects.total();
    if (share > kMostDefects) defects.setTo(0);
    return defects;
}

cv::Mat filledDefects(const cv::Mat& crop, const cv::Mat& defects) {
    cv::Mat known(crop.size(), CV_32FC1);
    for (int y = 0; y < known.rows; ++y) {
        for (int x = 0; x < known.cols; ++x) {
            known.at<float>(y, x) = defects.at<uchar>(y, x) > 0 ? 0.0f : 1.0f;
        }
    }
    cv::Mat out = crop.clone();
    cv::Mat open = defects.clone();
    constexpr float kEnough = 0.05f;  // share of a window that must be known
    for (double sigma = 1.5; sigma < crop.cols && cv::countNonZero(open) > 0; sigma *= 2.0) {
        const cv::Mat weight = gaussian(known, sigma);
        const cv::Mat sum = gaussian(weighted(crop, known), sigma);
        for (int y = 0; y < out.rows; ++y) {
            for (int x = 0; x < out.cols; ++x) {
                const float share = weight.at<float>(y, x);
                if (open.at<uchar>(y, x) == 0 || share < kEnough) continue;
                out.at<cv::Vec3f>(y, x) = sum.at<cv::Vec3f>(y, x) / share;
                open.at<uchar>(y, x) = 0;
            }
        }
    }
    return out;
}

}  // namespace heirloom
