#include "core/face/parsing_mask.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/mask.h"
#include "core/nn/parsenet.h"

namespace heirloom {

namespace {

// The mask is smooth, so nothing is gained by working on more pixels than these.
constexpr int kWorkSize = 256;

// Lengths as shares of the crop's side; crops are aligned, so they are shares of the face.
// Blurring values of 0...1 by a Gaussian of sigma s leaves no slope above 0.4 / s, whatever
// the labels are: 0.026 per pixel at 512.
constexpr double kFeather = 0.030;
constexpr double kSpeck = 0.010;  // radius of specks and gaps that are no part of a face
// How far the mask goes on into what borders on the face, fading.
constexpr float kHairReach = 0.16f;
constexpr float kNeckReach = 0.13f;
constexpr float kJewelReach = 0.10f;
constexpr float kBackgroundReach = 0.035f;

// The oval that no parse can leave: ears and hairline lie within its full part.
constexpr OvalShape kHeadOval{
    .halfWidth = 1.60f, .above = 1.90f, .below = 1.48f, .full = 0.75f, .gone = 1.15f};
// The face itself, with a hard edge, for measuring.
constexpr OvalShape kFaceOval{
    .halfWidth = 1.30f, .above = 1.62f, .below = 1.48f, .full = 0.99f, .gone = 1.0f};

// Shares of the area of the face's oval.
constexpr double kLeastIsland = 0.02;
constexpr double kLargestHole = 0.015;

// The five landmarks' hull, this much enlarged, is face in every pose.
constexpr float kHullGrowth = 1.2f;
// With less of a face there the labels are not believed.
constexpr double kLeastFace = 0.25;

// A feature is seen when its labels fill such a share of a disc of this radius (in units of
// the face) round its landmark. About a fifth of what a frontal, open-eyed face has.
constexpr float kFeatureRadius = 0.45f;
constexpr double kLeastEye = 0.015;
constexpr double kLeastNose = 0.07;
constexpr double kLeastMouth = 0.04;
constexpr int kMissingFeatures = 2;

using Table = std::array<std::uint8_t, 256>;

Table tableOf(std::initializer_list<FacePart> parts) {
    Table table{};
    for (const FacePart part : parts) table[static_cast<std::uint8_t>(part)] = 255;
    return table;
}

// 255 where the label is one of the parts.
cv::Mat pixelsOf(const cv::Mat& labels, std::initializer_list<FacePart> parts) {
    Table table = tableOf(parts);
    cv::Mat found;
    cv::LUT(labels, cv::Mat(1, 256, CV_8UC1, table.data()), found);
    return found;
}

// Ears and glasses belong to the face; what hangs from it or grows round it does not.
cv::Mat facialPixels(const cv::Mat& labels) {
    return pixelsOf(labels,
                    {FacePart::Skin, FacePart::Nose, FacePart::Glasses, FacePart::LeftEye,
                     FacePart::RightEye, FacePart::LeftBrow, FacePart::RightBrow, FacePart::LeftEar,
                     FacePart::RightEar, FacePart::Mouth, FacePart::UpperLip, FacePart::LowerLip});
}

float reachInto(std::uint8_t label) {
    switch (static_cast<FacePart>(label)) {
        case FacePart::Hair: return kHairReach;
        case FacePart::Neck:
        case FacePart::Necklace: return kNeckReach;
        case FacePart::Earring: return kJewelReach;
        case FacePart::Hat:
        case FacePart::Cloth: return 0.0f;
        default: return kBackgroundReach;
    }
}

// What is smaller than a speck goes by the majority round it.
cv::Mat withoutSpecks(const cv::Mat& facial) {
    const int radius = cvRound(kSpeck * facial.cols);
    if (radius < 1) return facial;
    cv::Mat smooth;
    cv::medianBlur(facial, smooth, 2 * radius + 1);
    const cv::Mat disc =
        cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(2 * radius + 1, 2 * radius + 1));
    cv::morphologyEx(smooth, smooth, cv::MORPH_CLOSE, disc);
    return smooth;
}

// Sets the connected pieces of `piece` in `pixels` to `value` where `isWrong` says so of
// their area and of the part of it inside the face's oval.
template <class IsWrong>
void correctPieces(cv::Mat& pixels, const cv::Mat& pieces, const cv::Mat& oval, int value,
                   IsWrong isWrong) {
    cv::Mat ids;
    const int count = cv::connectedComponents(pieces, ids, 4, CV_32S);
    std::vector<int> area(count), inside(count);
    for (int y = 0; y < ids.rows; ++y) {
        const auto* id = ids.ptr<int>(y);
        const auto* in = oval.ptr<std::uint8_t>(y);
        for (int x = 0; x < ids.cols; ++x) {
            ++area[id[x]];
            inside[id[x]] += in[x] != 0;
        }
    }
    for (int y = 0; y < ids.rows; ++y) {
        const auto* id = ids.ptr<int>(y);
        auto* out = pixels.ptr<std::uint8_t>(y);
        for (int x = 0; x < ids.cols; ++x) {
            if (id[x] != 0 && isWrong(area[id[x]], inside[id[x]])) {
                out[x] = static_cast<std::uint8_t>(value);
            }
        }
    }
}

// One closed region: without islands such as a neighbour's cheek, and without small holes.
cv::Mat faceRegion(const cv::Mat& facial, const FaceFrame& frame) {
    const cv::Mat oval = ovalFade(frame, kFaceOval, facial.cols) > 0.5f;
    const double area = std::max(1, cv::countNonZero(oval));
    cv::Mat region = facial.clone();
    correctPieces(region, facial, oval, 0,
                  [&](int, int inside) { return inside < kLeastIsland * area; });
    const cv::Mat rest = ~region;
    correctPieces(region, rest, oval, 255,
                  [&](int whole, int) { return whole < kLargestHole * area; });
    return region;
}

// 1 on the face, fading into what borders on it.
cv::Mat reachingWeights(const cv::Mat& labels, const cv::Mat& region) {
    cv::Mat distance;
    cv::distanceTransform(~region, distance, cv::DIST_L2, 5);
    std::array<float, 256> reach{};
    for (std::size_t label = 0; label < reach.size(); ++label) {
        reach[label] = reachInto(static_cast<std::uint8_t>(label)) * labels.cols;
    }
    cv::Mat weights(labels.size(), CV_32FC1);
    for (int y = 0; y < labels.rows; ++y) {
        const auto* label = labels.ptr<std::uint8_t>(y);
        const auto* away = distance.ptr<float>(y);
        auto* out = weights.ptr<float>(y);
        for (int x = 0; x < labels.cols; ++x) {
            const float far = reach[label[x]];
            out[x] = away[x] <= 0.0f               ? 1.0f
                     : far > 0.0f && away[x] < far ? 1.0f - smoothStep(away[x] / far)
                                                   : 0.0f;
        }
    }
    return weights;
}

cv::Mat maskFrom(const cv::Mat& labels, const cv::Mat& facial, const FaceFrame& frame, int size) {
    cv::Mat mask = reachingWeights(labels, faceRegion(facial, frame));
    const double sigma = kFeather * labels.cols;
    cv::GaussianBlur(mask, mask, cv::Size(), sigma, sigma, cv::BORDER_REPLICATE);
    mask = mask.mul(ovalFade(frame, kHeadOval, labels.cols));
    if (mask.cols != size) cv::resize(mask, mask, cv::Size(size, size), 0, 0, cv::INTER_LINEAR);
    return mask.mul(borderFade(size));
}

// 255 between eyes, nose and mouth.
cv::Mat innerFace(const Landmarks& landmarks, int size) {
    cv::Mat inner = cv::Mat::zeros(size, size, CV_8UC1);
    std::vector<cv::Point2f> hull;
    cv::convexHull(std::vector<cv::Point2f>(landmarks.begin(), landmarks.end()), hull);
    cv::Point2f middle;
    for (const cv::Point2f& point : landmarks) middle += point * (1.0f / landmarks.size());
    std::vector<cv::Point> corners;
    for (const cv::Point2f& point : hull) {
        const cv::Point2f corner = middle + (point - middle) * kHullGrowth;
        const auto limit = static_cast<float>(4 * size);
        corners.emplace_back(cvRound(std::clamp(corner.x, -limit, limit)),
                             cvRound(std::clamp(corner.y, -limit, limit)));
    }
    cv::fillConvexPoly(inner, corners, 255);
    return inner;
}

bool isSeen(const cv::Mat& feature, cv::Point2f at, float radius, double leastShare) {
    const cv::Rect whole(0, 0, feature.cols, feature.rows);
    const cv::Rect around(cvFloor(at.x - radius), cvFloor(at.y - radius), cvCeil(2 * radius),
                          cvCeil(2 * radius));
    const cv::Rect seen = around & whole;
    if (seen.empty()) return false;
    return cv::countNonZero(feature(seen)) >= leastShare * CV_PI * radius * radius;
}

int missingFeatures(const cv::Mat& labels, const Landmarks& landmarks, float unit) {
    // A parser may name left and right the other way round, and a closed eye skin.
    const cv::Mat eyes =
        pixelsOf(labels, {FacePart::LeftEye, FacePart::RightEye, FacePart::LeftBrow,
                          FacePart::RightBrow, FacePart::Glasses});
    const cv::Mat nose = pixelsOf(labels, {FacePart::Nose});
    const cv::Mat mouth =
        pixelsOf(labels, {FacePart::Mouth, FacePart::UpperLip, FacePart::LowerLip});
    const float radius = kFeatureRadius * unit;
    const cv::Point2f mouthCentre = (landmarks[3] + landmarks[4]) * 0.5f;
    return !isSeen(eyes, landmarks[0], radius, kLeastEye) +
           !isSeen(eyes, landmarks[1], radius, kLeastEye) +
           !isSeen(nose, landmarks[2], radius, kLeastNose) +
           !isSeen(mouth, mouthCentre, radius, kLeastMouth);
}

bool lieAroundCrop(const Landmarks& landmarks, int size) {
    const auto limit = static_cast<float>(2 * size);
    return std::all_of(landmarks.begin(), landmarks.end(), [limit](const cv::Point2f& point) {
        return std::abs(point.x) < limit && std::abs(point.y) < limit;
    });
}

}  // namespace

