#include <cmath>
#include <iostream>
#include <optional>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "core/image/pixel_access.h"
#include "core/quality/quality_json.h"

namespace heirloom::cli {

namespace {

struct InspectArguments {
    std::vector<std::string> inputs;
    bool recursive = false;
    bool json = false;
    EngineArguments engine;
};

// What there is to say about a photo beside its own facts.
struct Judgement {
    std::optional<std::vector<Face>> faces;  // empty: there was no detector
    PhotoQuality quality;
    Recommendation recommendation;
    std::vector<PhotoWarning> warnings;
};

const char* layoutName(PixelLayout layout) {
    switch (layout) {
        case PixelLayout::Gray: return "gray";
        case PixelLayout::GrayAlpha: return "gray+alpha";
        case PixelLayout::Rgb: return "rgb";
        case PixelLayout::Rgba: return "rgb+alpha";
    }
    return "";
}

nlohmann::json textOrNull(const std::string& text) {
    return text.empty() ? nlohmann::json() : nlohmann::json(text);
}

// Null where no detector is to be had, which must not keep anybody from looking at a file.
Result<std::unique_ptr<Engine>> engineFor(const EngineArguments& arguments) {
    auto engine = createEngine(arguments);
    if (engine || arguments.detector != "auto") return engine;
    return std::unique_ptr<Engine>();
}

std::shared_ptr<FaceDetector> detectorOf(Engine* engine) {
    if (!engine) return nullptr;
    auto detector = engine->detector();
    return detector ? *detector : nullptr;
}

Result<Judgement> judged(const Photo& photo, FaceDetector* detector) {
    Judgement judgement;
    if (detector) {
        RunControl control;
        control.stopRequested = [] { return interrupted(); };
        auto faces = detector->detect(photo, control);
        if (!faces && faces.error().code == ErrorCode::Cancelled) return faces.error();
        if (faces) judgement.faces = std::move(*faces);
    }
    const std::vector<Face> faces = judgement.faces.value_or(std::vector<Face>());
    judgement.quality = judgePhoto(photo, faces);
    judgement.recommendation = recommend(judgement.quality);
    judgement.warnings = photoWarnings(photo, faces);
    return judgement;
}

nlohmann::json inspected(const Photo& photo, const Judgement& judgement) {
    const MetadataSummary metadata = summarise(photo.metadata);
    nlohmann::json warnings = nlohmann::json::array();
    for (const Message& warning : photo.source.warnings) warnings.push_back(warning.text());
    for (const PhotoWarning& warning : judgement.warnings) {
        warnings.push_back(warning.message.text());
    }
    return {{"input", photo.source.path.string()},
            {"format", formatName(photo.source.format)},
            {"bytes", photo.source.byteCount},
            {"width", photo.width()},
            {"height", photo.height()},
            {"bits_per_sample", photo.source.bitsPerSample},
            {"layout", layoutName(photo.layout)},
            {"colourless", isColourless(photo)},
            {"orientation", photo.source.orientation},
            {"profile_bytes", photo.iccProfile.size()},
            {"damaged", photo.source.damaged},
            {"warnings", warnings},
            {"faces", judgement.faces ? nlohmann::json(judgement.faces->size()) : nlohmann::json()},
            {"quality", qualityJson(judgement.quality)},
            {"recommendation", recommendationJson(judgement.recommendation)},
            {"metadata",
             {{"capture_time", textOrNull(metadata.captureTime)},
              {"camera", textOrNull(metadata.camera)},
              {"lens", textOrNull(metadata.lens)},
              {"software", textOrNull(metadata.software)},
              {"gps", metadata.hasGps},
              {"maker_note", metadata.hasMakerNote},
              {"exif_bytes", photo.metadata.exif.size()},
              {"iptc_bytes", photo.metadata.iptc.size()},
              {"xmp_bytes", photo.metadata.xmp.size()}}}};
}

void printPlain(const Photo& photo, const Judgement& judgement) {
    const MetadataSummary metadata = summarise(photo.metadata);
    std::cout << photo.source.path.string() << ": " << formatName(photo.source.format) << ", "
              << photo.width() << " x " << photo.height() << ", " << photo.source.bitsPerSample
              << " bit " << layoutName(photo.layout)
              << (photo.iccProfile.empty() ? "" : ", with profile");
    if (!metadata.captureTime.empty()) std::cout << ", taken " << metadata.captureTime;
    if (!metadata.camera.empty()) std::cout << ", " << metadata.camera;
    if (photo.source.damaged) std::cout << ", damaged";
    std::cout << "\n  quality " << qualityGradeName(judgement.quality.grade) << " ("
              << std::lround(judgement.quality.score) << " of 100), preset "
              << judgement.recommendation.preset << ": " << judgement.recommendation.reason.text()
              << '\n';
}

int runInspect(const InspectArguments& arguments) {
    auto engine = engineFor(arguments.engine);
    if (!engine) return reportError(engine.error());
    const std::shared_ptr<FaceDetector> detector = detectorOf(engine->get());
    if (!detector && arguments.engine.detector != "auto") {
        return reportError((*engine)->detector().error());
    }
    nlohmann::json photos = nlohmann::json::array();
    const int exitCode = forEachPhoto(arguments.inputs, arguments.recursive,
                                      [&](const Photo& photo) -> Result<void> {
                                          auto judgement = judged(photo, detector.get());
                                          if (!judgement) return judgement.error();
                                          if (!arguments.json) printPlain(photo, *judgement);
                                          photos.push_back(inspected(photo, *judgement));
                                          return {};
                                      });
    if (arguments.json) printJson({{"photos", photos}});
    return exitCode;
}

}  // namespace

void addInspectCommand(CLI::App& app, int& exitCode) {
    auto arguments = std::make_shared<InspectArguments>();
    CLI::App* command = app.add_subcommand("inspect", "Say what a picture file holds");
    command->add_option("INPUT", arguments->inputs, "Photos and folders")->required();
    command->add_flag("-r,--recursive", arguments->recursive, "Search folders to their depth");
    command->add_flag("--json", arguments->json, "Machine-readable output");
    addDetectorOption(*command, arguments->engine);
    command->add_option("--models-dir", arguments->engine.modelsFolder,
                        "Folder of installed models instead of the user's own");
    addRuntimeOptions(*command, arguments->engine);
    command->callback([arguments, &exitCode] { exitCode = runInspect(*arguments); });
}

}  // namespace heirloom::cli
