// Connections that break off, and what the next run makes of the part.
#include "tests/core/download/download_test_case.h"

namespace heirloom::test {
namespace {

constexpr std::size_t kCut = 60'000;

class ResumeTest : public DownloadTest {
protected:
    // A part as an earlier run leaves it that got so many bytes.
    void leavePart(const Bytes& file, const std::string& etag, const DownloadRequest& like) {
        HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
            if (request.number > 0) return reply.head(404);
            sendCut(request, reply, file, kCut, etag);
        });
        DownloadRequest request = like;
        request.address = server.address();
        ASSERT_FALSE(run(request));
        ASSERT_EQ(sizeOf(part()), kCut);
    }
};

TEST_F(ResumeTest, ACutConnectionGoesOnWhereItBrokeOff) {
    const Bytes file = content();
    HttpServer server(
        [&](const auto& request, auto& reply) { sendCut(request, reply, file, kCut); });
    expectInstalled(run(requestTo(server, file)), file);
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 4u);
    EXPECT_EQ(requests[0].rangeStart(), std::nullopt);
    EXPECT_EQ(requests[1].rangeStart(), kCut);
    EXPECT_EQ(requests[1].header("if-range"), "\"1\"");
    EXPECT_EQ(requests[3].rangeStart(), 3 * kCut);
}

TEST_F(ResumeTest, AFileOfUnknownHashResumesByItsETag) {
    const Bytes file = content();
    HttpServer server(
        [&](const auto& request, auto& reply) { sendCut(request, reply, file, kCut); });
    expectInstalled(run(openRequestTo(server)), file);
    EXPECT_EQ(server.requests().size(), 4u);
}

TEST_F(ResumeTest, AFileThatNothingIdentifiesStartsOver) {
    const Bytes file = content();
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        sendCut(request, reply, file, request.number == 0 ? kCut : file.size(), "");
    });
    expectInstalled(run(openRequestTo(server)), file);
    EXPECT_EQ(server.requests().back().rangeStart(), std::nullopt);
}

TEST_F(ResumeTest, AServerThatIgnoresRangeSendsAllAgain) {
    const Bytes file = content();
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        ServerRequest deaf = request;
        deaf.headers.erase("range");
        sendCut(deaf, reply, file, request.number == 0 ? kCut : file.size());
    });
    expectInstalled(run(requestTo(server, file)), file);
    EXPECT_EQ(server.requests().back().rangeStart(), kCut);
}

TEST_F(ResumeTest, AWrongContentRangeStartsOver) {
    const Bytes file = content();
    for (const std::string range :
         {"bytes 0-199999/200000", "bytes 60001-199999/200000", "bytes 60000-299999/300000",
          "bytes */200000", "octets 60000-199999/200000", ""}) {
        SCOPED_TRACE(range);
        HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
            if (request.number == 0) return sendCut(request, reply, file, kCut);
            if (!request.rangeStart()) return sendFile(request, reply, file);
            reply.head(206, {{"Content-Range", range}, {"Content-Length", "140000"}});
            reply.send(ByteView(file).last(140'000));
        });
        expectInstalled(run(requestTo(server, file)), file);
        EXPECT_EQ(server.requests().size(), 3u);
        std::filesystem::remove(target());
    }
}

TEST_F(ResumeTest, ARefusedRangeStartsOver) {
    const Bytes file = content();
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        if (request.number == 0) return sendCut(request, reply, file, kCut);
        if (request.rangeStart()) return reply.head(416);
        sendFile(request, reply, file);
    });
    expectInstalled(run(requestTo(server, file)), file);
}

TEST_F(ResumeTest, AFileThatChangedMeanwhileIsNotGluedTogether) {
    const Bytes old = content();
    const Bytes fresh = content(200'000, 7);
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        if (request.number == 0) return sendCut(request, reply, old, kCut, "\"old\"");
        sendFile(request, reply, fresh, "\"fresh\"");
    });
    expectInstalled(run(openRequestTo(server)), fresh);
}

TEST_F(ResumeTest, AServerThatIgnoresIfRangeIsNoticed) {
    const Bytes old = content();
    const Bytes fresh = content(200'000, 7);
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        if (request.number == 0) return sendCut(request, reply, old, kCut, "\"old\"");
        ServerRequest careless = request;
        careless.headers.erase("if-range");
        sendFile(careless, reply, fresh, "\"fresh\"");
    });
    expectInstalled(run(openRequestTo(server)), fresh);
}

TEST_F(ResumeTest, AWrongJoinIsFoundByTheHashAndLoadedAnew) {
    const Bytes file = content();
    const Bytes other = content(200'000, 7);
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        if (request.number == 0) return sendCut(request, reply, other, kCut);
        sendFile(request, reply, file);
    });
    expectInstalled(run(requestTo(server, file)), file);
    EXPECT_EQ(server.requests().size(), 3u);
    EXPECT_EQ(server.requests().back().rangeStart(), std::nullopt);
}

TEST_F(ResumeTest, AStalledLineIsNoticedAndTriedAgain) {
    options.stallTimeout = std::chrono::milliseconds(150);
    const Bytes file = content();
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        sendCut(request, reply, file, request.number == 0 ? kCut : file.size());
        if (request.number == 0) reply.stall();
    });
    expectInstalled(run(requestTo(server, file)), file);
    EXPECT_EQ(server.requests().back().rangeStart(), kCut);
}

