// The table for spreadsheets, and a person's verdicts in both reports.
#include "core/batch/report_csv.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/file_io.h"
#include "core/batch/report.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

PhotoReport restoredPhoto() {
    PhotoReport photo;
    photo.input = "/in/anna.jpg";
    photo.output = "/out/anna_restored.jpg";
    photo.outcome = Outcome::Restored;
    photo.attempts = 1;
    photo.quality = PhotoQuality{};
    photo.seconds.total = 1.25;
    FaceOutcome face;
    face.restored = true;
    face.model = "gpen-512";
    face.drift = 0.031;
    photo.faces = {face, FaceOutcome{}};
    return photo;
}

PhotoReport failedPhoto() {
    PhotoReport photo;
    photo.input = "/in/broken, \"old\".jpg";
    photo.outcome = Outcome::Failed;
    photo.error = makeError(ErrorCode::Damaged, "%1 is broken,\nall of it.", "x");
    return photo;
}

TEST(ReportCsv, GivesOneLineAPhotoWithVerdict) {
    const std::string csv =
        reportCsv({restoredPhoto()}, {{Verdict::Rejected, "wrong person"}}, {"studio", false});
    EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBFinput,output,sidecar,outcome,reason,review,verdict,"));
    EXPECT_NE(csv.find("\r\n/in/anna.jpg,/out/anna_restored.jpg,,restored,,no,rejected,wrong "
                       "person,2,1,high,studio,gpen-512,70,0.0310,1.250,1,\r\n"),
              std::string::npos)
        << csv;
}

TEST(ReportCsv, QuotesWhatWouldBreakTheTable) {
    const std::string csv = reportCsv({failedPhoto()}, {}, {});
    EXPECT_NE(csv.find("\"/in/broken, \"\"old\"\".jpg\",,,failed,\"x is broken,\nall of it.\",no,"),
              std::string::npos)
        << csv;
}

TEST(ReportCsv, RunsNoFormulaInASpreadsheet) {
    const std::string csv =
        reportCsv({restoredPhoto()}, {{Verdict::Review, "=HYPERLINK(\"x\")"}}, {});
    EXPECT_NE(csv.find(",review,\"'=HYPERLINK(\"\"x\"\")\","), std::string::npos) << csv;
}

TEST(ReportCsv, NamesTheRecommendedPresetOfEachPhoto) {
    PhotoReport photo = restoredPhoto();
    photo.recommendation = Recommendation{"low", {}};
    EXPECT_NE(reportCsv({photo}, {}, {"", true}).find(",low,gpen-512,"), std::string::npos);
    EXPECT_EQ(reportCsv({photo}, {}, {"", false}).find(",low,gpen-512,"), std::string::npos);
}

TEST(Reports, NameTheSidecarOfAPhoto) {
    PhotoReport photo = restoredPhoto();
    EXPECT_TRUE(reportJson({}, {}, {photo}, 1.0)["photos"][0]["sidecar"].is_null());
    photo.sidecar = "/out/anna, 1_restored.xmp";
    EXPECT_EQ(reportJson({}, {}, {photo}, 1.0)["photos"][0]["sidecar"], photo.sidecar.string());
    const std::string csv = reportCsv({photo}, {}, {});
    EXPECT_NE(csv.find(",/out/anna_restored.jpg,\"/out/anna, 1_restored.xmp\",restored,"),
              std::string::npos)
        << csv;
}

TEST(ReportCsv, ReplacesAnEarlierReport) {
    const TemporaryFolder folder;
    const auto path = folder.path() / "report.csv";
    ASSERT_TRUE(writeCsv("first", path).ok());
    ASSERT_TRUE(writeCsv("second", path).ok());
    const auto bytes = readFile(path, 1000);
    ASSERT_TRUE(bytes.ok());
    EXPECT_EQ(std::string(bytes->begin(), bytes->end()), "second");
}

TEST(Verdicts, StandInTheJsonReport) {
    nlohmann::json report = reportJson({}, {}, {restoredPhoto(), failedPhoto()}, 1.0);
    addVerdicts(report, {{Verdict::Accepted, "fine"}});
    EXPECT_EQ(report["photos"][0]["verdict"], "accepted");
    EXPECT_EQ(report["photos"][0]["note"], "fine");
    EXPECT_TRUE(report["photos"][1]["verdict"].is_null());
    EXPECT_TRUE(report["photos"][1]["note"].is_null());
}

}  // namespace
}  // namespace heirloom::test
