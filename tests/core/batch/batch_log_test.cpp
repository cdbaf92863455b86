// The day's log of batches.
#include "core/batch/batch_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <sstream>

#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

// Local time, so that the day does not depend on where the test runs.
BatchLog::Time moment(int day, int hour) {
    std::tm time{};
    time.tm_year = 126;
    time.tm_mon = 10;
    time.tm_mday = day;
    time.tm_hour = hour;
    time.tm_isdst = -1;
    return std::chrono::system_clock::from_time_t(std::mktime(&time));
}

std::string textOf(const std::filesystem::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

PhotoReport failedPhoto() {
    PhotoReport photo;
    photo.input = "/in/two\nlines.jpg";
    photo.outcome = Outcome::Failed;
    photo.error = makeError(ErrorCode::Damaged, "It is broken.");
    photo.error->detail = "marker 0xd9";
    return photo;
}

TEST(BatchLog, TellsFileOutcomeParametersModelAndReason) {
    PhotoReport photo;
    photo.input = "/in/anna.jpg";
    photo.outcome = Outcome::Restored;
    photo.quality = PhotoQuality{};
    photo.parameters.strength = 85;
    photo.seconds.total = 2.5;
    FaceOutcome face;
    face.restored = true;
    face.model = "gpen-512";
    photo.faces = {face};
    const std::string line = BatchLog::lineOf(photo, moment(21, 9));
    EXPECT_TRUE(line.starts_with("2026-11-21T09:00:00")) << line;
    EXPECT_NE(line.find("\t/in/anna.jpg\trestored\t2.50\tgpen-512\tstrength=85 "),
              std::string::npos)
        << line;
    EXPECT_TRUE(line.ends_with("\t-")) << line;
}

TEST(BatchLog, KeepsOnePhotoOnOneLine) {
    const std::string line = BatchLog::lineOf(failedPhoto(), moment(21, 9));
    EXPECT_NE(line.find("\t/in/two lines.jpg\tfailed\t0.00\t-\t-\tIt is broken. [marker 0xd9]"),
              std::string::npos)
        << line;
}

TEST(BatchLog, AppendsToTheFileOfTheDay) {
    const TemporaryFolder folder;
    const BatchLog log(folder.path());
    ASSERT_TRUE(log.append(failedPhoto(), moment(21, 9)).ok());
    ASSERT_TRUE(log.append(failedPhoto(), moment(21, 23)).ok());
    ASSERT_TRUE(log.append(failedPhoto(), moment(22, 1)).ok());
    const std::string first = textOf(folder.path() / "logs" / "batch_20261121.log");
    EXPECT_EQ(std::count(first.begin(), first.end(), '\n'), 2);
    const std::string second = textOf(folder.path() / "logs" / "batch_20261122.log");
    EXPECT_EQ(std::count(second.begin(), second.end(), '\n'), 1);
}

TEST(BatchLog, SaysWhenItCannotBeWritten) {
    const TemporaryFolder folder;
    std::ofstream(folder.path() / "logs") << "in the way";
    const auto done = BatchLog(folder.path()).append(failedPhoto(), moment(21, 9));
    ASSERT_FALSE(done.ok());
    EXPECT_NE(done.error().text().find("batch_20261121.log"), std::string::npos);
}

}  // namespace
}  // namespace heirloom::test
