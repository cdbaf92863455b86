#include "core/batch/photo_job.h"

#include <algorithm>
#include <chrono>

#include "core/background/enlarge.h"
#include "core/base/file_io.h"
#include "core/base/memory.h"
#include "core/batch/output_file.h"
#include "core/batch/provenance_facts.h"

namespace heirloom {

namespace {

class StopWatch {
public:
    double lap() {
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - m_lap).count();
        m_lap = now;
        return seconds;
    }

private:
    std::chrono::steady_clock::time_point m_lap = std::chrono::steady_clock::now();
};

// Adds the time until the end of the scope; the total leaves out the waits between steps.
class AddedTime {
public:
    explicit AddedTime(double& seconds) : m_seconds(seconds) {}
    ~AddedTime() { m_seconds += m_watch.lap(); }
    AddedTime(const AddedTime&) = delete;
    AddedTime& operator=(const AddedTime&) = delete;

private:
    double& m_seconds;
    StopWatch m_watch;
};

// Enlarging alone moves pixels by a few units, which is no change of what they show.
ChangeSummary changeOf(const Photo& before, const Photo& after) {
    constexpr int kResampling = 4;
    const bool sameSize = before.pixels.size() == after.pixels.size();
    return summariseChange(changeMap(before, after), sameSize ? 1 : kResampling);
}

// The step of the networks.
class Restoration {
public:
    Restoration(PhotoWork& work, const JobOptions& options, ModelProvider& models,
                const RunControl& control)
        : m_work(work), m_options(options), m_models(models), m_control(control) {}

    Result<void> run() {
        Photo photo = std::move(*m_work.photo);
        m_work.photo.reset();
        auto restored = m_options.aligned ? restoreCrop(photo) : restorePhoto(std::move(photo));
        if (!restored) return restored.error();
        m_work.ended = m_work.report.outcome != Outcome::Restored || m_options.dryRun;
        if (!m_work.ended) m_work.photo = std::move(*restored);
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
        auto session = PhotoSession::create(std::move(photo), m_models);
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
        m_work.report.change = changeOf(session->original(), result->photo);
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
                          m_work.input.path, m_work.report.faces.front().reason.text());
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
        }
        return photo;
    }

    PhotoWork& m_work;
    const JobOptions& m_options;
    ModelProvider& m_models;
    const RunControl& m_control;
    StopWatch m_watch;
};

Result<void> checkOutputSize(const PhotoWork& work, const JobOptions& options) {
    if (options.aligned) return {};
    const RestoreParameters& parameters = options.parameters;
    auto size = outputSizeFor(work.photo->pixels.size(), parameters.scale, parameters.longSide);
    if (!size) return size.error();
    return checkEncodable(size->width, size->height, work.format);
}

Result<void> decode(PhotoWork& work, const JobOptions& options) {
    auto photo = decodePhoto(work.file, work.input.path, options.limits);
    work.file = {};
    if (!photo) return photo.error();
    PhotoReport& report = work.report;
    report.warnings = photo->source.warnings;
    report.width = photo->width();
    report.height = photo->height();
    report.review = photo->source.damaged;
    if (work.input.fromFolder && isOurs(photo->metadata)) {
        report.outcome = Outcome::Skipped;
        report.error = makeError(ErrorCode::Unsupported,
                                 "%1 is already a restored photo; name the file itself to "
                                 "restore it again.",
                                 work.input.path);
        work.ended = true;
        return {};
    }
    work.format = options.encode.format.value_or(photo->source.format);
    work.photo = std::move(*photo);
    return checkOutputSize(work, options);
}

Result<void> encode(PhotoWork& work, const JobOptions& options) {
    EncodeOptions encodeOptions = options.encode;
    encodeOptions.provenance = work.provenance;
    auto encoded = encodePhoto(*work.photo, encodeOptions);
    work.photo.reset();
    if (!encoded) return encoded.error();
    auto& warnings = work.report.warnings;
    warnings.insert(warnings.end(), encoded->warnings.begin(), encoded->warnings.end());
    work.encoded = std::move(*encoded);
    return {};
}

Result<void> write(PhotoWork& work, const JobOptions& options, const RunControl& control) {
    if (!work.encoded) {
        control.report({"encode", 1.0, 0, 0});
        if (auto done = encode(work, options); !done) return done;
    }
    auto path = writeOutput(wantedOutputPath(work.input, work.format, options.output),
                            work.encoded->file, options.output, options.originals);
    if (!path) return path.error();
    work.report.output = *path;
    work.report.outcome = Outcome::Restored;
    work.encoded.reset();
    work.ended = true;
    return {};
}

