#include "core/batch/batch_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <set>
#include <system_error>

#include "core/batch/provenance_facts.h"

namespace heirloom {

namespace fs = std::filesystem;

namespace {

std::string timeText(BatchLog::Time time, const char* format) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    localtime_r(&seconds, &local);
    char buffer[64];
    return std::string(buffer, std::strftime(buffer, sizeof buffer, format, &local));
}

std::string field(std::string text) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return text.empty() ? "-" : text;
}

std::string modelsOf(const PhotoReport& photo) {
    std::set<std::string> names;
    for (const FaceOutcome& face : photo.faces) {
        if (face.restored && !face.model.empty()) names.insert(face.model);
    }
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ",") + name;
    return all;
}

// Those of a photo that was never judged are not known to have acted.
std::string parametersOf(const PhotoReport& photo) {
    if (!photo.quality) return {};
    std::string all;
    for (const ProvenanceParameter& parameter : parameterTexts(photo.parameters)) {
        all += (all.empty() ? "" : " ") + parameter.name + "=" + parameter.value;
    }
    return all;
}

std::string reasonOf(const PhotoReport& photo) {
    if (!photo.error) return {};
    return photo.error->text() +
           (photo.error->detail.empty() ? "" : " [" + photo.error->detail + "]");
}

Error notWritable(const fs::path& file, int reason) {
    return makeError(reason == ENOSPC ? ErrorCode::DiskFull : ErrorCode::NotWritable,
                     "The log %1 cannot be written: %2.", file,
                     std::generic_category().message(reason));
}

}  // namespace

fs::path BatchLog::fileAt(Time time) const {
    return m_folder / "logs" / ("batch_" + timeText(time, "%Y%m%d") + ".log");
}

std::string BatchLog::lineOf(const PhotoReport& photo, Time time) {
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.2f", photo.seconds.total);
    return timeText(time, "%Y-%m-%dT%H:%M:%S%z") + '\t' + field(photo.input.string()) + '\t' +
           std::string(outcomeName(photo.outcome)) + '\t' + seconds + '\t' +
           field(modelsOf(photo)) + '\t' + field(parametersOf(photo)) + '\t' +
           field(reasonOf(photo));
}

Result<void> BatchLog::append(const PhotoReport& photo, Time time) const {
    const fs::path file = fileAt(time);
    std::error_code failed;
    fs::create_directories(file.parent_path(), failed);
    const int descriptor =
        open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0) return notWritable(file, errno);
    const std::string line = lineOf(photo, time) + '\n';
    const ssize_t written = write(descriptor, line.data(), line.size());
    const int reason = written < 0 ? errno : ENOSPC;
    close(descriptor);
    if (written == static_cast<ssize_t>(line.size())) return {};
    return notWritable(file, reason);
}

}  // namespace heirloom
