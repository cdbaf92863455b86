#include "core/base/sha256.h"

#include <gtest/gtest.h>

#include <string_view>

#include "core/base/file_io.h"
#include "tests/support/shared_data.h"

namespace heirloom {
namespace {

ByteView viewOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Test vectors of FIPS 180-2.
TEST(Sha256Test, AgreesWithTheStandard) {
    EXPECT_EQ(sha256Hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256Hex(viewOf("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256Test, HashesFilesInPieces) {
    test::TemporaryFolder folder;
    const Bytes content(3'000'001, 'x');
    const auto path = folder.path() / "large.bin";
    ASSERT_TRUE(writeFileAtomically(path, content, Replace::Never));
    const auto hash = sha256OfFile(path);
    ASSERT_TRUE(hash);
    EXPECT_EQ(*hash, sha256Hex(content));
}

TEST(Sha256Test, ReportsMissingFilesAndFolders) {
    test::TemporaryFolder folder;
    EXPECT_EQ(sha256OfFile(folder.path() / "none").error().code, ErrorCode::NotFound);
    EXPECT_EQ(sha256OfFile(folder.path()).error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace heirloom
