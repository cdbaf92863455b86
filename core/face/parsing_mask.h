// The mask of a face whose parts are known (face_parser.h): it follows the face's own
// outline instead of an oval, and leaves hats, clothes and hands in front of it alone.
// Pure functions.
#pragma once

#include <opencv2/core/mat.hpp>

#include "core/face/face.h"

namespace heirloom {

struct ParsedMask {
    // CV_32FC1, 0...1, size of the labels; exactly 0 on the crop's border, and the length of
    // its gradient stays below 0.08 * 512 / size per pixel for any labels and landmarks.
    cv::Mat mask;
    // False when the labels show hardly a face where the landmarks are: the mask is then
    // ovalMask() of mask.h.
    bool followsParse = true;
    // The share of what lies between eyes, nose and mouth that shows something else than a
    // face (hat, cloth, hair, background), 0...1. Glasses belong to the face.
    double coveredShare = 0.0;
    // More of the face is covered than kLargelyCovered, or two of its four features (each
    // eye, nose, mouth) are not to be seen: a person should look at the result.
    bool largelyCovered = false;
};

inline constexpr double kLargelyCovered = 0.35;

// labels: CV_8UC1, square, values of FacePart; unknown values count as background.
// cropLandmarks: in pixels of the crop that was parsed.
ParsedMask parsingMask(const cv::Mat& labels, const Landmarks& cropLandmarks);

}  // namespace heirloom
