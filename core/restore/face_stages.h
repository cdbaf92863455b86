// One face through its stages, each cached by its inputs: align -> [clean] -> network ->
// faithful -> change. Used by PhotoSession.
//
// Not thread-safe, but different faces may be in prepare() and finish() at the same time.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>

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

// What the faces of one photo share in one run. All of it outlives the call it is given to.
struct FaceContext {
    const Photo& photo;
    const ColourTransform& colour;
    ModelProvider& models;
    FaceParser* parser = nullptr;  // null: the mask is an oval
    // The photo is grey or toned: the network may not colour it, whatever the parameters.
    bool keepsColour = false;
    const RestoreParameters& parameters;
};

class FaceStages {
public:
    explicit FaceStages(Face face) : m_face(std::move(face)) {}

    // These four, in this order, bring every stage up to date; what already is does nothing.
    //
    // Chooses the network and the crop. Unsupported: this face cannot be aligned, the others can.
    Result<void> choose(const FaceContext& context);
    // All that comes before the networks: crop, evidence, cleaning.
    void prepare(const FaceContext& context);
    // The networks alone, which work with every thread there is.
    Result<void> runNetworks(const FaceContext& context);
    // All that comes after them. strength: 0...100; only the colour of the face (rosy) depends
    // on it here.
    void finish(const FaceContext& context, double strength);

    // After prepare(): whether runNetworks() has something to do.
    bool needsNetworks() const;
    int cropSize() const { return m_chosen.restorer->size(); }
    // How often stages did their work since this was last asked.
    StageCounts takeCounts() { return std::exchange(m_counts, {}); }

    // Of the last finish().
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
        std::string baseKey;
        cv::Mat base;   // what the network saw: CV_32FC3 RGB, 0...1, sRGB
        cv::Mat known;  // CV_32FC1; empty: everything
        CropEvidence evidence;
        std::string key;
        cv::Mat network;  // its answer
    };

    Restoration& restoration() { return m_restorations[m_cleans ? 1 : 0]; }
    const Restoration& restoration() const { return m_restorations[m_cleans ? 1 : 0]; }
    void align(const FaceContext& context);
    void prepareBase(EvidenceOf measured);
    Result<void> parse(FaceParser& parser);
    void updateMask();
    void project(const FaceContext& context);
    cv::Mat inPhotoSpace(const FaceContext& context, const cv::Mat& crop) const;
    void updateChange(const FaceContext& context, double strength);

    Face m_face;
    ChosenRestorer m_chosen;
    std::string m_chosenKey;
    cv::Matx23d m_photoFromCrop;
    Landmarks m_cropLandmarks{};
    std::string m_alignedKey;
    cv::Mat m_crop;  // CV_32FC3 sRGB
    CropEvidence m_evidence;
    std::string m_maskKey;  // of the labels, or of the oval
    cv::Mat m_labels;       // until they have become the mask
    cv::Mat m_mask;
    bool m_covered = false;
    std::array<Restoration, 2> m_restorations;  // as it is, cleaned
    bool m_cleans = false;                      // which of them is in use
    std::string m_projectedKey;
    cv::Mat m_projected;  // the network's answer kept to what the photo shows
    double m_contradicted = 0.0;
    Drift m_drift;
    std::string m_changeKey;
    cv::Mat m_change;           // in the photo's space
    cv::Mat m_damage, m_whole;  // as in FacePatch
    StageCounts m_counts;
};

}  // namespace heirloom
