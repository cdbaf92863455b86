#include "core/restore/photo_session.h"

#include <algorithm>
#include <chrono>

#include <opencv2/core.hpp>

#include "core/background/enlarge.h"
#include "core/background/scaled_patches.h"
#include "core/base/memory.h"
#include "core/image/pixel_access.h"
#include "core/restore/stage_key.h"

namespace heirloom {

namespace {

// Progress of the whole job at which stages begin.
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

Result<PhotoSession> PhotoSession::create(Photo photo, ModelProvider& models, SessionUse use) {
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
    session.m_use = use;
    return session;
}

Result<void> PhotoSession::detectFaces(const RunControl& control) {
    bringBackOriginal();
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

PreviewScene PhotoSession::sceneOf(const std::vector<FacePatch>& patches) {
    return {*m_background.photo, patches, m_patchFaces, toneRange(), m_placements};
}

Result<PreparedPhoto> PhotoSession::prepared(const RestoreParameters& parameters,
                                             const RunControl& control, const FaceChoices& wanted,
                                             const FaceReady& faceReady) {
    const cv::Size size = m_original.pixels.size();
    const auto target = outputSizeFor(size, parameters.scale, parameters.longSide);
    if (!target) return target.error();
    PreparedPhoto result;
    m_runWarnings.clear();
    control.report({"detect", 0.0, 0, 0});
    const StopWatch detecting;
    if (auto detected = detectFaces(control); !detected) return detected.error();
    const CheckedFaceChoices checked =
        checkFaceChoices(wanted, m_detectedFaces, size, m_original.source.path);
    m_runWarnings.insert(m_runWarnings.end(), checked.problems.begin(), checked.problems.end());
    if (auto added = updateAdded(checked.choices, control); !added) return added.error();
    returnFreeMemory();
    result.seconds.detect = detecting.seconds();

    const StopWatch restoring;
    const bool enlarges = parameters.longSide > 0 || parameters.scale != 1.0;
    std::function<void(int)> ready;
    if (faceReady) {
        if (auto shown = showableBackground(*target, control); !shown) return shown.error();
        ready = [&](int face) {
            faceReady(sceneOf(scaledPatches(m_facePatches, size, *target)), face);
        };
    }
    auto outcomes = restoreFaces(parameters, checked.choices,
                                 enlarges ? kRestoreEndEnlarged : kRestoreEnd, control, ready);
    if (!outcomes) return outcomes.error();
    result.faces = std::move(*outcomes);
    returnFreeMemory();
    result.seconds.restore = restoring.seconds();

    const StopWatch enlarging;
    if (auto enlarged = enlarge(*target, control); !enlarged) return enlarged.error();
    result.seconds.compose = enlarging.seconds();
    return result;
}

// What run() and prepare() tell beside the pictures.
template <class Outcome>
void PhotoSession::report(Outcome& outcome) const {
    outcome.quality = m_quality;
    outcome.recommendation = m_recommendation;
    outcome.warnings = m_warnings;
    outcome.warnings.insert(outcome.warnings.end(), m_runWarnings.begin(), m_runWarnings.end());
    for (Message& note : m_models->takeNotes()) outcome.warnings.push_back(std::move(note));
    outcome.judgements = photoWarnings(m_original, m_detectedFaces);
    for (PhotoWarning& warning : resultWarnings(findingsOf(outcome.faces))) {
        outcome.judgements.push_back(std::move(warning));
    }
    outcome.review = std::any_of(outcome.judgements.begin(), outcome.judgements.end(),
                                 [](const PhotoWarning& warning) { return warning.review; });
}

Result<PreparedPhoto> PhotoSession::prepare(const RestoreParameters& parameters,
                                            const RunControl& control, const FaceChoices& choices,
                                            const FaceReady& faceReady) {
    if (auto valid = validate(parameters); !valid) return valid.error();
    return guarded<PreparedPhoto>([&]() -> Result<PreparedPhoto> {
        auto result = prepared(parameters, control, choices, faceReady);
        if (!result) return result.error();
        result->scene = sceneOf(m_patches);
        report(*result);
        control.report({"done", 1.0, 0, 0});
        return result;
    });
}

Result<RestoredPhoto> PhotoSession::run(const RestoreParameters& parameters,
                                        const RunControl& control, const FaceChoices& choices) {
    if (auto valid = validate(parameters); !valid) return valid.error();
    return guarded<RestoredPhoto>([&]() -> Result<RestoredPhoto> {
        auto before = prepared(parameters, control, choices, {});
        if (!before) return before.error();
        RestoredPhoto result;
        result.faces = std::move(before->faces);
        result.seconds = before->seconds;
        report(result);  // looks at the photo, which the next step may write over
        const StopWatch composing;
        auto photo = finish(parameters, control);
        if (!photo) return photo.error();
        result.photo = std::move(*photo);
        result.seconds.compose += composing.seconds();
        control.report({"done", 1.0, 0, 0});
        return result;
    });
}

// Nothing that a library throws leaves the session.
template <class Value>
Result<Value> PhotoSession::guarded(const std::function<Result<Value>()>& work) const {
    const auto outOfMemory = [&] {
        return makeError(ErrorCode::OutOfMemory, "The memory of this machine is not enough for %1.",
                         m_original.source.path);
    };
    try {
        return work();
    } catch (const cv::Exception& error) {
        Error failed = error.code == cv::Error::StsNoMem
                           ? outOfMemory()
                           : makeError(ErrorCode::Internal, "Restoring %1 failed inside OpenCV.",
                                       m_original.source.path);
        failed.detail = error.what();
        return failed;
    } catch (const std::bad_alloc&) {
        return outOfMemory();
    }
}

}  // namespace heirloom
