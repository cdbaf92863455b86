#include "core/restore/photo_session.h"

#include <algorithm>
#include <chrono>

#include <opencv2/core.hpp>

#include "core/background/enlarge.h"
#include "core/base/memory.h"
#include "core/image/pixel_access.h"
#include "core/restore/stage_key.h"

namespace heirloom {

namespace {

// Progress of the whole job at which stages begin.
constexpr double kRestoreBegin = 0.15;
constexpr double kRestoreEnd = 0.85;
constexpr double kRestoreEndEnlarged = 0.6;  // where the background has work to do as well

class StopWatch {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

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

std::vector<FaceFindings> findingsOf(const std::vector<FaceOutcome>& outcomes) {
    std::vector<FaceFindings> findings;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (!outcomes[i].restored || outcomes[i].strength <= 0.0) continue;
        findings.push_back({static_cast<int>(i) + 1, outcomes[i].drift, outcomes[i].covered});
    }
    return findings;
}

}  // namespace

PhotoSession::PhotoSession(Photo photo, ModelProvider& models, ColourTransform colour)
    : m_original(std::move(photo)),
      m_models(&models),
      m_colour(std::move(colour)),
      m_colourless(isColourless(m_original)) {}

Result<PhotoSession> PhotoSession::create(Photo photo, ModelProvider& models) {
    const int channels = colourChannelCount(photo.layout);
    std::vector<Message> warnings;
    auto colour = ColourTransform::create(photo.iccProfile, channels);
    if (!colour) {
        // A broken profile must not cost the photo: its pixels stay, the network sees
        // them as sRGB.
        warnings.push_back(
            Message("The colour profile of %1 cannot be used; its colours are taken for sRGB.",
                    photo.source.path));
        colour = ColourTransform::create({}, channels);
    }
    if (!colour) return colour.error();
    PhotoSession session(std::move(photo), models, std::move(colour).value());
    session.m_warnings = std::move(warnings);
    return session;
}

Result<void> PhotoSession::detectFaces(const RunControl& control) {
    auto detector = m_models->detector();
    if (!detector) return detector.error();
    const std::string identity = (*detector)->identity();
    if (m_detected && identity == m_detectorIdentity) return {};
    auto faces = (*detector)->detect(m_original, control);
    if (!faces) return faces.error();
    m_detectedFaces = std::move(*faces);
    m_faces.clear();
    for (const Face& face : m_detectedFaces) m_faces.emplace_back(face);
    m_added.clear();
    m_detectorIdentity = identity;
    m_detected = true;
    ++m_counts.detect;
    judge();
    return {};
}

void PhotoSession::judge() {
    m_quality = judgePhoto(m_original, m_detectedFaces);
    m_recommendation = recommend(m_quality);
    ++m_counts.judge;
}

Result<PhotoFindings> PhotoSession::examine(const RunControl& control) {
    if (auto detected = detectFaces(control); !detected) return detected.error();
    return PhotoFindings{m_detectedFaces, m_quality, m_recommendation};
}

// A broken parser costs the outline of the mask, not the photo.
Result<std::shared_ptr<FaceParser>> PhotoSession::findParser() {
    auto parser = m_models->parser();
    if (parser) return parser;
    m_runWarnings.push_back(
        Message("The face parser cannot be used, so faces are blended with a soft oval: %1",
                parser.error().text()));
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
    m_facePatches.push_back(stages.patch(parameters, plan.strength));
    m_patchKey = stageKey(m_patchKey, stages.face().box.x, stages.face().box.y, stages.changeKey(),
                          plan.strength);
    return outcome;
}

Result<std::vector<FaceOutcome>> PhotoSession::restoreFaces(const RestoreParameters& parameters,
                                                            const FaceChoices& choices,
                                                            const RunControl& control) {
    auto parser = findParser();
    if (!parser) return parser.error();
    const bool enlarges = parameters.longSide > 0 || parameters.scale != 1.0;
    const double end = enlarges ? kRestoreEndEnlarged : kRestoreEnd;
    const FaceContext context{
        m_original, m_colour, *m_models, parser->get(), m_colourless || isToned(m_quality),
        m_counts};
    const std::vector<FacePlan> plans = plan(parameters, choices);
    const int count = static_cast<int>(plans.size());
    std::vector<FaceOutcome> outcomes;
    m_facePatches.clear();
    m_patchKey = m_detectorIdentity;
    for (int i = 0; i < count; ++i) {
        if (control.shouldStop()) return cancelledError();
        control.report(
            {"restore", kRestoreBegin + (end - kRestoreBegin) * i / count, i + 1, count});
        auto outcome = restoreFace(plans[i], context, parameters);
        if (!outcome) return outcome.error();
        outcomes.push_back(std::move(*outcome));
    }
    return outcomes;
}

Result<RestoredPhoto> PhotoSession::restored(const RestoreParameters& parameters,
                                             const RunControl& control, const FaceChoices& wanted) {
    const auto target =
        outputSizeFor(m_original.pixels.size(), parameters.scale, parameters.longSide);
    if (!target) return target.error();
    RestoredPhoto result;
    m_runWarnings.clear();
    control.report({"detect", 0.0, 0, 0});
    const StopWatch detecting;
    if (auto detected = detectFaces(control); !detected) return detected.error();
    const CheckedFaceChoices checked =
        checkFaceChoices(wanted, m_detectedFaces, m_original.pixels.size(), m_original.source.path);
    m_runWarnings.insert(m_runWarnings.end(), checked.problems.begin(), checked.problems.end());
    if (auto added = updateAdded(checked.choices, control); !added) return added.error();
    returnFreeMemory();
    result.seconds.detect = detecting.seconds();

    const StopWatch restoring;
    auto outcomes = restoreFaces(parameters, checked.choices, control);
    if (!outcomes) return outcomes.error();
    result.faces = std::move(*outcomes);
    returnFreeMemory();
    result.seconds.restore = restoring.seconds();

    const StopWatch composing;
    if (auto enlarged = enlarge(*target, control); !enlarged) return enlarged.error();
    auto photo = finish(parameters, control);
    if (!photo) return photo.error();
    result.photo = std::move(*photo);
    result.seconds.compose = composing.seconds();
    return result;
}

Result<RestoredPhoto> PhotoSession::run(const RestoreParameters& parameters,
                                        const RunControl& control, const FaceChoices& choices) {
    if (auto valid = validate(parameters); !valid) return valid.error();
    try {
        auto result = restored(parameters, control, choices);
        if (!result) return result.error();
        result->quality = m_quality;
        result->recommendation = m_recommendation;
        result->warnings = m_warnings;
        result->warnings.insert(result->warnings.end(), m_runWarnings.begin(), m_runWarnings.end());
        result->judgements = photoWarnings(m_original, m_detectedFaces);
        for (PhotoWarning& warning : resultWarnings(findingsOf(result->faces))) {
            result->judgements.push_back(std::move(warning));
        }
        result->review = std::any_of(result->judgements.begin(), result->judgements.end(),
                                     [](const PhotoWarning& warning) { return warning.review; });
        control.report({"done", 1.0, 0, 0});
        return result;
    } catch (const cv::Exception& error) {
        const bool memory = error.code == cv::Error::StsNoMem;
        Error failed = makeError(memory ? ErrorCode::OutOfMemory : ErrorCode::Internal,
                                 memory ? "The memory of this machine is not enough for %1."
                                        : "Restoring %1 failed inside OpenCV.",
                                 m_original.source.path);
        failed.detail = error.what();
        return failed;
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory, "The memory of this machine is not enough for %1.",
                         m_original.source.path);
    }
}

}  // namespace heirloom
