#include <algorithm>
#include <cmath>
#include <iostream>
#include <optional>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "core/base/version.h"
#include "core/batch/provenance_facts.h"
#include "core/image/pixel_access.h"
#include "core/metadata/provenance.h"
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

// Whether this program made the file. Its name in the Exif tells it even where the record
// was lost on the way.
struct Origin {
    bool restored = false;
    std::optional<Provenance> provenance;
};

Origin originOf(const Photo& photo) {
    Origin origin;
    origin.provenance = readProvenance(photo.metadata);
    origin.restored = origin.provenance.has_value() ||
                      summarise(photo.metadata).software.rfind(kSoftwareName, 0) == 0;
    return origin;
}

nlohmann::json provenanceJson(const Provenance& provenance) {
    nlohmann::json models = nlohmann::json::array();
    for (const ProvenanceModel& model : provenance.models) {
        models.push_back({{"name", model.name},
                          {"kind", model.kind},
                          {"sha256", textOrNull(model.sha256)},
                          {"precision", model.precision},
                          {"device", model.device}});
    }
    nlohmann::json parameters = nlohmann::json::object();
    for (const auto& [name, value] : provenance.parameters) parameters[name] = value;
    return {{"software", provenance.software},
            {"version", provenance.version},
            {"date", provenance.date},
            {"models", models},
            {"parameters", parameters},
            {"faces_restored", provenance.facesRestored},
            {"preset", textOrNull(provenance.preset)},
            {"original_name", textOrNull(provenance.originalName)},
            {"original_sha256", textOrNull(provenance.originalSha256)}};
}

// The names of the networks that drew faces; of all where none is marked as such.
std::string namesOfModels(const Provenance& provenance) {
    std::string restorers, all;
    for (const ProvenanceModel& model : provenance.models) {
        all += (all.empty() ? "" : ", ") + model.name;
        if (model.kind == "restorer") restorers += (restorers.empty() ? "" : ", ") + model.name;
    }
    return restorers.empty() ? all : restorers;
}

// A line has no room for what was left as it comes; --json tells everything.
bool isWorthTelling(const ProvenanceParameter& parameter) {
    static const auto defaults = parameterTexts({});
    return parameter.name == "strength" ||
           std::find(defaults.begin(), defaults.end(), parameter) == defaults.end();
}

std::string originSentence(const Origin& origin) {
    if (!origin.restored) return "no record of a restoration";
    if (!origin.provenance) return std::string("restored by ") + kSoftwareName;
    const Provenance& record = *origin.provenance;
    std::string text = "restored by " + record.software + " " + record.version;
    if (!record.date.empty()) text += " on " + record.date.substr(0, record.date.find('T'));
    if (const std::string names = namesOfModels(record); !names.empty()) text += " with " + names;
    text += ", " + std::to_string(record.facesRestored) +
            (record.facesRestored == 1 ? " face" : " faces");
    if (!record.preset.empty()) text += ", preset " + record.preset;
    for (const ProvenanceParameter& parameter : record.parameters) {
        if (isWorthTelling(parameter)) text += ", " + parameter.name + " " + parameter.value;
    }
    return text;
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
    const Origin origin = originOf(photo);
    nlohmann::json warnings = nlohmann::json::array();
    for (const Message& warning : photo.source.warnings) warnings.push_back(warning.text());
    for (const PhotoWarning& warning : judgement.warnings) {
        warnings.push_back(warning.message.text());
    }
    return {
        {"input", photo.source.path.string()},
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
        {"restored", origin.restored},
        {"provenance", origin.provenance ? provenanceJson(*origin.provenance) : nlohmann::json()},
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
              << "\n  " << originSentence(originOf(photo)) << '\n';
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
