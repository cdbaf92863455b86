// How a person or an archive tells a restored file from an original.
#include <nlohmann/json.hpp>

#include "core/image/encode.h"
#include "tests/app/cli_support.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class CliProvenance : public CliTest {
protected:
    static Provenance sampleProvenance() {
        Provenance provenance;
        provenance.software = "Heirloom";
        provenance.version = "1.2.3";
        provenance.date = "2026-11-21T11:28:32Z";
        provenance.models = {{"GPEN-512", "restorer", std::string(64, 'a'), "fp32", "cpu"},
                             {"faces", "detector", "", "fp32", "cpu"}};
        provenance.parameters = {{"strength", "70"}, {"denoise", "0"}, {"rosy", "5"}};
        provenance.facesRestored = 3;
        provenance.originalName = "外婆.jpg";
        return provenance;
    }

    fs::path saveRestored(const std::string& name, const Provenance& provenance) {
        EncodeOptions options;
        options.format = formatFromExtension(fs::path(name).extension().string());
        options.software = "Heirloom 1.2.3";
        options.provenance = provenance;
        auto encoded = encodePhoto(syntheticPhoto(200, 200), options);
        EXPECT_TRUE(encoded);
        return save(name, encoded->file);
    }

    json inspect(const fs::path& path) {
        const auto result = run({"inspect", path.string(), "--json"});
        EXPECT_EQ(result.exitCode, 0) << result.errors;
        return json::parse(result.output).at("photos").at(0);
    }
};

TEST_F(CliProvenance, InspectTellsARestoredFileInEveryFormat) {
    for (const char* name : {"a.jpg", "a.png", "a.webp", "a.tif"}) {
        const json found = inspect(saveRestored(name, sampleProvenance()));
        EXPECT_EQ(found.at("restored"), true) << name;
        const json& provenance = found.at("provenance");
        EXPECT_EQ(provenance.at("version"), "1.2.3");
        EXPECT_EQ(provenance.at("date"), "2026-11-21T11:28:32Z");
        EXPECT_EQ(provenance.at("models")[0].at("sha256"), std::string(64, 'a'));
        EXPECT_TRUE(provenance.at("models")[1].at("sha256").is_null());
        EXPECT_EQ(provenance.at("parameters").at("rosy"), "5");
        EXPECT_EQ(provenance.at("faces_restored"), 3);
        EXPECT_TRUE(provenance.at("preset").is_null());
        EXPECT_EQ(provenance.at("original_name"), "外婆.jpg");
    }
}

TEST_F(CliProvenance, InspectSaysWhoRestoredAFileInOneLine) {
    const auto result = run({"inspect", saveRestored("a.png", sampleProvenance()).string()});
    ASSERT_EQ(result.exitCode, 0) << result.errors;
    EXPECT_NE(result.output.find("\n  restored by Heirloom 1.2.3 on 2026-11-21 with GPEN-512, 3 "
                                 "faces, strength 70, rosy 5\n"),
              std::string::npos)
        << result.output;
}

TEST_F(CliProvenance, AnOriginalHasNoRecord) {
    const fs::path path = save("original.png", syntheticPhoto(200, 200));
    const json found = inspect(path);
    EXPECT_EQ(found.at("restored"), false);
    EXPECT_TRUE(found.at("provenance").is_null());
    const auto plain = run({"inspect", path.string()});
    EXPECT_NE(plain.output.find("no record of a restoration"), std::string::npos) << plain.output;
}

TEST_F(CliProvenance, AFileWhoseRecordWasLostIsStillToldByItsExif) {
    EncodeOptions options;
    options.software = "Heirloom 1.2.3";
    auto encoded = encodePhoto(syntheticPhoto(200, 200), options);
    ASSERT_TRUE(encoded);
    const json found = inspect(save("a.png", encoded->file));
    EXPECT_EQ(found.at("restored"), true);
    EXPECT_TRUE(found.at("provenance").is_null());
}

TEST_F(CliProvenance, NothingOfARecordReachesTheTerminalAsACommand) {
    Provenance hostile = sampleProvenance();
    hostile.version =
        "\x1B[2J\xC2\x9B"
        "1m\r\n";
    const auto result = run({"inspect", saveRestored("a.png", hostile).string()});
    EXPECT_EQ(result.output.find('\x1B'), std::string::npos);
    EXPECT_EQ(result.output.find("\xC2\x9B"), std::string::npos);
    EXPECT_EQ(result.output.find('\r'), std::string::npos);
}

TEST_F(CliProvenance, ExiftoolReadsTheRecord) {
    if (runProcess("/usr/bin/exiftool", {"-ver"}).exitCode != 0) {
        GTEST_SKIP() << "needs exiftool";
    }
    for (const char* name : {"a.jpg", "a.png", "a.webp", "a.tif"}) {
        const fs::path path = saveRestored(name, sampleProvenance());
        const auto result =
            runProcess("/usr/bin/exiftool", {"-j", "-G1", "-a", "-n", "-struct", "-XMP:all",
                                             "-validate", "-warning", path.string()});
        ASSERT_EQ(result.exitCode, 0) << result.errors;
        const json found = json::parse(result.output).at(0);
        const json& record = found.at("XMP-heirloom:Restorations").at(0);
        EXPECT_EQ(record.at("Software"), "Heirloom") << name;
        EXPECT_EQ(record.at("FacesRestored"), 3);
        EXPECT_EQ(record.at("Models")[0].at("Sha256"), std::string(64, 'a'));
        EXPECT_EQ(record.at("Models")[1].at("Name"), "faces");
        EXPECT_EQ(record.at("Parameters")[2].at("Value"), 5);
        EXPECT_EQ(record.at("OriginalName"), "外婆.jpg");
        EXPECT_EQ(found.at("XMP-iptcExt:DigitalSourceType"), kRestoredSourceType);
        const json& step = found.at("XMP-xmpMM:History").at(0);
        EXPECT_EQ(step.at("Action"), "edited");
        EXPECT_EQ(step.at("SoftwareAgent"), "Heirloom 1.2.3");
    }
}

}  // namespace
}  // namespace heirloom::test
