#include "core/quality/quality_json.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace heirloom {

using nlohmann::json;

namespace {

// Dividing by a whole number gives the shortest decimals.
double rounded(double value, double stepsPerUnit) {
    return std::round(value * stepsPerUnit) / stepsPerUnit;
}

}  // namespace

json qualityJson(const PhotoQuality& quality) {
    constexpr double kTenth = 10;
    constexpr double kHundredth = 100;
    constexpr double kShare = 1e4;
    return {{"score", rounded(quality.score, kTenth)},
            {"grade", qualityGradeName(quality.grade)},
            {"measured_on", quality.fromFaces ? "faces" : "picture"},
            {"sharpness", rounded(quality.sharpness, kTenth)},
            {"blur", quality.blur < 0.0 ? json() : json(rounded(quality.blur, kHundredth))},
            {"noise", rounded(quality.noise, kHundredth)},
            {"grain_correlation", rounded(quality.grainCorrelation, kHundredth)},
            {"face_size", rounded(quality.faceSize, kTenth)},
            {"face_share", rounded(quality.faceShare, kShare)},
            {"clipped_black", rounded(quality.clippedBlack, kShare)},
            {"clipped_white", rounded(quality.clippedWhite, kShare)},
            {"contrast", rounded(quality.contrast, kTenth)},
            {"light_share", rounded(quality.lightShare, kShare)},
            {"colour", colourStateName(quality.colour.state)},
            {"colour_cast", rounded(quality.colour.cast, kTenth)},
            {"tint", rounded(quality.colour.tint, kTenth)},
            {"saturation", rounded(quality.colour.saturation, kTenth)},
            {"blockiness", rounded(quality.blockiness, kHundredth)},
            {"defects", rounded(quality.defects, kShare)}};
}

json recommendationJson(const Recommendation& recommendation) {
    return {{"preset", recommendation.preset}, {"reason", recommendation.reason.text()}};
}

json changeJson(const ChangeSummary& change) {
    return {{"changed", rounded(change.changedShare, 1e6)},
            {"mean", rounded(change.mean, 1e3)},
            {"largest", change.largest}};
}

}  // namespace heirloom
