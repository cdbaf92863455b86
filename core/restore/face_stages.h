// One face through its stages, each cached by its inputs: align -> [clean] -> network ->
// faithful -> change. Used by PhotoSession.
//
// Not thread-safe: one thread at a time.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/face/compose.h"
#include "core/face/face.h"
#include "core/fidelity/crop_cleaning.h"
#include "core/fidelity/crop_evidence.h"
#include "core/image/colour_transform.h"
#include "core/image/photo.h"
#include "core/quality/landmark_drift.h"
#include "core/restore/model_provider.h"
#include "core/restore/parameters.h"
#include "core/restore/stage_counts.h"

namespace heirloom {

// What the faces of one photo share. All of it outlives the call it is given to.
struct FaceContext {
    const Photo& photo;
    const ColourTransform& colour;
    ModelProvider& models;
    FaceParser* parser = nullptr;  // null: the mask is an oval
    // The photo is grey or toned: the network may not colour it, whatever the parameters.
    bool keepsColour = false;
    StageCounts& counts;
};

class FaceStages {
public:
    explicit FaceStages(Face face) : m_face(std::move(face)) {}

    // Brings every stage up to date. Unsupported: this face cannot be aligned, the others can.
    // strength: 0...100; only the colour of the face (rosy) depends on it here.
    Result<void> update(const FaceContext& context, const RestoreParameters& parameters,
                        double strength);

    // Of the last update.
    FacePatch patch(const RestoreParameters& parameters, double strength) const;

    const Face& face() const { return m_face; }
    const ChosenRestorer& chosen() const { return m_chosen; }
    const std::string& changeKey() const { return m_changeKey; }
    const Drift& drift() const { return m_drift; }
    bool isCovered() const { return m_covered; }
    const CropEvidence& evidence() const { return m_evidence; }
    // Share of the face, 0...1, where the network contradicted the photo and lost.
    double contradicted() const { return m_contradicted; }

private:
    // What one way of treating the crop came to: as it is, or cleaned (mode strong).
    struct Restoration {
        std::string key;
        cv::Mat base;     // what the network saw: CV_32FC3 RGB, 0...1, sRGB
        cv::Mat known;    // CV_32FC1; empty: everything
        cv::Mat network;  // its answer
        CropEvidence evidence;
    };

    Result<void> align(const FaceContext& context);
    Result<void> updateMask(const FaceContext& context, const Landmarks& cropLandmarks);
    Result<void> restore(const FaceContext& context, bool cleans);
    void project(const FaceContext& context, const RestoreParameters& parameters);
    void updateChange(const FaceContext& context, const RestoreParameters& parameters,
                      double strength);

    Face m_face;
    ChosenRestorer m_chosen;
    std::string m_alignedKey;
    cv::Matx23d m_photoFromCrop;
    Landmarks m_cropLandmarks{};
    cv::Mat m_crop;  // CV_32FC3 sRGB
    cv::Mat m_mask;
    bool m_covered = false;
    CropEvidence m_evidence;
    std::array<Restoration, 2> m_restorations;  // as it is, cleaned
    bool m_cleans = false;                      // which of them is in use
    std::string m_projectedKey;
    cv::Mat m_projected;  // the network's answer kept to what the photo shows
    double m_contradicted = 0.0;
    Drift m_drift;
    std::string m_changeKey;
    cv::Mat m_change;  // in the photo's space
};

}  // namespace heirloom
