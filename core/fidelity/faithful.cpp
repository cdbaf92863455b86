#include "core/fidelity/faithful.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"
#include "core/fidelity/bands.h"
#include "core/fidelity/reduced_grid.h"
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
// White noise has this much energy in the rest, of what it has in the band above it. It counts
// where a pixel of the grid is this many of the crop; finer ones show no noise so coarse, and
// what is taken for it is texture.
constexpr double kRestShare = 0.56;
constexpr double kRestFrom = 2.2;
constexpr double kRestWhole = 2.8;
// Differences within so many times the noise energy are left alone: in one place noise is now
// and then that strong, and putting it back undoes what the network did well.
constexpr double kTolerance = 10.0;
// JPEG wipes noise out of the quiet places in which it is measured, and lets it stand where
// something is: in the finest band and in chroma. So more of it counts as noise there, and
// at least so many grey levels.
constexpr double kWipedTolerance = 20.0;
constexpr double kWipedLevel = 1.3 / 255.0;
constexpr double kDenoising = 0.2;

// Contradiction: energy of the difference in the two middle bands, in units of what noise,
// one grey level and a quarter of the bands' own energy explain.
constexpr double kExplainedLevel = 1.0 / 255.0;
constexpr double kExplainedShare = 0.25;
// Somewhat more than those explain: JPEG hides part of the noise from its measurement.
constexpr double kContradictionFrom = 1.4;
// When most of the face is contradicted, it is another person's, and nothing of it stays.
constexpr double kMostFrom = 0.55;
constexpr double kMostWhole = 0.75;
constexpr double kContradictionWhole = 2.5;

using Parts = std::array<cv::Mat, kBands>;
using Energies = std::array<double, kBands>;

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
Energies noiseEnergies(const ReducedGrid& grid, const Noise& noiseBetween) {
    Energies energies{};
    for (std::size_t i = 0; i + 1 < kBands; ++i) {
        const double rms = noiseBetween(kEdges[i] * grid.pixel(), kEdges[i + 1] * grid.pixel());
        energies[i] = rms * rms * (i == 0 ? kFinestShare : 1.0);
    }
    const double rest = (grid.pixel() - kRestFrom) / (kRestWhole - kRestFrom);
    energies[kBands - 1] = kRestShare * energies[kBands - 2] * std::clamp(rest, 0.0, 1.0);
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

// Energy of the two middle bands together.
cv::Mat middleEnergy(const Parts& parts) {
    return gaussian(meanSquares(parts[1]) + meanSquares(parts[2]), kWideWindow);
}

// 0 where the middle bands agree, 1 where they contradict one another.
cv::Mat contradiction(const Parts& original, const Parts& distance, const Energies& noise) {
    const cv::Mat explained = middleEnergy(original) * kExplainedShare + noise[1] + noise[2] +
                              kExplainedLevel * kExplainedLevel;
    cv::Mat ratio = middleEnergy(distance) / explained;
    ratio = (ratio - kContradictionFrom) / (kContradictionWhole - kContradictionFrom);
    const cv::Mat positive = cv::max(ratio, 0.0);
    const cv::Mat local = cv::min(positive, 1.0);
    const double everywhere =
        std::clamp((cv::mean(local)[0] - kMostFrom) / (kMostWhole - kMostFrom), 0.0, 1.0);
    return cv::max(local, everywhere);
}

// Luma, or both chroma channels.
struct Plane {
    cv::Mat original, restored;              // on the reduced grid
    std::function<cv::Mat()> allDifference;  // original - restored, on the full one
    Energies noise;
    bool isChroma = false;
};

Parts distances(const Parts& original, const Parts& restored, const Plane& plane) {
    Parts out;
    for (std::size_t i = 0; i < kBands; ++i) {
        out[i] = distanceToAllowed(original[i], restored[i], plane.isChroma ? 1.0 : kDeblurring[i]);
    }
    return out;
}

// How the reduced result has to differ from the reduced restoration.
// contradicted and known: CV_32FC1 on the reduced grid; known may be empty.
cv::Mat correctionOf(const Plane& plane, const Parts& distance, const cv::Mat& contradicted,
                     const cv::Mat& known) {
    cv::Mat sum = cv::Mat::zeros(plane.original.size(), plane.original.type());
    for (std::size_t i = 0; i < kBands; ++i) {
        const double leftAlone = i == 0 || plane.isChroma
                                     ? kWipedTolerance * plane.noise[i] + kWipedLevel * kWipedLevel
                                     : kTolerance * plane.noise[i];
        const cv::Mat share = signalShare(distance[i], leftAlone, kWindow);
        sum += weighted(distance[i], cv::max(share, contradicted));
    }
    return known.empty() ? sum : weighted(sum, known);
}

// How the reduced original with less noise differs from it.
cv::Mat denoisingOf(const Plane& plane, const Parts& original) {
    cv::Mat sum = cv::Mat::zeros(plane.original.size(), plane.original.type());
    for (std::size_t i = 0; i + 1 < kBands; ++i) {
        sum += weighted(original[i],
                        signalShare(original[i], kDenoising * plane.noise[i], kWindow) - 1.0);
    }
    return sum;
}

// Takes the step to a + b as far as `share` says, which is cut to 0...1 here.
template <int kChannels>
HEIRLOOM_INLINE void blendPixels(const float* a, const float* b, const float* share, int columns,
                                 float* step) {
    for (int x = 0; x < columns; ++x) {
        const float above = share[x] < 0.0f ? 0.0f : share[x];
        const float part = 1.0f < above ? 1.0f : above;
        for (int i = kChannels * x; i < kChannels * (x + 1); ++i) {
            step[i] += part * (a[i] + b[i] - step[i]);
        }
    }
}

HEIRLOOM_VECTOR_CLONES
void blendRow(const float* a, const float* b, const float* share, int columns, int channels,
              float* step) {
    if (channels == 1) {
        blendPixels<1>(a, b, share, columns, step);
    } else {
        blendPixels<2>(a, b, share, columns, step);
    }
}

void blend(const cv::Mat& a, const cv::Mat& b, const cv::Mat& share, cv::Mat& step) {
    for (int y = 0; y < step.rows; ++y) {
        blendRow(a.ptr<float>(y), b.ptr<float>(y), share.ptr<float>(y), step.cols, step.channels(),
                 step.ptr<float>(y));
    }
}

struct Projection {
    cv::Mat step;          // from the restored picture to the result
    cv::Mat contradicted;  // on the reduced grid
};

// contradicted: from another plane, or empty to find it here.
Projection projected(const Plane& plane, const ReducedGrid& grid, const cv::Mat& known,
                     const cv::Mat& contradicted) {
    const Parts original = decomposed(plane.original);
    const Parts distance = distances(original, decomposed(plane.restored), plane);
    Projection result;
    result.contradicted =
        contradicted.empty() ? contradiction(original, distance, plane.noise) : contradicted;
    if (contradicted.empty() && !known.empty()) {
        result.contradicted = result.contradicted.mul(known);
    }
    const cv::Mat correction = correctionOf(plane, distance, result.contradicted, known);
    result.step = grid.up(grid.backProjected(correction, kBackProjections));
    // Where it is contradicted, the original itself takes the place of all that.
    if (cv::countNonZero(result.contradicted) == 0) return result;
    blend(plane.allDifference(), grid.up(denoisingOf(plane, original)),
          grid.up(result.contradicted), result.step);
    return result;
}

HEIRLOOM_VECTOR_CLONES
void addToRow(const float* picture, const float* step, int columns, float* out) {
    const auto within = [](float value) HEIRLOOM_INLINE_LAMBDA {
        const float low = value < 0.0f ? 0.0f : value;
        return 1.0f < low ? 1.0f : low;
    };
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        out[3 * x] = within(picture[3 * x] + step[x]);
        out[3 * x + 1] = within(picture[3 * x + 1] + step[x]);
        out[3 * x + 2] = within(picture[3 * x + 2] + step[x]);
    }
}

