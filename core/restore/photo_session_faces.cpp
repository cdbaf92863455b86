// The stages of a session that work on single faces.
#include <algorithm>

#include <opencv2/core.hpp>

#include "core/restore/photo_session.h"
#include "core/restore/stage_key.h"

namespace heirloom {

namespace {

constexpr double kRestoreBegin = 0.15;  // progress of the whole job

double areaShare(const Face& face, const Photo& photo) {
    return 100.0 * face.box.area() / (double(photo.width()) * photo.height());
}

// A print whose every tone has its own tint: the tint is the photo's, and stays.
bool isToned(const PhotoQuality& quality) {
    return quality.colour.state == ColourState::Tinted ||
           quality.colour.state == ColourState::Yellowed;
}

// The part of the photo round a drawn box, for the detector.
cv::Rect searchedRect(const cv::Rect2f& box, cv::Size photo) {
    const float margin = 0.5f * std::max(box.width, box.height);
    const cv::Rect2f wanted(box.x - margin, box.y - margin, box.width + 2 * margin,
                            box.height + 2 * margin);
    return cv::Rect(wanted) & cv::Rect(cv::Point(), photo);
}

}  // namespace

// A broken parser costs the outline of the mask, not the photo.
Result<std::shared_ptr<FaceParser>> PhotoSession::findParser() {
    auto parser = m_models->parser();
    if (parser) return parser;
    m_runWarnings.push_back(
        Message("The face parser cannot be used, so faces are blended with a soft oval: %1",
                parser.error().message));
    return std::shared_ptr<FaceParser>();
}

Result<void> PhotoSession::updateAdded(const FaceChoices& choices, const RunControl& control) {
    std::vector<AddedStages> added;
    for (const AddedFace& wanted : choices.added) {
        std::string key = stageKey(wanted.box.x, wanted.box.y, wanted.box.width, wanted.box.height,
                                   wanted.landmarks.has_value());
        if (wanted.landmarks) {
            for (const cv::Point2f& point : *wanted.landmarks) key += stageKey(point.x, point.y);
        }
        const auto known = std::find_if(m_added.begin(), m_added.end(),
                                        [&](const AddedStages& face) { return face.key == key; });
        if (known != m_added.end()) {
            added.push_back(std::move(*known));
            known->key.clear();
            continue;
        }
        std::vector<Face> inside;
        if (!wanted.landmarks) {
            const cv::Rect rect = searchedRect(wanted.box, m_original.pixels.size());
            Photo part = m_original;
            part.pixels = m_original.pixels(rect);
            auto detector = m_models->detector();
            if (!detector) return detector.error();
            auto found = (*detector)->detect(part, control);
            if (!found) return found.error();
            for (Face& face : *found) {
                const auto offset = cv::Point2f(rect.tl());
                face.box += offset;
                for (cv::Point2f& point : face.landmarks) point += offset;
                inside.push_back(face);
            }
        }
        added.push_back({key, FaceStages(faceFromAdded(wanted, inside))});
    }
    m_added = std::move(added);
    return {};
}

std::vector<PhotoSession::FacePlan> PhotoSession::plan(const RestoreParameters& parameters,
                                                       const FaceChoices& choices) {
    std::vector<FacePlan> plans;
    for (std::size_t i = 0; i < m_faces.size(); ++i) {
        const int number = static_cast<int>(i) + 1;
        plans.push_back({&m_faces[i], isFaceEnabled(choices, number), false,
                         strengthOfFace(choices, number, parameters.strength)});
    }
    for (std::size_t i = 0; i < m_added.size(); ++i) {
        const AddedFace& wanted = choices.added[i];
        plans.push_back({&m_added[i].stages, wanted.enabled, true,
                         wanted.strength.value_or(parameters.strength)});
    }
    return plans;
}

FacePatch PhotoSession::sharedPatch(const FaceStages& stages, const RestoreParameters& parameters,
                                    double strength) {
    FacePatch patch = stages.patch(parameters, strength);
    const cv::Rect2f& box = stages.face().box;
    std::string key = stageKey(box.x, box.y, box.width, box.height, stages.changeKey());
    for (const cv::Point2f& point : stages.face().landmarks) key += stageKey(point.x, point.y);
    const auto known = std::find_if(m_sharedPatches.begin(), m_sharedPatches.end(),
                                    [&](const SharedPatch& shared) { return shared.key == key; });
    if (known == m_sharedPatches.end()) {
        m_sharedPatches.push_back({key, patch.change.clone(), patch.mask.clone()});
    } else {
        std::rotate(known, known + 1, m_sharedPatches.end());
    }
    patch.change = m_sharedPatches.back().change;
    patch.mask = m_sharedPatches.back().mask;
    return patch;
}

Result<FaceOutcome> PhotoSession::restoreFace(const FacePlan& plan, const FaceContext& context,
                                              const RestoreParameters& parameters) {
    FaceStages& stages = *plan.stages;
    FaceOutcome outcome;
    outcome.face = stages.face();
    outcome.enabled = plan.enabled;
    outcome.added = plan.added;
    if (!plan.enabled) {
        outcome.reason = Message("The face was switched off.");
        return outcome;
    }
    if (!plan.added && areaShare(stages.face(), m_original) < parameters.minFaceShare) {
        outcome.reason = Message("The face is smaller than the chosen share of the photo.");
        return outcome;
    }
    if (auto done = stages.update(context, parameters, plan.strength); !done) {
        if (done.error().code != ErrorCode::Unsupported) return done.error();
        outcome.reason = done.error().message;
        return outcome;
    }
    outcome.restored = true;
    outcome.model = stages.chosen().modelName;
    outcome.modelReason = stages.chosen().reason;
    outcome.strength = plan.strength;
    if (stages.drift().isKnown) outcome.drift = stages.drift().largest;
    outcome.contradicted = stages.contradicted();
    outcome.facePixels = stages.evidence().facePixels;
    outcome.covered = stages.isCovered();
    m_patchKey = stageKey(m_patchKey, stages.face().box.x, stages.face().box.y, stages.changeKey(),
                          plan.strength);
    if (m_use == SessionUse::Once) {
        m_facePatches.push_back(stages.patch(parameters, plan.strength));
        stages = FaceStages(stages.face());
    } else {
        m_facePatches.push_back(sharedPatch(stages, parameters, plan.strength));
    }
    return outcome;
}

Result<std::vector<FaceOutcome>> PhotoSession::restoreFaces(const RestoreParameters& parameters,
                                                            const FaceChoices& choices, double end,
                                                            const RunControl& control,
                                                            const std::function<void(int)>& ready) {
    auto parser = findParser();
    if (!parser) return parser.error();
    const FaceContext context{
        m_original, m_colour, *m_models, parser->get(), m_colourless || isToned(m_quality),
        m_counts};
    const std::vector<FacePlan> plans = plan(parameters, choices);
    const int count = static_cast<int>(plans.size());
    std::vector<FaceOutcome> outcomes;
    m_facePatches.clear();
    m_patchFaces.clear();
    m_patchKey = m_detectorIdentity;
    for (int i = 0; i < count; ++i) {
        if (control.shouldStop()) return cancelledError();
        control.report(
            {"restore", kRestoreBegin + (end - kRestoreBegin) * i / count, i + 1, count});
        auto outcome = restoreFace(plans[i], context, parameters);
        if (!outcome) return outcome.error();
        outcomes.push_back(std::move(*outcome));
        if (!outcomes.back().restored) continue;
        m_patchFaces.push_back(i + 1);
        if (ready) ready(i + 1);
    }
    // The patches of this run stand last; the others are of faces or parameters gone by. Faces
    // that are alike share one.
    const std::size_t kept = std::min(m_sharedPatches.size(), m_facePatches.size());
    m_sharedPatches.erase(m_sharedPatches.begin(),
                          m_sharedPatches.end() - static_cast<std::ptrdiff_t>(kept));
    return outcomes;
}

}  // namespace heirloom
