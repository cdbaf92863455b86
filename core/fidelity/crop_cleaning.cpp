#include "core/fidelity/crop_cleaning.h"

#include <algorithm>
#include <array>

#include <opencv2/core.hpp>

#include "core/fidelity/bands.h"
#include "core/fidelity/defect_removal.h"
#include "core/fidelity/screen_removal.h"

namespace heirloom {

namespace {

constexpr double kShortestScreen = 2.5, kLongestScreen = 10.0;  // pixels of the photo
constexpr std::array<double, 4> kEdges{0.7, 1.4, 2.8, 5.6};     // of the bands, crop pixels
constexpr double kWindow = 2.0;  // of local energies, in units of the band's outer sigma

// Wiener's rule band by band, on luma and chroma.
cv::Mat denoised(const cv::Mat& crop, const CropEvidence& evidence) {
    const LumaChroma parts = splitLuma(crop);
    const auto cleaned = [](const cv::Mat& plane, const auto& noiseBetween) {
        cv::Mat above = plane, out = cv::Mat::zeros(plane.size(), plane.type());
        double from = 0.0;
        for (const double to : kEdges) {
            const cv::Mat below = gaussian(plane, to);
            const cv::Mat band = above - below;
            const double rms = noiseBetween(from, to);
            out += weighted(band, signalShare(band, rms * rms, kWindow * to));
            above = below;
            from = to;
        }
        return cv::Mat(out + above);
    };
    return mergeLuma(
        {cleaned(parts.luma, [&](double a, double b) { return evidence.lumaNoise(a, b); }),
         cleaned(parts.chroma, [&](double a, double b) { return evidence.chromaNoise(a, b); })});
}

}  // namespace

CleanedCrop cleanCrop(const cv::Mat& crop, const Landmarks& cropLandmarks,
                      double photoPixelsPerCropPixel) {
    CleanedCrop result;
    const double ratio = std::max(photoPixelsPerCropPixel, 1e-3);
    const ScreenRemoval screen =
        removeScreen(crop, kShortestScreen / ratio, kLongestScreen / ratio);
    result.hadScreen = screen.found;
    const auto evidenceOf = [&](const cv::Mat& picture) {
        return gatherEvidence(picture, cropLandmarks, photoPixelsPerCropPixel);
    };
    CropEvidence evidence = evidenceOf(screen.crop);
    // Scratches pass for fine detail: how fine the face really is shows without them.
    const cv::Mat marks = findMarks(screen.crop, cropLandmarks, evidence.noise);
    evidence = evidenceOf(filledDefects(screen.crop, marks));
    const cv::Mat defects =
        findDefects(screen.crop, cropLandmarks, evidence.noise, evidence.scale);
    const cv::Mat whole = filledDefects(screen.crop, defects);
    evidence = evidenceOf(whole);
    result.defectShare = static_cast<double>(cv::countNonZero(defects)) / defects.total();
    defects.convertTo(result.known, CV_32FC1, -1.0 / 255.0, 1.0);
    result.crop =
        cv::min(cv::max(denoised(whole, evidence), cv::Scalar::all(0.0)), cv::Scalar::all(1.0));
    return result;
}

}  // namespace heirloom
