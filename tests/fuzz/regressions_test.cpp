// Inputs that a fuzzer once found, kept in tests/fuzz/regressions, one folder a target.
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "tests/fuzz/targets.h"
#include "tests/support/shared_data.h"

namespace heirloom::fuzz {
namespace {

namespace fs = std::filesystem;

void runAll(const std::string& target, void (*run)(ByteView)) {
    const fs::path folder = test::sourceDirectory() / "tests/fuzz/regressions" / target;
    int count = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        SCOPED_TRACE(entry.path().filename().string());
        std::ifstream file(entry.path(), std::ios::binary);
        const Bytes input{std::istreambuf_iterator<char>(file), {}};
        run(input);
        ++count;
    }
    EXPECT_GT(count, 0) << folder;
}

TEST(FuzzRegressions, OfTheCheckpointReaderStayFixed) {
    runAll("checkpoint", runCheckpoint);
}

TEST(FuzzRegressions, OfDecodingStayFixed) {
    runAll("photo", runPhoto);
}

TEST(FuzzRegressions, OfTheMetadataStayFixed) {
    runAll("metadata", runMetadata);
}

}  // namespace
}  // namespace heirloom::fuzz
