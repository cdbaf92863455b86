#include "tests/app/cli_support.h"

#include <stdexcept>

#include "core/base/file_io.h"
#include "core/image/decode.h"
#include "core/image/encode.h"

namespace heirloom::test {

namespace fs = std::filesystem;

ProcessResult CliTest::run(const std::vector<std::string>& arguments, ProcessOptions options) {
    options.environment.try_emplace("HEIRLOOM_MODELS_DIR", (folder() / ".models").string());
    return runProcess(HEIRLOOM_CLI, arguments, options);
}

fs::path CliTest::save(const std::string& name, const Photo& photo) {
    EncodeOptions options;
    options.format = formatFromExtension(fs::path(name).extension().string());
    auto encoded = encodePhoto(photo, options);
    if (!encoded) throw std::runtime_error(encoded.error().text());
    return save(name, encoded->file);
}

fs::path CliTest::save(const std::string& name, ByteView content) {
    const fs::path path = folder() / name;
    fs::create_directories(path.parent_path());
    auto written = writeFileAtomically(path, content, Replace::ExistingFile);
    if (!written) throw std::runtime_error(written.error().text());
    return path;
}

Photo CliTest::load(const fs::path& path) {
    auto photo = readPhoto(path);
    if (!photo) throw std::runtime_error(photo.error().text());
    return std::move(photo).value();
}

Bytes CliTest::bytesOf(const fs::path& path) {
    auto content = readFile(path, 1 << 30);
    if (!content) throw std::runtime_error(content.error().text());
    return std::move(content).value();
}

std::string CliTest::noiseModel() {
    return (testDataDirectory() / "noise/gpen-32.pth").string();
}

std::size_t CliTest::fileCount(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        count += entry.is_regular_file();
    return count;
}

}  // namespace heirloom::test
