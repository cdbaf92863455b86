// Downloading and removing models as a user does it.
#include <nlohmann/json.hpp>

#include "core/base/sha256.h"
#include "tests/app/cli_support.h"
#include "tests/support/http_server.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// The catalogue knows "Tiny" with its hash and "Open" without; the server has what each test
// puts there.
class CliDownload : public CliTest {
protected:
    CliDownload()
        : m_model(bytesOf(noiseModel())),
          m_served(m_model),
          m_server([this](const auto& request, auto& reply) {
              sendCut(request, reply, m_served, cutAfter ? cutAfter : m_served.size());
          }) {
        const Json entry{{"kind", "restorer"},  {"licence", "Academic use only"},
                         {"purpose", "Tests."}, {"input_size", 32},
                         {"template", "gpen"},  {"addresses", {m_server.address()}}};
        Json tiny = entry;
        tiny.update({{"name", "Tiny"},
                     {"file", "tiny.pth"},
                     {"bytes", m_model.size()},
                     {"sha256", sha256Hex(m_model)}});
        Json open = entry;
        open.update({{"name", "Open"}, {"file", "open.pth"}});
        const std::string text = Json{{"format", 1}, {"models", {tiny, open}}}.dump();
        m_catalogue =
            save("catalogue.json",
                 ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
    }

    ProcessResult models(std::vector<std::string> arguments, ProcessOptions process = {}) {
        arguments.insert(arguments.begin(), "models");
        process.environment["HEIRLOOM_CATALOGUE"] = m_catalogue.string();
        process.environment["no_proxy"] = "127.0.0.1";
        return run(arguments, process);
    }
    ProcessResult download(const std::string& name) {
        return models({"download", name, "--accept-licence"});
    }
    void expectNothingInstalled() {
        EXPECT_FALSE(fs::exists(installed("tiny.pth")));
        EXPECT_FALSE(fs::exists(installed("tiny.pth.part")));
    }

    fs::path installed(const std::string& file) const { return folder() / ".models" / file; }
    const Bytes& model() const { return m_model; }
    void serve(Bytes content) { m_served = std::move(content); }
    std::size_t requestCount() const { return m_server.requests().size(); }

    std::size_t cutAfter = 0;  // 0: never

private:
    Bytes m_model;
    Bytes m_served;
    HttpServer m_server;
    fs::path m_catalogue;
};

bool mentions(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST_F(CliDownload, InstallsAModelAndShowsItsLicence) {
    const auto result = download("tiny");
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_TRUE(mentions(result.errors, "Tiny")) << result.errors;
    EXPECT_TRUE(mentions(result.errors, "Academic use only")) << result.errors;
    EXPECT_TRUE(mentions(result.output, "published file")) << result.output;
    EXPECT_EQ(bytesOf(installed("tiny.pth")), model());
    EXPECT_FALSE(fs::exists(installed("tiny.pth.part")));
    EXPECT_EQ(models({"verify", "Tiny"}).exitCode, 0);

    const auto again = download("Tiny");
    EXPECT_EQ(again.exitCode, 0);
    EXPECT_TRUE(mentions(again.output, "already")) << again.output;
    EXPECT_EQ(requestCount(), 1u);
}

TEST_F(CliDownload, DownloadsNothingBeforeTheLicenceIsAccepted) {
    const auto result = models({"download", "Tiny"});
    EXPECT_EQ(result.exitCode, 2);
    EXPECT_TRUE(mentions(result.errors, "Academic use only")) << result.errors;
    EXPECT_TRUE(mentions(result.errors, "--accept-licence")) << result.errors;
    EXPECT_EQ(requestCount(), 0u);
    expectNothingInstalled();
}

TEST_F(CliDownload, AWrongFileIsNotInstalled) {
    Bytes wrong = model();
    wrong[wrong.size() / 2] ^= 1;
    serve(wrong);
    const auto result = download("Tiny");
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_TRUE(mentions(result.errors, "checksum")) << result.errors;
    expectNothingInstalled();
}

TEST_F(CliDownload, ConnectionsThatBreakOffAreJoined) {
    cutAfter = model().size() / 2 + 1;
    const auto result = models({"download", "Tiny", "--accept-licence", "--json"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    const Json json = Json::parse(result.output).at("models").at(0);
    EXPECT_EQ(json.at("sha256"), sha256Hex(model()));
    EXPECT_EQ(json.at("bytes"), model().size());
    EXPECT_EQ(json.at("licence"), "Academic use only");
    EXPECT_EQ(bytesOf(installed("tiny.pth")), model());
}

TEST_F(CliDownload, APageInPlaceOfAModelIsNotInstalled) {
    const std::string page = "<html>Sign in to go on</html>";
    serve(Bytes(page.begin(), page.end()));
    const auto result = download("Open");
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_TRUE(mentions(result.errors, "no such model")) << result.errors;
    EXPECT_FALSE(fs::exists(installed("open.pth")));
}

TEST_F(CliDownload, WarnsWhenAFileOfUnknownHashIsNotThatOfTheFirstTime) {
    EXPECT_EQ(download("Open").exitCode, 0);
    EXPECT_EQ(models({"remove", "Open"}).exitCode, 0);
    const auto same = download("Open");
    EXPECT_FALSE(mentions(same.errors, "another file")) << same.errors;
    EXPECT_EQ(models({"remove", "Open"}).exitCode, 0);

    Bytes changed = model();
    changed.push_back(0);  // after the end of the archive, which readers allow
    serve(changed);
    const auto other = download("Open");
    EXPECT_EQ(other.exitCode, 0) << other.errors;
    EXPECT_TRUE(mentions(other.errors, "another file than the first time")) << other.errors;
}

TEST_F(CliDownload, AFullDiskKeepsThePartAndAsksToTryAgain) {
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "the sanitizer must be the first library that is loaded";
#endif
    // What came with an earlier run; the disk takes 100 bytes more.
    save(".models/tiny.pth.part", ByteView(model()).first(60));
    ProcessOptions full;
    full.environment["LD_PRELOAD"] = HEIRLOOM_FULL_DISK;
    const auto result = models({"download", "Tiny", "--accept-licence"}, full);
    EXPECT_EQ(result.exitCode, 75) << result.errors;
    EXPECT_TRUE(mentions(result.errors, "disk is full")) << result.errors;
    EXPECT_FALSE(fs::exists(installed("tiny.pth")));
    EXPECT_EQ(fs::file_size(installed("tiny.pth.part")), 160u);

    const auto later = models({"download", "Tiny", "--accept-licence", "--json"});
    EXPECT_EQ(later.exitCode, 0) << later.errors;
    EXPECT_EQ(Json::parse(later.output).at("models").at(0).at("was_resumed"), true);
    EXPECT_EQ(bytesOf(installed("tiny.pth")), model());
}

TEST_F(CliDownload, UnknownNamesTellWhatCanBeHad) {
    const auto result = download("no-such-model");
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_TRUE(mentions(result.errors, "Tiny, Open")) << result.errors;
}

TEST_F(CliDownload, RemovesWhatWasInstalledAndTellsTheSpace) {
    EXPECT_EQ(download("Tiny").exitCode, 0);
    const auto result = models({"remove", "Tiny"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_TRUE(mentions(result.output, "tiny.pth")) << result.output;
    EXPECT_TRUE(mentions(result.output, "free now")) << result.output;
    expectNothingInstalled();

    EXPECT_EQ(download("Tiny").exitCode, 0);
    const auto json = models({"remove", "tiny.pth", "--json"});
    EXPECT_EQ(json.exitCode, 0) << json.errors;
    const Json removed = Json::parse(json.output).at("models").at(0);
    EXPECT_EQ(removed.at("name"), "Tiny");
    EXPECT_EQ(removed.at("bytes"), model().size());
    EXPECT_TRUE(removed.at("free_bytes").is_number());
}

TEST_F(CliDownload, RemovesTheUnfinishedDownload) {
    save(".models/tiny.pth.part", Bytes(500));
    save(".models/tiny.pth.part.json", Bytes{'{', '}'});
    const auto result = models({"remove", "Tiny"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_TRUE(mentions(result.output, "unfinished")) << result.output;
    EXPECT_EQ(fileCount(folder() / ".models"), 0u);
}

TEST_F(CliDownload, RemovesNothingOutsideTheModelsFolder) {
    const fs::path outside = save("outside.pth", model());
    save(".models/mine.pth", model());
    fs::create_symlink(outside, installed("link.pth"));
    for (const std::string& name :
         {outside.string(), std::string("../outside.pth"), std::string("../outside")}) {
        const auto result = models({"remove", name});
        EXPECT_EQ(result.exitCode, 1) << name;
        EXPECT_TRUE(mentions(result.errors, "link, mine")) << "what is installed is told";
    }
    EXPECT_EQ(models({"remove", "link"}).exitCode, 0);
    EXPECT_FALSE(fs::exists(fs::symlink_status(installed("link.pth"))));
    EXPECT_EQ(bytesOf(outside), model());
}

TEST_F(CliDownload, BundledModelsAreNeverRemoved) {
    const auto result = run({"models", "remove", "face-lite"});
    EXPECT_EQ(result.exitCode, 2) << result.errors;
    EXPECT_TRUE(mentions(result.errors, "comes with Heirloom")) << result.errors;
    EXPECT_TRUE(fs::exists(sourceDirectory() / "models/face-lite.pth"));
}

}  // namespace
}  // namespace heirloom::test
