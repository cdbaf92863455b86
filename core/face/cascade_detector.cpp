#include "core/face/cascade_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <system_error>

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "core/face/suppression.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

constexpr int kSearchSide = 1600;  // the cascade's cost grows with the picture
constexpr int kMinFace = 24;       // its training window is 20 pixels
constexpr double kScaleStep = 1.1;
// Detections that must agree on a face: at 3 and 4 patterns in clothes and stone pass.
constexpr int kMinFaceNeighbours = 5;
constexpr int kMinEyeNeighbours = 3;
constexpr float kMaxOverlap = 0.4f;

// Landmarks as shares of the cascade's square box, averaged over frontal faces.
constexpr std::array<std::array<float, 2>, 5> kProportions{
    {{0.31f, 0.385f}, {0.69f, 0.385f}, {0.50f, 0.60f}, {0.345f, 0.775f}, {0.655f, 0.775f}}};

std::optional<fs::path> findFolder(const fs::path& wanted) {
    std::vector<fs::path> places{"/usr/share/opencv4/haarcascades",
                                 "/usr/local/share/opencv4/haarcascades",
                                 "/usr/share/opencv/haarcascades"};
    if (!wanted.empty()) places = {wanted};
    for (const fs::path& place : places) {
        std::error_code ignored;
        if (fs::exists(place / "haarcascade_frontalface_alt2.xml", ignored)) return place;
    }
    return std::nullopt;
}

Landmarks proportionalLandmarks(const cv::Rect& box) {
    Landmarks landmarks;
    for (std::size_t i = 0; i < landmarks.size(); ++i) {
        landmarks[i] = {box.x + kProportions[i][0] * box.width,
                        box.y + kProportions[i][1] * box.height};
    }
    return landmarks;
}

// The centre of the eye found nearest to where it should be; empty when none is near.
std::optional<cv::Point2f> nearestEye(const std::vector<cv::Rect>& eyes, cv::Point2f expected,
                                      float tolerance) {
    std::optional<cv::Point2f> best;
    float bestDistance = tolerance;
    for (const cv::Rect& eye : eyes) {
        const cv::Point2f centre(eye.x + eye.width / 2.0f, eye.y + eye.height / 2.0f);
        const auto distance = static_cast<float>(cv::norm(centre - expected));
        if (distance < bestDistance) {
            bestDistance = distance;
            best = centre;
        }
    }
    return best;
}

}  // namespace

struct CascadeDetector::Cascades {
    cv::CascadeClassifier faces;
    cv::CascadeClassifier eyes;

    Landmarks landmarksIn(const cv::Mat& grey, const cv::Rect& box);
};

// Turns and scales the proportional landmarks so that the eyes lie where they were found.
Landmarks CascadeDetector::Cascades::landmarksIn(const cv::Mat& grey, const cv::Rect& box) {
    const Landmarks standard = proportionalLandmarks(box);
    const cv::Rect upper(box.x, box.y, box.width, box.height * 6 / 10);
    cv::Mat region;
    constexpr int kEyeSearchSide = 160;  // the eye cascade needs eyes of 20 pixels
    const double enlarged = std::max(1.0, double(kEyeSearchSide) / box.width);
    cv::resize(grey(upper), region, {}, enlarged, enlarged, cv::INTER_LINEAR);
    std::vector<cv::Rect> found;
    eyes.detectMultiScale(region, found, kScaleStep, kMinEyeNeighbours, 0, cv::Size(20, 20));

    std::array<std::optional<cv::Point2f>, 2> seen;
    for (std::size_t side = 0; side < 2; ++side) {
        const cv::Point2f expected =
            (standard[side] - cv::Point2f(upper.tl())) * static_cast<float>(enlarged);
        seen[side] = nearestEye(found, expected, 0.12f * box.width * static_cast<float>(enlarged));
        if (!seen[side]) return standard;
        *seen[side] = *seen[side] * static_cast<float>(1.0 / enlarged) + cv::Point2f(upper.tl());
    }
    // The similarity that carries the expected eyes onto the found ones, as a complex ratio.
    const cv::Point2f from = standard[1] - standard[0];
    const cv::Point2f to = *seen[1] - *seen[0];
    const float length = from.dot(from);
    const float a = from.dot(to) / length;
    const float b = static_cast<float>(from.cross(to)) / length;
    Landmarks turned;
    for (std::size_t i = 0; i < turned.size(); ++i) {
        const cv::Point2f offset = standard[i] - standard[0];
        turned[i] =
            *seen[0] + cv::Point2f(a * offset.x - b * offset.y, b * offset.x + a * offset.y);
    }
    return turned;
}

CascadeDetector::CascadeDetector(std::unique_ptr<Cascades> cascades)
    : m_cascades(std::move(cascades)) {}
CascadeDetector::~CascadeDetector() = default;

Result<std::unique_ptr<CascadeDetector>> CascadeDetector::create(const fs::path& folder) {
    const auto found = findFolder(folder);
    auto cascades = std::make_unique<Cascades>();
    try {
        if (!found ||
            !cascades->faces.load((*found / "haarcascade_frontalface_alt2.xml").string()) ||
            !cascades->eyes.load((*found / "haarcascade_eye.xml").string())) {
            return makeError(ErrorCode::NotFound,
                             "No face detector is installed. Install Debian's package opencv-data "
                             "or choose a RetinaFace model.");
        }
    } catch (const cv::Exception& error) {
        Error failed =
            makeError(ErrorCode::Damaged, "OpenCV's face cascades in %1 cannot be read.", *found);
        failed.detail = error.what();
        return failed;
    }
    return std::unique_ptr<CascadeDetector>(new CascadeDetector(std::move(cascades)));
}

Result<std::vector<Face>> CascadeDetector::detect(const Photo& photo, const RunControl& control) {
    if (control.shouldStop()) return cancelledError();
    const double scale =
        std::min(1.0, double(kSearchSide) / std::max(photo.width(), photo.height()));
    try {
        cv::Mat grey;
        cv::cvtColor(rgb8(resizedPixels(photo, scale), photo.layout), grey, cv::COLOR_RGB2GRAY);
        std::vector<cv::Rect> boxes;
        std::vector<int> levels;
        std::vector<double> weights;
        m_cascades->faces.detectMultiScale(grey, boxes, levels, weights, kScaleStep,
                                           kMinFaceNeighbours, 0, cv::Size(kMinFace, kMinFace),
                                           cv::Size(), true);
        std::vector<Face> faces;
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            const auto back = static_cast<float>(1.0 / scale);
            Face face;
            face.box = {boxes[i].x * back, boxes[i].y * back, boxes[i].width * back,
                        boxes[i].height * back};
            // The last stage's sum is no probability; this only orders faces.
            constexpr double kUsualSum = 60.0;
            face.score = static_cast<float>(std::clamp(weights[i] / kUsualSum, 0.0, 1.0));
            face.landmarks = m_cascades->landmarksIn(grey, boxes[i]);
            for (auto& point : face.landmarks) point *= back;
            face.landmarkSource = LandmarkSource::Estimated;
            faces.push_back(face);
        }
        return suppressOverlaps(std::move(faces), kMaxOverlap);
    } catch (const cv::Exception& error) {
        Error failed = makeError(ErrorCode::Internal, "OpenCV's face cascade failed.");
        failed.detail = error.what();
        return failed;
    }
}

}  // namespace heirloom