ParsedMask parsingMask(const cv::Mat& labels, const Landmarks& cropLandmarks) {
    const int size = labels.cols;
    ParsedMask result;
    result.followsParse = false;
    result.mask = ovalMask(cropLandmarks, size);
    // Also false for landmarks that are not numbers: nothing can be said about such a face.
    if (!lieAroundCrop(cropLandmarks, size)) return result;

    const int workSize = std::min(size, kWorkSize);
    cv::Mat work = labels;
    Landmarks landmarks = cropLandmarks;
    if (workSize < size) {
        cv::resize(labels, work, cv::Size(workSize, workSize), 0, 0, cv::INTER_NEAREST);
        const float scale = static_cast<float>(workSize) / static_cast<float>(size);
        for (cv::Point2f& point : landmarks) {
            point = (point + cv::Point2f(0.5f, 0.5f)) * scale - cv::Point2f(0.5f, 0.5f);
        }
    }
    const FaceFrame frame = faceFrameOf(landmarks, workSize);
    const cv::Mat facial = withoutSpecks(facialPixels(work));
    const cv::Mat inner = innerFace(landmarks, workSize);
    const int innerPixels = cv::countNonZero(inner);
    if (innerPixels == 0) return result;

    result.coveredShare = 1.0 - double(cv::countNonZero(facial & inner)) / innerPixels;
    result.largelyCovered = result.coveredShare > kLargelyCovered ||
                            missingFeatures(work, landmarks, frame.unit) >= kMissingFeatures;
    if (1.0 - result.coveredShare < kLeastFace) return result;
    result.followsParse = true;
    result.mask = maskFrom(work, facial, frame, size);
    return result;
}

}  // namespace heirloom
