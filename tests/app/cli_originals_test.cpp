// No original is ever opened for writing, moved, removed or touched: every command runs
// under strace, and what it asked of the kernel is read back.
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "tests/app/cli_support.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kStrace = "/usr/bin/strace";

// Calls that change a file, its name or its attributes. Tests the names with "?", because
// not every machine has every call.
constexpr const char* kTraced =
    "trace=?open,?openat,?openat2,?creat,?truncate,?ftruncate,?rename,?renameat,?renameat2,"
    "?unlink,?unlinkat,?link,?linkat,?symlink,?symlinkat,?chmod,?fchmod,?fchmodat,?chown,?fchown,"
    "?lchown,?fchownat,?utime,?utimes,?futimesat,?utimensat,?setxattr,?lsetxattr,?fsetxattr,"
    "?removexattr,?lremovexattr,?fremovexattr,?fallocate";

bool has(const std::string& line, std::string_view text) {
    return line.find(text) != std::string::npos;
}

// A line of the log that names the file, or one in the folder, and is no plain opening for
// reading.
bool changesSomethingIn(const fs::path& folder, const std::string& line) {
    // The file or files in the folder, not a name that begins like it.
    const std::string name = folder.string();
    if (!has(line, name + '/') && !has(line, name + '>') && !has(line, name + '"')) return false;
    // The second half of a call that another thread's interrupted; the first has the flags.
    if (has(line, "resumed>")) return false;
    constexpr std::array<std::string_view, 5> kWriting = {"O_WRONLY", "O_RDWR", "O_TRUNC",
                                                          "O_CREAT", "O_APPEND"};
    const bool opens = has(line, " open(") || has(line, " openat(") || has(line, " openat2(");
    if (!opens) return true;
    return std::any_of(kWriting.begin(), kWriting.end(),
                       [&](std::string_view flag) { return has(line, flag); });
}

class CliOriginals : public CliTest {
protected:
    void SetUp() override {
        if (!fs::exists(kStrace)) GTEST_SKIP() << "needs strace";
        const auto works = runProcess(kStrace, {"-o", "/dev/null", "/bin/true"});
        if (works.exitCode != 0) GTEST_SKIP() << "strace may not trace here: " << works.errors;
    }

    fs::path originals() const { return folder() / "originals"; }
    std::string out() const { return (folder() / "out").string(); }
    fs::path log() const { return folder() / "strace.log"; }

    static ProcessResult traced(const fs::path& log, const fs::path& program,
                                std::vector<std::string> arguments, ProcessOptions options = {}) {
        std::vector<std::string> all = {"-f",
                                        "--seccomp-bpf",
                                        "-qq",
                                        "-y",
                                        "-s",
                                        "4096",
                                        "-e",
                                        kTraced,
                                        "-e",
                                        "signal=none",
                                        "-o",
                                        log.string(),
                                        program.string()};
        all.insert(all.end(), arguments.begin(), arguments.end());
        return runProcess(kStrace, all, options);
    }

    std::vector<std::string> changes() const {
        std::ifstream file(log());
        std::vector<std::string> found;
        for (std::string line; std::getline(file, line);) {
            if (changesSomethingIn(originals(), line)) found.push_back(line);
        }
        return found;
    }

    // One drawn portrait in every format, 16 bits and a damaged one among them.
    std::vector<std::string> saveOriginals() {
        std::vector<std::string> names;
        for (const char* name : {"a.jpg", "b.png", "c.webp", "d.tif", "e.bmp"}) {
            names.push_back(save(std::string("originals/") + name, drawnPortrait()).string());
        }
        Photo deep = drawnPortrait();
        deep.pixels.convertTo(deep.pixels, CV_16U, 257.0);
        names.push_back(save("originals/f16.tif", deep).string());
        Bytes cut = bytesOf(names[0]);
        cut.resize(cut.size() * 7 / 10);
        names.push_back(save("originals/g-cut.jpg", cut).string());
        for (const std::string& name : names) ::chmod(name.c_str(), 0444);
        return names;
    }

