// Servers that answer, but not as they should.
#include "tests/core/download/download_test_case.h"

namespace heirloom::test {
namespace {

TEST_F(DownloadTest, BringsAFileAndTellsProgress) {
    const Bytes file = content();
    HttpServer server([&](const auto& request, auto& reply) { sendFile(request, reply, file); });
    DownloadProgress last;
    options.progress = [&](const DownloadProgress& progress) { last = progress; };
    double fraction = 0.0;
    RunControl control;
    control.progress = [&](const Progress& progress) {
        EXPECT_EQ(progress.stage, "download");
        EXPECT_GE(progress.fraction, fraction);
        fraction = progress.fraction;
    };
    const auto downloaded = run(openRequestTo(server), control);
    expectInstalled(downloaded, file);
    EXPECT_FALSE(downloaded->wasResumed);
    EXPECT_EQ(last.received, file.size());
    EXPECT_EQ(last.total, file.size());
    EXPECT_EQ(fraction, 1.0);
}

TEST_F(DownloadTest, RefusesAWrongFile) {
    const Bytes wrong = content(200'000, 2);
    HttpServer server([&](const auto& request, auto& reply) { sendFile(request, reply, wrong); });
    expectRefused(run(requestTo(server, content())), ErrorCode::Damaged, "checksum");
    EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(DownloadTest, AWrongFileLeavesTheOldOneInPlace) {
    const Bytes old{1, 2, 3};
    ASSERT_TRUE(writeFileAtomically(target(), old, Replace::Never));
    const Bytes wrong = content(200'000, 2);
    HttpServer server([&](const auto& request, auto& reply) { sendFile(request, reply, wrong); });
    EXPECT_FALSE(run(requestTo(server, content())));
    EXPECT_EQ(*readFile(target(), 100), old);
}

TEST_F(DownloadTest, AsksTheCallerBeforeTheFileGetsItsName) {
    const Bytes file = content();
    HttpServer server([&](const auto& request, auto& reply) { sendFile(request, reply, file); });
    DownloadRequest request = openRequestTo(server);
    request.check = [&](const std::filesystem::path& path, const std::string& hash) {
        EXPECT_EQ(sizeOf(path), file.size());
        EXPECT_EQ(hash, sha256Hex(file));
        return Result<void>(makeError(ErrorCode::Unsupported, "No model."));
    };
    expectRefused(run(request), ErrorCode::Unsupported, "No model.");
}

TEST_F(DownloadTest, FollowsAFewRedirects) {
    const Bytes file = content();
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        if (request.target == "/model.pth") return reply.head(302, {{"Location", "a/b"}});
        if (request.target == "/a/b") return reply.head(307, {{"Location", "/there?x=1"}});
        sendFile(request, reply, file);
    });
    expectInstalled(run(requestTo(server, file)), file);
    EXPECT_EQ(server.requests().back().target, "/there?x=1");
}

TEST_F(DownloadTest, GivesUpOnEndlessRedirects) {
    HttpServer server([](const auto&, auto& reply) {
        reply.head(302, {{"Location", "/model.pth"}, {"Content-Length", "0"}});
    });
    expectRefused(run(openRequestTo(server)), ErrorCode::NotReadable, "without end");
    EXPECT_EQ(server.requests().size(), 9u) << "the first address and eight redirects";
}

TEST_F(DownloadTest, RefusesRedirectsToOtherSchemes) {
    for (const std::string location : {"file:///etc/passwd", "ftp://127.0.0.1/a", "nonsense:x"}) {
        HttpServer server([&](const auto&, auto& reply) {
            reply.head(302, {{"Location", location}});
        });
        expectRefused(run(openRequestTo(server)), ErrorCode::NotReadable, location);
        EXPECT_EQ(server.requests().size(), 1u);
    }
}

TEST_F(DownloadTest, RefusesAddressesThatAreNotOfTheWeb) {
    DownloadRequest request;
    request.target = target();
    for (const char* address : {"file:///etc/passwd", "ftp://127.0.0.1/a", "", "C:\\a.pth"}) {
        request.address = address;
        expectRefused(run(request), ErrorCode::InvalidArgument, address);
    }
}

TEST_F(DownloadTest, TellsWhenTheFileIsGone) {
    HttpServer server([](const auto&, auto& reply) { reply.head(404); });
    expectRefused(run(openRequestTo(server)), ErrorCode::NotFound, "404");
    EXPECT_EQ(server.requests().size(), 1u) << "asking again would not help";
}

TEST_F(DownloadTest, TriesAgainWhenTheServerIsBusy) {
    const Bytes file = content();
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        if (request.number == 0) return reply.head(503);
        if (request.number == 1) return reply.head(500);
        sendFile(request, reply, file);
    });
    expectInstalled(run(requestTo(server, file)), file);
    EXPECT_EQ(server.requests().size(), 3u);
}

TEST_F(DownloadTest, GivesUpOnAServerThatStaysBusy) {
    for (const int status : {500, 503}) {
        HttpServer server([&](const auto&, auto& reply) { reply.head(status); });
        expectRefused(run(openRequestTo(server)), ErrorCode::NotReadable, std::to_string(status));
        EXPECT_EQ(server.requests().size(), static_cast<std::size_t>(options.maxAttempts));
    }
}

TEST_F(DownloadTest, RefusesAFileOfAnotherSizeBeforeItComes) {
    const Bytes file = content();
    HttpServer server([&](const auto&, auto& reply) {
        reply.head(200, {{"Content-Length", std::to_string(file.size() + 1)}});
        reply.stall();
    });
    expectRefused(run(requestTo(server, file)), ErrorCode::Damaged,
                  std::to_string(file.size() + 1));
}

TEST_F(DownloadTest, StopsAFileThatGrowsLargerThanStated) {
    const Bytes file = content(1'000);
    const Bytes more = content(5'000);
    HttpServer server([&](const auto&, auto& reply) {
        reply.head(200, {{"Transfer-Encoding", "chunked"}});
        while (reply.chunk(more)) {
        }
    });
    expectRefused(run(requestTo(server, file)), ErrorCode::LimitExceeded, "1000");
}

TEST_F(DownloadTest, KeepsTheCapWhereNoSizeIsKnown) {
    options.maxBytes = 50'000;
    const Bytes file = content();
    HttpServer stating([&](const auto& request, auto& reply) { sendFile(request, reply, file); });
    expectRefused(run(openRequestTo(stating)), ErrorCode::LimitExceeded, "50000");
    HttpServer silent([&](const auto&, auto& reply) {
        reply.head(200, {{"Transfer-Encoding", "chunked"}});
        while (reply.chunk(file)) {
        }
    });
    expectRefused(run(openRequestTo(silent)), ErrorCode::LimitExceeded, "50000");
}

TEST_F(DownloadTest, TakesChunksWithoutALength) {
    const Bytes file = content();
    HttpServer server([&](const auto&, auto& reply) {
        reply.head(200, {{"Transfer-Encoding", "chunked"}});
        reply.chunk(ByteView(file).first(150'000));
        reply.chunk(ByteView(file).subspan(150'000));
        reply.chunk({});
    });
    expectInstalled(run(openRequestTo(server)), file);
}

TEST_F(DownloadTest, RefusesAnEmptyFile) {
    HttpServer server([](const auto&, auto& reply) { reply.head(200, {{"Content-Length", "0"}}); });
    expectRefused(run(openRequestTo(server)), ErrorCode::Damaged, "empty");
}

TEST_F(DownloadTest, NeedsSpaceBeforeItAsks) {
    HttpServer server([](const auto&, auto& reply) { reply.head(404); });
    DownloadRequest request = openRequestTo(server);
    request.bytes = std::uint64_t{1} << 60;
    expectRefused(run(request), ErrorCode::DiskFull, "free");
    EXPECT_TRUE(server.requests().empty());
}

TEST_F(DownloadTest, NeedsSpaceForTheLengthThatTheServerStates) {
    options.maxBytes = std::uint64_t{1} << 62;
    HttpServer server([](const auto&, auto& reply) {
        reply.head(200, {{"Content-Length", std::to_string(std::uint64_t{1} << 60)}});
        reply.stall();
    });
    expectRefused(run(openRequestTo(server)), ErrorCode::DiskFull, "free");
}

TEST_F(DownloadTest, TellsWhenTheFolderCannotBeWritten) {
    DownloadRequest request;
    request.address = "http://127.0.0.1:9/a";
    request.target = target() / "no such folder" / "a.pth";
    const auto downloaded = run(request);
    ASSERT_FALSE(downloaded);
    EXPECT_EQ(downloaded.error().code, ErrorCode::NotWritable);
}

TEST_F(DownloadTest, AsksTheProxyThatIsChosen) {
    const Bytes file = content();
    HttpServer proxy([&](const auto& request, auto& reply) { sendFile(request, reply, file); });
    DownloadRequest request = requestTo(proxy, file);
    request.address = "http://models.example.invalid/model.pth";
    options.proxy = proxy.address("");
    expectInstalled(run(request), file);
    EXPECT_EQ(proxy.requests().front().target, request.address);
}

}  // namespace
}  // namespace heirloom::test
