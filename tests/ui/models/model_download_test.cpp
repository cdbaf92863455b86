// Downloads from a server that is not always good.
#include <atomic>

#include <QSignalSpy>

#include "tests/ui/models/models_test_case.h"

namespace heirloom::ui::test {
namespace {

using Phase = DownloadStatus::Phase;
using heirloom::test::sendCut;
using heirloom::test::sendFile;

class ModelDownloadTest : public ModelsTest {
protected:
    DownloadQueue& queue() { return library().downloads(); }

    // Sends the first half and says nothing more, until `whole` is set.
    void stallHalfway() {
        handler = [this](const ServerRequest& request, ServerReply& reply) {
            if (whole) return serve(request, reply);
            const Bytes& content = published("second.pth");
            reply.head(200,
                       {{"ETag", "\"1\""}, {"Content-Length", std::to_string(content.size())}});
            reply.send(ByteView(content).first(content.size() / 2));
            reply.stall();
        };
    }
    bool hasHalf() {
        const std::uint64_t half = published("second.pth").size() / 2;
        return waitUntil([&] { return fs::exists(part()) && fs::file_size(part()) == half; });
    }
    fs::path part() const { return user() / "second.pth.part"; }
    void expectInstalled(const QString& file) {
        EXPECT_TRUE(isInState(file, ModelState::Installed));
        EXPECT_EQ(load(user() / file.toStdString()), published(file.toStdString()));
        EXPECT_EQ(phase(file), Phase::None);
    }
    void expectFailed(const QString& file, ErrorCode code) {
        ASSERT_TRUE(waitUntil([&] { return phase(file) == Phase::Failed; }));
        EXPECT_EQ(item(file).download.error.code, code) << item(file).download.error.text();
        EXPECT_EQ(item(file).record.state, ModelState::Available);
        EXPECT_FALSE(fs::exists(user() / file.toStdString()));
        EXPECT_FALSE(queue().isBusy());
    }