    // Under strace, with no model but the bundled ones and those that a test imported.
    ProcessResult trace(const std::vector<std::string>& arguments) {
        ProcessOptions options;
        options.environment["HEIRLOOM_MODELS_DIR"] = models().string();
        options.environment["HEIRLOOM_PRESETS_DIR"] = (folder() / ".presets").string();
        return traced(log(), HEIRLOOM_CLI, arguments, options);
    }

    fs::path models() const { return folder() / ".models"; }

    std::string logText() const {
        std::ifstream file(log());
        return std::string(std::istreambuf_iterator<char>(file), {});
    }

    void expectUntouched(const std::vector<std::string>& arguments, int exitCode = 0) {
        const auto result = trace(arguments);
        std::string command;
        for (const std::string& argument : arguments) command += argument + ' ';
        EXPECT_EQ(result.exitCode, exitCode) << command << result.errors;
        for (const std::string& line : changes()) ADD_FAILURE() << command << "\n" << line;
        EXPECT_TRUE(has(logText(), originals().string())) << command << "read no original";
    }
};

TEST_F(CliOriginals, TheCheckSeesAWriter) {
    const auto names = saveOriginals();
    for (const std::string script : {": >> \"$1\"", "touch \"$1\"", "mv \"$1\" \"$1.old\"",
                                     "chmod 600 \"$1.old\"", "rm \"$1.old\""}) {
        traced(log(), "/bin/sh", {"-c", script, "sh", names[0]});
        EXPECT_FALSE(changes().empty()) << script;
    }
    traced(log(), "/bin/cat", {names[1]});
    EXPECT_TRUE(changes().empty());
}

TEST_F(CliOriginals, AreOnlyReadByRestore) {
    const auto names = saveOriginals();
    std::vector<std::string> plain = {"restore"};
    plain.insert(plain.end(), names.begin(), names.end());
    plain.insert(plain.end(), {"-o", out(), "--comparison", "--caption", "--metadata", "strip",
                               "--model", noiseModel()});
    expectUntouched(plain);
    // Once more over the same outputs, from the folder, with a journal's worth of files.
    expectUntouched({"restore", originals().string(), "-r", "-o", out(), "--overwrite", "--model",
                     noiseModel(), "--report", (folder() / "report.json").string()});
    expectUntouched({"restore", names[0], "-o", out(), "--format", "tif", "--scale", "1.5",
                     "--model", noiseModel()});
}

// A sidecar of an earlier output goes, and whatever cannot be read stays.
TEST_F(CliOriginals, AreOnlyReadByABatchWithFailures) {
    saveOriginals();
    std::vector<std::string> bad = {save("originals/empty.jpg", Bytes{}).string(),
                                    save("originals/text.png", Bytes(100, 'x')).string()};
    Bytes cut = bytesOf(originals() / "b.png");
    cut.resize(40);
    bad.push_back(save("originals/stump.png", cut).string());
    const fs::path notes = save("originals/a.xmp", Bytes(10, 'n'));
    for (const std::string& name : bad) ::chmod(name.c_str(), 0444);
    expectUntouched({"restore", originals().string(), "-o", out(), "--auto", "--model",
                     noiseModel(), "--name", "{name}"},
                    1);
    expectUntouched({"restore", originals().string(), "-o", out(), "--dry-run", "--overwrite",
                     "--model", noiseModel()},
                    1);
    for (const std::string& name : bad) EXPECT_TRUE(fs::exists(name)) << name;
    EXPECT_TRUE(fs::exists(notes));
}

TEST_F(CliOriginals, AreOnlyReadWithPresets) {
    const fs::path photo = save("originals/a.png", drawnPortrait());
    const fs::path preset = originals() / "own.json";
    const auto exported = run({"presets", "export", "studio", preset.string()});
    ASSERT_EQ(exported.exitCode, 0) << exported.errors;
    for (const fs::path& file : {photo, preset}) ::chmod(file.c_str(), 0444);
    expectUntouched({"restore", photo.string(), "-o", out(), "--preset", preset.string(), "--model",
                     noiseModel()});
    expectUntouched({"presets", "import", preset.string()});
    expectUntouched({"presets", "show", preset.string()});
    // A file that is there is never written over.
    EXPECT_EQ(trace({"presets", "export", "studio", photo.string()}).exitCode, 2);
    EXPECT_TRUE(changes().empty());
}

