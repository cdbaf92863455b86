#include "core/base/file_io.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <limits>

#include <gtest/gtest.h>

// Replaces the C library's write() in this program, so that a full disk and an interrupted
// call can be had without either.
namespace {
std::atomic<int> g_writeError{0};
std::atomic<std::size_t> g_bytesBeforeError{0};
std::atomic<std::size_t> g_largestWrite{std::numeric_limits<std::size_t>::max()};
std::atomic<int> g_interruptions{0};
}  // namespace

extern "C" ssize_t write(int descriptor, const void* data, std::size_t size) {
    if (g_interruptions > 0) {
        --g_interruptions;
        errno = EINTR;
        return -1;
    }
    std::size_t count = std::min(size, g_largestWrite.load());
    if (g_writeError != 0) {
        if (g_bytesBeforeError == 0) {
            errno = g_writeError;
            return -1;
        }
        count = std::min(count, g_bytesBeforeError.load());
        g_bytesBeforeError -= count;
    }
    return syscall(SYS_write, descriptor, data, count);
}

namespace heirloom {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kNoLimit = std::numeric_limits<std::uintmax_t>::max() / 2;

class FileIo : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "heirloom-io-XXXXXX").string();
        m_folder = ::mkdtemp(pattern.data());
    }
    void TearDown() override {
        g_writeError = 0;
        g_bytesBeforeError = 0;
        g_largestWrite = std::numeric_limits<std::size_t>::max();
        g_interruptions = 0;
        fs::permissions(m_folder, fs::perms::owner_all);
        fs::remove_all(m_folder);
    }

    fs::path at(const std::string& name) const { return m_folder / name; }
    void put(const std::string& name, const std::string& text) const {
        std::ofstream(at(name), std::ios::binary) << text;
    }
    std::string get(const std::string& name) const {
        std::ifstream file(at(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::size_t fileCount() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(m_folder), fs::directory_iterator()));
    }

    fs::path m_folder;
};

Bytes bytesOf(const std::string& text) {
    return Bytes(text.begin(), text.end());
}

TEST_F(FileIo, ReadsWhatWasWritten) {
    Bytes content(300000);
    for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<std::uint8_t>(i * 31);
    ASSERT_TRUE(writeFileAtomically(at("照片 1.bin"), content, Replace::Never));
    const auto read = readFile(at("照片 1.bin"), kNoLimit);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, content);
    EXPECT_EQ(fileCount(), 1u);
}

TEST_F(FileIo, ReadsAnEmptyFile) {
    put("empty", "");
    const auto read = readFile(at("empty"), kNoLimit);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->empty());
}

TEST_F(FileIo, ReadsFilesWhoseSizeIsNotToldInAdvance) {
    const auto read = readFile("/proc/self/status", kNoLimit);
    ASSERT_TRUE(read);
    EXPECT_GT(read->size(), 100u);
}

TEST_F(FileIo, SaysWhyAFileCannotBeRead) {
    const auto missing = readFile(at("missing.jpg"), kNoLimit);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_NE(missing.error().text().find("missing.jpg"), std::string::npos);

    const auto folder = readFile(m_folder, kNoLimit);
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(folder.error().text().find("is a folder"), std::string::npos);

    const auto device = readFile("/dev/zero", kNoLimit);
    ASSERT_FALSE(device);
    EXPECT_EQ(device.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(device.error().text().find("is a device"), std::string::npos);
}

TEST_F(FileIo, RefusesAPipeWithoutWaitingForIt) {
    ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
    const auto pipe = readFile(at("pipe"), kNoLimit);
    ASSERT_FALSE(pipe);
    EXPECT_NE(pipe.error().text().find("is a pipe"), std::string::npos);
}

TEST_F(FileIo, ReportsMissingPermission) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
    put("secret", "x");
    fs::permissions(at("secret"), fs::perms::none);
    const auto read = readFile(at("secret"), kNoLimit);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::NotReadable);
}

TEST_F(FileIo, RefusesFilesOverTheLimit) {
    put("large", std::string(1000, 'x'));
    const auto read = readFile(at("large"), 999);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::LimitExceeded);
    EXPECT_TRUE(readFile(at("large"), 1000));
}