// The picture with the step added to all channels, within 0...1.
cv::Mat withOtherLuma(const cv::Mat& picture, const cv::Mat& step) {
    cv::Mat out(picture.size(), CV_32FC3);
    for (int y = 0; y < out.rows; ++y) {
        addToRow(picture.ptr<float>(y), step.ptr<float>(y), out.cols, out.ptr<float>(y));
    }
    return out;
}

// The picture with steps added to its luma and chroma, within 0...1.
cv::Mat withOtherColour(const cv::Mat& picture, const cv::Mat& lumaStep,
                        const cv::Mat& chromaStep) {
    const cv::Mat out = picture + mergeLuma({lumaStep, chromaStep});
    return cv::min(cv::max(out, cv::Scalar::all(0.0)), cv::Scalar::all(1.0));
}

ReducedGrid gridFor(cv::Size full, double scale) {
    const double factor = std::max(1.0, scale * kOversampling);
    const int side = std::clamp(static_cast<int>(std::lround(full.width / factor)), 12, full.width);
    return {full, cv::Size(side, side)};
}

}  // namespace

FaithfulResult keepFaithful(const cv::Mat& original, const cv::Mat& restored,
                            const CropEvidence& evidence, const FaithfulOptions& options) {
    const ReducedGrid grid = gridFor(original.size(), evidence.scale);
    const cv::Mat known = options.known.empty() ? cv::Mat() : grid.down(options.known);
    FaithfulResult result;
    const cv::Mat originalY = luma(original), restoredY = luma(restored);
    Plane brightness{grid.down(originalY),
                     grid.down(restoredY),
                     [&]() -> cv::Mat { return originalY - restoredY; },
                     {},
                     false};
    brightness.noise =
        noiseEnergies(grid, [&](double a, double b) { return evidence.lumaNoise(a, b); });
    const Projection kept = projected(brightness, grid, known, {});
    result.contradicted = cv::mean(kept.contradicted)[0];
    if (!options.withChroma) {
        result.crop = withOtherLuma(restored, kept.step);
        return result;
    }
    Plane chroma{splitLuma(grid.down(original)).chroma,
                 splitLuma(grid.down(restored)).chroma,
                 [&] { return splitLuma(original - restored).chroma; },
                 {},
                 true};
    chroma.noise =
        noiseEnergies(grid, [&](double a, double b) { return evidence.chromaNoise(a, b); });
    const cv::Mat chromaStep = projected(chroma, grid, known, kept.contradicted).step;
    result.crop = withOtherColour(restored, kept.step, chromaStep);
    return result;
}

}  // namespace heirloom