// Weights belong to whoever put them there.
TEST_F(CliOriginals, WeightsAreOnlyReadByTheCommandsOfModels) {
    const fs::path model = save("originals/model.pth", bytesOf(noiseModel()));
    ::chmod(model.c_str(), 0444);
    expectUntouched({"models", "import", model.string()});
    std::vector<fs::path> installed;
    for (const auto& entry : fs::recursive_directory_iterator(models())) {
        if (entry.path().extension() == ".pth") installed.push_back(entry.path());
    }
    ASSERT_EQ(installed.size(), 1u);
    const std::string weights = installed.front().string();
    const fs::path bundled = sourceDirectory() / "models";
    for (const char* command : {"verify", "list"}) {
        const auto result = trace({"models", command, "--json"});
        EXPECT_EQ(result.exitCode, 0) << result.errors;
        std::istringstream lines(logText());
        for (std::string line; std::getline(lines, line);) {
            EXPECT_FALSE(changesSomethingIn(weights, line)) << line;
            EXPECT_FALSE(changesSomethingIn(bundled, line)) << line;
        }
        if (command == std::string("verify")) {
            EXPECT_TRUE(has(logText(), weights)) << "verified nothing";
            EXPECT_TRUE(has(logText(), bundled.string())) << "verified nothing";
        }
    }
}

TEST_F(CliOriginals, AreOnlyReadByTheOtherCommands) {
    const auto names = saveOriginals();
    std::vector<std::string> detect = {"detect", "--json"};
    detect.insert(detect.end(), names.begin(), names.end());
    expectUntouched(detect);
    std::vector<std::string> inspect = {"inspect", "--json"};
    inspect.insert(inspect.end(), names.begin(), names.end());
    expectUntouched(inspect);
    const auto model = save("originals/model.pth", bytesOf(noiseModel()));
    ::chmod(model.c_str(), 0444);
    expectUntouched(
        {"restore", names[1], "-o", out(), "--model", model.string(), "--aligned", "--comparison"});
}

// Outputs beside their originals are new files; what was there before is only read.
TEST_F(CliOriginals, StayAsTheyAreWhenTheOutputGoesIntoTheirFolder) {
    const auto names = saveOriginals();
    std::vector<std::pair<Bytes, fs::file_time_type>> before;
    for (const std::string& name : names)
        before.emplace_back(bytesOf(name), fs::last_write_time(name));
    const auto result = trace({"restore", originals().string(), "-o", originals().string(),
                               "--name", "{name}", "--overwrite", "--model", noiseModel()});
    EXPECT_LE(result.exitCode, 1) << result.errors;
    for (const std::string& line : changes()) {
        for (const std::string& name : names) {
            EXPECT_FALSE(has(line, '"' + name + '"') || has(line, '<' + name + '>')) << line;
        }
    }
    EXPECT_GT(fileCount(originals()), names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(bytesOf(names[i]), before[i].first);
        EXPECT_EQ(fs::last_write_time(names[i]), before[i].second);
    }
}

TEST_F(CliOriginals, AreRestoredFromAFolderThatCannotBeWritten) {
    const auto names = saveOriginals();
    const std::string mount =
        "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" && ! touch \"$1/x\" "
        "2>/dev/null || exit 77; shift; exec \"$@\"";
    ProcessOptions options;
    options.environment["HEIRLOOM_MODELS_DIR"] = (folder() / ".models").string();
    const auto result =
        runProcess("/usr/bin/unshare",
                   {"-m", "/bin/sh", "-c", mount, "sh", originals().string(), HEIRLOOM_CLI,
                    "restore", originals().string(), "-o", out(), "--model", noiseModel()},
                   options);
    if (result.output.empty()) GTEST_SKIP() << "no mounts without root: " << result.errors;
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    for (const std::string& name : names) {
        const fs::path input = name;
        EXPECT_TRUE(fs::exists(fs::path(out()) /
                               (input.stem().string() + "_restored" + input.extension().string())))
            << name;
    }
}

}  // namespace
}  // namespace heirloom::test
