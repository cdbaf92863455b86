#include "core/fidelity/crop_evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/fidelity/bands.h"

namespace heirloom {

namespace {

// Root mean square, in 8-bit units, of the bands of sharp faces, over the inner two thirds
// of the crop. sigma is for a crop whose eyes lie kTableUnit pixels apart. Geometric mean
// of 20 faces; the deviation of one face is a factor of 1.2.
struct TableEntry {
    double sigma, rms;
};
constexpr std::array<TableEntry, 10> kSharpFaces{{{0.5, 1.30},
                                                  {0.71, 1.34},
                                                  {1.0, 1.55},
                                                  {1.41, 1.85},
                                                  {2.0, 2.23},
                                                  {2.83, 2.74},
                                                  {4.0, 3.37},
                                                  {5.66, 4.04},
                                                  {8.0, 4.73},
                                                  {11.31, 5.6}}};
constexpr double kTableUnit = 126.0;

// A Gaussian of half a pixel is sampled too coarsely to be one: its band holds more.
constexpr double kFinestSigma = 0.5;
constexpr double kFinestBandGain = 1.5;

// What a quiet quarter of a sharp face still shows of its band, and how far the quietest
// quarter of pure noise lies below its mean.
constexpr double kQuietShare = 0.33;
constexpr double kQuantile = 0.25;
constexpr double kQuantileToRms = 1.1;

// A band is carried when it has this share of a sharp face's, and of the noise.
constexpr double kCarriedSignal = 0.62;
constexpr double kCarriedOverNoise = 0.6;
// From a band's sigma to the reduction at which the band is the finest left; calibrated on
// Gaussian blur (reduction 2.355 sigma, its width at half height) and on area reduction.
constexpr double kSigmaToScale = 3.6;
constexpr double kRounding = 1e-6;
// Pixels across a face, in distances of its eyes.
constexpr double kFaceWidth = 2.2;

double sharpFaceRms(double sigma, double unit) {
    const double wanted = std::log(sigma * kTableUnit / unit);
    std::size_t upper = 1;
    while (upper + 1 < kSharpFaces.size() && std::log(kSharpFaces[upper].sigma) < wanted) ++upper;
    const TableEntry& a = kSharpFaces[upper - 1];
    const TableEntry& b = kSharpFaces[upper];
    const double t = std::clamp(
        (wanted - std::log(a.sigma)) / (std::log(b.sigma) - std::log(a.sigma)), 0.0, 1.0);
    const double gain = sigma < 1.1 * kFinestSigma ? kFinestBandGain : 1.0;
    return gain * std::exp((1.0 - t) * std::log(a.rms) + t * std::log(b.rms)) / 255.0;
}

struct BandEnergy {
    double mean = 0.0;   // mean square
    double quiet = 0.0;  // of the quietest quarter
};

// Of the difference between two smoothings of a plane.
BandEnergy energyOf(const cv::Mat& inner, const cv::Mat& outer, double windowSigma) {
    const cv::Mat squares = meanSquares(inner, outer);
    const cv::Mat local = gaussian(squares, windowSigma);
    return {cv::mean(squares)[0],
            sizeAt(local, static_cast<std::size_t>(kQuantile * double(local.total())))};
}

// The square round the face in which bands are measured.
cv::Mat faceRegion(const cv::Mat& crop, const Landmarks& landmarks) {
    const double unit = faceUnit(landmarks);
    const cv::Point2f eyes = (landmarks[0] + landmarks[1]) * 0.5f;
    const cv::Point2f mouth = (landmarks[3] + landmarks[4]) * 0.5f;
    const cv::Point2f centre = eyes + (mouth - eyes) * 0.2f;
    const int half = std::max(8, static_cast<int>(1.32 * unit));
    const cv::Rect wanted(static_cast<int>(centre.x) - half, static_cast<int>(centre.y) - half,
                          2 * half, 2 * half);
    const cv::Rect inside = wanted & cv::Rect(0, 0, crop.cols, crop.rows);
    return inside.width < 16 || inside.height < 16 ? crop : crop(inside);
}

struct Bands {
    std::vector<double> sigmas;
    std::vector<BandEnergy> luma, chroma;
};

// A plane smoothed by sigmas that grow by half an octave at a time, so that the outer
// Gaussian of one band is the inner one of the next.
class SmoothedPlane {
public:
    explicit SmoothedPlane(cv::Mat plane) : m_plane(std::move(plane)) {}

