#include "core/face/suppression.h"

#include <algorithm>

namespace heirloom {

namespace {

float areaOf(const cv::Rect2f& box) {
    return (box.width + 1.0f) * (box.height + 1.0f);
}

float intersection(const cv::Rect2f& a, const cv::Rect2f& b) {
    const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x) + 1.0f;
    const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y) + 1.0f;
    return std::max(0.0f, width) * std::max(0.0f, height);
}

}  // namespace

std::vector<Face> suppressOverlaps(std::vector<Face> faces, float maxOverlap) {
    std::stable_sort(faces.begin(), faces.end(),
                     [](const Face& a, const Face& b) { return a.score > b.score; });
    std::vector<Face> kept;
    for (const Face& face : faces) {
        const bool repeated = std::any_of(kept.begin(), kept.end(), [&](const Face& other) {
            const float shared = intersection(face.box, other.box);
            return shared / (areaOf(face.box) + areaOf(other.box) - shared) > maxOverlap;
        });
        if (!repeated) kept.push_back(face);
    }
    return kept;
}

std::vector<Face> dropContained(const std::vector<Face>& faces, float maxContained) {
    std::vector<Face> kept;
    for (const Face& face : faces) {
        const bool insideAnother = std::any_of(faces.begin(), faces.end(), [&](const Face& other) {
            return areaOf(other.box) > 1.5f * areaOf(face.box) &&
                   intersection(face.box, other.box) > maxContained * areaOf(face.box);
        });
        if (!insideAnother) kept.push_back(face);
    }
    return kept;
}

}  // namespace heirloom
