#include "core/fidelity/faithful.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"
#include "core/fidelity/bands.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// The comparison runs a little finer than the effective resolution, so that what passes
// between the two grids is compared as well.
constexpr double kOversampling = 0.7;
constexpr int kBackProjections = 3;
constexpr double kWindow = 1.5;      // of local energies, in reduced pixels
constexpr double kWideWindow = 3.0;  // of the contradiction

// Bands of the reduced picture: between these sigmas, in its pixels; the last is the rest.
constexpr std::array<double, 4> kEdges{0.0, 0.7, 1.4, 2.8};
constexpr std::size_t kBands = kEdges.size();
// How far the network may raise a band: blur has left at least this much of it.
constexpr std::array<double, kBands> kDeblurring{2.5, 1.4, 1.1, 1.0};
// The finest band of a grid reaches beyond it only in part.
constexpr double kFinestShare = 0.6;
// Differences within so many times the noise energy are left alone.
constexpr double kTolerance = 1.8;
constexpr double kDenoising = 0.2;

// Contradiction: energy of the difference in the two middle bands, in units of what noise,
// one grey level and a twentieth of the bands' own energy explain.
constexpr double kExplainedNoise = 1.2;
constexpr double kExplainedLevel = 1.0 / 255.0;
constexpr double kExplainedShare = 0.25;
constexpr double kContradictionFrom = 1.0;
// When most of the face is contradicted, it is another person's, and nothing of it stays.
constexpr double kMostFrom = 0.55;
constexpr double kMostWhole = 0.75;
constexpr double kContradictionWhole = 2.5;

using Parts = std::array<cv::Mat, kBands>;
using Energies = std::array<double, kBands>;

struct Grids {
    cv::Size full, reduced;

    cv::Mat down(const cv::Mat& picture) const {
        if (reduced == full) return picture.clone();
        cv::Mat out;
        cv::resize(picture, out, reduced, 0, 0, cv::INTER_AREA);
        return out;
    }
    cv::Mat up(const cv::Mat& picture) const {
        if (reduced == full) return picture;
        cv::Mat out;
        cv::resize(picture, out, full, 0, 0, cv::INTER_CUBIC);
        return out;
    }
    double pixel() const { return static_cast<double>(full.width) / reduced.width; }
};

Parts decomposed(const cv::Mat& picture) {
    Parts parts;
    cv::Mat above = picture;
    for (std::size_t i = 1; i < kBands; ++i) {
        const cv::Mat below = gaussian(picture, kEdges[i]);
        parts[i - 1] = above - below;
        above = below;
    }
    parts[kBands - 1] = above;
    return parts;
}

template <class Noise>
Energies noiseEnergies(const Grids& grids, const Noise& noiseBetween) {
    Energies energies{};
    for (std::size_t i = 0; i + 1 < kBands; ++i) {
        const double rms = noiseBetween(kEdges[i] * grids.pixel(), kEdges[i + 1] * grids.pixel());
        energies[i] = rms * rms * (i == 0 ? kFinestShare : 1.0);
    }
    return energies;
}

// From the restored band to the nearest value between the original's and the original's
// raised by `gain`.
HEIRLOOM_VECTOR_CLONES
void distanceOfRow(const float* original, const float* restored, float gain, int count,
                   float* distance) {
    HEIRLOOM_INDEPENDENT
    for (int i = 0; i < count; ++i) {
        const float raised = original[i] * gain;
        const float low = raised < original[i] ? raised : original[i];
        const float high = original[i] < raised ? raised : original[i];
        const float above = restored[i] < low ? low : restored[i];
        distance[i] = (high < above ? high : above) - restored[i];
    }
}

cv::Mat distanceToAllowed(const cv::Mat& original, const cv::Mat& restored, double gain) {
    cv::Mat distance(original.size(), original.type());
    for (int y = 0; y < distance.rows; ++y) {
        distanceOfRow(original.ptr<float>(y), restored.ptr<float>(y), static_cast<float>(gain),
                      distance.cols * distance.channels(), distance.ptr<float>(y));
    }
    return distance;
}

// 0 where the middle bands agree, 1 where they contradict one another.
cv::Mat contradiction(const Parts& original, const Parts& distance, const Energies& noise) {
    const cv::Mat energy =
        localEnergy(distance[1], kWideWindow) + localEnergy(distance[2], kWideWindow);
    cv::Mat explained =
        localEnergy(original[1], kWideWindow) + localEnergy(original[2], kWideWindow);
    explained =
        explained * kExplainedShare + noise[1] + noise[2] + kExplainedLevel * kExplainedLevel;
    cv::Mat ratio = energy / explained;
    ratio = (ratio - kContradictionFrom) / (kContradictionWhole - kContradictionFrom);
    const cv::Mat positive = cv::max(ratio, 0.0);
    const cv::Mat local = cv::min(positive, 1.0);
    const double everywhere =
        std::clamp((cv::mean(local)[0] - kMostFrom) / (kMostWhole - kMostFrom), 0.0, 1.0);
    return cv::max(local, everywhere);
}

struct Plane {
    cv::Mat original, restored;  // luma, or both chroma channels
    Energies noise;
    bool mayDeblur = true;
};

struct Comparison {
    cv::Mat target;    // what the reduced result must be
    cv::Mat denoised;  // the reduced original with less noise
};

