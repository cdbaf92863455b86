// The warnings of product.md section 3: none of them stops the work.
//
// With several faces one sentence sums a kind up, so that a group photo gets a short list.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/message.h"
#include "core/face/face.h"
#include "core/image/photo.h"

namespace heirloom {

struct PhotoWarning {
    enum class Kind {
        SmallFace,
        StrongStrength,
        ClippedFace,
        TurnedFace,
        LargeFile,
        SmallPhoto,
        IdentityDrift,
        CoveredFace,
    };
    Kind kind = Kind::SmallFace;
    Message message;
    bool review = false;  // a person should look at the result
    int face = 0;         // 1-based; 0: the whole photo, or several faces
};

// Stable: for JSON. "small_face", "strong_strength", ...
const char* warningKindName(PhotoWarning::Kind kind);

// What the photo and its faces tell before anything is restored. faces: in pixels of the
// photo, in the order in which they are numbered for people.
std::vector<PhotoWarning> photoWarnings(const Photo& photo, const std::vector<Face>& faces);

// strength: 0...100, as a person has set it; a preset above 90 is no surprise to them.
std::optional<PhotoWarning> strengthWarning(double strength);

// What is known of a face once it has been restored.
struct FaceFindings {
    int face = 0;                 // 1-based
    std::optional<double> drift;  // largest movement of a feature, in eye distances
    bool covered = false;         // much of the face is hidden
};
// For the faces that were restored; both kinds ask for a review.
std::vector<PhotoWarning> resultWarnings(const std::vector<FaceFindings>& faces);

// How far the head is turned to the side, in degrees, 0 frontal, positive towards the right
// side of the picture; empty when the landmarks were only estimated or coincide.
//
// From the nose's distance to the line through the middles of eyes and mouth: the nose tip
// stands about 0.45 eye distances before that line (head models used for pose estimation give
// 0.42 to 0.5), so tan(yaw) = offset / (0.45 * projected eye distance). Worth: about 10
// degrees, since noses differ by a quarter and detectors place it within 5 % of the eye
// distance; enough to tell a half profile from a frontal face, no more.
std::optional<double> estimateYaw(const Face& face);

}  // namespace heirloom
