#include "core/fidelity/grain.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>

#include "core/fidelity/bands.h"
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

}  // namespace

cv::Mat missingGrain(const cv::Mat& original, const cv::Mat& restored, const CropEvidence& evidence,
                     double photoPixelsPerCropPixel) {
    const double sigma = kGrainSigma * std::max(1.0, 1.0 / photoPixelsPerCropPixel);
    const cv::Mat from = luma(original), to = luma(restored);
    cv::Mat grain = from - gaussian(from, sigma);
    const cv::Mat fine = to - gaussian(to, sigma);
    const cv::Mat energy = localEnergy(grain, kWindow * sigma);
    const cv::Mat left = localEnergy(fine, kWindow * sigma);
    const double rms = kClumpedGain * evidence.lumaNoise(0.0, sigma);
    const auto noise = static_cast<float>(rms * rms);
    for (int y = 0; y < grain.rows; ++y) {
        auto* value = grain.ptr<float>(y);
        const auto* own = energy.ptr<float>(y);
        const auto* there = left.ptr<float>(y);
        for (int x = 0; x < grain.cols; ++x) {
            // Where the original has more than grain, that is detail, and only the strength
            // of grain may pass.
            const float grainEnergy = std::min(own[x], noise);
            if (grainEnergy < 1e-12f) {
                value[x] = 0.0f;
                continue;
            }
            const float level = std::sqrt(grainEnergy / own[x]);
            float missing = 1.0f - std::min(there[x], grainEnergy) / grainEnergy;
            if (missing < kNothingMissing) missing = 0.0f;
            value[x] *= level * std::sqrt(missing);
        }
    }
    return grain;
}

}  // namespace heirloom
