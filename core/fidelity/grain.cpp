#include "core/fidelity/grain.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"
#include "core/fidelity/bands.h"
#include "core/fidelity/wide_gaussian.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// Grain lies below this size, in pixels of the photo or the crop, whichever are larger.
constexpr double kGrainSigma = 2.0;
// The sum over bands is exact for white noise and low for clumped grain.
constexpr double kClumpedGain = 1.3;
constexpr double kWindow = 2.0;  // of local energies, in units of kGrainSigma

// Rounding must not become grain.
constexpr float kNothingMissing = 0.02f;
constexpr float kNoEnergy = 1e-12f;

// own and there: local energies of the original and the restored. Where the original has more
// than grain, that is detail, and only the strength of grain may pass.
HEIRLOOM_VECTOR_CLONES
void keepMissing(const float* own, const float* there, float noise, int columns, float* value) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        const float grainEnergy = own[x] < noise ? own[x] : noise;
        const float left = there[x] < grainEnergy ? there[x] : grainEnergy;
        const float some = grainEnergy < kNoEnergy ? kNoEnergy : grainEnergy;
        const float all = own[x] < kNoEnergy ? kNoEnergy : own[x];
        const float missing = 1.0f - left / some;
        const float share = missing < kNothingMissing ? 0.0f : missing * (some / all);
        value[x] *= std::sqrt(grainEnergy < kNoEnergy ? 0.0f : share);
    }
}

}  // namespace

cv::Mat missingGrain(const cv::Mat& original, const cv::Mat& restored, const CropEvidence& evidence,
                     double photoPixelsPerCropPixel) {
    return missingGrainOfLuma(luma(original), luma(restored), evidence, photoPixelsPerCropPixel);
}

cv::Mat missingGrainOfLuma(const cv::Mat& original, const cv::Mat& restored,
                           const CropEvidence& evidence, double photoPixelsPerCropPixel) {
    const double sigma = kGrainSigma * std::max(1.0, 1.0 / photoPixelsPerCropPixel);
    cv::Mat grain = original - wideGaussian(original, sigma);
    const cv::Mat fine = restored - wideGaussian(restored, sigma);
    const cv::Mat energy = localEnergy(grain, kWindow * sigma);
    const cv::Mat left = localEnergy(fine, kWindow * sigma);
    const double rms = kClumpedGain * evidence.lumaNoise(0.0, sigma);
    const auto noise = static_cast<float>(rms * rms);
    cv::parallel_for_(cv::Range(0, grain.rows), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) {
            keepMissing(energy.ptr<float>(y), left.ptr<float>(y), noise, grain.cols,
                        grain.ptr<float>(y));
        }
    });
    return grain;
}

}  // namespace heirloom
