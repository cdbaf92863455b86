#include "core/models/hash_registry.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

fs::path written(const fs::path& path, const std::string& content) {
    std::ofstream(path) << content;
    return path;
}

TEST(HashRegistry, HashesAgainOnlyWhatChanged) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "hashes.json";
    const fs::path model = written(folder.path() / "a.pth", "one");
    const std::string first = HashRegistry(file).hashOf(model).value();
    // Same size and time: the registry is believed, which hashAgain() is not.
    const auto time = fs::last_write_time(model);
    written(model, "two");
    fs::last_write_time(model, time);
    EXPECT_EQ(HashRegistry(file).hashOf(model).value(), first);
    const std::string second = HashRegistry(file).hashAgain(model).value();
    EXPECT_NE(second, first);
    EXPECT_EQ(HashRegistry(file).hashOf(model).value(), second);
    written(model, "three");
    EXPECT_NE(HashRegistry(file).hashOf(model).value(), second);
}

TEST(HashRegistry, KeepsWhatAnotherProcessWrote) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "hashes.json";
    const fs::path model = written(folder.path() / "a.pth", "one");
    HashRegistry one(file);
    HashRegistry other(file);
    one.setFirstSeen("a", "11");
    const std::string hash = one.hashOf(model).value();
    other.setFirstSeen("b", "22");
    const auto time = fs::last_write_time(model);
    written(model, "two");
    fs::last_write_time(model, time);
    HashRegistry later(file);
    EXPECT_EQ(later.firstSeen("a"), "11");
    EXPECT_EQ(later.firstSeen("b"), "22");
    EXPECT_EQ(later.hashOf(model).value(), hash) << "what was computed before is gone";
}

TEST(HashRegistry, StartsAnewWithABrokenFile) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "hashes.json";
    const fs::path model = written(folder.path() / "a.pth", "one");
    const std::string wanted = HashRegistry(folder.path() / "other.json").hashOf(model).value();
    for (const char* content : {"", "{", "[]", "{\"computed\": 3}", "{\"first_seen\": []}",
                                "{\"computed\": [3, {\"path\": 1}]}"}) {
        written(file, content);
        HashRegistry registry(file);
        EXPECT_FALSE(registry.firstSeen("a")) << content;
        EXPECT_EQ(registry.hashOf(model).value(), wanted) << content;
    }
}

}  // namespace
}  // namespace heirloom::test
