// Where tests find data: tests/data in the repository, and the directory "shared" beside
// the checkout, which holds what may not be copied here and may be absent.
#pragma once

#include <filesystem>
#include <optional>

namespace heirloom::test {

// HEIRLOOM_SHARED in the environment, else ../shared beside the sources.
std::optional<std::filesystem::path> sharedDirectory();

std::filesystem::path testDataDirectory();
std::filesystem::path sourceDirectory();

// A fresh folder that is removed with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

}  // namespace heirloom::test

// For the first lines of a test; declares a path of the given name.
#define HEIRLOOM_NEEDS_SHARED(variable)                                                \
    const auto variable##Found = heirloom::test::sharedDirectory();                    \
    if (!variable##Found)                                                              \
        GTEST_SKIP() << "needs the shared data beside the checkout (HEIRLOOM_SHARED)"; \
    const std::filesystem::path variable = *variable##Found
