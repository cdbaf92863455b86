// Wrong things give one clear sentence and the right exit status.
#include <cstdlib>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

#include "core/nn/checkpoint.h"
#include "tests/app/cli_support.h"
#include "tests/support/checkpoint_builder.h"
#include "tests/support/fakes.h"
#include "tests/support/model_shapes.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

class CliErrors : public CliTest {
protected:
    // One failed photo: exit 1, one sentence that names it, nothing written.
    void expectFailure(const std::string& input, const std::string& mention) {
        const auto result = run({"restore", input, "-o", (folder() / "out").string()});
        EXPECT_EQ(result.exitCode, 1) << result.errors;
        EXPECT_NE(result.errors.find(mention), std::string::npos) << result.errors;
        EXPECT_TRUE(result.output.empty());
        EXPECT_FALSE(fs::exists(folder() / "out"));
    }
    // A model that must be refused with a sentence that names it.
    void expectRefusedModel(const fs::path& model) {
        const fs::path photo = save("portrait.png", drawnPortrait());
        const auto result = run({"restore", photo.string(), "-o", (folder() / "out").string(),
                                 "--model", model.string()});
        EXPECT_EQ(result.exitCode, 1) << result.errors;
        EXPECT_NE(result.errors.find(model.filename().string()), std::string::npos)
            << result.errors;
        EXPECT_FALSE(fs::exists(folder() / "out"));
    }
    Bytes png() { return bytesOf(save("whole.png", drawnPortrait())); }
    Bytes jpeg() { return bytesOf(save("whole.jpg", drawnPortrait())); }
    Bytes model() { return bytesOf(noiseModel()); }
};

Bytes firstBytes(Bytes content, std::size_t count) {
    content.resize(std::min(content.size(), count));
    return content;
}

TEST_F(CliErrors, TextNamedJpg) {
    const std::string text = "Dear diary, this is no photo.\n";
    expectFailure(
        save("diary.jpg", ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()))
            .string(),
        "diary.jpg");
}

TEST_F(CliErrors, EmptyFile) {
    expectFailure(save("empty.png", Bytes{}).string(), "empty.png");
}

TEST_F(CliErrors, MissingFile) {
    expectFailure((folder() / "gone.jpg").string(), "gone.jpg");
}

TEST_F(CliErrors, UnreadableFile) {
    if (geteuid() == 0) GTEST_SKIP() << "root can read everything";
    const fs::path path = save("locked.png", png());
    chmod(path.c_str(), 0);
    expectFailure(path.string(), "locked.png");
}

TEST_F(CliErrors, FolderWithoutPictures) {
    save("in/notes.txt", Bytes{'x'});
    expectFailure((folder() / "in").string(), "no pictures");
}

TEST_F(CliErrors, HeaderOfNoSize) {
    Bytes content = png();
    std::fill(content.begin() + 16, content.begin() + 24, 0);  // width and height of IHDR
    expectFailure(save("zero.png", content).string(), "zero.png");
}

TEST_F(CliErrors, HeaderOfGiganticSize) {
    Bytes content = png();
    std::fill(content.begin() + 16, content.begin() + 24, 0x7f);
    expectFailure(save("huge.png", content).string(), "huge.png");
}

TEST_F(CliErrors, MorePixelsThanAllowed) {
    const fs::path path = save("large.png", syntheticPhoto(1200, 1000));
    const auto result =
        run({"restore", path.string(), "-o", (folder() / "out").string(), "--max-megapixels", "1"});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_NE(result.errors.find("--max-megapixels"), std::string::npos) << result.errors;
}

TEST_F(CliErrors, TruncatedPhotosAreRestoredAsFarAsReadableAndSaidSo) {
    for (const auto& [name, content] : {std::pair{"cut.jpg", jpeg()}, {"cut.png", png()}}) {
        const fs::path path = save(name, firstBytes(content, content.size() * 8 / 10));
        const auto result = run({"restore", path.string(), "-o", (folder() / "out").string(),
                                 "--report", (folder() / "report.json").string()});
        EXPECT_TRUE(result.exitCode == 0 || result.exitCode == 1) << result.exitCode;
        EXPECT_NE(result.errors.find(name), std::string::npos) << result.errors;
    }
}

TEST_F(CliErrors, PhotosCutToTheirFirstBytesFail) {
    expectFailure(save("stub.jpg", firstBytes(jpeg(), 40)).string(), "stub.jpg");
    expectFailure(save("stub.png", firstBytes(png(), 40)).string(), "stub.png");
}

TEST_F(CliErrors, OutputThatIsADevice) {
    const fs::path path = save("a.png", png());
    for (const char* device : {"/dev/null", "/dev/full"}) {
        const auto result = run({"restore", path.string(), "-o", device});
        EXPECT_EQ(result.exitCode, 2) << result.errors;
        EXPECT_NE(result.errors.find(device), std::string::npos) << result.errors;
        EXPECT_TRUE(fs::is_character_file(device));
    }
}

TEST_F(CliErrors, InputThatIsADevice) {
    expectFailure("/dev/zero", "/dev/zero");
}

