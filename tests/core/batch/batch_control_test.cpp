// Pausing, cancelling, adding and ordering while a batch runs.
#include <future>

#include "core/batch/batch_runner.h"
#include "tests/core/batch/batch_fixture.h"

namespace heirloom::test {
namespace {

class BatchControl : public BatchTest {
protected:
    BatchControl() { faces = {faceAt({30, 48}, 40), faceAt({66, 48}, 40)}; }
};

TEST_F(BatchControl, CancelStopsWithinOneFaceAndKeepsWhatWasWritten) {
    std::unique_ptr<BatchRunner> running;
    bool firstWritten = false;
    onNetwork = [&] {
        if (restoring != 1) return;
        firstWritten = log.waitFor("0 ended");
        running->cancel();
    };
    running = runner(options());
    running->add(photos(6));
    running->wait();
    EXPECT_TRUE(firstWritten);
    EXPECT_EQ(models->restorer->calls, 3) << "two faces of the first photo, one of the second";
    EXPECT_EQ(reports.at(0).outcome, Outcome::Restored);
    ASSERT_EQ(reports.size(), 6u);
    for (ItemId id = 1; id < 6; ++id) {
        EXPECT_EQ(reports.at(id).outcome, Outcome::Cancelled);
        EXPECT_FALSE(reports.at(id).error);
    }
    EXPECT_EQ(writtenFiles(), std::vector<std::filesystem::path>{reports.at(0).output});
}

TEST_F(BatchControl, AStopFromOutsideCancelsToo) {
    std::atomic<bool> stop = false;
    BatchOptions batch = options();
    batch.stopRequested = [&] { return stop.load(); };
    onNetwork = [&] { stop = true; };
    runAll(batch, photos(3));
    for (const auto& [id, report] : reports) EXPECT_EQ(report.outcome, Outcome::Cancelled);
    EXPECT_EQ(reports.size(), 3u);
    EXPECT_TRUE(writtenFiles().empty());
}

TEST_F(BatchControl, WhatIsAddedAfterCancelEndsCancelled) {
    const auto running = runner(options());
    running->cancel();
    running->add(photos(2));
    running->wait();
    EXPECT_EQ(reports.at(0).outcome, Outcome::Cancelled);
    EXPECT_EQ(reports.at(1).outcome, Outcome::Cancelled);
}

TEST_F(BatchControl, PauseFinishesThePhotoInWorkAndHoldsTheRest) {
    std::unique_ptr<BatchRunner> running;
    bool ahead = false;
    onNetwork = [&] {
        if (restoring != 0 || running->isPaused()) return;
        ahead = log.waitFor("1 decoded");
        running->pause();
    };
    running = runner(options());
    running->add(photos(3));
    ASSERT_TRUE(log.waitFor("0 ended"));
    EXPECT_TRUE(ahead);
    EXPECT_TRUE(running->isPaused());
    EXPECT_FALSE(log.has("1 restoring"));
    EXPECT_FALSE(log.has("2 reading"));
    onNetwork = nullptr;
    running->resume();
    running->wait();
    EXPECT_EQ(endOrder, (std::vector<ItemId>{0, 1, 2}));
    for (const auto& [id, report] : reports) EXPECT_EQ(report.outcome, Outcome::Restored);
}

TEST_F(BatchControl, CancelEndsAPause) {
    const auto running = runner(options());
    running->pause();
    running->add(photos(2));
    EXPECT_FALSE(log.has("0 reading"));
    running->cancel();
    running->wait();
    EXPECT_EQ(reports.at(1).outcome, Outcome::Cancelled);
}

TEST_F(BatchControl, CancelWhileAFullDiskPausesEndsTheRun) {
    const std::vector<InputPhoto> inputs = photos(3);
    BatchOptions batch = options();
    batch.onFullDisk = FullDisk::Pause;
    setDiskFull(true);
    const auto running = runner(batch);
    running->add(inputs);
    ASSERT_TRUE(log.waitFor("full disk"));
    running->cancel();
    running->wait();
    ASSERT_EQ(reports.size(), 3u);
    for (const auto& [id, report] : reports) EXPECT_EQ(report.outcome, Outcome::Cancelled);
    EXPECT_TRUE(writtenFiles().empty());
}

TEST_F(BatchControl, PhotosCanBeAddedWhileOthersRun) {
    const std::vector<InputPhoto> inputs = photos(3);
    std::unique_ptr<BatchRunner> running;
    onEvent = [&](const std::string& event) {
        if (event != "0 ended") return;
        EXPECT_EQ(running->add({inputs[1]}), 1u);
    };
    running = runner(options());
    EXPECT_EQ(running->add({inputs[0]}), 0u);
    running->wait();
    EXPECT_EQ(reports.size(), 2u);
    EXPECT_EQ(log.count("all ended"), 1u);
    EXPECT_EQ(running->add({inputs[2]}), 2u);
    running->wait();
    EXPECT_EQ(reports.size(), 3u);
    EXPECT_EQ(log.count("all ended"), 2u);
}

TEST_F(BatchControl, WaitReturnsAtOnceWhenNothingWasAdded) {
    const auto running = runner(options());
    running->wait();
    EXPECT_EQ(running->add({}), 0u);
    running->wait();
    EXPECT_EQ(running->progress().total, 0u);
    EXPECT_FALSE(running->progress().remainingSeconds);
}

TEST_F(BatchControl, DestructionEndsEveryPhotoAndLeavesNothingHalfWritten) {
    std::promise<void> begun, goOn;
    std::atomic<bool> first = true;
    onNetwork = [&] {
        if (!first.exchange(false)) return;
        begun.set_value();
        goOn.get_future().wait();
    };
    auto running = runner(options());
    running->add(photos(8));
    begun.get_future().wait();
    running->cancel();
    goOn.set_value();
    running.reset();
    ASSERT_EQ(reports.size(), 8u);
    for (const auto& [id, report] : reports) EXPECT_EQ(report.outcome, Outcome::Cancelled);
    EXPECT_TRUE(writtenFiles().empty());
}

TEST_F(BatchControl, DestructionOfAPausedRunEndsItToo) {
    auto running = runner(options());
    running->pause();
    running->add(photos(3));
    running.reset();
    EXPECT_EQ(reports.size(), 3u);
    EXPECT_EQ(log.count("all ended"), 1u);
}

TEST_F(BatchControl, TheWorstPhotosComeFirstOnceTheyAreKnown) {
    std::vector<InputPhoto> inputs;
    const double blurs[] = {1, 1, 1, 1, 4, 2, 3};
    for (int i = 0; i < 7; ++i) {
        inputs.push_back(blurredPhoto(std::to_string(i) + (i % 2 ? ".jpg" : ".png"), blurs[i]));
    }
    bool judged = true;
    onNetwork = [&] { judged = judged && log.waitFor("6 judged"); };
    BatchOptions batch = options();
    batch.order = BatchOrder::WorstFirst;
    runAll(batch, inputs);
    EXPECT_TRUE(judged);
    ASSERT_EQ(endOrder.size(), 7u);
    // The first is in the network and the second decoded before all are judged.
    for (std::size_t i = 3; i < 7; ++i) {
        const bool unknown = !badness.contains(endOrder[i]);
        EXPECT_TRUE(unknown || badness.at(endOrder[i - 1]) >= badness.at(endOrder[i]))
            << "place " << i;
    }
    EXPECT_GT(badness.at(4), badness.at(3));
}

}  // namespace
}  // namespace heirloom::test
