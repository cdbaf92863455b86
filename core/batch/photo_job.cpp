#include "core/batch/photo_job.h"

#include <algorithm>
#include <chrono>
#include <system_error>

#include "core/background/enlarge.h"
#include "core/base/file_io.h"
#include "core/base/memory.h"
#include "core/base/version.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMostBytesOfEarlierOutput = std::uintmax_t{1} << 30;

class StopWatch {
public:
    double lap() {
        const auto now = std::chrono::steady_clock::now();
        const double seconds = std::chrono::duration<double>(now - m_lap).count();
        m_lap = now;
        return seconds;
    }
    double total() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point m_lap = m_start;
};

bool isOurs(const MetadataBlocks& metadata) {
    return summarise(metadata).software.rfind(kSoftwareName, 0) == 0;
}

// An earlier result of this program, told by its metadata, and no original of this run.
bool isEarlierOutput(const fs::path& path, const std::vector<fs::path>& originals) {
    std::error_code failed;
    const fs::path canonical = fs::canonical(path, failed);
    if (failed || std::find(originals.begin(), originals.end(), canonical) != originals.end()) {
        return false;
    }
    auto file = readFile(path, kMostBytesOfEarlierOutput);
    if (!file) return false;
    const auto format = detectFormat(*file);
    if (!format) return false;
    std::vector<Message> ignored;
    return isOurs(readMetadata(*file, *format, ignored));
}

// Writes under the wanted name, or the next free one when something else has it.
Result<fs::path> writeOutput(const fs::path& wanted, const Bytes& file, const JobOptions& options) {
    std::error_code failed;
    if (!wanted.parent_path().empty()) fs::create_directories(wanted.parent_path(), failed);
    if (failed) {
        return makeError(
            failed == std::errc::no_space_on_device ? ErrorCode::DiskFull : ErrorCode::NotWritable,
            "The folder %1 cannot be made: %2. Choose another one with --output.",
            wanted.parent_path(), failed.message());
    }
    const fs::file_status status = fs::symlink_status(wanted, failed);
    if (fs::exists(status) && !fs::is_regular_file(status) && !fs::is_symlink(status)) {
        return makeError(ErrorCode::NotWritable,
                         "%1 is not a regular file, so no picture is written there. Choose another "
                         "name with --output.",
                         wanted);
    }
    if (options.output.replaceEarlierOutput && fs::is_regular_file(status) &&
        isEarlierOutput(wanted, options.originals)) {
        auto written = writeFileAtomically(wanted, file, Replace::ExistingFile);
        if (!written) return written.error();
        return wanted;
    }
    // Another process may take the name between the look and the move.
    constexpr int kTries = 100;
    for (int i = 0;; ++i) {
        const fs::path path = freeName(wanted);
        auto written = writeFileAtomically(path, file, Replace::Never);
        if (written) return path;
        if (i >= kTries || !fs::exists(path, failed)) return written.error();
    }
}

// Enlarging alone moves pixels by a few units, which is no change of what they show.
ChangeSummary changeOf(const Photo& before, const Photo& after) {
    constexpr int kResampling = 4;
    const bool sameSize = before.pixels.size() == after.pixels.size();
    return summariseChange(changeMap(before, after), sameSize ? 1 : kResampling);
}

class PhotoJob {
public:
    PhotoJob(const InputPhoto& input, const JobOptions& options, ModelProvider& models,
             const RunControl& control)
        : m_input(input), m_options(options), m_models(models), m_control(control) {}

    PhotoReport run() {
        m_report.input = m_input.path;
        m_report.attempts = 1;
        if (auto done = work(); !done) fail(std::move(done).error());
        m_report.seconds.total = m_watch.total();
        return std::move(m_report);
    }

private:
    void fail(Error error) {
        m_report.outcome =
            error.code == ErrorCode::Cancelled ? Outcome::Cancelled : Outcome::Failed;
        if (error.code != ErrorCode::Cancelled) m_report.error = std::move(error);
    }

    Result<void> work() {
        if (m_control.shouldStop()) return cancelledError();
        auto photo = readPhoto(m_input.path, m_options.limits);
        m_report.seconds.decode = m_watch.lap();
        if (!photo) return photo.error();
        m_report.warnings = photo->source.warnings;
        m_report.width = photo->width();
        m_report.height = photo->height();
        m_report.review = photo->source.damaged;
        if (m_input.fromFolder && isOurs(photo->metadata)) {
            m_report.outcome = Outcome::Skipped;
            m_report.error = makeError(ErrorCode::Unsupported,
                                       "%1 is already a restored photo; name the file itself to "
                                       "restore it again.",
                                       m_input.path);
            return {};
        }
        const FileFormat format = m_options.encode.format.value_or(photo->source.format);
        if (!m_options.aligned) {
            const RestoreParameters& parameters = m_options.parameters;
            auto size = outputSizeFor(photo->pixels.size(), parameters.scale, parameters.longSide);
            if (!size) return size.error();
            auto fits = checkEncodable(size->width, size->height, format);
            if (!fits) return fits.error();
        }
        auto restored = m_options.aligned ? restoreCrop(*photo) : restorePhoto(std::move(*photo));
        if (!restored) return restored.error();
        if (m_report.outcome != Outcome::Restored || m_options.dryRun) return {};
        return write(*restored, format);
    }

