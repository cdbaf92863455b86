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

float overlapOf(const cv::Rect2f& a, const cv::Rect2f& b) {
    const float shared = intersection(a, b);
    return shared / (areaOf(a) + areaOf(b) - shared);
}

}  // namespace

std::vector<Face> suppressOverlaps(std::vector<Face> faces, float maxOverlap) {
    std::stable_sort(faces.begin(), faces.end(),
                     [](const Face& a, const Face& b) { return a.score > b.score; });
    std::vector<Face> kept;
    for (const Face& face : faces) {
        const bool repeated = std::any_of(kept.begin(), kept.end(), [&](const Face& other) {
            return overlapOf(face.box, other.box) > maxOverlap;
        });
        if (!repeated) kept.push_back(face);
    }
    return kept;
}

std::vector<Face> averagedOver(std::vector<Face> kept, const std::vector<Face>& all,
                               float minOverlap) {
    for (Face& face : kept) {
        cv::Point2f corner, size;
        Landmarks landmarks{};
        float weights = 0.0f;
        for (const Face& other : all) {
            if (overlapOf(face.box, other.box) < minOverlap) continue;
            weights += other.score;
            corner += other.score * other.box.tl();
            size += other.score * cv::Point2f(other.box.width, other.box.height);
            for (std::size_t i = 0; i < landmarks.size(); ++i) {
                landmarks[i] += other.score * other.landmarks[i];
            }
        }
        if (weights <= 0.0f) continue;
        const float share = 1.0f / weights;
        face.box = {corner.x * share, corner.y * share, size.x * share, size.y * share};
        for (std::size_t i = 0; i < landmarks.size(); ++i) face.landmarks[i] = landmarks[i] * share;
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
