#include "core/export/export_job.h"

#include <new>
#include <system_error>

#include <opencv2/core.hpp>

#include "core/batch/output_file.h"
#include "core/export/copies.h"
#include "core/export/visible_caption.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

struct EncodedCopy {
    ExportKind kind = ExportKind::Restored;
    EncodedPhoto encoded;
    std::vector<Message> warnings;
};

void append(std::vector<Message>& all, const std::vector<Message>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

bool holds16Bit(FileFormat format) {
    return format == FileFormat::Png || format == FileFormat::Tiff;
}

Error noMemory(const ExportPhotos& photos) {
    return makeError(ErrorCode::OutOfMemory,
                     "The memory of this machine is not enough for the copies of %1.",
                     photos.input.path);
}

class Export {
public:
    Export(const ExportPhotos& photos, const ExportOptions& options, const RunControl& control)
        : m_photos(photos),
          m_options(options),
          m_control(control),
          m_format(options.encode.format.value_or(photos.restored.source.format)) {}

    void run(ExportOutcome& outcome) {
        if (auto encoded = encodeAll(); !encoded) {
            outcome.error = std::move(encoded).error();
        } else {
            writeAll(outcome);
        }
    }

private:
    Result<void> encodeAll() {
        if (m_options.printCopy && !m_photos.forPrint) {
            return makeError(ErrorCode::InvalidArgument,
                             "A print copy of %1 needs the photo at its print size.",
                             m_photos.input.path);
        }
        m_steps = 2 + m_options.comparison + m_options.webCopy + m_options.printCopy;
        if (auto done = addFull(ExportKind::Restored, m_photos.restored); !done) return done;
        if (m_options.printCopy) {
            auto done = addFull(ExportKind::PrintCopy, printCopy(*m_photos.forPrint));
            if (!done) return done;
        }
        if (m_options.comparison) {
            if (auto done = addComparison(); !done) return done;
        }
        if (m_options.webCopy) {
            if (auto done = addWebCopy(); !done) return done;
        }
        return nextStep();
    }

    Result<void> nextStep() {
        if (m_control.shouldStop()) return cancelledError();
        m_control.report({"export", double(m_copies.size()) / m_steps, 0, 0});
        return {};
    }

    // At its own size, in the format and depth that were asked for.
    Result<void> addFull(ExportKind kind, const Photo& photo) {
        if (auto go = nextStep(); !go) return go;
        std::vector<Message> warnings;
        auto right = inWantedDepth(photo, warnings);
        if (!right) return right.error();
        return addCaptioned(kind, *right, m_options.encode, std::move(warnings));
    }

    Result<Photo> inWantedDepth(const Photo& photo, std::vector<Message>& warnings) const {
        if (!m_options.bitsPerSample) return photo;
        if (*m_options.bitsPerSample == 16 && !holds16Bit(m_format)) {
            warnings.emplace_back("%1 holds 8 bits a channel only; the depth of 16 was left out.",
                                  formatName(m_format));
            return withDepth(photo, 8);
        }
        return withDepth(photo, *m_options.bitsPerSample);
    }

    Result<void> addComparison() {
        if (auto go = nextStep(); !go) return go;
        auto comparison =
            comparisonPicture(m_photos.original, m_photos.restored, m_options.comparisonPicture,
                              {m_control.stopRequested, {}});
        if (!comparison) return comparison.error();
        return addEncoded(ExportKind::Comparison, comparison->picture,
                          webEncoding(m_options.encode), std::move(comparison->warnings));
    }

    Result<void> addWebCopy() {
        if (auto go = nextStep(); !go) return go;
        auto copy = webCopy(m_photos.restored, {m_control.stopRequested, {}});
        if (!copy) return copy.error();
        return addCaptioned(ExportKind::WebCopy, copy->picture, webEncoding(m_options.encode),
                            std::move(copy->warnings));
    }

    Result<void> addCaptioned(ExportKind kind, const Photo& photo, const EncodeOptions& encode,
                              std::vector<Message> warnings) {
        auto captioned = withVisibleCaption(photo, m_options.visibleCaption);
        if (!captioned) return captioned.error();
        append(warnings, captioned->warnings);
        EncodeOptions recorded = encode;
        if (captioned->photo.height() > photo.height() && recorded.provenance) {
            recorded.provenance->parameters.push_back(
                {kCaptionParameter, m_options.visibleCaption});
        }
        return addEncoded(kind, captioned->photo, recorded, std::move(warnings));
    }

    Result<void> addEncoded(ExportKind kind, const Photo& photo, const EncodeOptions& encode,
                            std::vector<Message> warnings) {
        if (m_control.shouldStop()) return cancelledError();
        auto encoded = encodePhoto(photo, encode);
        if (!encoded) return encoded.error();
        append(warnings, encoded->warnings);
        // Of the smaller copies nobody expects all that the restored photo keeps.
        const bool full = kind == ExportKind::Restored || kind == ExportKind::PrintCopy;
        if (!full) encoded->sidecar.reset();
        m_copies.push_back({kind, std::move(*encoded), std::move(warnings)});
        return {};
    }

    std::vector<fs::path> protectedFiles() const {
        std::vector<fs::path> originals = m_options.originals;
        std::error_code failed;
        const fs::path input = fs::canonical(m_photos.input.path, failed);
        if (!failed) originals.push_back(input);
        return originals;
    }

    void writeAll(ExportOutcome& outcome) {
        const std::vector<fs::path> originals = protectedFiles();
        fs::path restored = wantedOutputPath(m_photos.input, m_format, m_options.output);
        for (EncodedCopy& copy : m_copies) {
            auto path = writeOutput(copyName(restored, copy.kind), copy.encoded, m_options.output,
                                    originals);
            if (!path) {
                outcome.error = std::move(path).error();
                return;
            }
            if (copy.kind == ExportKind::Restored) restored = path->picture;
            append(copy.warnings, path->warnings);
            outcome.files.push_back({copy.kind, std::move(path->picture), std::move(path->sidecar),
                                     std::move(copy.warnings)});
        }
        m_control.report({"export", 1.0, 0, 0});
    }

    const ExportPhotos& m_photos;
    const ExportOptions& m_options;
    const RunControl& m_control;
    FileFormat m_format;
    int m_steps = 1;
    std::vector<EncodedCopy> m_copies;  // the restored photo first
};

}  // namespace

fs::path copyName(const fs::path& restored, ExportKind kind) {
    std::string end;
    switch (kind) {
        case ExportKind::Restored: return restored;
        case ExportKind::Comparison: end = "_compare.jpg"; break;
        case ExportKind::WebCopy: end = "_web.jpg"; break;
        case ExportKind::PrintCopy: end = "_print" + restored.extension().string(); break;
    }
    return restored.parent_path() / (restored.stem().string() + end);
}

ExportOutcome exportPhoto(const ExportPhotos& photos, const ExportOptions& options,
                          const RunControl& control) {
    ExportOutcome outcome;
    try {
        Export(photos, options, control).run(outcome);
    } catch (const std::bad_alloc&) {
        outcome.error = noMemory(photos);
    } catch (const cv::Exception& error) {
        outcome.error = noMemory(photos);
        if (error.code != cv::Error::StsNoMem) outcome.error->code = ErrorCode::Internal;
        outcome.error->detail = error.what();
    }
    return outcome;
}

}  // namespace heirloom
