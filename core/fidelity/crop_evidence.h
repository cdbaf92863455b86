// What an aligned crop really shows of a face: how fine its detail is and how strong its
// noise. Everything that promises "the same person" starts from here.
//
// Pure functions; safe from any thread.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/face/face.h"

namespace heirloom {

// Root mean square of the noise in one band of the crop, 0...1. Bands are differences of
// two Gaussians with sigma and sqrt(2) * sigma crop pixels.
struct BandNoise {
    double sigma = 0.0;
    double luma = 0.0;
    double chroma = 0.0;  // mean of R - Y and B - Y; 0 where only luma was measured
};

// Chroma costs as much again, and who keeps the original's chroma does not ask for its noise.
enum class EvidenceOf { Luma, LumaAndChroma };

struct CropEvidence {
    // Effective resolution: the crop reduced by this factor loses nothing that its blur and
    // noise have left; at least 1.
    double scale = 1.0;
    // The same as pixels across the face, at least kLeastFacePixels.
    double facePixels = 0.0;
    // White noise of this deviation would look as strong in the finest bands; 0...1.
    double noise = 0.0;
    std::vector<BandNoise> bands;  // finest first
    EvidenceOf measured = EvidenceOf::LumaAndChroma;

    // Root mean square of the noise between two Gaussians, sigma in crop pixels.
    double lumaNoise(double fromSigma, double toSigma) const;
    double chromaNoise(double fromSigma, double toSigma) const;
};

inline constexpr double kLeastFacePixels = 12.0;

// Distance of the eyes that a frontal face of this size would have, in crop pixels; a face
// turned to the side has its eyes close together but keeps its length.
double faceUnit(const Landmarks& cropLandmarks);

// crop: CV_32FC3 RGB, 0...1, sRGB. photoPixelsPerCropPixel below 1: the crop was enlarged,
// so the photo itself carries no more than that.
//
// Signal: energy of each band compared with that of sharp faces, which differ by only a
// fifth from one another (measured on 40 aligned faces, see the table in the source).
// Noise: a face is quiet nearly everywhere while noise is the same everywhere, so the
// quietest quarter of a band tells its noise, whether the grain is fine or clumped.
CropEvidence gatherEvidence(const cv::Mat& crop, const Landmarks& cropLandmarks,
                            double photoPixelsPerCropPixel,
                            EvidenceOf measured = EvidenceOf::LumaAndChroma);

}  // namespace heirloom
