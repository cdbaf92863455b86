// What a session tells about a photo and its faces.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/face/face.h"
#include "core/image/photo.h"
#include "core/quality/photo_quality.h"
#include "core/quality/photo_warnings.h"
#include "core/quality/recommendation.h"
#include "core/restore/parameters.h"
#include "core/restore/restored_scene.h"

namespace heirloom {

struct FaceOutcome {
    Face face;
    bool restored = false;
    bool enabled = true;  // false: a person switched it off
    bool added = false;   // drawn by a person
    std::string model;
    double strength = 0.0;        // 0...100
    Message modelReason;          // of the automatic choice
    Message reason;               // why it was not restored
    std::optional<double> drift;  // largest movement of a feature, in eye distances
    double contradicted = 0.0;    // share of the face where the photo overruled the network
    double facePixels = 0.0;      // effective resolution: pixels across the face
    bool covered = false;         // much of the face is hidden
};

// Seconds of the stages in the last run; 0 for what came from the cache.
struct StageSeconds {
    double detect = 0.0;
    double restore = 0.0;
    double compose = 0.0;
};

// All that is known about a photo before the work on it as a whole.
struct PreparedPhoto {
    PreviewScene scene;
    std::vector<FaceOutcome> faces;
    std::vector<Message> warnings;         // of the work itself
    std::vector<PhotoWarning> judgements;  // of the photo and its faces
    PhotoQuality quality;                  // of the photo as it came
    Recommendation recommendation;
    bool review = false;  // a person should look at the result
    StageSeconds seconds;
};

struct RestoredPhoto {
    Photo photo;
    std::vector<FaceOutcome> faces;
    std::vector<Message> warnings;  // as in PreparedPhoto, like all that follows
    std::vector<PhotoWarning> judgements;
    PhotoQuality quality;
    Recommendation recommendation;
    bool review = false;
    StageSeconds seconds;
};

// Called on the working thread after each restored face (counted from 1), with the patches
// so far. While a network restores the background, that is still the enlarged photo.
using FaceReady = std::function<void(const PreviewScene& partial, int face)>;

// Whether going from one to the other needs the faces again (prepare()), or only another
// rendering of what is prepared.
bool needsFaces(const RestoreParameters& before, const RestoreParameters& after);

// Whether it may need a network: the photo is cleaned or not, its background is enlarged, or
// more faces are restored. May say so where the session still has the answer.
bool needsNetwork(const RestoreParameters& before, const RestoreParameters& after);

struct PhotoFindings {
    std::vector<Face> faces;
    PhotoQuality quality;
    Recommendation recommendation;
};

}  // namespace heirloom