TEST_F(FileIo, NeverReplacesWhatExistsUnlessAsked) {
    put("photo.png", "original");
    const auto refused = writeFileAtomically(at("photo.png"), bytesOf("new"), Replace::Never);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::NotWritable);
    EXPECT_EQ(get("photo.png"), "original");
    EXPECT_EQ(fileCount(), 1u);
    ASSERT_TRUE(writeFileAtomically(at("photo.png"), bytesOf("new"), Replace::ExistingFile));
    EXPECT_EQ(get("photo.png"), "new");
}

TEST_F(FileIo, KeepsThePermissionsOfAReplacedFile) {
    put("photo.png", "original");
    fs::permissions(at("photo.png"), fs::perms::owner_read | fs::perms::owner_write);
    ASSERT_TRUE(writeFileAtomically(at("photo.png"), bytesOf("new"), Replace::ExistingFile));
    EXPECT_EQ(fs::status(at("photo.png")).permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(FileIo, RefusesDevicesFoldersAndLinksToThem) {
    for (const char* device : {"/dev/full", "/dev/null"}) {
        const auto written = writeFileAtomically(device, bytesOf("x"), Replace::ExistingFile);
        ASSERT_FALSE(written) << device;
        EXPECT_EQ(written.error().code, ErrorCode::InvalidArgument);
        EXPECT_FALSE(fs::is_regular_file(device));
    }
    fs::create_symlink("/dev/null", at("link"));
    EXPECT_FALSE(writeFileAtomically(at("link"), bytesOf("x"), Replace::ExistingFile));
    fs::create_directory(at("folder"));
    EXPECT_FALSE(writeFileAtomically(at("folder"), bytesOf("x"), Replace::ExistingFile));
    EXPECT_EQ(fileCount(), 2u);
}

TEST_F(FileIo, ReplacesALinkAndNotWhatItPointsTo) {
    put("original.png", "original");
    fs::create_symlink(at("original.png"), at("link.png"));
    EXPECT_FALSE(writeFileAtomically(at("link.png"), bytesOf("new"), Replace::Never));
    ASSERT_TRUE(writeFileAtomically(at("link.png"), bytesOf("new"), Replace::ExistingFile));
    EXPECT_EQ(get("original.png"), "original");
    EXPECT_EQ(get("link.png"), "new");
}

TEST_F(FileIo, AFullDiskLeavesTheOldFileAndNoTemporary) {
    put("photo.png", "original");
    for (const int code : {ENOSPC, EDQUOT}) {
        g_bytesBeforeError = 1000;
        g_writeError = code;
        const auto written =
            writeFileAtomically(at("photo.png"), Bytes(5000, 1), Replace::ExistingFile);
        g_writeError = 0;
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().code, ErrorCode::DiskFull);
        EXPECT_NE(written.error().text().find("photo.png"), std::string::npos);
        EXPECT_EQ(get("photo.png"), "original");
        EXPECT_EQ(fileCount(), 1u);
    }
}

TEST_F(FileIo, GoesOnAfterShortAndInterruptedWrites) {
    g_largestWrite = 7;
    g_interruptions = 3;
    ASSERT_TRUE(writeFileAtomically(at("a"), Bytes(1000, 5), Replace::Never));
    EXPECT_EQ(get("a"), std::string(1000, 5));
}

TEST_F(FileIo, SaysThatTheTargetFolderIsMissing) {
    const auto written = writeFileAtomically(at("no/such/a.png"), bytesOf("x"), Replace::Never);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::NotFound);
    EXPECT_FALSE(writeFileAtomically(at("") / "", bytesOf("x"), Replace::Never));
}

TEST_F(FileIo, FindsTheFirstFreeName) {
    EXPECT_EQ(freeName(at("photo.jpg")), at("photo.jpg"));
    put("photo.jpg", "1");
    EXPECT_EQ(freeName(at("photo.jpg")), at("photo (2).jpg"));
    fs::create_symlink("nowhere", at("photo (2).jpg"));
    EXPECT_EQ(freeName(at("photo.jpg")), at("photo (3).jpg"));
}

}  // namespace
}  // namespace heirloom
