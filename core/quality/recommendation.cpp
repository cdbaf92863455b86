#include "core/quality/recommendation.h"

#include <algorithm>
#include <cmath>

namespace heirloom {

namespace {

// Share of the picture. Crowds and textured clothes reach 0.0022 without a scratch, and the
// preset for scratches smooths much: rather miss a lightly scratched print.
constexpr double kManyDefects = 0.0025;

// The preset for yellowed prints brightens the darkened ones; it would turn this share of the
// picture to plain white.
constexpr double kMostlyLight = 0.5;

constexpr double kStrongNoise = 9.0;  // 8-bit units
constexpr double kSoftBlur = 1.7;     // pixels of a 256-pixel face crop

double perMille(double share) {
    return std::round(share * 1000.0) / 10.0;  // as percent with one decimal
}

long whole(double value) {
    return std::lround(value);
}

Message lowReason(const PhotoQuality& quality) {
    const bool soft = quality.blur < 0.0 || quality.blur > kSoftBlur;
    const bool grainy = quality.noise > kStrongNoise;
    const long sharpness = whole(quality.sharpness);
    const long noise = whole(quality.noise);
    if (soft && grainy) {
        return quality.fromFaces
                   ? Message(
                         "The faces are soft (sharpness %1 of 100) and the grain is strong "
                         "(%2 of 255), as in prints from 1950 to 1980.",
                         sharpness, noise)
                   : Message(
                         "The picture is soft (sharpness %1 of 100) and the grain is strong "
                         "(%2 of 255), as in prints from 1950 to 1980.",
                         sharpness, noise);
    }
    if (grainy) {
        return Message("The grain is strong (%1 of 255), as in prints from 1950 to 1980.", noise);
    }
    return quality.fromFaces
               ? Message(
                     "The faces show little detail (sharpness %1 of 100), as in prints from "
                     "1950 to 1980.",
                     sharpness)
               : Message(
                     "The picture shows little detail (sharpness %1 of 100), as in prints "
                     "from 1950 to 1980.",
                     sharpness);
}

Recommendation byGrade(const PhotoQuality& quality) {
    const long sharpness = whole(quality.sharpness);
    const long noise = whole(quality.noise);
    switch (quality.grade) {
        case QualityGrade::High:
            return {"high", quality.fromFaces
                                ? Message("The faces are sharp (%1 of 100) and there is little "
                                          "noise (%2 of 255), as in digital photos.",
                                          sharpness, noise)
                                : Message("The picture is sharp (%1 of 100) and there is little "
                                          "noise (%2 of 255), as in digital photos.",
                                          sharpness, noise)};
        case QualityGrade::Medium:
            return {"medium", quality.fromFaces
                                  ? Message("The faces are a little soft or noisy (sharpness %1 "
                                            "of 100, noise %2 of 255), as in scans from 1990 to "
                                            "2005.",
                                            sharpness, noise)
                                  : Message("The picture is a little soft or noisy (sharpness %1 "
                                            "of 100, noise %2 of 255), as in scans from 1990 to "
                                            "2005.",
                                            sharpness, noise)};
        case QualityGrade::Low: return {"low", lowReason(quality)};
    }
    return {"medium", {}};
}

}  // namespace

Recommendation recommend(const PhotoQuality& quality) {
    if (quality.defects > kManyDefects) {
        return {"scratches", Message("Scratches and specks cover about %1 % of the picture.",
                                     perMille(quality.defects))};
    }
    if (quality.colour.state == ColourState::Yellowed && quality.lightShare < kMostlyLight) {
        return {"yellowed-bw",
                Message("The picture is black and white and has turned yellow or brown (by %1 "
                        "of 255).",
                        whole(quality.colour.tint))};
    }
    if (quality.colour.state == ColourState::Faded) {
        return {"faded-colour",
                Message("The colours have faded: only %1 % of the range from black to white is "
                        "left, with a colour cast.",
                        whole(quality.contrast / 255.0 * 100.0))};
    }
    return byGrade(quality);
}

}  // namespace heirloom
