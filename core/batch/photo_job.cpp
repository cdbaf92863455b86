#include "core/batch/photo_job.h"

#include <algorithm>

#include "core/background/enlarge.h"
#include "core/base/file_io.h"
#include "core/base/memory.h"
#include "core/batch/output_file.h"
#include "core/batch/photo_caption.h"
#include "core/batch/photo_comparison.h"
#include "core/batch/photo_restoration.h"
#include "core/batch/provenance_facts.h"
#include "core/batch/stop_watch.h"

namespace heirloom {

namespace {

Result<void> checkOutputSize(const PhotoWork& work, const JobOptions& options) {
    if (options.aligned) return {};
    const RestoreParameters& parameters = options.parameters;
    auto size = outputSizeFor(work.photo->pixels.size(), parameters.scale, parameters.longSide);
    if (!size) return size.error();
    if (auto fits = checkEncodable(size->width, size->height, work.format); !fits) return fits;
    return checkCaptionFits(*size, work, options);
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
    auto captioned = addCaption(work, options, encodeOptions.provenance);
    if (!captioned) return captioned.error();
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
        if (auto done = makeComparison(work, options, control); !done) return done;
        control.report({"encode", 1.0, 0, 0});
        if (auto done = encode(work, options); !done) return done;
    }
    auto written = writeOutput(wantedOutputPath(work.input, work.format, options.output),
                               *work.encoded, options.output, options.originals);
    if (!written) return written.error();
    work.report.output = written->picture;
    work.report.sidecar = written->sidecar;
    auto& warnings = work.report.warnings;
    warnings.insert(warnings.end(), written->warnings.begin(), written->warnings.end());
    work.report.outcome = Outcome::Restored;
    work.encoded.reset();
    writeComparison(work, options);
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
    work.original.reset();
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
    auto done = restoreWork(work, options, models, control);
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
    const cv::Size written = size ? withCaptionBand(*size, options) : cv::Size();
    const std::uint64_t after =
        size ? static_cast<std::uint64_t>(written.width) * written.height : before;
    // With a comparison the original is kept beside the restored photo.
    return (options.comparison ? before + after : std::max(before, after)) * perPixel;
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
