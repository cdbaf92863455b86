// What the tests of downloads share.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <thread>

#include "core/base/file_io.h"
#include "core/base/sha256.h"
#include "core/download/http_download.h"
#include "core/download/part_file.h"
#include "tests/support/http_server.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {

class DownloadTest : public testing::Test {
protected:
    DownloadTest() {
        // The test server is reached without the proxy of whoever runs the tests.
        ::setenv("no_proxy", "127.0.0.1", 1);
        options.stallTimeout = std::chrono::seconds(5);
        options.firstDelay = std::chrono::milliseconds(1);
    }

    std::filesystem::path target() const { return m_folder.path() / "model.pth"; }
    std::filesystem::path part() const { return partPath(target()); }

    // Not repeating, so that a wrong join shows.
    static Bytes content(std::size_t size = 200'000, std::uint32_t state = 1) {
        Bytes bytes(size);
        for (auto& byte : bytes) byte = (state = state * 1664525 + 1013904223) >> 24;
        return bytes;
    }
    static std::uint64_t sizeOf(const std::filesystem::path& path) {
        std::error_code none;
        const auto size = std::filesystem::file_size(path, none);
        return none ? 0 : size;
    }

    DownloadRequest requestTo(const HttpServer& server, const Bytes& expected) const {
        DownloadRequest request = openRequestTo(server);
        request.bytes = expected.size();
        request.sha256 = sha256Hex(expected);
        return request;
    }
    // For a file of which nothing is known.
    DownloadRequest openRequestTo(const HttpServer& server) const {
        DownloadRequest request;
        request.address = server.address();
        request.target = target();
        return request;
    }
    Result<Downloaded> run(const DownloadRequest& request, const RunControl& control = {}) {
        return HttpDownload(request, options).run(control);
    }

    void expectInstalled(const Result<Downloaded>& downloaded, const Bytes& expected) {
        ASSERT_TRUE(downloaded) << downloaded.error().text();
        EXPECT_EQ(downloaded->bytes, expected.size());
        EXPECT_EQ(downloaded->sha256, sha256Hex(expected));
        const auto written = readFile(target(), 1 << 30);
        ASSERT_TRUE(written);
        EXPECT_EQ(*written, expected);
        EXPECT_FALSE(std::filesystem::exists(part()));
        EXPECT_FALSE(std::filesystem::exists(partOriginPath(target())));
    }
    // Nothing under the target's name; a part only if it is said to be kept.
    void expectRefused(const Result<Downloaded>& downloaded, ErrorCode code,
                       const std::string& mention, bool keepsPart = false) {
        ASSERT_FALSE(downloaded);
        EXPECT_EQ(downloaded.error().code, code) << downloaded.error().text();
        EXPECT_NE(downloaded.error().text().find(mention), std::string::npos)
            << downloaded.error().text();
        EXPECT_FALSE(std::filesystem::exists(target()));
        EXPECT_EQ(std::filesystem::exists(part()), keepsPart);
    }

    DownloadOptions options;

private:
    TemporaryFolder m_folder;
};

}  // namespace heirloom::test
