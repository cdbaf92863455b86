#include "core/fidelity/defect_removal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

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
// Steepness of a mark, from one pixel to the next, over its height. A Gaussian as wide at half
// its height as the photo's finest detail has 1.43 over that width, an edge 0.94; what the finest
// detail is, is known to a third or so. A mark on even ground is hardly a lash or a catchlight.
constexpr double kCrispSlope = 2.1, kCrispSlopeOnEvenGround = 1.5;
constexpr double kEvenGround = 0.2;     // deviation of its surroundings over a mark's height
constexpr double kCrispContrast = 0.2;  // below it noise and JPEG decide how steep a mark is
constexpr double kSlopeNoise = 3.0;     // deviations that the steepest of a mark's pixels may add
// A found scratch goes on where it stands out by so much less.
constexpr double kFaintShare = 0.5;
constexpr double kWidening = 1.5;
// A face has few specks but many lashes and hairs: more than this is texture.
constexpr double kMostDefects = 0.12;

// Light or dark marks: apart, for a light scratch over a dark eye is not one mark with it.
struct Marks {
    cv::Mat height;     // of what is thin, over or under its surroundings
    cv::Mat threshold;  // above it a mark stands out
};

std::array<Marks, 2> marksOf(const cv::Mat& y, double unit, double noise) {
    const int width = std::max(3, static_cast<int>(kWidestMark * unit) | 1);
    const cv::Mat element = cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(width, width));
    std::array<Marks, 2> marks;
    cv::morphologyEx(y, marks[0].height, cv::MORPH_TOPHAT, element);
    cv::morphologyEx(y, marks[1].height, cv::MORPH_BLACKHAT, element);
    const cv::Mat both = cv::max(marks[0].height, marks[1].height);
    const cv::Mat texture = gaussian(both, kTextureWindow * unit) * kTextureFactor;
    const cv::Mat threshold = cv::max(texture, std::max(kLeastContrast, kNoiseFactor * noise));
    for (Marks& kind : marks) kind.threshold = threshold;
    return marks;
}

// With the rims of marks.
cv::Mat widened(const cv::Mat& mask, double unit) {
    const int margin = std::max(3, static_cast<int>(0.025 * unit) | 1);
    cv::Mat out;
    cv::dilate(mask, out, cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(margin, margin)));
    return out;
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

using Points = std::vector<cv::Point>;

struct Component {
    double length = 0.0, width = 0.0;
    double guarded = 0.0;  // share inside the guarded area
    bool isCrisp = false;  // more than the photo's blur allows
};

// What the rules look at.
struct Surroundings {
    const cv::Mat& y;
    const cv::Mat& marks;   // heights of light or of dark ones
    const cv::Mat& others;  // and of those of the other kind
    const cv::Mat& guard;
    double noise, scale;
};

// Steepest step to a neighbour, of the pixels of a mark. Between a light speck and the pupil it
// lies on, the step belongs to the one that stands out further.
double steepest(const Points& points, const Surroundings& in) {
    const cv::Rect inside(1, 1, in.y.cols - 2, in.y.rows - 2);
    double slope = 0.0;
    for (const cv::Point& point : points) {
        if (!inside.contains(point)) continue;
        for (const cv::Point step : {cv::Point(1, 0), {-1, 0}, {0, 1}, {0, -1}}) {
            const cv::Point neighbour = point + step;
            if (in.others.at<float>(neighbour) > in.marks.at<float>(point)) continue;
            const float there = in.y.at<float>(neighbour);
            slope = std::max<double>(slope, std::abs(there - in.y.at<float>(point)));
        }
    }
    return slope;
}

// Standard deviation of the ring that begins two pixels outside of a mark.
double unevenness(const Points& points, const cv::Mat& y) {
    constexpr int kInner = 2, kOuter = 4;
    const cv::Rect box = cv::boundingRect(points);
    const cv::Rect around = cv::Rect(box.x - kOuter, box.y - kOuter, box.width + 2 * kOuter,
                                     box.height + 2 * kOuter) &
                            cv::Rect({}, y.size());
    cv::Mat mark = cv::Mat::zeros(around.size(), CV_8UC1), near, far;
    for (const cv::Point& point : points) mark.at<uchar>(point - around.tl()) = 255;
    const auto grown = [&](int reach, cv::Mat& out) {
        const cv::Size size(2 * reach + 1, 2 * reach + 1);
        cv::dilate(mark, out, cv::getStructuringElement(cv::MORPH_ELLIPSE, size));
    };
    grown(kInner, near);
    grown(kOuter, far);
    cv::Scalar mean, deviation;
    cv::meanStdDev(y(around), mean, deviation, far - near);
    return deviation[0];
}

