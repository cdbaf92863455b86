#include "core/models/precision_registry.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

TEST(PrecisionRegistry, RemembersAcrossProcesses) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "new folder" / "precisions.json";
    {
        PrecisionRegistry registry(file);
        EXPECT_FALSE(registry.isCloseInBFloat16("aa"));
        registry.remember("aa", true);
        registry.remember("bb", false);
        EXPECT_EQ(registry.isCloseInBFloat16("aa"), true);
    }
    const PrecisionRegistry again(file);
    EXPECT_EQ(again.isCloseInBFloat16("aa"), true);
    EXPECT_EQ(again.isCloseInBFloat16("bb"), false);
    EXPECT_FALSE(again.isCloseInBFloat16("cc"));
}

TEST(PrecisionRegistry, KeepsWhatAnotherProcessWrote) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "precisions.json";
    PrecisionRegistry one(file);
    PrecisionRegistry other(file);
    one.remember("aa", true);
    other.remember("bb", false);
    const PrecisionRegistry later(file);
    EXPECT_EQ(later.isCloseInBFloat16("aa"), true);
    EXPECT_EQ(later.isCloseInBFloat16("bb"), false);
}

TEST(PrecisionRegistry, StartsAnewWithABrokenFile) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "precisions.json";
    for (const char* content :
         {"", "{", "[]", "{\"close_in_bfloat16\": 3}", "{\"close_in_bfloat16\": {\"aa\": 1}}"}) {
        std::ofstream(file) << content;
        PrecisionRegistry registry(file);
        EXPECT_FALSE(registry.isCloseInBFloat16("aa")) << content;
        registry.remember("aa", true);
        EXPECT_EQ(PrecisionRegistry(file).isCloseInBFloat16("aa"), true) << content;
    }
}

TEST(PrecisionRegistry, WorksWithoutAFile) {
    PrecisionRegistry registry({});
    registry.remember("aa", true);
    EXPECT_EQ(registry.isCloseInBFloat16("aa"), true);
}

}  // namespace
}  // namespace heirloom::test
