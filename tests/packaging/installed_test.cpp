// What `cmake --install` puts into a folder works there without the build.

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/file_io.h"
#include "core/base/version.h"
#include "core/image/encode.h"
#include "tests/support/fakes.h"
#include "tests/support/process.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Installed : public testing::Test {
protected:
    void SetUp() override {
        const auto installation = runProcess(
            HEIRLOOM_CMAKE, {"--install", HEIRLOOM_BUILD_FOLDER, "--prefix", prefix().string()});
        ASSERT_EQ(installation.exitCode, 0) << installation.errors;
    }

    fs::path prefix() const { return m_folder.path() / "usr"; }
    fs::path module() const { return prefix() / "lib/heirloom/modules" / HEIRLOOM_MODULE_NAME; }

    ProcessResult run(const std::string& program, const std::vector<std::string>& arguments) {
        ProcessOptions options;
        options.environment = {{"HOME", (m_folder.path() / "home").string()},
                               {"XDG_DATA_HOME", ""},
                               {"QT_QPA_PLATFORM", "offscreen"}};
        return runProcess(prefix() / "bin" / program, arguments, options);
    }

    ProcessResult restore(const fs::path& photo) {
        return run("heirloom-cli", {"restore", photo.string(), "--output", out().string()});
    }
    fs::path out() const { return m_folder.path() / "out"; }

    fs::path savePortrait() {
        const auto file = encodePhoto(drawnPortrait(), {});
        const fs::path path = m_folder.path() / "portrait.png";
        EXPECT_TRUE(file && writeFileAtomically(path, file->file, Replace::Never));
        return path;
    }

private:
    TemporaryFolder m_folder;
};

TEST_F(Installed, ProgramRestoresFacesWithTheModelsBesideIt) {
    const auto list = run("heirloom-cli", {"models", "list", "--json"});
    ASSERT_EQ(list.exitCode, 0) << list.errors;
    int bundled = 0;
    const json known = json::parse(list.output);
    for (const json& model : known.at("models")) {
        if (model.at("state") != "bundled") continue;
        ++bundled;
        EXPECT_EQ(
            model.at("path"),
            (prefix() / "share/heirloom/models" / model.at("file").get<std::string>()).string());
    }
    EXPECT_GE(bundled, 2);

    const auto restored = restore(savePortrait());
    EXPECT_EQ(restored.exitCode, 0) << restored.errors;
    EXPECT_EQ(restored.output, (out() / "portrait_restored.png").string() + "\n");
    EXPECT_NE(restored.errors.find("2 faces restored"), std::string::npos) << restored.errors;
}

// The build's own module must not step in: elsewhere its path can belong to anybody.
TEST_F(Installed, ProgramWithoutItsNetworkModuleNamesIt) {
    ASSERT_TRUE(fs::remove(module()));
    const auto result = restore(savePortrait());
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_NE(result.errors.find(module().string()), std::string::npos) << result.errors;
}

TEST_F(Installed, WindowProgramStarts) {
    if (!fs::exists(prefix() / "bin/heirloom")) GTEST_SKIP() << "built without the window";
    const auto result = run("heirloom", {"--version"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_EQ(result.output, std::string("heirloom ") + kVersion + "\n");
}

TEST_F(Installed, FolderHoldsWhatUsersNeedAndNothingOfTheWorkshop) {
    for (const char* file : {"bin/heirloom-cli", "share/heirloom/models/catalogue.json",
                             "share/heirloom/samples/cabinet-card.jpg"}) {
        EXPECT_TRUE(fs::exists(prefix() / file)) << file;
    }
    for (const auto& entry : fs::recursive_directory_iterator(prefix())) {
        const fs::path& path = entry.path();
        EXPECT_NE(path.filename(), "training");
        EXPECT_NE(path.filename(), "include");
        for (const char* kind : {".py", ".a", ".h", ".cmake"}) EXPECT_NE(path.extension(), kind);
        EXPECT_FALSE(entry.is_directory() && fs::is_empty(path)) << path;
    }
}

// Programs that search the folder where they were built could load anybody's library.
TEST_F(Installed, ProgramsSearchNoFolderOfTheBuild) {
    const fs::path reader = "/usr/bin/readelf";
    if (!fs::exists(reader)) GTEST_SKIP() << "needs readelf";
    for (const fs::path& file : {prefix() / "bin/heirloom-cli", module()}) {
        const auto result = runProcess(reader, {"--dynamic", file.string()});
        EXPECT_NE(result.output.find("NEEDED"), std::string::npos);
        EXPECT_EQ(result.output.find("RPATH"), std::string::npos) << result.output;
        EXPECT_EQ(result.output.find("RUNPATH"), std::string::npos) << result.output;
    }
}

}  // namespace
}  // namespace heirloom::test
