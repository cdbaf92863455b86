// Runs heirloom-cli as a user's shell would.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/image/photo.h"
#include "tests/support/process.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {

class CliTest : public testing::Test {
protected:
    // Every run sees an empty user's model folder.
    ProcessResult run(const std::vector<std::string>& arguments, ProcessOptions options = {});

    std::filesystem::path folder() const { return m_folder.path(); }
    // Writes the file and returns its path.
    std::filesystem::path save(const std::string& name, const Photo& photo);
    std::filesystem::path save(const std::string& name, ByteView content);

    static Photo load(const std::filesystem::path& path);
    static Bytes bytesOf(const std::filesystem::path& path);
    static std::string noiseModel();  // a tiny seeded GPEN with crops of 32 x 32
    static std::size_t fileCount(const std::filesystem::path& folder);

private:
    TemporaryFolder m_folder;
};

}  // namespace heirloom::test
