// Restores one photo in stages, each cached by its inputs: changing a parameter repeats
// only what depends on it. The command line runs a session once, the window keeps it.
//
// Not thread-safe: one thread at a time; models must outlive the session.
#pragma once

#include <functional>
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
#include "core/restore/photo_session_results.h"
#include "core/restore/replaced_pixels.h"
#include "core/restore/stage_counts.h"

namespace heirloom {

// Once: a stage is forgotten as soon as the next one has its result, so that memory does not
// grow with the number of faces, and a photo that nobody else holds becomes the result itself.
// A second run starts again at the network.
enum class SessionUse { Again, Once };

class PhotoSession {
public:
    // Fails when the photo's profile cannot be used and no substitute is possible.
    static Result<PhotoSession> create(Photo photo, ModelProvider& models,
                                       SessionUse use = SessionUse::Again);

    // Finds the faces and judges the photo, for whoever chooses parameters by them; run()
    // does not repeat it.
    Result<PhotoFindings> examine(const RunControl& control);

    // Everything up to the work on the whole photo; renderWhole() of its scene gives the photo
    // that run() gives. The same rules as run().
    Result<PreparedPhoto> prepare(const RestoreParameters& parameters, const RunControl& control,
                                  const FaceChoices& choices = {}, const FaceReady& faceReady = {});

    // Returns the restored photo; Cancelled when control asked to stop, after which the
    // session can be used again. choices are checked; what cannot be used becomes a warning.
    Result<RestoredPhoto> run(const RestoreParameters& parameters, const RunControl& control,
                              const FaceChoices& choices = {});

    // After a run of a session that is used once, it may have to be brought back first.
    const Photo& original();
    // From the photo as it came to the result of the last run; never brings it back.
    ChangeSummary changeTo(const Photo& restored) const;
    const StageCounts& counts() const { return m_counts; }
    // The patches of the last run on its output, for masks and change maps.
    const std::vector<FacePatch>& patches() const { return m_patches; }

private:
    // A face that a person drew, found again by its box.
    struct AddedStages {
        std::string key;
        FaceStages stages;
    };
    // What other threads may hold of a face: the stages reuse their own pictures.
    struct SharedPatch {
        std::string key;
        cv::Mat change, mask;
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
    FacePatch sharedPatch(const FaceStages& stages, const RestoreParameters& parameters,
                          double strength);
    Result<FaceOutcome> chooseFor(const FacePlan& plan, const FaceContext& context);
    Result<std::vector<std::size_t>> chooseGroup(const std::vector<FacePlan>& plans,
                                                 const FaceContext& context,
                                                 std::vector<FaceOutcome>& outcomes);
    void besideEachOther(const std::vector<FacePlan>& plans, const std::vector<std::size_t>& group,
                         const std::function<void(const FacePlan&)>& work);
    void conclude(const FacePlan& plan, const FaceContext& context, FaceOutcome& outcome);
    Result<std::vector<FaceOutcome>> restoreFaces(const RestoreParameters& parameters,
                                                  const FaceChoices& choices, double end,
                                                  const RunControl& control,
                                                  const std::function<void(int)>& ready);
    Result<void> updateBackground(cv::Size target, BackgroundRestorer* network,
                                  const RunControl& control);
    Result<void> showableBackground(cv::Size target, const RunControl& control);
    Result<void> enlarge(cv::Size target, const RunControl& control);
    const ToneRange& toneRange();
    bool composesInPlace(const RestoreParameters& parameters) const;
    void composeInPlace(Photo& photo);
    void bringBackOriginal();
    Result<Photo> finish(const RestoreParameters& parameters, const RunControl& control);
    Result<PreparedPhoto> prepared(const RestoreParameters& parameters, const RunControl& control,
                                   const FaceChoices& choices, const FaceReady& faceReady);
    PreviewScene sceneOf(const std::vector<FacePatch>& patches);
    template <class Outcome>
    void report(Outcome& outcome) const;
    template <class Value>
    Result<Value> guarded(const std::function<Result<Value>()>& work) const;

    // A stage's last result and the key of the inputs it came from.
    struct CachedPhoto {
        std::string key;
        std::optional<Photo> photo;
    };

    Photo m_original;
    ReplacedPixels m_replaced;  // of m_original, which the last run composed into
    SessionUse m_use = SessionUse::Again;
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
    std::vector<int> m_patchFaces;         // the face of each, counted from 1
    std::vector<FacePatch> m_patches;      // on the output
    std::vector<SharedPatch> m_sharedPatches;
    std::string m_patchKey;
    CachedPhoto m_background, m_composed, m_denoised, m_sharpened, m_toned;
    std::optional<ToneRange> m_toneRange;  // of the background
    std::shared_ptr<FacePlacements> m_placements = std::make_shared<FacePlacements>();
    StageCounts m_counts;
};

// Runs an aligned crop through the network alone: no detection, mask or blend. The
// result has the model's size.
Result<Photo> restoreAligned(const Photo& crop, FaceRestorer& restorer);

}  // namespace heirloom
