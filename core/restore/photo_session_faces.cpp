// The stages of a session that work on single faces.
#include <algorithm>

#include <opencv2/core.hpp>

#include "core/restore/photo_session.h"
#include "core/restore/stage_key.h"

namespace heirloom {

namespace {

constexpr double kRestoreBegin = 0.15;  // progress of the whole job

// Faces whose stages run beside each other hold their pictures at the same time, so large crops
// are fewer.
constexpr int kPixelsTogether = 8 * 512 * 512;

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

// What is known before the face is worked on; restored: it will be.
Result<FaceOutcome> PhotoSession::chooseFor(const FacePlan& plan, const FaceContext& context) {
    FaceOutcome outcome;
    outcome.face = plan.stages->face();
    outcome.enabled = plan.enabled;
    outcome.added = plan.added;
    if (!plan.enabled) {
        outcome.reason = Message("The face was switched off.");
        return outcome;
    }
    if (!plan.added && areaShare(outcome.face, m_original) < context.parameters.minFaceShare) {
        outcome.reason = Message("The face is smaller than the chosen share of the photo.");
        return outcome;
    }
    if (auto chosen = plan.stages->choose(context); !chosen) {
        if (chosen.error().code != ErrorCode::Unsupported) return chosen.error();
        outcome.reason = chosen.error().message;
        return outcome;
    }
    outcome.restored = true;
    return outcome;
}

// The next faces that are restored beside each other, as places in `plans`; appends an outcome
// for each of them and for the faces that are left out.
Result<std::vector<std::size_t>> PhotoSession::chooseGroup(const std::vector<FacePlan>& plans,
                                                           const FaceContext& context,
                                                           std::vector<FaceOutcome>& outcomes) {
    const auto most = static_cast<std::size_t>(std::max(1, cv::getNumThreads()));
    std::vector<std::size_t> group;
    int pixels = 0;
    while (outcomes.size() < plans.size() && group.size() < most && pixels < kPixelsTogether) {
        const FacePlan& plan = plans[outcomes.size()];
        auto outcome = chooseFor(plan, context);
        if (!outcome) return outcome.error();
        if (outcome->restored) {
            group.push_back(outcomes.size());
            pixels += plan.stages->cropSize() * plan.stages->cropSize();
        }
        outcomes.push_back(std::move(*outcome));
    }
    return group;
}

// A face that is alone has all threads for itself instead.
void PhotoSession::besideEachOther(const std::vector<FacePlan>& plans,
                                   const std::vector<std::size_t>& group,
                                   const std::function<void(const FacePlan&)>& work) {
    const auto workOn = [&](const cv::Range& range) {
        for (int i = range.start; i < range.end; ++i) {
            work(plans[group[static_cast<std::size_t>(i)]]);
        }
    };
    const cv::Range whole(0, static_cast<int>(group.size()));
    if (group.size() > 1) {
        cv::parallel_for_(whole, workOn, whole.size());
    } else {
        workOn(whole);
    }
    for (const std::size_t i : group) addFaceCounts(m_counts, plans[i].stages->takeCounts());
}

void PhotoSession::conclude(const FacePlan& plan, const FaceContext& context,
                            FaceOutcome& outcome) {
    FaceStages& stages = *plan.stages;
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
        m_facePatches.push_back(stages.patch(context.parameters, plan.strength));
        stages = FaceStages(stages.face());
    } else {
        m_facePatches.push_back(sharedPatch(stages, context.parameters, plan.strength));
    }
}

Result<std::vector<FaceOutcome>> PhotoSession::restoreFaces(const RestoreParameters& parameters,
                                                            const FaceChoices& choices, double end,
                                                            const RunControl& control,
                                                            const std::function<void(int)>& ready) {
    auto parser = findParser();
    if (!parser) return parser.error();
    const FaceContext context{
        m_original, m_colour, *m_models, parser->get(), m_colourless || isToned(m_quality),
        parameters};
    const std::vector<FacePlan> plans = plan(parameters, choices);
    const int count = static_cast<int>(plans.size());
    std::vector<FaceOutcome> outcomes;
    std::vector<std::size_t> answered;  // by the networks, but not finished
    m_facePatches.clear();
    m_patchFaces.clear();
    m_patchKey = m_detectorIdentity;
    const auto finishAnswered = [&] {
        besideEachOther(plans, answered,
                        [&](const FacePlan& plan) { plan.stages->finish(context, plan.strength); });
        for (const std::size_t i : answered) {
            conclude(plans[i], context, outcomes[i]);
            m_patchFaces.push_back(static_cast<int>(i) + 1);
            if (ready) ready(m_patchFaces.back());
        }
        answered.clear();
    };
    while (outcomes.size() < plans.size()) {
        if (control.shouldStop()) return cancelledError();
        const auto group = chooseGroup(plans, context, outcomes);
        if (!group) return group.error();
        besideEachOther(plans, *group,
                        [&](const FacePlan& plan) { plan.stages->prepare(context); });
        for (const std::size_t i : *group) {
            FaceStages& stages = *plans[i].stages;
            // Whoever wants to see a face does not wait for the network of the next one.
            if (ready && stages.needsNetworks()) finishAnswered();
            if (control.shouldStop()) return cancelledError();
            const int face = static_cast<int>(i) + 1;
            control.report({"restore", kRestoreBegin + (end - kRestoreBegin) * (face - 1) / count,
                            face, count});
            if (auto done = stages.runNetworks(context); !done) return done.error();
            addFaceCounts(m_counts, stages.takeCounts());
            answered.push_back(i);
        }
        finishAnswered();
    }
    // The patches of this run stand last; the others are of faces or parameters gone by. Faces
    // that are alike share one.
    const std::size_t kept = std::min(m_sharedPatches.size(), m_facePatches.size());
    m_sharedPatches.erase(m_sharedPatches.begin(),
                          m_sharedPatches.end() - static_cast<std::ptrdiff_t>(kept));
    return outcomes;
}

}  // namespace heirloom
