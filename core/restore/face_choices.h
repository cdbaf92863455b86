// What a person decided about single faces of a photo: switched off, restored with a
// strength of its own, or added where the detector missed one.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include <opencv2/core/types.hpp>

#include "core/base/message.h"
#include "core/face/face.h"

namespace heirloom {

// Numbers count from 1 in the order in which the detector returns the faces (falling
// score), which is the order of `detect --json` and of reports.
struct FaceChoice {
    int face = 0;
    bool enabled = true;
    std::optional<double> strength;  // 0...100; empty: the photo's
    // Where the face lay when the choice was made, in photo pixels. Finds it again where
    // another detector has numbered the faces differently.
    std::optional<cv::Rect2f> box;
};

struct AddedFace {
    cv::Rect2f box;                      // pixels of the upright photo
    std::optional<Landmarks> landmarks;  // empty: found inside the box, or estimated
    std::optional<double> strength;      // 0...100; empty: the photo's
    bool enabled = true;
};

struct FaceChoices {
    std::vector<FaceChoice> faces;
    // Shown after the detected faces: the first has the number after the last detected one.
    std::vector<AddedFace> added;

    bool isEmpty() const { return faces.empty() && added.empty(); }
};

// Null where nothing was chosen for the face of this number.
const FaceChoice* choiceFor(const FaceChoices& choices, int number);
bool isFaceEnabled(const FaceChoices& choices, int number);
// photoStrength where the face has none of its own.
double strengthOfFace(const FaceChoices& choices, int number, double photoStrength);

// A drawn box becomes a face: with the landmarks of the face that a detector found inside
// it, or with those of an upright face of that size, marked as estimated. detectedInside is
// in photo pixels and may hold faces of the neighbourhood. The face's box is the drawn one;
// its score is the detector's, and 0 where only the person says that there is a face.
Face faceFromBox(const cv::Rect2f& box, const std::vector<Face>& detectedInside);

// The same, except that landmarks placed by the person come first.
Face faceFromAdded(const AddedFace& added, const std::vector<Face>& detectedInside);

// The smallest box that is taken for a face, in pixels.
inline constexpr float kSmallestDrawnFace = 16.0f;

struct CheckedFaceChoices {
    // Only what can be used: numbers exist and are unique, boxes lie inside the photo.
    FaceChoices choices;
    // Why the rest was left out, naming the photo.
    std::vector<Message> problems;
};

// detected: in the detector's order. A choice with a box belongs to the face that lies
// there, whatever its number.
CheckedFaceChoices checkFaceChoices(const FaceChoices& choices, const std::vector<Face>& detected,
                                    cv::Size photoSize, const std::filesystem::path& photo);

}  // namespace heirloom
