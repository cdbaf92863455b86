#include "core/nn/retinaface_decode.h"

#include <algorithm>
#include <cmath>

namespace heirloom::nn {

namespace {

constexpr float kCentreVariance = 0.1f;
constexpr float kSizeVariance = 0.2f;

}  // namespace

Result<void> checkAnchors(const RetinaFaceAnchors& anchors) {
    if (std::ranges::none_of(anchors, [](const auto& sizes) { return sizes.empty(); })) return {};
    return makeError(ErrorCode::InvalidArgument,
                     "A RetinaFace model needs anchor sizes for three strides.");
}

float faceScore(float background, float face) {
    const float highest = std::max(background, face);
    const float weight = std::exp(face - highest);
    return weight / (std::exp(background - highest) + weight);
}

FaceCandidate decodedFace(const AnchorPlace& anchor, float score, const float* box,
                          const float* landmarks) {
    const auto stride = static_cast<float>(anchor.stride);
    const float side = anchor.side;
    const float x = (static_cast<float>(anchor.column) + 0.5f) * stride;
    const float y = (static_cast<float>(anchor.row) + 0.5f) * stride;
    const float centreX = x + box[0] * kCentreVariance * side;
    const float centreY = y + box[1] * kCentreVariance * side;
    const float width = side * std::exp(box[2] * kSizeVariance);
    const float height = side * std::exp(box[3] * kSizeVariance);
    FaceCandidate face;
    face.box = {centreX - width / 2, centreY - height / 2, centreX + width / 2,
                centreY + height / 2};
    face.score = score;
    for (std::size_t k = 0; k < face.landmarks.size(); ++k) {
        face.landmarks[k] = {x + landmarks[2 * k] * kCentreVariance * side,
                             y + landmarks[2 * k + 1] * kCentreVariance * side};
    }
    return face;
}

}  // namespace heirloom::nn
