// Restores one photo in stages, each cached by its inputs: changing a parameter repeats
// only what depends on it. The command line runs a session once, the window keeps it.
//
// Not thread-safe: one thread at a time; models must outlive the session.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/face/compose.h"
#include "core/face/face.h"
#include "core/image/colour_transform.h"
#include "core/image/photo.h"
#include "core/quality/photo_quality.h"
#include "core/quality/photo_warnings.h"
#include "core/quality/recommendation.h"
#include "core/restore/face_choices.h"
#include "core/restore/face_stages.h"
#include "core/restore/model_provider.h"
#include "core/restore/parameters.h"
#include "core/restore/stage_counts.h"

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

struct RestoredPhoto {
    Photo photo;
    std::vector<FaceOutcome> faces;
    std::vector<Message> warnings;         // of the work itself
    std::vector<PhotoWarning> judgements;  // of the photo and its faces
    PhotoQuality quality;                  // of the photo as it came
    Recommendation recommendation;
    bool review = false;  // a person should look at the result
    StageSeconds seconds;
};

struct PhotoFindings {
    std::vector<Face> faces;
    PhotoQuality quality;
    Recommendation recommendation;
};

class PhotoSession {
public:
    // Fails when the photo's profile cannot be used and no substitute is possible.
    static Result<PhotoSession> create(Photo photo, ModelProvider& models);

    // Finds the faces and judges the photo, for whoever chooses parameters by them; run()
    // does not repeat it.
    Result<PhotoFindings> examine(const RunControl& control);

    // Returns the restored photo; Cancelled when control asked to stop, after which the
    // session can be used again. choices are checked; what cannot be used becomes a warning.
    Result<RestoredPhoto> run(const RestoreParameters& parameters, const RunControl& control,
                              const FaceChoices& choices = {});

    const Photo& original() const { return m_original; }
    const StageCounts& counts() const { return m_counts; }
    // The patches of the last run on its output, for masks and change maps.
    const std::vector<FacePatch>& patches() const { return m_patches; }

private:
    // A face that a person drew, found again by its box.
    struct AddedStages {
        std::string key;
        FaceStages stages;
    };
    // What a run decided for one face.
    struct FacePlan {
        FaceStages* stages = nullptr;
        bool enabled = true;
        bool added = false;
        double strength = 0.0;
    };

    PhotoSession(Photo photo, ModelProvider& models, ColourTransform colour);

    Result<void> detectFaces(const RunControl& control);
    void judge();
    Result<std::shared_ptr<FaceParser>> findParser();
    Result<void> updateAdded(const FaceChoices& choices, const RunControl& control);
    std::vector<FacePlan> plan(const RestoreParameters& parameters, const FaceChoices& choices);
    Result<FaceOutcome> restoreFace(const FacePlan& plan, const FaceContext& context,
                                    const RestoreParameters& parameters);
    Result<std::vector<FaceOutcome>> restoreFaces(const RestoreParameters& parameters,
                                                  const FaceChoices& choices,
                                                  const RunControl& control);
    Result<void> enlarge(cv::Size target, const RunControl& control);
    Result<Photo> finish(const RestoreParameters& parameters, const RunControl& control);
    Photo composed();
    Photo adjusted(const Photo& before, const RestoreParameters& parameters,
                   void (*adjust)(Photo&, double), double amount);
    Result<RestoredPhoto> restored(const RestoreParameters& parameters, const RunControl& control,
                                   const FaceChoices& choices);

    // A stage's last result and the key of the inputs it came from.
    struct CachedPhoto {
        std::string key;
        std::optional<Photo> photo;
    };

    Photo m_original;
    ModelProvider* m_models;
    ColourTransform m_colour;
    std::vector<Message> m_warnings;     // of the session
    std::vector<Message> m_runWarnings;  // of the last run
    bool m_colourless = false;
    std::string m_detectorIdentity;
    bool m_detected = false;
    std::vector<Face> m_detectedFaces;
    std::vector<FaceStages> m_faces;
    std::vector<AddedStages> m_added;
    PhotoQuality m_quality;
    Recommendation m_recommendation;
    std::vector<FacePatch> m_facePatches;  // on the photo as it came
    std::vector<FacePatch> m_patches;      // on the output
    std::string m_patchKey;
    CachedPhoto m_background, m_composed, m_denoised, m_sharpened, m_toned;
    StageCounts m_counts;
};

// Runs an aligned crop through the network alone: no detection, mask or blend. The
// result has the model's size.
Result<Photo> restoreAligned(const Photo& crop, FaceRestorer& restorer);

}  // namespace heirloom
