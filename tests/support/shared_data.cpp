#include "tests/support/shared_data.h"

#include <cstdlib>
#include <string>
#include <system_error>

namespace heirloom::test {

namespace fs = std::filesystem;

fs::path sourceDirectory() {
    return HEIRLOOM_SOURCE_DIR;
}

std::optional<fs::path> sharedDirectory() {
    const char* const chosen = std::getenv("HEIRLOOM_SHARED");
    const fs::path folder =
        chosen != nullptr ? fs::path(chosen) : sourceDirectory().parent_path() / "shared";
    std::error_code unknown;
    if (!fs::is_directory(folder, unknown)) return std::nullopt;
    return folder;
}

fs::path testDataDirectory() {
    return sourceDirectory() / "tests" / "data";
}

TemporaryFolder::TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "heirloom-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();  // no test can go on without it
    m_path = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

}  // namespace heirloom::test
