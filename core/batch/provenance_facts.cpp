#include "core/batch/provenance_facts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "core/base/sha256.h"
#include "core/base/version.h"

namespace heirloom {

namespace {

std::string numberText(double value) {
    std::array<char, 32> buffer{};
    const auto [end, failed] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return failed == std::errc() ? std::string(buffer.data(), end) : std::string();
}

const char* onOff(bool value) {
    return value ? "on" : "off";
}

bool tookPart(const UsedModel& model, const RestorationFacts& facts) {
    if (facts.aligned || model.kind != "restorer") return true;
    return std::any_of(facts.faces.begin(), facts.faces.end(), [&](const FaceOutcome& face) {
        return face.restored && face.model == model.name;
    });
}

std::vector<ProvenanceModel> modelsOf(const RestorationFacts& facts) {
    std::vector<ProvenanceModel> models;
    for (const UsedModel& model : facts.models) {
        if (!tookPart(model, facts)) continue;
        models.push_back({model.name, model.kind, model.sha256, model.precision, model.device});
    }
    return models;
}

// A person may have given single faces a strength of their own; then each is told, in the
// order of the faces, with 0 for those left alone.
std::optional<std::string> strengthsOfFaces(const RestorationFacts& facts) {
    std::string strengths;
    bool differ = false;
    for (const FaceOutcome& face : facts.faces) {
        const double strength = face.restored ? face.strength : 0.0;
        differ = differ || strength != facts.parameters.strength;
        if (!strengths.empty()) strengths += ' ';
        strengths += numberText(strength);
    }
    if (!differ) return std::nullopt;
    return strengths;
}

std::optional<std::chrono::sys_seconds> sourceDate() {
    constexpr long long kYear10000 = 253402300800;
    const char* variable = std::getenv("SOURCE_DATE_EPOCH");
    if (!variable) return std::nullopt;
    const std::string_view text = variable;
    long long seconds = -1;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const bool whole = failed == std::errc() && end == text.data() + text.size();
    if (!whole || seconds < 0 || seconds >= kYear10000) return std::nullopt;
    return std::chrono::sys_seconds(std::chrono::seconds(seconds));
}

}  // namespace

std::string provenanceDate() {
    using namespace std::chrono;
    const sys_seconds now = sourceDate().value_or(floor<seconds>(system_clock::now()));
    const sys_days day = floor<days>(now);
    const year_month_day date(day);
    const hh_mm_ss time(now - day);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

std::vector<ProvenanceParameter> parameterTexts(const RestoreParameters& parameters) {
    return {{"strength", numberText(parameters.strength)},
            {"denoise", numberText(parameters.denoise)},
            {"sharpen", numberText(parameters.sharpen)},
            {"mode", std::string(modeName(parameters.mode))},
            {"scope", std::string(scopeName(parameters.scope))},
            {"skin_protection", onOff(parameters.skinProtection)},
            {"contrast", numberText(parameters.contrast)},
            {"brightness", numberText(parameters.brightness)},
            {"rosy", numberText(parameters.rosy)},
            {"faithful", onOff(parameters.faithful)},
            {"detail_enhancement", onOff(parameters.detailEnhancement)},
            {"scale", numberText(parameters.scale)},
            {"long_side", std::to_string(parameters.longSide)},
            {"min_face_share", numberText(parameters.minFaceShare)}};
}

Provenance provenanceOf(const RestorationFacts& facts) {
    Provenance provenance;
    provenance.software = kSoftwareName;
    provenance.version = kVersion;
    provenance.date = provenanceDate();
    provenance.models = modelsOf(facts);
    provenance.preset = facts.preset;
    provenance.originalName = facts.original.filename().string();
    if (const auto hash = sha256OfFile(facts.original)) provenance.originalSha256 = *hash;
    if (facts.aligned) {
        provenance.facesRestored = 1;
        provenance.parameters = {{"aligned", "on"}};
        return provenance;
    }
    provenance.facesRestored =
        static_cast<int>(std::count_if(facts.faces.begin(), facts.faces.end(),
                                       [](const FaceOutcome& face) { return face.restored; }));
    provenance.parameters = parameterTexts(facts.parameters);
    if (auto strengths = strengthsOfFaces(facts)) {
        provenance.parameters.push_back({"face_strengths", std::move(*strengths)});
    }
    return provenance;
}

}  // namespace heirloom
