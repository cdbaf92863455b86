// What desktops and manuals read about Heirloom, judged by their own checkers.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>

#include "core/base/version.h"
#include "tests/support/process.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

fs::path toolPath(const std::string& name) {
    const char* const path = std::getenv("PATH");
    std::istringstream folders(path != nullptr ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');) {
        if (fs::exists(fs::path(folder) / name)) return fs::path(folder) / name;
    }
    return {};
}

#define HEIRLOOM_NEEDS_TOOL(variable, name)   \
    const fs::path variable = toolPath(name); \
    if (variable.empty()) GTEST_SKIP() << "needs " << (name)

fs::path packagingFile(const std::string& name) {
    return sourceDirectory() / "packaging/linux" / name;
}

std::string contentOf(const std::string& name) {
    std::ifstream file(packagingFile(name));
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(DescriptionFiles, TheDesktopEntryIsValid) {
    HEIRLOOM_NEEDS_TOOL(validator, "desktop-file-validate");
    const auto result = runProcess(validator, {packagingFile("heirloom.desktop").string()});
    EXPECT_EQ(result.exitCode, 0);
    EXPECT_EQ(result.output + result.errors, "");
}

// A desktop without a chosen file manager would open every folder with Heirloom, also
// those that Heirloom itself wants to show.
TEST(DescriptionFiles, TheDesktopEntryDoesNotOfferToOpenFolders) {
    EXPECT_EQ(contentOf("heirloom.desktop").find("inode/directory"), std::string::npos);
}

TEST(DescriptionFiles, TheCatalogueEntryIsValid) {
    HEIRLOOM_NEEDS_TOOL(validator, "appstreamcli");
    const auto result = runProcess(validator, {"validate", "--no-net", "--no-color",
                                               packagingFile("heirloom.metainfo.xml").string()});
    EXPECT_EQ(result.exitCode, 0) << result.output;
}

TEST(DescriptionFiles, TheManualsAreWellFormed) {
    HEIRLOOM_NEEDS_TOOL(man, "man");
    for (const char* page : {"heirloom.1", "heirloom-cli.1"}) {
        ProcessOptions options;
        options.environment = {{"LC_ALL", "C.UTF-8"}, {"MANWIDTH", "80"}, {"MANROFFSEQ", ""}};
        const auto result = runProcess(
            man, {"--warnings", "-E", "UTF-8", "-l", "-Tutf8", packagingFile(page).string()},
            options);
        EXPECT_EQ(result.exitCode, 0) << page;
        EXPECT_EQ(result.errors, "") << page;
        const std::string footer = std::string("Heirloom ") + kVersion;
        EXPECT_NE(result.output.find(footer), std::string::npos) << page;
    }
}

TEST(DescriptionFiles, AllNameTheVersionOfTheProgram) {
    const std::string version = kVersion;
    for (const char* page : {"heirloom.1", "heirloom-cli.1"}) {
        EXPECT_NE(contentOf(page).find("\"Heirloom " + version + "\""), std::string::npos) << page;
    }
    EXPECT_EQ(contentOf("changelog").rfind("heirloom (" + version + ") ", 0), 0u);
    // The first release named is the newest.
    const std::string metainfo = contentOf("heirloom.metainfo.xml");
    const std::string release = "<release version=\"" + version + "\"";
    EXPECT_EQ(metainfo.find("<release "), metainfo.find(release));
}

}  // namespace
}  // namespace heirloom::test
