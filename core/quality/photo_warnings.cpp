#include "core/quality/photo_warnings.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <opencv2/core.hpp>

#include "core/quality/exposure.h"
#include "core/quality/landmark_drift.h"

namespace heirloom {

namespace {

using Kind = PhotoWarning::Kind;

constexpr double kSmallFaceShare = 0.10;
constexpr double kStrongStrength = 90.0;
constexpr double kClippedShare = 0.15;  // of the face
constexpr double kLargestYaw = 30.0;    // degrees
constexpr double kNoseDepth = 0.45;     // eye distances
constexpr std::uintmax_t kMegabyte = 1000 * 1000;
constexpr std::uintmax_t kLargeFile = 50 * kMegabyte;
constexpr int kSmallSide = 150;
constexpr std::size_t kMostNumbers = 8;

// "2, 5, 9"; readable in any language.
std::string numberList(const std::vector<int>& faces) {
    std::string list;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        if (i == kMostNumbers) return list + ", ...";
        if (i > 0) list += ", ";
        list += std::to_string(faces[i]);
    }
    return list;
}

// The patterns are whole sentences for translators: %1 is the face's number, or the list of
// several.
struct FaceSentences {
    Kind kind;
    const char* one;
    const char* several;
    bool review = false;
};

void addFaces(const std::vector<int>& faces, const FaceSentences& sentences,
              std::vector<PhotoWarning>& warnings) {
    if (faces.empty()) return;
    if (faces.size() == 1) {
        warnings.push_back({sentences.kind, Message(sentences.one, faces.front()), sentences.review,
                            faces.front()});
    } else {
        warnings.push_back({sentences.kind,
                            Message(sentences.several, numberList(faces), faces.size()),
                            sentences.review, 0});
    }
}

template <class Predicate>
std::vector<int> numbersWhere(const std::vector<Face>& faces, Predicate holds) {
    std::vector<int> numbers;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        if (holds(faces[i])) numbers.push_back(static_cast<int>(i) + 1);
    }
    return numbers;
}

void addSmallFaces(const Photo& photo, const std::vector<Face>& faces,
                   std::vector<PhotoWarning>& warnings) {
    const double area = double(photo.width()) * photo.height();
    const auto numbers = numbersWhere(
        faces, [&](const Face& face) { return face.box.area() < kSmallFaceShare * area; });
    if (numbers.empty()) return;
    if (faces.size() == 1) {
        warnings.push_back({Kind::SmallFace,
                            Message("The face covers under 10 % of the photo; do not expect too "
                                    "much detail."),
                            false, 1});
    } else if (numbers.size() == 1) {
        warnings.push_back({Kind::SmallFace,
                            Message("Face %1 covers under 10 % of the photo; do not expect too "
                                    "much detail there.",
                                    numbers.front()),
                            false, numbers.front()});
    } else {
        warnings.push_back({Kind::SmallFace,
                            Message("%1 faces cover under 10 % of the photo each; do not expect "
                                    "too much detail there.",
                                    numbers.size()),
                            false, 0});
    }
}

void addFileFacts(const Photo& photo, std::vector<PhotoWarning>& warnings) {
    if (photo.source.byteCount > kLargeFile) {
        warnings.push_back({Kind::LargeFile,
                            Message("The file is larger than 50 MB (%1 MB); the work can take "
                                    "long.",
                                    photo.source.byteCount / kMegabyte),
                            false, 0});
    }
    if (photo.width() < kSmallSide || photo.height() < kSmallSide) {
        warnings.push_back({Kind::SmallPhoto,
                            Message("The photo has only %1 x %2 pixels; scan it again at a "
                                    "higher resolution if you can.",
                                    photo.width(), photo.height()),
                            false, 0});
    }
}

}  // namespace

const char* warningKindName(Kind kind) {
    switch (kind) {
        case Kind::SmallFace: return "small_face";
        case Kind::StrongStrength: return "strong_strength";
        case Kind::ClippedFace: return "clipped_face";
        case Kind::TurnedFace: return "turned_face";
        case Kind::LargeFile: return "large_file";
        case Kind::SmallPhoto: return "small_photo";
        case Kind::IdentityDrift: return "identity_drift";
        case Kind::CoveredFace: return "covered_face";
    }
    return "";
}

std::optional<double> estimateYaw(const Face& face) {
    if (face.landmarkSource == LandmarkSource::Estimated) return std::nullopt;
    const auto& [leftEye, rightEye, nose, leftMouth, rightMouth] = face.landmarks;
    const cv::Point2d eyes = cv::Point2d(leftEye + rightEye) * 0.5;
    const cv::Point2d mouth = cv::Point2d(leftMouth + rightMouth) * 0.5;
    const cv::Point2d down = mouth - eyes;
    const double length = cv::norm(down);
    if (!(length > 1e-3)) return std::nullopt;
    const cv::Point2d across(down.y / length, -down.x / length);
    const double offset = (cv::Point2d(nose) - eyes).dot(across);
    const double eyeDistance = std::abs(cv::Point2d(rightEye - leftEye).dot(across));
    return std::atan2(offset, kNoseDepth * std::max(eyeDistance, 1e-6)) * 180.0 / CV_PI;
}

std::vector<PhotoWarning> photoWarnings(const Photo& photo, const std::vector<Face>& faces) {
    std::vector<PhotoWarning> warnings;
    addFileFacts(photo, warnings);
    addSmallFaces(photo, faces, warnings);
    addFaces(numbersWhere(faces,
                          [&](const Face& face) {
                              const FaceExposure exposure = measureFaceExposure(photo, face);
                              return std::max(exposure.clippedBlack, exposure.clippedWhite) >
                                     kClippedShare;
                          }),
             {Kind::ClippedFace,
              "Parts of face %1 are pure black or pure white; what is lost there cannot be "
              "brought back.",
              "Parts of %2 faces (%1) are pure black or pure white; what is lost there cannot be "
              "brought back."},
             warnings);
    addFaces(numbersWhere(faces,
                          [](const Face& face) {
                              return std::abs(estimateYaw(face).value_or(0.0)) > kLargestYaw;
                          }),
             {Kind::TurnedFace,
              "Face %1 is turned to the side by more than about 30 degrees; look at it closely.",
              "%2 faces (%1) are turned to the side by more than about 30 degrees; look at them "
              "closely."},
             warnings);
    return warnings;
}

std::optional<PhotoWarning> strengthWarning(double strength) {
    if (!(strength > kStrongStrength)) return std::nullopt;
    return PhotoWarning{Kind::StrongStrength,
                        Message("The strength is above 90: skin can look too smooth. 70 looks "
                                "natural on most photos."),
                        false, 0};
}

std::vector<PhotoWarning> resultWarnings(const std::vector<FaceFindings>& faces) {
    std::vector<int> drifted, covered;
    for (const FaceFindings& face : faces) {
        if (face.drift.value_or(0.0) > kLargestHarmlessDrift) drifted.push_back(face.face);
        if (face.covered) covered.push_back(face.face);
    }
    std::vector<PhotoWarning> warnings;
    addFaces(drifted,
             {Kind::IdentityDrift,
              "The eyes, nose or mouth of face %1 moved noticeably; compare it with the original: "
              "it may look like another person.",
              "The eyes, nose or mouth of %2 faces (%1) moved noticeably; compare them with the "
              "original: they may look like other people.",
              true},
             warnings);
    addFaces(
        covered,
        {Kind::CoveredFace, "Much of face %1 is covered; check that nothing was made up there.",
         "Much of %2 faces (%1) is covered; check that nothing was made up there.", true},
        warnings);
    return warnings;
}

}  // namespace heirloom
