// Finds faces with RetinaFace, at several scales and in tiles.
#pragma once

#include <functional>

#include <opencv2/core/mat.hpp>

#include "core/face/face_detector.h"
#include "core/nn/retinaface.h"

namespace heirloom {

struct DetectionOptions {
    float minScore = 0.9f;     // a face scores strictly above
    float maxOverlap = 0.4f;   // non-maximum suppression within one search, as in the reference
    float maxMerged = 0.3f;    // of all searches: two people hardly ever overlap more
    float minAveraged = 0.6f;  // detections of one face that are averaged overlap by this
    int wholeSide = 1280;      // long side at which the whole photo is searched, in pixels
    int tileSide = 1024;       // finer scales run in tiles of this size
    int tileOverlap = 160;     // a face that fits in here is whole in some tile
};

// What RetinaFaceNetwork::run() does; tests and benchmarks put something else in its place.
using CandidateSearch =
    std::function<Result<std::vector<FaceCandidate>>(const RgbView& picture, float threshold)>;

class RetinaFaceDetector : public FaceDetector {
public:
    RetinaFaceDetector(CandidateSearch search, std::string identity, DetectionOptions options = {});
    // identity: name and hash of the model, for caches.
    RetinaFaceDetector(RetinaFaceNetwork network, std::string identity,
                       DetectionOptions options = {});

    Result<std::vector<Face>> detect(const Photo& photo, const RunControl& control) override;
    std::string identity() const override { return m_identity; }

    // The reference's way: the whole picture once, reduced to 1000 pixels when its long
    // side is over 1500. rgb: CV_8UC3.
    Result<std::vector<Face>> detectAtReferenceScale(const cv::Mat& rgb);

private:
    Result<std::vector<Face>> searchTile(const cv::Mat& rgb, bool averages);
    Result<void> searchTiles(const cv::Mat& rgb, double scale, const RunControl& control,
                             std::vector<Face>& found);

    CandidateSearch m_search;
    std::string m_identity;
    DetectionOptions m_options;
};

// The scales at which a photo with this long side is searched, coarsest first; the last
// is at most 1.
std::vector<double> detectionScales(int longSide, const DetectionOptions& options);

}  // namespace heirloom
