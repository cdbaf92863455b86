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
#include "core/restore/model_provider.h"
#include "core/restore/parameters.h"

namespace heirloom {

struct FaceOutcome {
    Face face;
    bool restored = false;
    std::string model;
    double strength = 0.0;  // 0...100
    Message modelReason;    // of the automatic choice
    Message reason;         // why it was not restored
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
    std::vector<Message> warnings;
    StageSeconds seconds;
};

// How often each stage did its work since the session began.
struct StageCounts {
    int detect = 0;
    int align = 0;
    int restore = 0;
    int change = 0;
    int compose = 0;
    int denoise = 0;
    int sharpen = 0;
    int tone = 0;
};

class PhotoSession {
public:
    // Fails when the photo's profile cannot be used and no substitute is possible.
    static Result<PhotoSession> create(Photo photo, ModelProvider& models);

    // Returns the restored photo; Cancelled when control asked to stop, after which the
    // session can be used again.
    Result<RestoredPhoto> run(const RestoreParameters& parameters, const RunControl& control);

    const Photo& original() const { return m_original; }
    const StageCounts& counts() const { return m_counts; }
    // The patches of the last run, for masks and change maps.
    const std::vector<FacePatch>& patches() const { return m_patches; }

private:
    struct FaceWork {
        Face face;
        // Side in photo pixels of the square that the crop covers.
        double cropSide = 0.0;
        std::string restoredKey;  // model and placement
        ChosenRestorer chosen;
        cv::Matx23d photoFromCrop;
        cv::Mat crop;      // CV_32FC3 sRGB
        cv::Mat restored;  // CV_32FC3 sRGB
        cv::Mat mask;
        std::string changeKey;
        cv::Mat change;  // in the photo's space
    };

    PhotoSession(Photo photo, ModelProvider& models, ColourTransform colour);

    Result<void> detectFaces(const RunControl& control);
    Result<void> restoreFace(FaceWork& work);
    void alignFace(FaceWork& work, const cv::Matx23d& photoFromCrop);
    void updateChange(FaceWork& work, const RestoreParameters& parameters);
    Result<std::vector<FaceOutcome>> restoreFaces(const RestoreParameters& parameters,
                                                  const RunControl& control);
    Result<Photo> finish(const RestoreParameters& parameters, const RunControl& control);
    Photo composed(const RestoreParameters& parameters);
    Photo adjusted(const Photo& before, const RestoreParameters& parameters,
                   void (*adjust)(Photo&, double), double amount);

    // A stage's last result and the key of the inputs it came from.
    struct CachedPhoto {
        std::string key;
        std::optional<Photo> photo;
    };

    Photo m_original;
    ModelProvider* m_models;
    ColourTransform m_colour;
    std::vector<Message> m_warnings;
    bool m_colourless = false;
    std::string m_detectorIdentity;
    bool m_detected = false;
    std::vector<FaceWork> m_faces;
    std::vector<FacePatch> m_patches;
    std::string m_patchKey;
    CachedPhoto m_composed, m_denoised, m_sharpened, m_toned;
    StageCounts m_counts;
};

// Runs an aligned crop through the network alone: no detection, mask or blend. The
// result has the model's size.
Result<Photo> restoreAligned(const Photo& crop, FaceRestorer& restorer);

}  // namespace heirloom
