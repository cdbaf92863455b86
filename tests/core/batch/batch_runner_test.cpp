#include "core/batch/batch_runner.h"

#include <numeric>

#include "core/base/file_io.h"
#include "tests/core/batch/batch_fixture.h"

namespace heirloom::test {
namespace {

using BatchRunnerRun = BatchTest;

TEST_F(BatchRunnerRun, DecodesTheNextPhotoWhileTheNetworkIsBusy) {
    bool decodedMeanwhile = true;
    onNetwork = [&] {
        const ItemId next = restoring + 1;
        if (next < 4) {
            decodedMeanwhile = decodedMeanwhile && log.waitFor(std::to_string(next) + " decoded");
        }
    };
    runAll(options(), photos(4));
    EXPECT_TRUE(decodedMeanwhile);
    EXPECT_EQ(log.count(" ended"), 5u);  // four photos and the run
}

TEST_F(BatchRunnerRun, RestoresTheNextPhotoWhileThePreviousOneIsWritten) {
    bool restoredMeanwhile = false;
    onEvent = [&](const std::string& event) {
        if (event == "0 writing") restoredMeanwhile = log.waitFor("1 restored");
    };
    runAll(options(), photos(3));
    EXPECT_TRUE(restoredMeanwhile);
}

TEST_F(BatchRunnerRun, PhotosThatDoNotFitTogetherTakeTurns) {
    BatchOptions batch = options();
    batch.pipelineBytes = 1000;
    runAll(batch, photos(4));
    ASSERT_EQ(reports.size(), 4u);
    for (int i = 0; i < 3; ++i) {
        EXPECT_LT(log.at(std::to_string(i) + " ended"), log.at(std::to_string(i + 1) + " decoded"));
    }
}

TEST_F(BatchRunnerRun, ALargePhotoWaitsForASmallOneThatFitsInto) {
    const std::vector<InputPhoto> inputs{photo("small.png"), photo("next.png"),
                                         photo("large.png", 400, 400), photo("last.png")};
    constexpr std::uint64_t kSmall = 96 * 96 * 3;
    BatchOptions batch = options();
    batch.pipelineBytes = 6 * kSmall;  // several small ones with their files, never the large one
    bool together = false;
    onNetwork = [&] {
        if (restoring == 0) together = log.waitFor("1 decoded");
    };
    runAll(batch, inputs);
    EXPECT_TRUE(together);
    EXPECT_LT(log.at("1 ended"), log.at("2 decoded"));
    EXPECT_LT(log.at("2 ended"), log.at("3 decoded"));
    EXPECT_EQ(log.count(" ended"), 5u);
}

TEST_F(BatchRunnerRun, TheSizeOfTheOutputCountsToo) {
    const std::vector<InputPhoto> inputs = photos(2);
    BatchOptions batch = options();
    batch.job.parameters.scale = 4;
    batch.pipelineBytes = 6 * 96 * 96 * 3;
    runAll(batch, inputs);
    EXPECT_LT(log.at("0 ended"), log.at("1 decoded"));
}

TEST_F(BatchRunnerRun, WritesTheSameFilesAsRestoreFile) {
    ::setenv("SOURCE_DATE_EPOCH", "1795260512", 1);  // the date is part of the files
    const std::vector<InputPhoto> inputs{photo("a.png"), photo("b.jpg", 120, 90),
                                         photo("c.webp", 100, 140), photo("d.tif")};
    BatchOptions batch = options();
    runAll(batch, inputs);
    batch.job.output.target = folder.path() / "alone";
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const PhotoReport alone = restoreFile(inputs[i], batch.job, *models, {});
        ASSERT_EQ(alone.outcome, Outcome::Restored);
        ASSERT_EQ(reports.at(i).outcome, Outcome::Restored);
        EXPECT_EQ(alone.output.filename(), reports.at(i).output.filename());
        EXPECT_EQ(*readFile(alone.output, 1 << 20), *readFile(reports.at(i).output, 1 << 20));
        EXPECT_EQ(alone.faces.size(), reports.at(i).faces.size());
        EXPECT_EQ(alone.warnings.size(), reports.at(i).warnings.size());
    }
    ::unsetenv("SOURCE_DATE_EPOCH");
}

TEST_F(BatchRunnerRun, ABrokenFileStopsNothingAndIsNotTriedAgain) {
    std::vector<InputPhoto> inputs = photos(4);
    inputs[1] = brokenPhoto("broken.png");
    inputs[2] = {folder.path() / "in/nowhere.png", {}, false};
    runAll(options(), inputs);
    EXPECT_EQ(reports.at(0).outcome, Outcome::Restored);
    EXPECT_EQ(reports.at(1).outcome, Outcome::Failed);
    EXPECT_EQ(reports.at(1).attempts, 1);
    EXPECT_EQ(reports.at(2).outcome, Outcome::Failed);
    ASSERT_TRUE(reports.at(2).error);
    EXPECT_EQ(reports.at(3).outcome, Outcome::Restored);
    EXPECT_EQ(endOrder, (std::vector<ItemId>{0, 1, 2, 3}));
}

TEST_F(BatchRunnerRun, AFailureThatPassesIsTriedAgainAfterTheOthers) {
    bool failed = false;
    onNetwork = [&] {
        if (!std::exchange(failed, true)) throw std::bad_alloc();
    };
    runAll(options(), photos(3));
    EXPECT_EQ(endOrder, (std::vector<ItemId>{1, 2, 0}));
    EXPECT_EQ(reports.at(0).outcome, Outcome::Restored);
    EXPECT_EQ(reports.at(0).attempts, 2);
    EXPECT_EQ(reports.at(1).attempts, 1);
    EXPECT_TRUE(log.has("0 waiting"));
    EXPECT_EQ(writtenFiles().size(), 3u);
}

TEST_F(BatchRunnerRun, GivesUpAfterThreeTries) {
    onNetwork = [&] {
        if (restoring == 0) throw std::bad_alloc();
    };
    runAll(options(), photos(2));
    EXPECT_EQ(reports.at(0).outcome, Outcome::Failed);
    ASSERT_TRUE(reports.at(0).error);
    EXPECT_EQ(reports.at(0).error->code, ErrorCode::OutOfMemory);
    EXPECT_EQ(reports.at(0).attempts, 3);
    EXPECT_EQ(reports.at(1).outcome, Outcome::Restored);
}

TEST_F(BatchRunnerRun, ANetworkThatThrowsFailsItsPhotoOnly) {
    onNetwork = [&] {
        if (restoring == 0) throw std::runtime_error("broken network");
    };
    runAll(options(), photos(2));
    EXPECT_EQ(reports.at(0).outcome, Outcome::Failed);
    EXPECT_EQ(reports.at(0).attempts, 1);
    EXPECT_EQ(reports.at(1).outcome, Outcome::Restored);
}

TEST_F(BatchRunnerRun, AFullDiskSkipsTheRestAndLeavesNothing) {
    const std::vector<InputPhoto> inputs = photos(5);
    setDiskFull(true);
    runAll(options(), inputs);
    EXPECT_EQ(reports.at(0).attempts, 1);
    for (ItemId id = 0; id < 5; ++id) {
        ASSERT_TRUE(reports.at(id).error);
        EXPECT_EQ(reports.at(id).error->code, ErrorCode::DiskFull);
        EXPECT_EQ(reports.at(id).outcome, id == 0 ? Outcome::Failed : Outcome::Skipped);
    }
    EXPECT_TRUE(writtenFiles().empty());
}

TEST_F(BatchRunnerRun, AFullDiskCanPauseWithoutLosingWork) {
    const std::vector<InputPhoto> inputs = photos(4);
    BatchOptions batch = options();
    batch.onFullDisk = FullDisk::Pause;
    setDiskFull(true);
    const auto running = runner(batch);
    running->add(inputs);
    ASSERT_TRUE(log.waitFor("full disk"));
    EXPECT_TRUE(running->isPaused());
    setDiskFull(false);
    running->resume();
    running->wait();
    for (ItemId id = 0; id < 4; ++id) {
        EXPECT_EQ(reports.at(id).outcome, Outcome::Restored);
        EXPECT_FALSE(reports.at(id).error);
    }
    EXPECT_EQ(models->restorer->calls, 4);
    EXPECT_EQ(writtenFiles().size(), 4u);
}

TEST_F(BatchRunnerRun, TwoHundredPhotosEndOnceEachInOrder) {
    std::vector<InputPhoto> inputs(200, photo("same.png", 64, 64));
    const auto running = runner(options());
    running->add(inputs);
    running->wait();
    std::vector<ItemId> expected(200);
    std::iota(expected.begin(), expected.end(), ItemId{0});
    EXPECT_EQ(endOrder, expected);
    EXPECT_EQ(writtenFiles().size(), 200u);
    const BatchProgress progress = running->progress();
    EXPECT_EQ(progress.total, 200u);
    EXPECT_EQ(progress.ended, 200u);
    EXPECT_GT(progress.photosPerMinute, 0.0);
    ASSERT_TRUE(progress.remainingSeconds);
    EXPECT_EQ(*progress.remainingSeconds, 0.0);
}

}  // namespace
}  // namespace heirloom::test
