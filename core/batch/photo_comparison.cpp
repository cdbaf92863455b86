#include "core/batch/photo_comparison.h"

#include "core/batch/output_file.h"
#include "core/export/copies.h"
#include "core/export/export_job.h"

namespace heirloom {

namespace {

void warn(PhotoWork& work, const Error& error) {
    work.comparison.reset();
    work.report.warnings.emplace_back("The comparison picture of %1 was not made: %2",
                                      work.input.path, error.message);
}

void append(PhotoWork& work, const std::vector<Message>& warnings) {
    work.report.warnings.insert(work.report.warnings.end(), warnings.begin(), warnings.end());
}

}  // namespace

Result<void> makeComparison(PhotoWork& work, const JobOptions& options, const RunControl& control) {
    if (!options.comparison || !work.original || !work.photo) return {};
    auto made = comparisonPicture(*work.original, *work.photo, *options.comparison,
                                  {control.stopRequested, {}});
    work.original.reset();
    if (made) {
        append(work, made->warnings);
        work.comparison = std::move(made->picture);
        return {};
    }
    if (made.error().code == ErrorCode::Cancelled) return made.error();
    warn(work, made.error());
    return {};
}

void writeComparison(PhotoWork& work, const JobOptions& options) {
    if (!work.comparison) return;
    EncodeOptions encode = webEncoding(options.encode);
    encode.provenance = work.provenance;
    auto encoded = encodePhoto(*work.comparison, encode);
    if (!encoded) return warn(work, encoded.error());
    auto written = writeOutput(wantedComparison(work.report.output), encoded->file, options.output,
                               options.originals);
    if (!written) return warn(work, written.error());
    append(work, encoded->warnings);
    append(work, written->warnings);
    work.report.comparison = std::move(written->picture);
    work.comparison.reset();
}

std::filesystem::path wantedComparison(const std::filesystem::path& output) {
    return copyName(output, ExportKind::Comparison);
}

}  // namespace heirloom