bool isCrisp(const Points& points, double height, const Surroundings& in) {
    if (height < kCrispContrast) return false;
    const double slope = steepest(points, in) - kSlopeNoise * in.noise;
    const double crispness = slope * in.scale / height;
    if (crispness > kCrispSlope) return true;
    return crispness > kCrispSlopeOnEvenGround && unevenness(points, in.y) < kEvenGround * height;
}

Component measured(const Points& points, const Surroundings& in) {
    const cv::RotatedRect box = cv::minAreaRect(points);
    Component component;
    component.length = std::max(box.size.width, box.size.height) + 1.0;
    // Of a bent scratch the box is wide; its area over its length is not.
    component.width = static_cast<double>(points.size()) / component.length;
    double height = 0.0;
    for (const cv::Point& point : points) {
        component.guarded += in.guard.at<uchar>(point) > 0;
        height = std::max<double>(height, in.marks.at<float>(point));
    }
    component.guarded /= static_cast<double>(points.size());
    component.isCrisp = isCrisp(points, height, in);
    return component;
}

bool isScratch(const Component& c, double unit) {
    return c.length > kShortestScratch * unit && c.length > kScratchRatio * c.width;
}

bool isDefect(const Component& c, double unit) {
    const bool isSpeck = c.length < kLargestSpeck * unit;
    if (c.guarded > 0.3 && !c.isCrisp) {
        return isScratch(c, unit) && c.length > kGuardedScratch * unit;
    }
    return isScratch(c, unit) || isSpeck;
}

// The pixels of every connected mark of a mask.
std::vector<Points> connected(const cv::Mat& mask) {
    cv::Mat labels;
    const int count = cv::connectedComponents(mask, labels, 8);
    std::vector<Points> members(static_cast<std::size_t>(count));
    for (int row = 0; row < labels.rows; ++row) {
        for (int x = 0; x < labels.cols; ++x) {
            const int label = labels.at<int>(row, x);
            if (label > 0) members[static_cast<std::size_t>(label)].emplace_back(x, row);
        }
    }
    members.erase(members.begin());
    return members;
}

void add(const Points& points, cv::Mat& mask) {
    for (const cv::Point& point : points) mask.at<uchar>(point) = 255;
}

// The fainter parts of scratches of which a part was found. They are crisp and no wider: a
// scratch that widens has run into a lock of hair.
void followScratches(const cv::Mat& faint, const std::vector<Points>& found, double unit,
                     const Surroundings& in, cv::Mat& defects) {
    cv::Mat widths = cv::Mat::zeros(faint.size(), CV_32FC1);
    for (const Points& points : found) {
        const Component part = measured(points, in);
        for (const cv::Point& point : points) {
            widths.at<float>(point) = static_cast<float>(part.width);
        }
    }
    for (const Points& points : connected(faint)) {
        float width = 0.0f;
        for (const cv::Point& point : points) width = std::max(width, widths.at<float>(point));
        if (width == 0.0f) continue;
        const Component whole = measured(points, in);
        const bool isThin = whole.width < kWidening * width + 1.0;
        if (whole.isCrisp && isThin && isScratch(whole, unit)) add(points, defects);
    }
}

}  // namespace

cv::Mat findMarks(const cv::Mat& crop, const Landmarks& cropLandmarks, double noise) {
    const double unit = faceUnit(cropLandmarks);
    cv::Mat found = cv::Mat::zeros(crop.size(), CV_8UC1);
    for (const Marks& marks : marksOf(luma(crop), unit, noise)) {
        found |= marks.height > marks.threshold;
    }
    return widened(found, unit);
}

cv::Mat findDefects(const cv::Mat& crop, const Landmarks& cropLandmarks, double noise,
                    double scale) {
    const double unit = faceUnit(cropLandmarks);
    const cv::Mat y = luma(crop);
    const cv::Mat guard = guardedArea(crop.size(), cropLandmarks, unit);
    cv::Mat defects = cv::Mat::zeros(crop.size(), CV_8UC1);
    const std::array<Marks, 2> kinds = marksOf(y, unit, noise);
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        const Marks& marks = kinds[kind];
        const Surroundings surroundings{y,     marks.height, kinds[1 - kind].height,
                                        guard, noise,        scale};
        std::vector<Points> found = connected(marks.height > marks.threshold);
        std::erase_if(found, [&](const Points& points) {
            return points.size() < 2 || !isDefect(measured(points, surroundings), unit);
        });
        for (const Points& points : found) add(points, defects);
        followScratches(marks.height > kFaintShare * marks.threshold, found, unit, surroundings,
                        defects);
    }
    defects = widened(defects, unit);
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
