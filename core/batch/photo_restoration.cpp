#include "core/batch/photo_restoration.h"

#include <algorithm>

#include "core/batch/photo_comparison.h"
#include "core/batch/stop_watch.h"

namespace heirloom {

namespace {

// The step of the networks.
class Restoration {
public:
    Restoration(PhotoWork& work, const JobOptions& options, ModelProvider& models,
                const RunControl& control)
        : m_work(work), m_options(options), m_models(models), m_control(control) {}

    Result<void> run() {
        Photo photo = std::move(*m_work.photo);
        m_work.photo.reset();
        if (m_options.comparison) m_work.original = photo;
        auto restored = m_options.aligned ? restoreCrop(photo) : restorePhoto(std::move(photo));
        if (!restored) return restored.error();
        m_work.ended = m_work.report.outcome != Outcome::Restored || m_options.dryRun;
        if (m_work.ended) {
            m_work.original.reset();
        } else {
            m_work.photo = std::move(*restored);
        }
        return {};
    }

private:
    Result<Photo> restoreCrop(const Photo& crop) {
        auto chosen = m_models.restorerFor(std::max(crop.width(), crop.height()),
                                           std::max(crop.width(), crop.height()));
        if (!chosen) return chosen.error();
        m_work.report.outcome = Outcome::Restored;
        if (m_options.dryRun) return crop;
        auto restored = restoreAligned(crop, *chosen->restorer);
        m_work.report.seconds.restore = m_watch.lap();
        return restored;
    }

    Result<Photo> restorePhoto(Photo photo) {
        auto session = PhotoSession::create(std::move(photo), m_models, SessionUse::Once);
        if (!session) return session.error();
        auto findings = session->examine(m_control);
        if (!findings) return findings.error();
        m_work.report.seconds.detect = m_watch.lap();
        m_work.report.quality = findings->quality;
        m_work.report.recommendation = findings->recommendation;
        m_work.report.parameters = m_options.parameters;
        if (m_options.adaptParameters)
            m_options.adaptParameters(*findings, m_work.report.parameters);
        const FaceChoices choices = m_options.faceChoices
                                        ? m_options.faceChoices->choicesFor(m_work.input.path)
                                        : FaceChoices{};
        if (m_options.dryRun) return detectedOnly(session->original(), *findings, choices);
        auto result = session->run(m_work.report.parameters, m_control, choices);
        if (!result) return result.error();
        m_watch.lap();
        m_work.report.seconds.restore = result->seconds.restore;
        m_work.report.seconds.compose = result->seconds.compose;
        judge(*result);
        m_work.report.change = session->changeTo(result->photo);
        m_work.report.faces = std::move(result->faces);
        const bool any = std::any_of(m_work.report.faces.begin(), m_work.report.faces.end(),
                                     [](const FaceOutcome& face) { return face.restored; });
        // A photo whose faces were all left alone was still found to have faces.
        m_work.report.outcome = m_work.report.faces.empty() ? Outcome::NoFace
                                : any                       ? Outcome::Restored
                                                            : Outcome::Skipped;
        if (m_work.report.outcome == Outcome::Skipped) {
            m_work.report.error =
                makeError(ErrorCode::Unsupported, "No face of %1 was restored: %2",
                          m_work.input.path, m_work.report.faces.front().reason);
        }
        return std::move(result->photo);
    }

    void judge(const RestoredPhoto& result) {
        m_work.report.warnings.insert(m_work.report.warnings.end(), result.warnings.begin(),
                                      result.warnings.end());
        m_work.report.judgements = result.judgements;
        m_work.report.review = m_work.report.review || result.review;
        if (!m_options.strengthByHand) return;
        if (auto strong = strengthWarning(m_work.report.parameters.strength)) {
            m_work.report.judgements.push_back(*strong);
        }
    }

    Photo detectedOnly(const Photo& photo, const PhotoFindings& findings,
                       const FaceChoices& choices) {
        const CheckedFaceChoices checked =
            checkFaceChoices(choices, findings.faces, photo.pixels.size(), m_work.input.path);
        m_work.report.warnings.insert(m_work.report.warnings.end(), checked.problems.begin(),
                                      checked.problems.end());
        m_work.report.judgements = photoWarnings(photo, findings.faces);
        for (const Face& face : findings.faces) {
            FaceOutcome outcome;
            outcome.face = face;
            m_work.report.faces.push_back(outcome);
        }
        for (const AddedFace& added : checked.choices.added) {
            FaceOutcome outcome;
            outcome.face = faceFromAdded(added, findings.faces);
            outcome.added = true;
            m_work.report.faces.push_back(outcome);
        }
        m_work.report.outcome = m_work.report.faces.empty() ? Outcome::NoFace : Outcome::Restored;
        if (!m_work.report.faces.empty()) {
            m_work.report.output = wantedOutputPath(
                m_work.input, m_options.encode.format.value_or(photo.source.format),
                m_options.output);
            if (m_options.comparison) {
                m_work.report.comparison = wantedComparison(m_work.report.output);
            }
        }
        return photo;
    }

    PhotoWork& m_work;
    const JobOptions& m_options;
    ModelProvider& m_models;
    const RunControl& m_control;
    StopWatch m_watch;
};

}  // namespace

Result<void> restoreWork(PhotoWork& work, const JobOptions& options, ModelProvider& models,
                         const RunControl& control) {
    return Restoration(work, options, models, control).run();
}

}  // namespace heirloom
