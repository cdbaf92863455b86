#include "core/batch/report.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/file_io.h"
#include "core/base/version.h"
#include "core/quality/quality_json.h"

namespace heirloom {

using nlohmann::json;

namespace {

// Hundredths of a pixel and milliseconds are all that a reader can use.
double rounded(double value, double unit) {
    return std::round(value / unit) * unit;
}

json pointJson(cv::Point2f point) {
    return {rounded(point.x, 0.01), rounded(point.y, 0.01)};
}

json faceJson(const Face& face) {
    json landmarks = json::array();
    for (const cv::Point2f& point : face.landmarks) landmarks.push_back(pointJson(point));
    return {
        {"box",
         {rounded(face.box.x, 0.01), rounded(face.box.y, 0.01),
          rounded(face.box.x + face.box.width, 0.01), rounded(face.box.y + face.box.height, 0.01)}},
        {"score", rounded(face.score, 1e-6)},
        {"landmarks", landmarks},
        {"landmarks_estimated", face.landmarkSource == LandmarkSource::Estimated}};
}

json secondsJson(const JobSeconds& seconds) {
    constexpr double kMilli = 0.001;
    return {{"decode", rounded(seconds.decode, kMilli)},
            {"detect", rounded(seconds.detect, kMilli)},
            {"restore", rounded(seconds.restore, kMilli)},
            {"compose", rounded(seconds.compose, kMilli)},
            {"encode", rounded(seconds.encode, kMilli)},
            {"total", rounded(seconds.total, kMilli)}};
}

json photoJson(const PhotoReport& photo) {
    json warnings = json::array();
    for (const Message& warning : photo.warnings) warnings.push_back(warning.text());
    for (const PhotoWarning& warning : photo.judgements) {
        warnings.push_back(warning.message.text());
    }
    json entry{{"input", photo.input.string()},
               {"output", photo.output.empty() ? json() : json(photo.output.string())},
               {"sidecar", photo.sidecar.empty() ? json() : json(photo.sidecar.string())},
               {"comparison", photo.comparison.empty() ? json() : json(photo.comparison.string())},
               {"outcome", outcomeName(photo.outcome)},
               {"reason", photo.error ? json(photo.error->text()) : json()},
               {"warnings", warnings},
               {"review", photo.review},
               {"attempts", photo.attempts},
               {"quality", photo.quality ? qualityJson(*photo.quality) : json()},
               {"recommendation",
                photo.recommendation ? recommendationJson(*photo.recommendation) : json()},
               {"change", photo.change ? changeJson(*photo.change) : json()},
               {"seconds", secondsJson(photo.seconds)},
               {"faces", facesJson(photo.faces)}};
    if (photo.error && !photo.error->detail.empty()) entry["detail"] = photo.error->detail;
    return entry;
}

}  // namespace

RunSummary summarise(const std::vector<PhotoReport>& photos, double seconds) {
    RunSummary summary;
    summary.total = static_cast<int>(photos.size());
    summary.seconds = seconds;
    for (const PhotoReport& photo : photos) {
        switch (photo.outcome) {
            case Outcome::Restored: ++summary.restored; break;
            case Outcome::NoFace: ++summary.noFace; break;
            case Outcome::Skipped: ++summary.skipped; break;
            case Outcome::Failed: ++summary.failed; break;
            case Outcome::Cancelled: ++summary.cancelled; break;
        }
        if (photo.review) ++summary.review;
    }
    return summary;
}

json detectedFacesJson(const std::vector<Face>& faces) {
    json list = json::array();
    for (const Face& face : faces) list.push_back(faceJson(face));
    return list;
}

json parametersJson(const RestoreParameters& parameters) {
    return {{"strength", parameters.strength},
            {"denoise", parameters.denoise},
            {"sharpen", parameters.sharpen},
            {"mode", modeName(parameters.mode)},
            {"scope", scopeName(parameters.scope)},
            {"skin_protection", parameters.skinProtection},
            {"contrast", parameters.contrast},
            {"brightness", parameters.brightness},
            {"min_face_share", parameters.minFaceShare},
            {"rosy", parameters.rosy},
            {"faithful", parameters.faithful},
            {"detail_enhancement", parameters.detailEnhancement},
            {"scale", parameters.scale},
            {"long_side", parameters.longSide}};
}

json facesJson(const std::vector<FaceOutcome>& faces) {
    json list = json::array();
    for (const FaceOutcome& face : faces) {
        json entry = faceJson(face.face);
        entry["restored"] = face.restored;
        entry["model"] = face.model.empty() ? json() : json(face.model);
        entry["model_reason"] = face.modelReason.isEmpty() ? json() : json(face.modelReason.text());
        entry["strength"] = face.strength;
        entry["drift"] = face.drift ? json(rounded(*face.drift, 0.0001)) : json();
        entry["contradicted"] = rounded(face.contradicted, 0.001);
        entry["face_pixels"] = rounded(face.facePixels, 0.1);
        entry["covered"] = face.covered;
        if (face.added) entry["added"] = true;
        if (!face.enabled) entry["enabled"] = false;
        if (!face.reason.isEmpty()) entry["reason"] = face.reason.text();
        list.push_back(entry);
    }
    return list;
}

json reportJson(const json& options, const std::vector<UsedModel>& models,
                const std::vector<PhotoReport>& photos, double seconds) {
    json modelList = json::array();
    for (const UsedModel& model : models) {
        modelList.push_back({{"name", model.name},
                             {"kind", model.kind},
                             {"sha256", model.sha256.empty() ? json() : json(model.sha256)},
                             {"precision", model.precision},
                             {"device", model.device}});
    }
    json photoList = json::array();
    for (const PhotoReport& photo : photos) photoList.push_back(photoJson(photo));
    const RunSummary summary = summarise(photos, seconds);
    return {{"tool", {{"name", "Heirloom"}, {"version", kVersion}}},
            {"options", options},
            {"models", modelList},
            {"summary",
             {{"total", summary.total},
              {"restored", summary.restored},
              {"no_face", summary.noFace},
              {"skipped", summary.skipped},
              {"failed", summary.failed},
              {"cancelled", summary.cancelled},
              {"review", summary.review},
              {"seconds", rounded(summary.seconds, 0.001)}}},
            {"photos", photoList}};
}

Result<void> writeJson(const json& content, const std::filesystem::path& path) {
    // File names need not be UTF-8; a report must not fail over one.
    const std::string text = content.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
    return writeFileAtomically(
        path, ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()),
        Replace::ExistingFile);
}

}  // namespace heirloom