TEST_F(CliErrors, FullDiskLeavesNothingAndAsksToTryAgain) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the sanitizer must be the first library that is loaded";
#endif
    const fs::path path = save("a.png", drawnPortrait());
    const fs::path other = save("b.png", drawnPortrait());
    ProcessOptions options;
    options.environment["LD_PRELOAD"] = HEIRLOOM_FULL_DISK;
    const auto result =
        run({"restore", path.string(), other.string(), "-o", (folder() / "out").string()}, options);
    EXPECT_EQ(result.exitCode, 75) << result.errors;
    EXPECT_EQ(fileCount(folder() / "out"), 0u);
    EXPECT_NE(result.errors.find("full"), std::string::npos) << result.errors;
}

TEST_F(CliErrors, ModelOfRandomBytesBehindAZipMagic) {
    Bytes content{'P', 'K', 3, 4};
    std::uint32_t state = 1;
    for (int i = 0; i < 5000; ++i) content.push_back((state = state * 1664525 + 1013904223) >> 24);
    expectRefusedModel(save("random.pth", content));
}

TEST_F(CliErrors, ModelTruncatedAnywhere) {
    const Bytes whole = model();
    for (int i = 0; i < 20; ++i) {
        SCOPED_TRACE(i);
        expectRefusedModel(save("cut.pth", firstBytes(whole, whole.size() * i / 20)));
    }
}

TEST_F(CliErrors, ModelWithOneTensorOfTheWrongShape) {
    auto shapes = gpenShapes({});
    shapes.at("generator.convs.1.conv.weight").back() = 5;
    expectRefusedModel(save("misshapen.pth", builderOf(shapes).zip()));
}

TEST_F(CliErrors, ModelThatClaimsMoreElementsThanAnyMemoryHolds) {
    constexpr std::int64_t kHuge = std::int64_t{1} << 60;
    PickleWriter pickle;
    pickle.protocol().emptyDict().text("weight").tensor(ScalarType::Float32, "0", kHuge, 0, {kHuge},
                                                        {1});
    pickle.setItem().stop();
    expectRefusedModel(save("huge.pth", zipArchive({{"archive/data.pkl", pickle.bytes()},
                                                    {"archive/data/0", Bytes(64)}})));
}

TEST_F(CliErrors, ModelThatWantsToRunACommand) {
    const fs::path marker = folder() / "owned";
    PickleWriter pickle;
    pickle.protocol().emptyDict().text("conv.weight").global("posix", "system");
    pickle.text("touch " + marker.string()).opcode(0x85).reduce().setItem().stop();
    expectRefusedModel(save("evil.pth", zipArchive({{"archive/data.pkl", pickle.bytes()}})));
    EXPECT_FALSE(fs::exists(marker));
}

TEST_F(CliErrors, ModelThatIsMissing) {
    const fs::path photo = save("portrait.png", drawnPortrait());
    const auto result = run({"restore", photo.string(), "--model", "no-such-model"});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_NE(result.errors.find("no-such-model"), std::string::npos) << result.errors;
}

TEST_F(CliErrors, WrongUsage) {
    const std::string photo = save("a.png", drawnPortrait()).string();
    EXPECT_EQ(run({}).exitCode, 2);
    EXPECT_EQ(run({"restore"}).exitCode, 2);
    EXPECT_EQ(run({"frobnicate"}).exitCode, 2);
    EXPECT_EQ(run({"restore", photo, "--strength", "101"}).exitCode, 2);
    EXPECT_EQ(run({"restore", photo, "--strength", "much"}).exitCode, 2);
    EXPECT_EQ(run({"restore", photo, "--mode", "magic"}).exitCode, 2);
    EXPECT_EQ(run({"restore", photo, "--device", "tpu"}).exitCode, 2);
    EXPECT_EQ(run({"restore", photo, "--name", "../{name}"}).exitCode, 2);
    EXPECT_EQ(run({"restore", photo, "--format", "gif"}).exitCode, 2);
    EXPECT_EQ(fileCount(folder()), 1u);
}

TEST_F(CliErrors, LaterWorkAnswersNotAvailableYet) {
    const std::string photo = save("a.png", drawnPortrait()).string();
    const std::vector<std::vector<std::string>> later{{"restore", photo, "--shard", "1/4"},
                                                      {"restore", photo, "--resume"},
                                                      {"report", "merge", "a.json"}};
    for (const auto& arguments : later) {
        const auto result = run(arguments);
        EXPECT_EQ(result.exitCode, 2) << arguments.back();
        EXPECT_NE(result.errors.find("not available yet"), std::string::npos) << result.errors;
    }
}

TEST_F(CliErrors, HelpAndVersionSucceed) {
    EXPECT_EQ(run({"--help"}).exitCode, 0);
    EXPECT_EQ(run({"restore", "--help"}).exitCode, 0);
    EXPECT_NE(run({"--version"}).output.find("heirloom-cli"), std::string::npos);
}

}  // namespace
}  // namespace heirloom::test