// Asked on the thread that has the networks.
Provenance provenanceOfWork(const PhotoWork& work, const JobOptions& options,
                            const ModelProvider& models) {
    const PhotoReport& report = work.report;
    const bool recommended = options.adaptParameters && report.recommendation;
    return provenanceOf({options.aligned ? options.parameters : report.parameters, report.faces,
                         models.usedModels(),
                         recommended ? report.recommendation->preset : options.preset,
                         work.input.path, options.aligned});
}

std::uint64_t bytesOf(const cv::Mat& pixels) {
    return static_cast<std::uint64_t>(pixels.total()) * pixels.elemSize();
}

}  // namespace

std::string_view outcomeName(Outcome outcome) {
    switch (outcome) {
        case Outcome::Restored: return "restored";
        case Outcome::NoFace: return "no_face";
        case Outcome::Skipped: return "skipped";
        case Outcome::Failed: return "failed";
        case Outcome::Cancelled: return "cancelled";
    }
    return "";
}

PhotoWork startWork(const InputPhoto& input) {
    PhotoWork work;
    work.input = input;
    work.report.input = input.path;
    work.report.attempts = 1;
    return work;
}

void endWithError(PhotoWork& work, Error error) {
    const bool cancelled = error.code == ErrorCode::Cancelled;
    work.report.outcome = cancelled ? Outcome::Cancelled : Outcome::Failed;
    if (!cancelled) work.report.error = std::move(error);
    work.photo.reset();
    work.file = {};
    work.ended = true;
}

void openPhoto(PhotoWork& work, const JobOptions& options, const RunControl& control) {
    if (work.ended) return;
    if (control.shouldStop()) return endWithError(work, cancelledError());
    const AddedTime total(work.report.seconds.total);
    const AddedTime decoding(work.report.seconds.decode);
    auto file = readFile(work.input.path, options.limits.maxFileBytes);
    if (!file) return endWithError(work, std::move(file).error());
    work.file = std::move(*file);
}

void decodeOpened(PhotoWork& work, const JobOptions& options, const RunControl& control) {
    if (work.ended) return;
    if (control.shouldStop()) return endWithError(work, cancelledError());
    const AddedTime total(work.report.seconds.total);
    const AddedTime decoding(work.report.seconds.decode);
    if (auto done = decode(work, options); !done) endWithError(work, std::move(done).error());
}

void restoreDecoded(PhotoWork& work, const JobOptions& options, ModelProvider& models,
                    const RunControl& control) {
    if (work.ended) return;
    if (control.shouldStop()) return endWithError(work, cancelledError());
    const AddedTime total(work.report.seconds.total);
    auto done = Restoration(work, options, models, control).run();
    if (!done) endWithError(work, std::move(done).error());
    if (!work.ended) work.provenance = provenanceOfWork(work, options, models);
    // Here and not by the writer: beside a busy network it would take pages from under it.
    returnFreeMemory();
}

void writeRestored(PhotoWork& work, const JobOptions& options, const RunControl& control) {
    if (work.ended) return;
    if (control.shouldStop()) return endWithError(work, cancelledError());
    const AddedTime total(work.report.seconds.total);
    const AddedTime encoding(work.report.seconds.encode);
    auto done = write(work, options, control);
    if (!done) endWithError(work, std::move(done).error());
}

void tryWritingAgain(PhotoWork& work) {
    work.report.error.reset();
    work.ended = !work.encoded;
}

std::uint64_t pixelBytes(const PhotoWork& work, const JobOptions& options) {
    if (work.photo) return bytesOf(work.photo->pixels);
    if (work.file.empty()) return 0;
    const auto header = readHeader(work.file, work.input.path);
    if (!header) return 0;
    const std::uint64_t perPixel = static_cast<std::uint64_t>(channelCount(header->layout)) *
                                   (header->bitsPerSample > 8 ? 2 : 1);
    const std::uint64_t before = static_cast<std::uint64_t>(header->width) * header->height;
    const auto size = outputSizeFor({header->width, header->height}, options.parameters.scale,
                                    options.parameters.longSide);
    const std::uint64_t after =
        size ? static_cast<std::uint64_t>(size->width) * size->height : before;
    return std::max(before, after) * perPixel;
}

PhotoReport restoreFile(const InputPhoto& input, const JobOptions& options, ModelProvider& models,
                        const RunControl& control) {
    PhotoWork work = startWork(input);
    openPhoto(work, options, control);
    decodeOpened(work, options, control);
    restoreDecoded(work, options, models, control);
    writeRestored(work, options, control);
    return std::move(work.report);
}

}  // namespace heirloom
