#include "core/batch/output_name.h"

#include <unistd.h>

#include <ctime>
#include <system_error>

namespace heirloom {

namespace fs = std::filesystem;

namespace {

void replaceAll(std::string& text, const std::string& what, const std::string& with) {
    for (std::size_t at = text.find(what); at != std::string::npos;
         at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

// The input's own extension when it names the same format ("JPEG", "tiff"): a photo
// keeps its name.
std::string extensionFor(const fs::path& input, FileFormat format) {
    const std::string own = input.extension().string();
    if (formatFromExtension(own) == format) return own.substr(1);
    return std::string(fileExtension(format));
}

std::string filledIn(const fs::path& input, FileFormat format, const OutputOptions& options) {
    std::string name = options.namePattern;
    if (name.find("{ext}") == std::string::npos) name += ".{ext}";
    replaceAll(name, "{ext}", extensionFor(input, format));
    replaceAll(name, "{date}", options.date);
    // Last, so that braces in the photo's own name stay what they are.
    replaceAll(name, "{name}", input.stem().string());
    return name;
}

}  // namespace

std::string currentDate() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    char text[16] = {};
    if (localtime_r(&now, &local)) std::strftime(text, sizeof text, "%Y%m%d", &local);
    return text;
}

Result<void> checkNamePattern(const std::string& pattern) {
    std::string rest = pattern;
    replaceAll(rest, "{name}", "n");
    replaceAll(rest, "{ext}", "e");
    replaceAll(rest, "{date}", "d");
    if (rest.empty() || rest.find_first_of("{}") != std::string::npos ||
        rest.find_first_of("/\\") != std::string::npos) {
        return makeError(ErrorCode::InvalidArgument,
                         "The name pattern \"%1\" cannot be used; it is a file name that may hold "
                         "{name}, {date} and {ext}.",
                         pattern);
    }
    if (pattern.find("{name}") == std::string::npos) {
        return makeError(ErrorCode::InvalidArgument,
                         "The name pattern \"%1\" needs {name}, so that photos do not share one "
                         "name.",
                         pattern);
    }
    return {};
}

Result<void> checkOutputFolder(const OutputOptions& options) {
    if (options.target.empty()) return {};
    std::error_code failed;
    fs::path folder = fs::absolute(options.target, failed);
    if (options.isFile) folder = folder.parent_path();
    while (!fs::exists(folder, failed) && folder.has_relative_path()) {
        folder = folder.parent_path();
    }
    if (fs::is_directory(folder, failed) && access(folder.c_str(), W_OK | X_OK) == 0) return {};
    return makeError(ErrorCode::NotWritable,
                     "Nothing can be written to %1 (%2 is not a folder that this user may write "
                     "to). Choose another one.",
                     options.target, folder);
}

fs::path wantedOutputPath(const InputPhoto& input, FileFormat format,
                          const OutputOptions& options) {
    if (options.isFile) return options.target;
    const fs::path folder =
        options.target.empty() ? input.path.parent_path() : options.target / input.relativeFolder;
    return folder / filledIn(input.path, format, options);
}

Result<std::string> exampleOutputName(const std::string& pattern, const fs::path& input,
                                      std::optional<FileFormat> format) {
    if (auto usable = checkNamePattern(pattern); !usable) return usable.error();
    OutputOptions options;
    options.namePattern = pattern;
    const auto own = formatFromExtension(input.extension().string());
    return filledIn(input, format.value_or(own.value_or(FileFormat::Png)), options);
}

}  // namespace heirloom