Parts distances(const Parts& original, const Parts& restored, const Plane& plane) {
    Parts out;
    for (std::size_t i = 0; i < kBands; ++i) {
        out[i] =
            distanceToAllowed(original[i], restored[i], plane.mayDeblur ? kDeblurring[i] : 1.0);
    }
    return out;
}

// contradicted and known: CV_32FC1 on the reduced grid; known may be empty.
Comparison compared(const Plane& plane, const Parts& original, const Parts& restored,
                    const Parts& distance, const cv::Mat& contradicted, const cv::Mat& known) {
    Comparison result;
    const auto add = [](cv::Mat& sum, const cv::Mat& part) {
        if (sum.empty()) {
            sum = part.clone();
        } else {
            sum += part;
        }
    };
    for (std::size_t i = 0; i < kBands; ++i) {
        cv::Mat correction = distance[i];
        const bool isRest = i + 1 == kBands;
        if (!isRest) {
            const cv::Mat share = signalShare(correction, kTolerance * plane.noise[i], kWindow);
            correction = weighted(correction, cv::max(share, contradicted));
            add(result.denoised,
                weighted(original[i],
                         signalShare(original[i], kDenoising * plane.noise[i], kWindow)));
        } else {
            add(result.denoised, original[i]);
        }
        if (!known.empty()) correction = weighted(correction, known);
        add(result.target, restored[i] + correction);
    }
    return result;
}

// Brings the reduced picture to the target without touching what is finer.
cv::Mat backProjected(const cv::Mat& picture, const cv::Mat& target, const Grids& grids) {
    cv::Mat out = picture.clone();
    for (int i = 0; i < kBackProjections; ++i) {
        out += grids.up(target - grids.down(out));
        if (grids.reduced == grids.full) break;
    }
    return out;
}

struct Projection {
    cv::Mat picture;
    cv::Mat contradicted;  // on the reduced grid
};

// contradicted: from another plane, or empty to find it here.
Projection projected(const Plane& plane, const Grids& grids, const cv::Mat& known,
                     const cv::Mat& contradicted) {
    const cv::Mat reducedOriginal = grids.down(plane.original);
    const Parts original = decomposed(reducedOriginal);
    const Parts restored = decomposed(grids.down(plane.restored));
    const Parts distance = distances(original, restored, plane);
    Projection result;
    result.contradicted =
        contradicted.empty() ? contradiction(original, distance, plane.noise) : contradicted;
    if (contradicted.empty() && !known.empty()) {
        result.contradicted = result.contradicted.mul(known);
    }
    const Comparison comparison =
        compared(plane, original, restored, distance, result.contradicted, known);
    result.picture = backProjected(plane.restored, comparison.target, grids);
    const cv::Mat kept = plane.original + grids.up(comparison.denoised - reducedOriginal);
    const cv::Mat share = cv::min(cv::max(grids.up(result.contradicted), 0.0), 1.0);
    result.picture += weighted(kept - result.picture, share);
    return result;
}

// The picture with the step added to all channels, within 0...1.
cv::Mat withOtherLuma(const cv::Mat& picture, const cv::Mat& step) {
    cv::Mat out(picture.size(), CV_32FC3);
    cv::parallel_for_(cv::Range(0, out.rows), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) {
            const auto* in = picture.ptr<float>(y);
            const auto* by = step.ptr<float>(y);
            auto* to = out.ptr<float>(y);
            for (int x = 0; x < out.cols; ++x) {
                for (int c = 3 * x; c < 3 * x + 3; ++c) {
                    to[c] = std::clamp(in[c] + by[x], 0.0f, 1.0f);
                }
            }
        }
    });
    return out;
}

Grids gridsFor(cv::Size full, double scale) {
    const double factor = std::max(1.0, scale * kOversampling);
    const int side = std::clamp(static_cast<int>(std::lround(full.width / factor)), 12, full.width);
    return {full, cv::Size(side, side)};
}

}  // namespace

FaithfulResult keepFaithful(const cv::Mat& original, const cv::Mat& restored,
                            const CropEvidence& evidence, const FaithfulOptions& options) {
    const Grids grids = gridsFor(original.size(), evidence.scale);
    const cv::Mat known = options.known.empty() ? cv::Mat() : grids.down(options.known);
    Plane brightness{luma(original), luma(restored), {}, true};
    brightness.noise =
        noiseEnergies(grids, [&](double a, double b) { return evidence.lumaNoise(a, b); });
    const Projection kept = projected(brightness, grids, known, {});
    FaithfulResult result;
    result.contradicted = cv::mean(kept.contradicted)[0];
    if (!options.withChroma) {
        result.crop = withOtherLuma(restored, kept.picture - brightness.restored);
        return result;
    }
    LumaChroma to = splitLuma(restored);
    Plane chroma{splitLuma(original).chroma, to.chroma, {}, false};
    chroma.noise =
        noiseEnergies(grids, [&](double a, double b) { return evidence.chromaNoise(a, b); });
    to.luma = kept.picture;
    to.chroma = projected(chroma, grids, known, kept.contradicted).picture;
    result.crop = cv::min(cv::max(mergeLuma(to), cv::Scalar::all(0.0)), cv::Scalar::all(1.0));
    return result;
}

}  // namespace heirloom