    std::atomic<bool> whole{false};
};

TEST_F(ModelDownloadTest, InstallsAModelAndTellsOthers) {
    QSignalSpy changed(&context(), &AppContext::modelsChanged);
    QSignalSpy done(&library(), &ModelLibrary::downloaded);
    queue().start("tiny.pth");
    EXPECT_TRUE(queue().isBusy());
    expectInstalled("tiny.pth");
    EXPECT_EQ(done.count(), 1);
    EXPECT_GE(changed.count(), 1);
    EXPECT_FALSE(queue().isBusy());
}

TEST_F(ModelDownloadTest, AServerThatIgnoresRangeSendsTheWholeFileAgain) {
    std::atomic<int> asked{0};
    handler = [&](const ServerRequest& request, ServerReply& reply) {
        const Bytes& content = published("second.pth");
        if (++asked == 1) return sendCut(request, reply, content, content.size() / 3);
        ServerRequest plain = request;
        plain.headers.erase("range");
        sendFile(plain, reply, content);
    };
    queue().start("second.pth");
    expectInstalled("second.pth");
    EXPECT_GE(asked, 2);
}

TEST_F(ModelDownloadTest, GoesOnAfterACutConnection) {
    handler = [&](const ServerRequest& request, ServerReply& reply) {
        sendCut(request, reply, published("second.pth"), 100'000);
    };
    queue().start("second.pth");
    expectInstalled("second.pth");
    EXPECT_EQ(server().requests().size(), 3u) << "300,000 bytes in three pieces";
}

TEST_F(ModelDownloadTest, RefusesAWrongFile) {
    handler = [&](const ServerRequest& request, ServerReply& reply) {
        sendFile(request, reply, noise(300'000, 99));
    };
    queue().start("second.pth");
    expectFailed("second.pth", ErrorCode::Damaged);
    EXPECT_FALSE(fs::exists(part()));
}

TEST_F(ModelDownloadTest, RefusesAWrongFileWithoutAPublishedChecksum) {
    handler = [&](const ServerRequest& request, ServerReply& reply) {
        sendFile(request, reply, tinyDetector());
    };
    queue().start("open.pth");
    expectFailed("open.pth", ErrorCode::Damaged);
}

TEST_F(ModelDownloadTest, FollowsRedirects) {
    handler = [&](const ServerRequest& request, ServerReply& reply) {
        if (request.target == "/tiny.pth") {
            return reply.head(302, {{"Location", "/elsewhere/tiny.pth"}});
        }
        serve(request, reply);
    };
    queue().start("tiny.pth");
    expectInstalled("tiny.pth");
}

TEST_F(ModelDownloadTest, PausesAndGoesOnWhereItStopped) {
    stallHalfway();
    queue().start("second.pth");
    ASSERT_TRUE(hasHalf());
    ASSERT_TRUE(waitUntil([&] { return item("second.pth").download.progress.received > 0; }));
    EXPECT_EQ(item("second.pth").download.progress.total, 300'000u);
    queue().pause("second.pth");
    ASSERT_TRUE(waitUntil([&] { return phase("second.pth") == Phase::Paused; }));
    EXPECT_TRUE(fs::exists(part()));
    whole = true;
    queue().start("second.pth");
    expectInstalled("second.pth");
    EXPECT_EQ(server().requests().back().rangeStart(), 150'000u);
    EXPECT_EQ(server().requests().size(), 2u);
}

TEST_F(ModelDownloadTest, ClosingPausesAndTheNextStartOffersToGoOn) {
    stallHalfway();
    {
        ModelLibrary closed(context());
        ASSERT_TRUE(waitUntil([&] { return closed.isListed(); }));
        closed.downloads().start("second.pth");
        ASSERT_TRUE(hasHalf());
    }
    EXPECT_TRUE(fs::exists(part()));
    whole = true;
    EXPECT_EQ(phase("second.pth"), Phase::Paused);
    EXPECT_EQ(item("second.pth").download.progress.received, 150'000u);
    queue().start("second.pth");
    expectInstalled("second.pth");
    EXPECT_EQ(server().requests().back().rangeStart(), 150'000u);
}

TEST_F(ModelDownloadTest, StopAndDiscardLeavesNothing) {
    stallHalfway();
    queue().start("second.pth");
    ASSERT_TRUE(hasHalf());
    queue().discard("second.pth");
    ASSERT_TRUE(waitUntil([&] { return phase("second.pth") == Phase::None; }));
    EXPECT_FALSE(fs::exists(part()));
    EXPECT_FALSE(queue().isBusy());
}

TEST_F(ModelDownloadTest, DiscardsAPausedDownload) {
    save(part(), noise(1000));
    ASSERT_EQ(phase("second.pth"), Phase::Paused);
    queue().discard("second.pth");
    ASSERT_TRUE(waitUntil([&] { return phase("second.pth") == Phase::None; }));
    EXPECT_FALSE(fs::exists(part()));
}

TEST_F(ModelDownloadTest, OneAtATimeTheOthersWait) {
    stallHalfway();
    queue().start("second.pth");
    queue().start("tiny.pth");
    queue().start("better.pth");
    ASSERT_TRUE(hasHalf());
    EXPECT_EQ(phase("tiny.pth"), Phase::Waiting);
    queue().pause("better.pth");
    EXPECT_EQ(phase("better.pth"), Phase::None) << "nothing of it had arrived";
    EXPECT_EQ(server().requests().size(), 1u);
    whole = true;
    queue().pause("second.pth");
    expectInstalled("tiny.pth");
    EXPECT_EQ(phase("second.pth"), Phase::Paused);
    EXPECT_EQ(item("better.pth").record.state, ModelState::Available);
}

TEST_F(ModelDownloadTest, UsesTheProxyOfTheSettings) {
    ::unsetenv("no_proxy");
    ::unsetenv("NO_PROXY");
    addresses["tiny.pth"] = "http://127.0.0.1:9/tiny.pth";  // nobody listens there
    context().settings().setProxy(QString::fromStdString(server().address("")));
    queue().start("tiny.pth");
    expectInstalled("tiny.pth");
    EXPECT_EQ(server().requests().front().target, "http://127.0.0.1:9/tiny.pth");
}

TEST_F(ModelDownloadTest, WithoutANetworkTheReasonIsToldAndTryingAgainHelps) {
    addresses["tiny.pth"] = "http://127.0.0.1:9/tiny.pth";
    queue().start("tiny.pth");
    expectFailed("tiny.pth", ErrorCode::NotReadable);
    ::unsetenv("no_proxy");
    context().settings().setProxy(QString::fromStdString(server().address("")));
    queue().start("tiny.pth");
    expectInstalled("tiny.pth");
}

TEST_F(ModelDownloadTest, TellsWhenTheFolderCannotBeCreated) {
    save(user(), noise(3));  // a file in its place, which stops root, too
    queue().start("tiny.pth");
    ASSERT_TRUE(waitUntil([&] { return phase("tiny.pth") == Phase::Failed; }));
    EXPECT_EQ(item("tiny.pth").download.error.code, ErrorCode::NotWritable);
}

TEST_F(ModelDownloadTest, ADamagedFileIsReplaced) {
    save(user() / "tiny.pth", noise(10));
    ASSERT_EQ(item("tiny.pth").record.state, ModelState::Damaged);
    queue().start("tiny.pth");
    expectInstalled("tiny.pth");
}

}  // namespace
}  // namespace heirloom::ui::test
