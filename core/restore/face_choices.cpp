#include "core/restore/face_choices.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace heirloom {

namespace {

struct Share {
    float x, y;
};
// Where the landmarks of an upright face lie in a tight box, as shares of its width and
// height. Means over RetinaFace's boxes of 1,000 aligned faces (data/faces), made the same
// left and right; those of 32 faces in real group photographs differ by 0.02 at most.
constexpr std::array<Share, 5> kLandmarkShares{
    {{0.27f, 0.39f}, {0.73f, 0.39f}, {0.50f, 0.59f}, {0.30f, 0.74f}, {0.70f, 0.74f}}};
// Width by height of those boxes, 5th percentile of the first and 95th of the second set. A
// person draws more freely; the face inside is not stretched with the box.
constexpr float kNarrowestFace = 0.65f;
constexpr float kWidestFace = 0.87f;

cv::Rect2f tightFaceInside(const cv::Rect2f& box) {
    const float width = std::min(box.width, kWidestFace * box.height);
    const float height = std::min(box.height, box.width / kNarrowestFace);
    return {box.x + (box.width - width) / 2, box.y + (box.height - height) / 2, width, height};
}

Landmarks uprightLandmarks(const cv::Rect2f& box) {
    const cv::Rect2f face = tightFaceInside(box);
    Landmarks landmarks;
    for (std::size_t i = 0; i < landmarks.size(); ++i) {
        landmarks[i] = {face.x + kLandmarkShares[i].x * face.width,
                        face.y + kLandmarkShares[i].y * face.height};
    }
    return landmarks;
}

float overlapOf(const cv::Rect2f& a, const cv::Rect2f& b) {
    const float shared = (a & b).area();
    const float together = a.area() + b.area() - shared;
    return together > 0.0f ? shared / together : 0.0f;
}

cv::Rect2f grown(const cv::Rect2f& box, float share) {
    return {box.x - share * box.width, box.y - share * box.height, box.width * (1 + 2 * share),
            box.height * (1 + 2 * share)};
}

bool areInside(const Landmarks& landmarks, const cv::Rect2f& box) {
    return std::all_of(landmarks.begin(), landmarks.end(),
                       [&](const cv::Point2f& point) { return box.contains(point); });
}

// Neither a neighbour, whose landmarks lie outside, nor a speck that the detector took for a
// small face.
bool isFaceMeant(const Face& face, const cv::Rect2f& drawn) {
    constexpr float kSmallest = 1.0f / 16, kSlack = 0.1f;
    return face.box.area() >= kSmallest * drawn.area() &&
           areInside(face.landmarks, grown(drawn, kSlack));
}

bool isStrength(const std::optional<double>& strength) {
    return !strength || (*strength >= 0.0 && *strength <= 100.0);
}

// An upright face has its mouth below the eyes when the right eye is to the right.
bool areInOrder(const Landmarks& points) {
    const cv::Point2f eyes = points[1] - points[0];
    const cv::Point2f down = (points[3] + points[4] - points[0] - points[1]) * 0.5f;
    return eyes.x * down.y - eyes.y * down.x > 0.0f;
}

class Check {
public:
    Check(const FaceChoices& choices, const std::vector<Face>& detected, cv::Size photoSize,
          const std::filesystem::path& photo)
        : m_choices(choices),
          m_detected(detected),
          m_frame(0, 0, static_cast<float>(photoSize.width), static_cast<float>(photoSize.height)),
          m_photo(photo) {}

    CheckedFaceChoices run() {
        for (const FaceChoice& choice : m_choices.faces) checkNumbered(choice);
        for (std::size_t i = 0; i < m_choices.added.size(); ++i) {
            checkAdded(m_choices.added[i], static_cast<int>(i) + 1);
        }
        return std::move(m_result);
    }

private:
    template <class... Arguments>
    void leaveOut(std::string_view pattern, const Arguments&... arguments) {
        m_result.problems.emplace_back(pattern, arguments...);
    }

    int faceCount() const { return static_cast<int>(m_detected.size()); }

    // The number of the face that a choice is about; 0 for none.
    int numberOf(const FaceChoice& choice) const {
        constexpr float kSameFace = 0.5f;
        const bool exists = choice.face >= 1 && choice.face <= faceCount();
        if (!choice.box) return exists ? choice.face : 0;
        int best = 0;
        float most = kSameFace;
        for (int number = 1; number <= faceCount(); ++number) {
            const float overlap = overlapOf(m_detected[number - 1].box, *choice.box);
            if (overlap < most || (overlap == most && best != 0)) continue;
            most = overlap;
            best = number;
        }
        return best;
    }

