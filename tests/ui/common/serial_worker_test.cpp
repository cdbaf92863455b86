#include "ui/common/serial_worker.h"

#include <atomic>
#include <vector>

#include "tests/ui/ui_support.h"

namespace heirloom::ui::test {
namespace {

TEST(SerialWorker, DoesTasksInOrderOnOneThread) {
    std::vector<int> order;
    std::vector<std::thread::id> threads;
    SerialWorker worker("order");
    for (int i = 0; i < 20; ++i) {
        worker.post([&, i] {
            order.push_back(i);
            threads.push_back(std::this_thread::get_id());
        });
    }
    ASSERT_TRUE(waitUntil([&] { return worker.isIdle(); }));
    ASSERT_EQ(order.size(), 20u);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
    EXPECT_NE(threads.front(), std::this_thread::get_id());
    EXPECT_EQ(threads.front(), threads.back());
}

TEST(SerialWorker, KeepsOnlyTheNewestOfAKey) {
    Gate gate;
    gate.shut();
    std::vector<int> done;
    SerialWorker worker("latest");
    worker.post([&] { gate.pass(); });
    for (int i = 0; i < 5; ++i) worker.postLatest("preview", [&, i] { done.push_back(i); });
    worker.postLatest("other", [&] { done.push_back(100); });
    EXPECT_FALSE(worker.isIdle());
    gate.open();
    ASSERT_TRUE(waitUntil([&] { return worker.isIdle(); }));
    EXPECT_EQ(done, (std::vector<int>{4, 100}));
}

TEST(SerialWorker, DropsWhatWaits) {
    Gate gate;
    gate.shut();
    std::atomic<int> done = 0;
    {
        SerialWorker worker("drop");
        worker.post([&] { gate.pass(); });
        ASSERT_TRUE(waitUntil([&] { return gate.waiting() == 1; }));
        worker.post([&] { ++done; });
        worker.dropWaiting();
        worker.post([&] { done += 10; });
        gate.open();
        ASSERT_TRUE(waitUntil([&] { return worker.isIdle(); }));
        EXPECT_EQ(done, 10);
        gate.shut();
        worker.post([&] { gate.pass(); });
        ASSERT_TRUE(waitUntil([&] { return gate.waiting() == 1; }));
        worker.post([&] { ++done; });
        // Its end drops the second as soon as it begins, and waits for the first.
        worker.dropWaiting();
        gate.open();
    }
    EXPECT_EQ(done, 10);
}

}  // namespace
}  // namespace heirloom::ui::test
