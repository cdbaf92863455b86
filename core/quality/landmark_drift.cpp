#include "core/quality/landmark_drift.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/area_reduction.h"
#include "core/quality/patch_shift.h"

namespace heirloom {

namespace {

// The crops are compared at this eye distance, that of an FFHQ crop of 256 pixels.
constexpr double kEyeDistance = 63.0;
// In pixels at that size.
constexpr double kSmoothing = 2.0;
// The restored crop is sharper by an unknown blur; the one that makes them most alike is used.
constexpr std::array<double, 4> kExtraBlurs{0.0, 1.5, 2.5, 4.0};
// In eye distances.
constexpr double kWideWindow = 0.17;
constexpr double kNarrowWindow = 0.11;
// The narrow window sees the feature alone; where it is less certain than this, the wide one
// with the skin and brows round the feature is the better witness.
constexpr double kSteady = 0.008;
constexpr double kSearch = 0.14;
// How far features move before anything is known: the scale against which a translation's
// uncertainty is weighed.
constexpr double kExpected = 0.06;
constexpr double kEnoughConfidence = 0.4;

cv::Mat lumaAt(const cv::Mat& crop, double scale) {
    cv::Mat grey, out;
    cv::cvtColor(crop, grey, cv::COLOR_RGB2GRAY);
    if (scale == 1.0) return grey;
    if (scale < 1.0) return areaReduced(grey, scale);
    cv::resize(grey, out, cv::Size(), scale, scale, cv::INTER_CUBIC);
    return out;
}

cv::Mat smoothed(const cv::Mat& picture, double sigma) {
    cv::Mat out;
    cv::GaussianBlur(picture, out, cv::Size(), sigma, sigma, cv::BORDER_REFLECT_101);
    return out;
}

using Searches = std::vector<PatchSearch>;  // one a landmark
using Shifts = std::array<PatchShift, 5>;

Searches searchesOf(const cv::Mat& from, const Landmarks& landmarks, double window) {
    PatchOptions options;
    options.windowSigma = window * kEyeDistance;
    options.maxShift = cvRound(kSearch * kEyeDistance);
    Searches searches;
    for (const cv::Point2f& landmark : landmarks) searches.emplace_back(from, landmark, options);
    return searches;
}

Shifts shiftsOf(const Searches& searches, const cv::Mat& to) {
    Shifts shifts;
    for (std::size_t i = 0; i < shifts.size(); ++i) shifts[i] = searches[i].find(to);
    return shifts;
}

double likenessOf(const Shifts& shifts) {
    double sum = 0.0;
    for (const PatchShift& shift : shifts) sum += shift.likeness;
    return sum;
}

// The first of the most alike.
template <std::size_t kCount>
std::size_t mostAlike(const std::array<Shifts, kCount>& candidates) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < kCount; ++i) {
        if (likenessOf(candidates[i]) > likenessOf(candidates[best])) best = i;
    }
    return best;
}

// A shift in pixels and how far it can be trusted.
struct KnownShift {
    cv::Vec2d shift;
    cv::Matx22d covariance;
};

KnownShift known(const PatchSearch& search, const cv::Mat& to, const PatchShift& found) {
    return {found.shift, search.covarianceOf(to, found)};
}

// In eye distances, in the less certain direction (at most 1.4 times too much).
double deviationOf(const KnownShift& patch) {
    return std::sqrt(cv::trace(patch.covariance)) / kEyeDistance;
}

// A Gaussian prior round "not moved" takes away what the patch cannot tell, separately in
// each direction: a mouth tells how far it moved up, hardly how far along its own line.
FeatureDrift featureDrift(const KnownShift& patch) {
    const double expected = kExpected * kEyeDistance;
    const cv::Matx22d prior = cv::Matx22d::eye() * (expected * expected);
    const cv::Matx22d certain = prior * (prior + patch.covariance).inv();
    const cv::Vec2d shift = certain * patch.shift * (1.0 / kEyeDistance);
    FeatureDrift drift;
    drift.shift = {patch.shift[0] / kEyeDistance, patch.shift[1] / kEyeDistance};
    drift.displacement = std::hypot(shift[0], shift[1]);
    drift.confidence = std::clamp(0.5 * cv::trace(certain), 0.0, 1.0);
    return drift;
}

}  // namespace

Drift measureDrift(const cv::Mat& crop, const cv::Mat& restored, const Landmarks& cropLandmarks) {
    Drift drift;
    const double eyeDistance = cv::norm(cropLandmarks[1] - cropLandmarks[0]);
    if (crop.empty() || crop.size() != restored.size() || !(eyeDistance > 1.0)) return drift;
    const double scale = kEyeDistance / eyeDistance;
    Landmarks landmarks = cropLandmarks;
    for (cv::Point2f& point : landmarks) point *= static_cast<float>(scale);

    const cv::Mat from = smoothed(lumaAt(crop, scale), kSmoothing);
    const cv::Mat sharp = lumaAt(restored, scale);
    std::array<cv::Mat, kExtraBlurs.size()> blurred;
    const Searches wide = searchesOf(from, landmarks, kWideWindow);
    std::array<Shifts, kExtraBlurs.size()> candidates;
    cv::parallel_for_(cv::Range(0, static_cast<int>(blurred.size())), [&](const cv::Range& range) {
        for (int i = range.start; i < range.end; ++i) {
            const auto index = static_cast<std::size_t>(i);
            blurred[index] = smoothed(sharp, std::hypot(kSmoothing, kExtraBlurs[index]));
            candidates[index] = shiftsOf(wide, blurred[index]);
        }
    });
    const std::size_t most = mostAlike(candidates);
    const cv::Mat& to = blurred[most];
    const Searches narrow = searchesOf(from, landmarks, kNarrowWindow);
    const Shifts narrowShifts = shiftsOf(narrow, to);

    double weight = 0.0;
    for (std::size_t i = 0; i < wide.size(); ++i) {
        KnownShift best = known(narrow[i], to, narrowShifts[i]);
        if (!(deviationOf(best) < kSteady)) best = known(wide[i], to, candidates[most][i]);
        const FeatureDrift feature = featureDrift(best);
        drift.features[i] = feature;
        drift.mean += feature.confidence * feature.displacement;
        weight += feature.confidence;
        if (feature.confidence < kEnoughConfidence) continue;
        drift.isKnown = true;
        drift.largest = std::max(drift.largest, feature.displacement);
    }
    if (weight > 0.0) drift.mean /= weight;
    return drift;
}

}  // namespace heirloom