TEST_F(ResumeTest, ALineThatStaysStalledFailsAndKeepsThePart) {
    options.stallTimeout = std::chrono::milliseconds(100);
    options.maxAttempts = 2;
    const Bytes file = content();
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        if (request.number == 0) sendCut(request, reply, file, kCut);
        reply.stall();
    });
    expectRefused(run(requestTo(server, file)), ErrorCode::NotReadable, "Nothing arrives", true);
    EXPECT_EQ(sizeOf(part()), kCut);
}

TEST_F(ResumeTest, CancellingKeepsThePartForTheNextRun) {
    const Bytes file = content();
    HttpServer server([&](const ServerRequest& request, ServerReply& reply) {
        if (request.number > 0) return sendFile(request, reply, file);
        sendCut(request, reply, file, kCut);
        reply.drip(ByteView(file).subspan(kCut));
    });
    std::chrono::steady_clock::time_point stopped;
    bool stop = false;
    options.progress = [&](const DownloadProgress& progress) {
        if (stop || progress.received <= kCut) return;
        stop = true;
        stopped = std::chrono::steady_clock::now();
    };
    RunControl control;
    control.stopRequested = [&] { return stop; };
    expectRefused(run(requestTo(server, file), control), ErrorCode::Cancelled, "", true);
    EXPECT_LT(std::chrono::steady_clock::now() - stopped, std::chrono::seconds(1));
    const std::uint64_t kept = sizeOf(part());
    EXPECT_GT(kept, kCut);

    const auto downloaded = run(requestTo(server, file));
    expectInstalled(downloaded, file);
    EXPECT_TRUE(downloaded->wasResumed);
    EXPECT_EQ(server.requests().back().rangeStart(), kept);
}

TEST_F(ResumeTest, CancellingDoesNotWaitForASilentServer) {
    std::atomic<bool> asked = false;
    HttpServer server([&](const auto&, auto& reply) {
        asked = true;
        reply.stall();
    });
    RunControl control;
    control.stopRequested = [&] { return asked.load(); };
    const auto start = std::chrono::steady_clock::now();
    expectRefused(run(openRequestTo(server), control), ErrorCode::Cancelled, "");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST_F(ResumeTest, CancellingDoesNotWaitForTheNextTry) {
    options.firstDelay = std::chrono::hours(1);
    std::atomic<bool> answered = false;
    HttpServer server([&](const auto&, auto& reply) {
        reply.head(503);
        answered = true;
    });
    RunControl control;
    control.stopRequested = [&] { return answered.load(); };
    expectRefused(run(openRequestTo(server), control), ErrorCode::Cancelled, "");
}

TEST_F(ResumeTest, AnotherServerOfTheSameFileMayGoOn) {
    const Bytes file = content();
    HttpServer mirror(
        [&](const auto& request, auto& reply) { sendFile(request, reply, file, "\"mirror\""); });
    leavePart(file, "\"1\"", requestTo(mirror, file));
    expectInstalled(run(requestTo(mirror, file)), file);
    EXPECT_EQ(mirror.requests().front().rangeStart(), kCut);
    EXPECT_EQ(mirror.requests().front().header("if-range"), "");
}

TEST_F(ResumeTest, AnotherServerOfAnUnknownFileStartsOver) {
    const Bytes file = content();
    HttpServer mirror([&](const auto& request, auto& reply) { sendFile(request, reply, file); });
    leavePart(content(200'000, 7), "\"1\"", openRequestTo(mirror));
    expectInstalled(run(openRequestTo(mirror)), file);
    EXPECT_EQ(mirror.requests().front().rangeStart(), std::nullopt);
}

TEST_F(ResumeTest, AWholePartNeedsNoServer) {
    const Bytes file = content();
    ASSERT_TRUE(writeFileAtomically(part(), file, Replace::Never));
    DownloadRequest request;
    request.address = "http://127.0.0.1:9/a";
    request.target = target();
    request.bytes = file.size();
    request.sha256 = sha256Hex(file);
    expectInstalled(run(request), file);
}

TEST_F(ResumeTest, APartLongerThanTheFileIsThrownAway) {
    const Bytes file = content();
    ASSERT_TRUE(writeFileAtomically(part(), content(300'000), Replace::Never));
    HttpServer server([&](const auto& request, auto& reply) { sendFile(request, reply, file); });
    expectInstalled(run(requestTo(server, file)), file);
    EXPECT_EQ(server.requests().front().rangeStart(), std::nullopt);
}

TEST_F(ResumeTest, TwoRunsNeverShareAPart) {
    auto other = PartFile::open(target());
    ASSERT_TRUE(other);
    ASSERT_TRUE(other->append(content(10)));
    DownloadRequest request;
    request.address = "http://127.0.0.1:9/a";
    request.target = target();
    expectRefused(run(request), ErrorCode::NotWritable, "another program", true);
    EXPECT_EQ(sizeOf(part()), 10u);
}

TEST_F(ResumeTest, DiscardingRemovesEverythingOfThePart) {
    const Bytes file = content();
    DownloadRequest request;
    request.target = target();
    leavePart(file, "\"1\"", request);
    EXPECT_EQ(discardPart(target()), kCut);
    EXPECT_FALSE(std::filesystem::exists(part()));
    EXPECT_FALSE(std::filesystem::exists(partOriginPath(target())));
    EXPECT_EQ(discardPart(target()), 0u);
}

}  // namespace
}  // namespace heirloom::test