    const cv::Mat& plane() const { return m_plane; }
    const cv::Mat& at(double sigma) {
        if (m_sigma <= 0.0 || std::abs(sigma / m_sigma - 1.0) > 1e-9) {
            m_smooth = gaussian(m_plane, sigma);
            m_sigma = sigma;
        }
        return m_smooth;
    }
    BandEnergy bandEnergy(double sigma, double wider, double windowSigma) {
        const cv::Mat inner = at(sigma);
        return energyOf(inner, at(wider), windowSigma);
    }
    void halve() {
        cv::Mat half;
        cv::resize(m_plane, half, cv::Size(), 0.5, 0.5, cv::INTER_AREA);
        m_plane = half;
        m_sigma = 0.0;
    }

private:
    cv::Mat m_plane, m_smooth;
    double m_sigma = 0.0;  // of m_smooth; 0: none
};

struct PlaneBands {
    std::vector<double> sigmas;
    std::vector<BandEnergy> energies;
};

// Two bands an octave; each octave on a picture of half the size.
PlaneBands measurePlane(cv::Mat picture, double coarsest) {
    SmoothedPlane plane(std::move(picture));
    PlaneBands bands;
    double pixel = 1.0;  // crop pixels of a pixel of this octave
    const auto add = [&](double sigma) {
        bands.sigmas.push_back(sigma * pixel);
        bands.energies.push_back(
            plane.bandEnergy(sigma, sigma * std::sqrt(2.0), 2.0 * sigma + 1.0));
    };
    // What even the narrowest Gaussian takes away.
    bands.sigmas.push_back(0.0);
    bands.energies.push_back(energyOf(plane.plane(), plane.at(kFinestSigma), 1.5));
    add(kFinestSigma);
    while (true) {
        for (const double sigma : {std::sqrt(0.5), 1.0}) {
            if (sigma * pixel > 1.05 * coarsest) return bands;
            add(sigma);
        }
        if (std::min(plane.plane().rows, plane.plane().cols) < 24) return bands;
        plane.halve();
        pixel *= 2.0;
    }
}

Bands measureBands(const cv::Mat& region, double unit, EvidenceOf measured) {
    const double coarsest = kSharpFaces.back().sigma * unit / kTableUnit;
    const LumaChroma parts = splitLuma(region);
    // Nothing but rounding is the chroma of a grey photo.
    const bool hasChroma =
        measured == EvidenceOf::LumaAndChroma && cv::norm(parts.chroma, cv::NORM_INF) > kRounding;
    std::array<PlaneBands, 2> planes;
    cv::parallel_for_(cv::Range(0, hasChroma ? 2 : 1), [&](const cv::Range& range) {
        for (int i = range.start; i < range.end; ++i) {
            planes[static_cast<std::size_t>(i)] =
                measurePlane(i == 0 ? parts.luma : parts.chroma, coarsest);
        }
    });
    planes[1].energies.resize(planes[0].energies.size());
    return {std::move(planes[0].sigmas), std::move(planes[0].energies),
            std::move(planes[1].energies)};
}

// Contrast of this face relative to the table's, from the bands that blur spares longest.
double contrastOf(const Bands& bands, double unit) {
    double sum = 0.0;
    const std::size_t count = std::min<std::size_t>(3, bands.sigmas.size());
    for (std::size_t i = bands.sigmas.size() - count; i < bands.sigmas.size(); ++i) {
        const double rms = std::sqrt(std::max(bands.luma[i].mean, 1e-10));
        sum += std::log(rms / sharpFaceRms(bands.sigmas[i], unit));
    }
    return std::exp(sum / static_cast<double>(count));
}

// What band i of this face would hold if it were sharp. A face with much detail shows it
// three bands further down as well.
double expectedRms(const Bands& bands, std::size_t i, double contrast, double unit) {
    double expected = contrast;
    if (i + 3 < bands.sigmas.size()) {
        const double coarser =
            std::sqrt(bands.luma[i + 3].mean) / sharpFaceRms(bands.sigmas[i + 3], unit);
        expected = std::max(expected, std::sqrt(contrast * coarser));
    }
    return expected * sharpFaceRms(std::max(bands.sigmas[i], kFinestSigma), unit);
}

double noiseRms(const BandEnergy& energy, double quietSignal) {
    return kQuantileToRms * std::sqrt(std::max(0.0, energy.quiet - quietSignal * quietSignal));
}

// Where the crop stops to carry: from coarse to fine, the first band that fails.
double carriedScale(const std::vector<double>& sigmas, const std::vector<double>& margin) {
    for (std::size_t i = sigmas.size(); i-- > 0;) {
        if (margin[i] >= 1.0) continue;
        double sigma = sigmas[i];
        if (i + 1 < sigmas.size() && margin[i + 1] > margin[i]) {
            const double t = std::log(1.0 / std::max(margin[i], 1e-6)) /
                             std::log(margin[i + 1] / std::max(margin[i], 1e-6));
            sigma *= std::pow(sigmas[i + 1] / sigmas[i], std::clamp(t, 0.0, 1.0));
        }
        return kSigmaToScale * sigma;
    }
    return 1.0;
}

}  // namespace

double faceUnit(const Landmarks& cropLandmarks) {
    const cv::Point2f eyes = (cropLandmarks[0] + cropLandmarks[1]) * 0.5f;
    const cv::Point2f mouth = (cropLandmarks[3] + cropLandmarks[4]) * 0.5f;
    const double eyeDistance = cv::norm(cropLandmarks[1] - cropLandmarks[0]);
    return std::max({eyeDistance, 0.96 * cv::norm(mouth - eyes), 1.0});
}

CropEvidence gatherEvidence(const cv::Mat& crop, const Landmarks& cropLandmarks,
                            double photoPixelsPerCropPixel, EvidenceOf measured) {
    const double unit = std::min(faceUnit(cropLandmarks), 0.5 * crop.cols);
    const Bands bands = measureBands(faceRegion(crop, cropLandmarks), unit, measured);
    const double contrast = contrastOf(bands, unit);
    // Grain clumps over a few pixels of its scan, not more; beyond, noise only falls.
    const double clump = std::max(2.5 * unit / 63.0, 1.0 / photoPixelsPerCropPixel);

    CropEvidence evidence;
    evidence.measured = measured;
    std::vector<double> margin;
    for (std::size_t i = 0; i < bands.sigmas.size(); ++i) {
        const double sharp = expectedRms(bands, i, contrast, unit);
        BandNoise noise{bands.sigmas[i], noiseRms(bands.luma[i], kQuietShare * sharp),
                        noiseRms(bands.chroma[i], 0.0)};
        if (i > 0 && bands.sigmas[i] > clump) {
            noise.luma = std::min(noise.luma, evidence.bands[i - 1].luma / std::sqrt(2.0));
        }
        evidence.bands.push_back(noise);
        const double signal =
            std::sqrt(std::max(0.0, bands.luma[i].mean - noise.luma * noise.luma));
        const double overNoise = signal / std::max(kCarriedOverNoise * noise.luma, 1e-9);
        // The first band has no octave of its own to judge by.
        margin.push_back(i == 0 ? 1.0 : std::min(signal / (kCarriedSignal * sharp), overNoise));
    }
    const double coarsest = std::max(1.0, kFaceWidth * unit / kLeastFacePixels);
    evidence.scale = std::clamp(
        std::max(carriedScale(bands.sigmas, margin), 1.0 / std::max(photoPixelsPerCropPixel, 1e-3)),
        1.0, coarsest);
    evidence.facePixels = kFaceWidth * unit / evidence.scale;
    evidence.noise = evidence.lumaNoise(0.0, 3.0);
    return evidence;
}

}  // namespace heirloom