    Result<Photo> restoreCrop(const Photo& crop) {
        auto chosen = m_models.restorerFor(std::max(crop.width(), crop.height()),
                                           std::max(crop.width(), crop.height()));
        if (!chosen) return chosen.error();
        m_report.outcome = Outcome::Restored;
        if (m_options.dryRun) return crop;
        auto restored = restoreAligned(crop, *chosen->restorer);
        m_report.seconds.restore = m_watch.lap();
        return restored;
    }

    Result<Photo> restorePhoto(Photo photo) {
        auto session = PhotoSession::create(std::move(photo), m_models);
        if (!session) return session.error();
        auto findings = session->examine(m_control);
        if (!findings) return findings.error();
        m_report.seconds.detect = m_watch.lap();
        m_report.quality = findings->quality;
        m_report.recommendation = findings->recommendation;
        m_report.parameters = m_options.parameters;
        if (m_options.adaptParameters) m_options.adaptParameters(*findings, m_report.parameters);
        const FaceChoices choices =
            m_options.faceChoices ? m_options.faceChoices->choicesFor(m_input.path) : FaceChoices{};
        if (m_options.dryRun) return detectedOnly(session->original(), *findings, choices);
        auto result = session->run(m_report.parameters, m_control, choices);
        if (!result) return result.error();
        m_watch.lap();
        m_report.seconds.restore = result->seconds.restore;
        m_report.seconds.compose = result->seconds.compose;
        judge(*result);
        m_report.change = changeOf(session->original(), result->photo);
        m_report.faces = std::move(result->faces);
        const bool any = std::any_of(m_report.faces.begin(), m_report.faces.end(),
                                     [](const FaceOutcome& face) { return face.restored; });
        // A photo whose faces were all left alone was still found to have faces.
        m_report.outcome = m_report.faces.empty() ? Outcome::NoFace
                           : any                  ? Outcome::Restored
                                                  : Outcome::Skipped;
        if (m_report.outcome == Outcome::Skipped) {
            m_report.error = makeError(ErrorCode::Unsupported, "No face of %1 was restored: %2",
                                       m_input.path, m_report.faces.front().reason.text());
        }
        return std::move(result->photo);
    }

    void judge(const RestoredPhoto& result) {
        m_report.warnings.insert(m_report.warnings.end(), result.warnings.begin(),
                                 result.warnings.end());
        m_report.judgements = result.judgements;
        m_report.review = m_report.review || result.review;
        if (!m_options.strengthByHand) return;
        if (auto strong = strengthWarning(m_report.parameters.strength)) {
            m_report.judgements.push_back(*strong);
        }
    }

    Photo detectedOnly(const Photo& photo, const PhotoFindings& findings,
                       const FaceChoices& choices) {
        const CheckedFaceChoices checked =
            checkFaceChoices(choices, findings.faces, photo.pixels.size(), m_input.path);
        m_report.warnings.insert(m_report.warnings.end(), checked.problems.begin(),
                                 checked.problems.end());
        m_report.judgements = photoWarnings(photo, findings.faces);
        for (const Face& face : findings.faces) {
            FaceOutcome outcome;
            outcome.face = face;
            m_report.faces.push_back(outcome);
        }
        for (const AddedFace& added : checked.choices.added) {
            FaceOutcome outcome;
            outcome.face = faceFromAdded(added, findings.faces);
            outcome.added = true;
            m_report.faces.push_back(outcome);
        }
        m_report.outcome = m_report.faces.empty() ? Outcome::NoFace : Outcome::Restored;
        if (!m_report.faces.empty()) {
            m_report.output = wantedOutputPath(
                m_input, m_options.encode.format.value_or(photo.source.format), m_options.output);
        }
        return photo;
    }

    Result<void> write(const Photo& photo, FileFormat format) {
        if (m_control.shouldStop()) return cancelledError();
        m_control.report({"encode", 1.0, 0, 0});
        returnFreeMemory();
        auto encoded = encodePhoto(photo, m_options.encode);
        if (!encoded) return encoded.error();
        m_report.warnings.insert(m_report.warnings.end(), encoded->warnings.begin(),
                                 encoded->warnings.end());
        auto path = writeOutput(wantedOutputPath(m_input, format, m_options.output), encoded->file,
                                m_options);
        m_report.seconds.encode = m_watch.lap();
        if (!path) return path.error();
        m_report.output = *path;
        return {};
    }

    const InputPhoto& m_input;
    const JobOptions& m_options;
    ModelProvider& m_models;
    const RunControl& m_control;
    PhotoReport m_report;
    StopWatch m_watch;
};

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

PhotoReport restoreFile(const InputPhoto& input, const JobOptions& options, ModelProvider& models,
                        const RunControl& control) {
    return PhotoJob(input, options, models, control).run();
}

}  // namespace heirloom