    void checkNumbered(FaceChoice choice) {
        const int number = numberOf(choice);
        if (number == 0 && choice.box) {
            leaveOut(
                "No face was found in %1 where the choices have face %2, so that choice was "
                "left out.",
                m_photo, choice.face);
        } else if (number == 0) {
            leaveOut("%1 has no face %2 (faces found: %3), so the choice for it was left out.",
                     m_photo, choice.face, faceCount());
        } else if (choiceFor(m_result.choices, number) != nullptr) {
            leaveOut("There is more than one choice for face %2 of %1; only the first counts.",
                     m_photo, number);
        } else if (!isStrength(choice.strength)) {
            leaveOut(
                "The strength of face %2 of %1 must be between 0 and 100; the choice was "
                "left out.",
                m_photo, number);
        } else {
            choice.face = number;
            choice.box.reset();
            m_result.choices.faces.push_back(choice);
        }
    }

    // The number of a face that was found by itself at the same place; 0 for none.
    int foundAt(const cv::Rect2f& box) const {
        constexpr float kSamePlace = 0.5f;
        for (int number = 1; number <= faceCount(); ++number) {
            const bool isThere = overlapOf(m_detected[number - 1].box, box) > kSamePlace;
            if (isThere && isFaceEnabled(m_result.choices, number)) return number;
        }
        return 0;
    }

    void checkAdded(AddedFace added, int position) {
        constexpr float kMostOutside = 0.5f;
        const cv::Rect2f inside = added.box & m_frame;
        // Written so that NaN fails too.
        if (!(added.box.width > 0 && added.box.height > 0 &&
              inside.area() >= kMostOutside * added.box.area())) {
            leaveOut(
                "The box of added face %2 lies outside %1 (%3 x %4 pixels), so it was left "
                "out.",
                m_photo, position, cvRound(m_frame.width), cvRound(m_frame.height));
        } else if (std::min(inside.width, inside.height) < kSmallestDrawnFace) {
            leaveOut(
                "The box of added face %2 in %1 is too small for a face: draw it at least %3 "
                "pixels wide and high.",
                m_photo, position, kSmallestDrawnFace);
        } else if (!isStrength(added.strength)) {
            leaveOut(
                "The strength of added face %2 of %1 must be between 0 and 100; the face was "
                "left out.",
                m_photo, position);
        } else if (added.landmarks && !areInside(*added.landmarks, grown(added.box, 0.5f))) {
            leaveOut(
                "The landmarks of added face %2 in %1 lie outside its box, so it was left "
                "out.",
                m_photo, position);
        } else if (added.landmarks && !areInOrder(*added.landmarks)) {
            leaveOut(
                "The landmarks of added face %2 in %1 are in the wrong order: left eye, right "
                "eye, nose, left and right mouth corner are needed. It was left out.",
                m_photo, position);
        } else if (const int number = foundAt(inside); number > 0 && added.enabled) {
            leaveOut(
                "The box of added face %2 in %1 covers face %3, which was found by itself; "
                "switch that face off to use the box instead.",
                m_photo, position, number);
        } else {
            added.box = inside;
            m_result.choices.added.push_back(added);
        }
    }

    const FaceChoices& m_choices;
    const std::vector<Face>& m_detected;
    const cv::Rect2f m_frame;
    const std::filesystem::path& m_photo;
    CheckedFaceChoices m_result;
};

}  // namespace

const FaceChoice* choiceFor(const FaceChoices& choices, int number) {
    const auto found =
        std::find_if(choices.faces.begin(), choices.faces.end(),
                     [number](const FaceChoice& choice) { return choice.face == number; });
    return found == choices.faces.end() ? nullptr : &*found;
}

bool isFaceEnabled(const FaceChoices& choices, int number) {
    const FaceChoice* choice = choiceFor(choices, number);
    return choice == nullptr || choice->enabled;
}

double strengthOfFace(const FaceChoices& choices, int number, double photoStrength) {
    const FaceChoice* choice = choiceFor(choices, number);
    return choice != nullptr ? choice->strength.value_or(photoStrength) : photoStrength;
}

Face faceFromBox(const cv::Rect2f& box, const std::vector<Face>& detectedInside) {
    const Face* best = nullptr;
    float highest = 0.0f;
    for (const Face& face : detectedInside) {
        const float rank = face.score * overlapOf(face.box, box);
        if (rank <= highest || !isFaceMeant(face, box)) continue;
        highest = rank;
        best = &face;
    }
    if (best == nullptr) return {box, 0.0f, uprightLandmarks(box), LandmarkSource::Estimated};
    return {box, best->score, best->landmarks, best->landmarkSource};
}

CheckedFaceChoices checkFaceChoices(const FaceChoices& choices, const std::vector<Face>& detected,
                                    cv::Size photoSize, const std::filesystem::path& photo) {
    return Check(choices, detected, photoSize, photo).run();
}

Face faceFromAdded(const AddedFace& added, const std::vector<Face>& detectedInside) {
    if (!added.landmarks) return faceFromBox(added.box, detectedInside);
    return {added.box, 0.0f, *added.landmarks, LandmarkSource::Detected};
}

}  // namespace heirloom
