#include "core/batch/report_csv.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "core/base/file_io.h"

namespace heirloom {

namespace {

constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";
constexpr const char* kHeader =
    "input,output,sidecar,outcome,reason,review,verdict,note,faces,faces_restored,grade,preset,"
    "models,"
    "strength,drift,seconds,attempts,warnings\r\n";

std::string textCell(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string::npos) {
        text.insert(text.begin(), '\'');
    }
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string numberCell(double value, int decimals) {
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
    return buffer;
}

std::string joined(const std::set<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : "; ") + text;
    return all;
}

std::string modelsOf(const PhotoReport& photo) {
    std::set<std::string> names;
    for (const FaceOutcome& face : photo.faces) {
        if (face.restored && !face.model.empty()) names.insert(face.model);
    }
    return joined(names);
}

std::string warningsOf(const PhotoReport& photo) {
    std::string all;
    const auto add = [&](const Message& message) {
        all += (all.empty() ? "" : " | ") + message.text();
    };
    for (const Message& warning : photo.warnings) add(warning);
    for (const PhotoWarning& warning : photo.judgements) add(warning.message);
    return all;
}

std::string driftOf(const PhotoReport& photo) {
    double largest = -1.0;
    for (const FaceOutcome& face : photo.faces)
        largest = std::max(largest, face.drift.value_or(-1));
    return largest < 0.0 ? "" : numberCell(largest, 4);
}

std::string presetOf(const PhotoReport& photo, const CsvOptions& options) {
    if (options.automatic && photo.recommendation) return photo.recommendation->preset;
    return options.preset;
}

std::string lineOf(const PhotoReport& photo, const PhotoVerdict& given, const CsvOptions& options) {
    const auto restored = std::count_if(photo.faces.begin(), photo.faces.end(),
                                        [](const FaceOutcome& face) { return face.restored; });
    const std::vector<std::string> cells{
        textCell(photo.input.string()),
        textCell(photo.output.string()),
        textCell(photo.sidecar.string()),
        std::string(outcomeName(photo.outcome)),
        photo.error ? textCell(photo.error->text()) : "",
        photo.review ? "yes" : "no",
        std::string(verdictName(given.verdict)),
        textCell(given.note),
        std::to_string(photo.faces.size()),
        std::to_string(restored),
        photo.quality ? qualityGradeName(photo.quality->grade) : "",
        textCell(presetOf(photo, options)),
        textCell(modelsOf(photo)),
        photo.quality ? numberCell(photo.parameters.strength, 0) : "",
        driftOf(photo),
        numberCell(photo.seconds.total, 3),
        std::to_string(photo.attempts),
        textCell(warningsOf(photo))};
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + cells[i];
    return line + "\r\n";
}

}  // namespace

std::string reportCsv(const std::vector<PhotoReport>& photos,
                      const std::vector<PhotoVerdict>& verdicts, const CsvOptions& options) {
    std::string csv = std::string(kByteOrderMark) + kHeader;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        csv += lineOf(photos[i], i < verdicts.size() ? verdicts[i] : PhotoVerdict{}, options);
    }
    return csv;
}

Result<void> writeCsv(const std::string& csv, const std::filesystem::path& path) {
    return writeFileAtomically(
        path, ByteView(reinterpret_cast<const std::uint8_t*>(csv.data()), csv.size()),
        Replace::ExistingFile);
}

}  // namespace heirloom
