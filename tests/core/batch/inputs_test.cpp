#include "core/batch/inputs.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/batch/output_name.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

void touch(const fs::path& path) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "x";
}

std::vector<std::string> names(const InputList& list) {
    std::vector<std::string> found;
    for (const InputPhoto& photo : list.photos) {
        found.push_back((photo.relativeFolder / photo.path.filename()).generic_string());
    }
    return found;
}

TEST(CollectInputs, ListsAFoldersPicturesInOrder) {
    TemporaryFolder folder;
    for (const char* name : {"b.png", "a.JPG", "notes.txt", ".hidden.jpg", "Thumbs.db", "c.tiff"}) {
        touch(folder.path() / name);
    }
    touch(folder.path() / "sub/d.png");
    EXPECT_EQ(names(collectInputs({folder.path()}, {})),
              (std::vector<std::string>{"a.JPG", "b.png", "c.tiff"}));
}

TEST(CollectInputs, MirrorsTheTreeWhenRecursive) {
    TemporaryFolder folder;
    touch(folder.path() / "a.png");
    touch(folder.path() / "1950/b.png");
    touch(folder.path() / "1950/deep/c.webp");
    InputOptions options;
    options.recursive = true;
    EXPECT_EQ(names(collectInputs({folder.path()}, options)),
              (std::vector<std::string>{"1950/b.png", "1950/deep/c.webp", "a.png"}));
}

TEST(CollectInputs, NeverSearchesTheOutputFolder) {
    TemporaryFolder folder;
    touch(folder.path() / "a.png");
    touch(folder.path() / "out/a_restored.png");
    InputOptions options{true, folder.path() / "out"};
    EXPECT_EQ(names(collectInputs({folder.path()}, options)), std::vector<std::string>{"a.png"});
}

TEST(CollectInputs, EndsOnALinkThatLoops) {
    TemporaryFolder folder;
    touch(folder.path() / "a.png");
    fs::create_directory_symlink(folder.path(), folder.path() / "loop");
    EXPECT_EQ(names(collectInputs({folder.path()}, {true, {}})), std::vector<std::string>{"a.png"});
}

TEST(CollectInputs, NamesAFolderWithoutPictures) {
    TemporaryFolder folder;
    touch(folder.path() / "notes.txt");
    const InputList list = collectInputs({folder.path()}, {});
    EXPECT_TRUE(list.photos.empty());
    ASSERT_EQ(list.problems.size(), 1u);
    EXPECT_NE(list.problems[0].error.text().find(folder.path().string()), std::string::npos);
}

TEST(CollectInputs, KeepsPicturesOfKindsThatAreNotRead) {
    TemporaryFolder folder;
    touch(folder.path() / "phone.HEIC");
    EXPECT_EQ(collectInputs({folder.path()}, {}).photos.size(), 1u);
}

TEST(OutputName, FollowsThePatternAndKeepsTheExtension) {
    OutputOptions options;
    EXPECT_EQ(wantedOutputPath({"/in/a.JPEG", {}, false}, FileFormat::Jpeg, options),
              fs::path("/in/a_restored.JPEG"));
    options.target = "/out";
    EXPECT_EQ(wantedOutputPath({"/in/a.JPEG", "1950", true}, FileFormat::Png, options),
              fs::path("/out/1950/a_restored.png"));
    options.namePattern = "new {name}";
    EXPECT_EQ(wantedOutputPath({"/in/b.tif", {}, false}, FileFormat::Tiff, options),
              fs::path("/out/new b.tif"));
}

TEST(OutputName, KeepsNamesThatLookLikePatterns) {
    OutputOptions options;
    EXPECT_EQ(wantedOutputPath({"/in/{ext}.png", {}, false}, FileFormat::Png, options),
              fs::path("/in/{ext}_restored.png"));
}

TEST(OutputName, SeesBeforehandThatAFolderCannotBeMade) {
    TemporaryFolder folder;
    touch(folder.path() / "file");
    OutputOptions options;
    EXPECT_TRUE(checkOutputFolder(options));
    options.target = folder.path() / "new/deep";
    EXPECT_TRUE(checkOutputFolder(options));
    EXPECT_FALSE(fs::exists(folder.path() / "new"));
    options.target = folder.path() / "file/below";
    EXPECT_FALSE(checkOutputFolder(options));
}

TEST(OutputName, RefusesPatternsThatLeaveTheFolderOrShareOneName) {
    EXPECT_TRUE(checkNamePattern("{name}_restored.{ext}"));
    EXPECT_FALSE(checkNamePattern("../{name}"));
    EXPECT_FALSE(checkNamePattern("fixed"));
    EXPECT_FALSE(checkNamePattern("{nam}"));
    EXPECT_FALSE(checkNamePattern(""));
}

}  // namespace
}  // namespace heirloom::test
