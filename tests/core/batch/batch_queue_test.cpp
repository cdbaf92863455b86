#include "core/batch/batch_queue.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/batch/run_pace.h"

namespace heirloom::test {
namespace {

BatchQueue queueOf(int count, BatchOrder order) {
    BatchQueue queue(order);
    for (int i = 0; i < count; ++i) queue.add({"photo" + std::to_string(i), {}, false});
    return queue;
}

std::vector<ItemId> rest(BatchQueue& queue) {
    std::vector<ItemId> ids;
    while (const auto id = queue.take()) ids.push_back(*id);
    return ids;
}

TEST(BatchQueueOrder, KeepsTheOrderGivenWhateverIsJudged) {
    BatchQueue queue = queueOf(3, BatchOrder::AsGiven);
    queue.setBadness(2, 90);
    EXPECT_EQ(rest(queue), (std::vector<ItemId>{0, 1, 2}));
    EXPECT_FALSE(queue.hasWaiting());
}

TEST(BatchQueueOrder, TakesTheWorstOfThoseThatWereJudged) {
    BatchQueue queue = queueOf(6, BatchOrder::WorstFirst);
    EXPECT_EQ(queue.take(), ItemId{0});
    queue.setBadness(1, 10);
    queue.setBadness(3, 80);
    queue.setBadness(4, 10);
    queue.setBadness(0, 100);  // taken already
    EXPECT_EQ(rest(queue), (std::vector<ItemId>{3, 1, 4, 2, 5}));
}

TEST(BatchQueueOrder, SecondTriesComeLast) {
    BatchQueue queue = queueOf(3, BatchOrder::AsGiven);
    EXPECT_EQ(queue.take(), ItemId{0});
    queue.tryAgain(0);
    EXPECT_EQ(rest(queue), (std::vector<ItemId>{1, 2, 0}));
    EXPECT_EQ(queue.attempts(0), 2);
    EXPECT_EQ(queue.attempts(1), 1);
}

TEST(BatchQueueOrder, JudgesOnlyWhatStillWaits) {
    BatchQueue queue = queueOf(3, BatchOrder::WorstFirst);
    queue.take();
    EXPECT_EQ(queue.nextToJudge(), ItemId{1});
    EXPECT_EQ(queue.nextToJudge(), ItemId{2});
    EXPECT_EQ(queue.nextToJudge(), std::nullopt);
    queue.add({"late", {}, false});
    EXPECT_TRUE(queue.hasMoreToJudge());
    EXPECT_EQ(queue.nextToJudge(), ItemId{3});
}

TEST(RunPaceEstimate, LeavesTheFirstPhotoOut) {
    RunPace pace;
    EXPECT_FALSE(pace.remainingSeconds(10));
    pace.addPhoto(60);
    EXPECT_FALSE(pace.remainingSeconds(10));
    EXPECT_EQ(pace.photosPerMinute(), 0.0);
    pace.addPhoto(2);
    EXPECT_DOUBLE_EQ(*pace.remainingSeconds(10), 20.0);
    EXPECT_DOUBLE_EQ(pace.photosPerMinute(), 30.0);
}

TEST(RunPaceEstimate, OneSlowPhotoDoesNotSpoilIt) {
    RunPace pace;
    for (int i = 0; i < 20; ++i) pace.addPhoto(1 + 0.1 * (i % 2));
    pace.addPhoto(3000);
    EXPECT_NEAR(*pace.secondsPerPhoto(), 1.05, 0.01);
}

TEST(RunPaceEstimate, FollowsALastingChange) {
    RunPace pace;
    for (int i = 0; i < 200; ++i) pace.addPhoto(1);
    for (int i = 0; i < 100; ++i) pace.addPhoto(4);
    EXPECT_DOUBLE_EQ(*pace.secondsPerPhoto(), 4.0);
}

}  // namespace
}  // namespace heirloom::test
