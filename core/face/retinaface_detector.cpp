#include "core/face/retinaface_detector.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <opencv2/imgproc.hpp>

#include "core/face/suppression.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

constexpr int kReferenceMaxSide = 1500;
constexpr int kReferenceReducedSide = 1000;
constexpr float kMaxContained = 0.8f;

RgbView viewOf(const cv::Mat& rgb) {
    return {rgb.ptr(), rgb.rows, rgb.cols, rgb.step[0]};
}

Face scaled(const Face& face, double factor, cv::Point2f offset) {
    const auto by = static_cast<float>(factor);
    Face result = face;
    result.box = {(face.box.x + offset.x) * by, (face.box.y + offset.y) * by, face.box.width * by,
                  face.box.height * by};
    for (auto& point : result.landmarks) point = (point + offset) * by;
    return result;
}

// Bilinear, as in the reference.
cv::Mat resized(const cv::Mat& rgb, double scale) {
    if (scale == 1.0) return rgb;
    const cv::Size size(std::max(1, cvRound(rgb.cols * scale)),
                        std::max(1, cvRound(rgb.rows * scale)));
    cv::Mat out;
    cv::resize(rgb, out, size, 0, 0, cv::INTER_LINEAR);
    return out;
}

// Start positions of tiles that cover length with at least the given overlap.
std::vector<int> tileStarts(int length, int tile, int overlap) {
    if (length <= tile) return {0};
    const int count = 1 + (length - tile + (tile - overlap) - 1) / (tile - overlap);
    std::vector<int> starts;
    for (int i = 0; i < count; ++i) {
        starts.push_back(static_cast<int>(std::int64_t{length - tile} * i / (count - 1)));
    }
    return starts;
}

// A face cut by a tile's inner border is whole in the neighbour.
bool touchesInnerBorder(const Face& face, const cv::Rect& tile, const cv::Size& whole) {
    return (tile.x > 0 && face.box.x < 1.0f) || (tile.y > 0 && face.box.y < 1.0f) ||
           (tile.x + tile.width < whole.width && face.box.x + face.box.width > tile.width - 1.0f) ||
           (tile.y + tile.height < whole.height &&
            face.box.y + face.box.height > tile.height - 1.0f);
}

}  // namespace

std::vector<double> detectionScales(int longSide, const DetectionOptions& options) {
    const double coarsest = std::min(1.0, double(options.wholeSide) / longSide);
    // A last step of less than a quarter octave would only repeat the one before.
    const int steps = static_cast<int>(std::ceil(std::max(0.0, std::log2(1.0 / coarsest) - 0.25)));
    std::vector<double> scales;
    if (steps == 0) return {coarsest};
    for (int i = 0; i <= steps; ++i) {
        scales.push_back(std::pow(coarsest, double(steps - i) / steps));
    }
    return scales;
}

RetinaFaceDetector::RetinaFaceDetector(CandidateSearch search, std::string identity,
                                       DetectionOptions options)
    : m_search(std::move(search)), m_identity(std::move(identity)), m_options(options) {}

RetinaFaceDetector::RetinaFaceDetector(RetinaFaceNetwork network, std::string identity,
                                       DetectionOptions options)
    : RetinaFaceDetector(
          [shared = std::make_shared<RetinaFaceNetwork>(std::move(network))](
              const RgbView& picture, float threshold) { return shared->run(picture, threshold); },
          std::move(identity), options) {}

Result<std::vector<Face>> RetinaFaceDetector::searchTile(const cv::Mat& rgb, bool averages) {
    auto candidates = m_search(viewOf(rgb), m_options.minScore);
    if (!candidates) return candidates.error();
    std::vector<Face> faces;
    for (const FaceCandidate& candidate : *candidates) {
        Face face;
        face.box = {candidate.box[0], candidate.box[1], candidate.box[2] - candidate.box[0],
                    candidate.box[3] - candidate.box[1]};
        face.score = candidate.score;
        for (std::size_t k = 0; k < face.landmarks.size(); ++k) {
            face.landmarks[k] = {candidate.landmarks[k][0], candidate.landmarks[k][1]};
        }
        faces.push_back(face);
    }
    std::vector<Face> kept = suppressOverlaps(faces, m_options.maxOverlap);
    return averages ? averagedOver(std::move(kept), faces, m_options.minAveraged) : kept;
}

Result<void> RetinaFaceDetector::searchTiles(const cv::Mat& rgb, double scale,
                                             const RunControl& control, std::vector<Face>& found) {
    const int side = m_options.tileSide;
    const int overlap = m_options.tileOverlap;
    for (const int y : tileStarts(rgb.rows, side, overlap)) {
        for (const int x : tileStarts(rgb.cols, side, overlap)) {
            if (control.shouldStop()) return cancelledError();
            const cv::Rect tile(x, y, std::min(side, rgb.cols), std::min(side, rgb.rows));
            auto faces = searchTile(rgb(tile), true);
            if (!faces) return faces.error();
            for (const Face& face : *faces) {
                // Larger faces were seen whole at the coarser scale.
                const bool small = std::max(face.box.width, face.box.height) < 0.8f * overlap;
                if (!small || touchesInnerBorder(face, tile, rgb.size())) continue;
                found.push_back(
                    scaled(face, 1.0 / scale, {static_cast<float>(x), static_cast<float>(y)}));
            }
        }
    }
    return {};
}

Result<std::vector<Face>> RetinaFaceDetector::detect(const Photo& photo,
                                                     const RunControl& control) {
    std::vector<Face> found;
    const auto scales = detectionScales(std::max(photo.width(), photo.height()), m_options);
    for (std::size_t i = 0; i < scales.size(); ++i) {
        if (control.shouldStop()) return cancelledError();
        const cv::Mat rgb = rgb8(resizedPixels(photo, scales[i]), photo.layout);
        if (i == 0) {
            auto faces = searchTile(rgb, true);
            if (!faces) return faces.error();
            for (const Face& face : *faces) found.push_back(scaled(face, 1.0 / scales[i], {}));
        } else if (auto searched = searchTiles(rgb, scales[i], control, found); !searched) {
            return searched.error();
        }
    }
    return dropContained(suppressOverlaps(std::move(found), m_options.maxMerged), kMaxContained);
}

Result<std::vector<Face>> RetinaFaceDetector::detectAtReferenceScale(const cv::Mat& rgb) {
    const int longSide = std::max(rgb.cols, rgb.rows);
    const double scale =
        longSide > kReferenceMaxSide ? double(kReferenceReducedSide) / longSide : 1.0;
    auto faces = searchTile(resized(rgb, scale), false);  // as the reference does
    if (!faces) return faces.error();
    for (Face& face : *faces) face = scaled(face, 1.0 / scale, {});
    return faces;
}

}  // namespace heirloom
