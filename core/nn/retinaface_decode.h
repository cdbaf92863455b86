// Internal to core/nn: from what RetinaFace predicts for an anchor to a face; the same for
// every library.
#pragma once

#include <array>

#include "core/nn/retinaface.h"

namespace heirloom::nn {

inline constexpr int kRetinaFaceLevels = 3;
inline constexpr std::array<int, kRetinaFaceLevels> kRetinaFaceStrides{8, 16, 32};

// How many numbers the network predicts for an anchor.
inline constexpr int kScoreValues = 2;
inline constexpr int kBoxValues = 4;
inline constexpr int kLandmarkValues = 10;

// One square anchor, in the middle of a cell.
struct AnchorPlace {
    int row = 0;
    int column = 0;
    int stride = 0;     // pixels a cell
    float side = 0.0f;  // pixels
};

// Every level needs sizes. Errors: InvalidArgument.
Result<void> checkAnchors(const RetinaFaceAnchors& anchors);

// Softmax of the two numbers of a score.
float faceScore(float background, float face);

// box: kBoxValues, landmarks: kLandmarkValues numbers as they are predicted.
FaceCandidate decodedFace(const AnchorPlace& anchor, float score, const float* box,
                          const float* landmarks);

}  // namespace heirloom::nn
