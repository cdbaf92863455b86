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
    std::filesystem::path output;  // empty when nothing was written
    Outcome outcome = Outcome::Failed;
    std::optional<Error> error;  // of a failed or skipped photo
    std::vector<Message> warnings;
    bool review = false;  // a person should look at the result
    int attempts = 0;
    int width = 0;  // of the upright photo
    int height = 0;
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
    bool strengthByHand = false;  // a person chose the strength, so a high one is worth a word
    EncodeOptions encode;
    OutputOptions output;
    DecodeLimits limits;
    bool aligned = false;  // inputs are aligned crops: network only
    bool dryRun = false;   // everything but the network and writing
    // What a person decided about single faces; null: nothing.
    std::shared_ptr<const FaceChoicesFile> faceChoices;
    // Originals of this run, which no output may replace; canonical paths.
    std::vector<std::filesystem::path> originals;
};

// Never throws; whatever goes wrong is in the report.
PhotoReport restoreFile(const InputPhoto& input, const JobOptions& options, ModelProvider& models,
                        const RunControl& control);

}  // namespace heirloom
