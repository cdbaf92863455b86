// A folder of small photos, networks that do what a test wants, and a log of what a batch
// runner tells.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/batch/batch_runner.h"
#include "tests/support/fakes.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {

// "2 decoded", "2 ended", ..., in the order of the calls. Any thread.
class EventLog {
public:
    void add(const std::string& event);
    // False when the event did not come within half a minute.
    bool waitFor(const std::string& event);
    bool has(const std::string& event) const;
    // Its place; fails the test when it is not there.
    std::size_t at(const std::string& event) const;
    std::size_t count(const std::string& ending) const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_added;
    std::vector<std::string> m_events;
};

class BatchTest : public ::testing::Test {
protected:
    void SetUp() override;
    void TearDown() override;

    // One photo with a face in its middle, written to the input folder.
    InputPhoto photo(const std::string& name, int width = 96, int height = 96);
    std::vector<InputPhoto> photos(int count);
    // A picture of 640 x 480, always the same, blurred: at 1 it looks good, at 4 bad.
    InputPhoto blurredPhoto(const std::string& name, double sigma);
    InputPhoto brokenPhoto(const std::string& name);

    BatchOptions options() const;
    // Events that fill log, reports and ended, and then call hooks.
    BatchEvents events();
    std::unique_ptr<BatchRunner> runner(const BatchOptions& options);
    void runAll(const BatchOptions& options, const std::vector<InputPhoto>& inputs);

    // Every regular file below the output folder, temporary ones too.
    std::vector<std::filesystem::path> writtenFiles() const;

    // What the network does beside painting; on the runner's network thread.
    std::function<void()> onNetwork;
    // After a state was logged, on the thread of the event.
    std::function<void(const std::string&)> onEvent;
    // The photo that the network works on.
    std::atomic<ItemId> restoring = 0;

    TemporaryFolder folder;
    EventLog log;
    std::map<ItemId, PhotoReport> reports;  // complete once the run has ended
    std::vector<ItemId> endOrder;
    std::map<ItemId, double> badness;
    std::vector<Face> faces{faceAt({48, 48}, 60)};
    std::unique_ptr<FakeModels> models;

private:
    InputPhoto save(const std::string& name, const Photo& photo);
    void note(const std::string& event);
};

// Makes every write() to a file in this program fail as on a full disk.
void setDiskFull(bool full);

}  // namespace heirloom::test
