// Finds scratches and specks in a crop and fills them from their surroundings.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/face/face.h"

namespace heirloom {

// CV_8UC1, 255 on all marks that may be defects, and next to them: without them a face shows
// how fine its own detail is.
cv::Mat findMarks(const cv::Mat& crop, const Landmarks& cropLandmarks, double noise);

// CV_8UC1, 255 on defects: thin or small marks, lighter or darker than all around them by
// far more than noise (its deviation, 0...1). Eyes, brows, nostrils and mouth look like
// marks, so near the landmarks only lines count that run well past them, and marks that are
// crisper than the photo: what was photographed with the face is as blurred as the face.
// scale: the face's effective resolution, as in CropEvidence; at 1 nothing is crisper.
cv::Mat findDefects(const cv::Mat& crop, const Landmarks& cropLandmarks, double noise,
                    double scale);

// Smooth continuation of the surroundings into the defects (normalised convolution, Knutsson
// and Westin, CVPR 1993, from fine to coarse). crop: CV_32FC3.
cv::Mat filledDefects(const cv::Mat& crop, const cv::Mat& defects);

}  // namespace heirloom
