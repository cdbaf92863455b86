#include "tests/core/batch/batch_fixture.h"

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <fstream>

#include <opencv2/imgproc.hpp>

namespace {
std::atomic<bool> g_diskFull{false};
}

// Replaces the C library's write() in this program.
extern "C" ssize_t write(int descriptor, const void* data, std::size_t size) {
    struct stat facts;
    if (g_diskFull && fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode)) {
        errno = ENOSPC;
        return -1;
    }
    return syscall(SYS_write, descriptor, data, size);
}

namespace heirloom::test {

namespace fs = std::filesystem;

void setDiskFull(bool full) {
    g_diskFull = full;
}

void EventLog::add(const std::string& event) {
    const std::lock_guard lock(m_mutex);
    m_events.push_back(event);
    m_added.notify_all();
}

bool EventLog::waitFor(const std::string& event) {
    std::unique_lock lock(m_mutex);
    return m_added.wait_for(lock, std::chrono::seconds(30), [&] {
        return std::find(m_events.begin(), m_events.end(), event) != m_events.end();
    });
}

bool EventLog::has(const std::string& event) const {
    const std::lock_guard lock(m_mutex);
    return std::find(m_events.begin(), m_events.end(), event) != m_events.end();
}

std::size_t EventLog::at(const std::string& event) const {
    const std::lock_guard lock(m_mutex);
    const auto found = std::find(m_events.begin(), m_events.end(), event);
    EXPECT_NE(found, m_events.end()) << event;
    return static_cast<std::size_t>(found - m_events.begin());
}

std::size_t EventLog::count(const std::string& ending) const {
    const std::lock_guard lock(m_mutex);
    return static_cast<std::size_t>(
        std::count_if(m_events.begin(), m_events.end(),
                      [&](const std::string& event) { return event.ends_with(ending); }));
}

void BatchTest::SetUp() {
    fs::create_directories(folder.path() / "in");
    models = std::make_unique<FakeModels>(faces, 64, [this](const cv::Mat& crop) {
        if (onNetwork) onNetwork();
        return cv::Mat(crop.size(), CV_32FC3, cv::Scalar(0.6, 0.5, 0.4));
    });
}

void BatchTest::TearDown() {
    setDiskFull(false);
}

InputPhoto BatchTest::save(const std::string& name, const Photo& photo) {
    EncodeOptions encoding;
    encoding.format = formatFromExtension(fs::path(name).extension().string());
    const auto encoded = encodePhoto(photo, encoding);
    EXPECT_TRUE(encoded.ok());
    const fs::path path = folder.path() / "in" / name;
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(encoded->file.data()),
               static_cast<std::streamsize>(encoded->file.size()));
    return {path, {}, false};
}

InputPhoto BatchTest::photo(const std::string& name, int width, int height) {
    return save(name, syntheticPhoto(width, height));
}

std::vector<InputPhoto> BatchTest::photos(int count) {
    std::vector<InputPhoto> list;
    for (int i = 0; i < count; ++i) list.push_back(photo("photo" + std::to_string(i) + ".png"));
    return list;
}

InputPhoto BatchTest::blurredPhoto(const std::string& name, double sigma) {
    Photo picture = syntheticPhoto(640, 480);
    cv::GaussianBlur(picture.pixels, picture.pixels, cv::Size(), sigma);
    return save(name, picture);
}

InputPhoto BatchTest::brokenPhoto(const std::string& name) {
    const fs::path path = folder.path() / "in" / name;
    std::ofstream(path) << "this is no picture";
    return {path, {}, false};
}

BatchOptions BatchTest::options() const {
    BatchOptions options;
    options.job.output.target = folder.path() / "out";
    return options;
}

void BatchTest::note(const std::string& event) {
    log.add(event);
    if (onEvent) onEvent(event);
}

BatchEvents BatchTest::events() {
    BatchEvents events;
    events.stateChanged = [this](ItemId id, ItemState state) {
        if (state == ItemState::Restoring) restoring = id;
        note(std::to_string(id) + " " + std::string(itemStateName(state)));
    };
    events.judged = [this](ItemId id, std::optional<double> value) {
        if (value) badness[id] = *value;
        note(std::to_string(id) + " judged");
    };
    events.ended = [this](ItemId id, const PhotoReport& report) {
        EXPECT_TRUE(reports.emplace(id, report).second) << "photo " << id << " ended twice";
        endOrder.push_back(id);
        note(std::to_string(id) + " ended");
    };
    events.pausedByFullDisk = [this](const Error&) { note("full disk"); };
    events.allEnded = [this] { note("all ended"); };
    return events;
}

std::unique_ptr<BatchRunner> BatchTest::runner(const BatchOptions& options) {
    return std::make_unique<BatchRunner>(options, *models, events());
}

void BatchTest::runAll(const BatchOptions& options, const std::vector<InputPhoto>& inputs) {
    const auto running = runner(options);
    running->add(inputs);
    running->wait();
}

std::vector<fs::path> BatchTest::writtenFiles() const {
    std::vector<fs::path> files;
    const fs::path out = folder.path() / "out";
    if (!fs::exists(out)) return files;
    for (const auto& entry : fs::recursive_directory_iterator(out)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace heirloom::test
