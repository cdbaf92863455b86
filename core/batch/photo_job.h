// One photo from file to file, with everything that can be said about it afterwards.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/run_control.h"
#include "core/batch/inputs.h"
#include "core/batch/output_name.h"
#include "core/export/comparison.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/quality/change_map.h"
#include "core/restore/face_choices_file.h"
#include "core/restore/photo_session.h"

namespace heirloom {

enum class Outcome { Restored, NoFace, Skipped, Failed, Cancelled };

std::string_view outcomeName(Outcome outcome);  // "restored", "no_face", ...

struct JobSeconds {
    double decode = 0.0;
    double detect = 0.0;
    double restore = 0.0;
    double compose = 0.0;
    double encode = 0.0;
    double total = 0.0;
};

struct PhotoReport {
    std::filesystem::path input;
    std::filesystem::path output;      // empty when nothing was written
    std::filesystem::path sidecar;     // XMP beside the output; empty when none was needed
    std::filesystem::path comparison;  // of before and after; empty when there is none
    Outcome outcome = Outcome::Failed;
    std::optional<Error> error;  // of a failed or skipped photo
    std::vector<Message> warnings;
    bool review = false;  // a person should look at the result
    int attempts = 0;
    int width = 0;  // of the upright photo
    int height = 0;
    int captionRows = 0;  // of the output, below the photo itself
    std::vector<FaceOutcome> faces;
    std::vector<PhotoWarning> judgements;  // of the photo and its faces
    std::optional<PhotoQuality> quality;
    std::optional<Recommendation> recommendation;
    std::optional<ChangeSummary> change;  // of the pixels, where the photo was restored
    RestoreParameters parameters;         // those used, where they differ from photo to photo
    JobSeconds seconds;
};

struct JobOptions {
    RestoreParameters parameters;
    // Changes the parameters for one photo by what was found in it; empty: all photos alike.
    std::function<void(const PhotoFindings&, RestoreParameters&)> adaptParameters;
    std::string preset;  // as reports name it; empty: none, or the recommended one of each photo
    bool strengthByHand = false;  // a person chose the strength, so a high one is worth a word
    EncodeOptions encode;
    OutputOptions output;
    std::string visibleCaption;  // in a band under the output, not under crops; empty: none
    std::optional<ComparisonOptions> comparison;  // a picture of both beside the output
    DecodeLimits limits;
    bool aligned = false;  // inputs are aligned crops: network only
    bool dryRun = false;   // everything but the network and writing
    // What a person decided about single faces; null: nothing.
    std::shared_ptr<const FaceChoicesFile> faceChoices;
    // Originals of this run, which no output may replace; canonical paths.
    std::vector<std::filesystem::path> originals;
};

// One photo on its way through the steps below, each of which may run on another thread;
// one thread at a time holds it.
struct PhotoWork {
    InputPhoto input;
    PhotoReport report;
    bool ended = false;                    // the report is complete: further steps do nothing
    Bytes file;                            // as read, until it is decoded
    std::optional<Photo> photo;            // as decoded, later as restored, until it is encoded
    std::optional<Photo> original;         // as decoded, where a comparison was asked for
    std::optional<Photo> comparison;       // until it is written
    FileFormat format = FileFormat::Png;   // to be written
    std::optional<Provenance> provenance;  // of what was restored
    std::optional<EncodedPhoto> encoded;   // kept when it could not be written
};

// The steps of one photo, in this order. None throws on purpose; whatever goes wrong is in
// the report. None keeps state elsewhere; only restoreDecoded uses the networks.
PhotoWork startWork(const InputPhoto& input);
void openPhoto(PhotoWork& work, const JobOptions& options, const RunControl& control);
void decodeOpened(PhotoWork& work, const JobOptions& options, const RunControl& control);
void restoreDecoded(PhotoWork& work, const JobOptions& options, ModelProvider& models,
                    const RunControl& control);
// May be called again after tryWritingAgain(), say when a disk was full: what was restored
// and encoded is kept for it.
void writeRestored(PhotoWork& work, const JobOptions& options, const RunControl& control);
void tryWritingAgain(PhotoWork& work);

// Ends the work with this error; Cancelled becomes its own outcome.
void endWithError(PhotoWork& work, Error error);

// Bytes of pixels that the photo takes: those it has, or, once opened, what its header and
// the size of the output promise; 0 when nothing is known.
std::uint64_t pixelBytes(const PhotoWork& work, const JobOptions& options);

// All steps of one photo.
PhotoReport restoreFile(const InputPhoto& input, const JobOptions& options, ModelProvider& models,
                        const RunControl& control);

}  // namespace heirloom
