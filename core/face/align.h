// Moves faces between the photo and the aligned square crop that the network sees.
//
// Transforms are 2x3 matrices on pixel centres, named target-from-source:
// photo = photoFromCrop * (x, y, 1).
// Source: Umeyama, "Least-squares estimation of transformation parameters between two
// point patterns", PAMI 1991; reference points in gpen.md.
#pragma once

#include <optional>

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>

#include "core/base/crop_template.h"
#include "core/face/face.h"
#include "core/image/photo.h"

namespace heirloom {

// The reference points in a crop of size x size pixels.
Landmarks templateLandmarks(CropTemplate cropTemplate, int size);

// The similarity (rotation, uniform scale, translation, no reflection) that brings the
// points `from` closest to the points `to`. Empty when the points coincide.
std::optional<cv::Matx23d> estimateSimilarity(const Landmarks& from, const Landmarks& to);

// Where a face's crop lies in the photo. The fit is made in the crop, as in the reference:
// errors of the landmarks then weigh the same for large and small faces. Empty when the
// landmarks coincide.
std::optional<cv::Matx23d> photoFromCropOf(const Landmarks& photoLandmarks,
                                           CropTemplate cropTemplate, int size);

cv::Matx23d inverted(const cv::Matx23d& transform);
cv::Point2d transformed(const cv::Matx23d& transform, cv::Point2d point);
double scaleOf(const cv::Matx23d& similarity);

enum class CropBorder {
    Reflect,  // a face that is cut by the photo's edge continues as its mirror image
    Black,    // as in the reference implementation
};
enum class CropSampling {
    AntiAliased,  // faces larger than the crop are averaged down before they are sampled
    Bilinear,     // as in the reference implementation
};

struct CropOptions {
    CropBorder border = CropBorder::Reflect;
    CropSampling sampling = CropSampling::AntiAliased;
};

// The aligned crop as floats 0...1 in the photo's own space: CV_32FC3 RGB, or CV_32FC1
// for a grey photo; alpha is ignored. Touches only the face's rectangle of the photo.
cv::Mat extractCrop(const Photo& photo, const cv::Matx23d& photoFromCrop, int size,
                    const CropOptions& options = {});

// The rectangle of the photo that the crop covers, clipped to the photo.
cv::Rect coveredRect(const cv::Matx23d& photoFromCrop, int size, cv::Size photoSize);

// A picture in crop coordinates (float, any channels) resampled onto a rectangle of the
// photo; averaged first where the photo has fewer pixels; 0 outside the crop.
cv::Mat cropOntoPhoto(const cv::Mat& crop, const cv::Matx23d& photoFromCrop, cv::Rect rect);

// Whether the photo has more pixels than the crop, which is then interpolated by a cubic.
bool enlargesOntoPhoto(const cv::Matx23d& photoFromCrop);

}  // namespace heirloom
