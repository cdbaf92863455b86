// Faces whose stages run beside each other.
#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/restore/photo_session.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

class FacesTogether : public testing::Test {
protected:
    ~FacesTogether() override { cv::setNumThreads(m_threads); }

    PhotoSession session(SessionUse use = SessionUse::Again) {
        auto made = PhotoSession::create(photo, models, use);
        if (!made) throw std::runtime_error(made.error().text());
        return std::move(made).value();
    }

    Photo photo = syntheticPhoto(700, 300);
    std::vector<Face> faces{faceAt({90, 110}, 110), faceAt({220, 120}, 100, 12.0),
                            faceAt({350, 130}, 120), faceAt({480, 120}, 90, -20.0),
                            faceAt({610, 140}, 110)};
    FakeModels models{faces, 128, [](const cv::Mat& crop) {
                          cv::Mat blurred;
                          cv::GaussianBlur(crop, blurred, {}, 1.5);
                          return cv::Mat(crop + 0.6 * (crop - blurred));
                      }};

private:
    int m_threads = cv::getNumThreads();
};

TEST_F(FacesTogether, GiveTheSameForAnyNumberOfThreads) {
    for (const RestoreMode mode : {RestoreMode::Natural, RestoreMode::Strong}) {
        RestoreParameters parameters;
        parameters.mode = mode;
        cv::setNumThreads(1);
        const auto alone = session().run(parameters, {});
        ASSERT_TRUE(alone);
        EXPECT_GT(cv::norm(alone->photo.pixels, photo.pixels, cv::NORM_INF), 0.0);
        for (const int threads : {2, 3, 8}) {
            cv::setNumThreads(threads);
            const auto together = session(SessionUse::Once).run(parameters, {});
            ASSERT_TRUE(together);
            EXPECT_EQ(cv::norm(together->photo.pixels, alone->photo.pixels, cv::NORM_INF), 0.0);
            ASSERT_EQ(together->faces.size(), faces.size());
            for (std::size_t i = 0; i < faces.size(); ++i) {
                EXPECT_EQ(together->faces[i].face.box, faces[i].box);
                EXPECT_EQ(together->faces[i].drift, alone->faces[i].drift);
                EXPECT_EQ(together->faces[i].facePixels, alone->faces[i].facePixels);
            }
        }
    }
}

TEST_F(FacesTogether, CountEveryStageOfEachFaceOnce) {
    cv::setNumThreads(3);
    PhotoSession session = this->session();
    ASSERT_TRUE(session.run({}, {}));
    EXPECT_EQ(session.counts().align, 5);
    EXPECT_EQ(session.counts().restore, 5);
    EXPECT_EQ(session.counts().project, 5);
    EXPECT_EQ(session.counts().change, 5);
}

// Whoever looks on sees the first face before the network has worked on the second.
TEST_F(FacesTogether, AreToldOfOneByOneAsTheirNetworksAnswer) {
    cv::setNumThreads(4);
    PhotoSession session = this->session();
    std::vector<int> calls;
    const auto prepared = session.prepare({}, {}, {}, [&](const PreviewScene&, int face) {
        EXPECT_EQ(face, static_cast<int>(calls.size()) + 1);
        calls.push_back(models.restorer->calls);
    });
    ASSERT_TRUE(prepared);
    EXPECT_EQ(calls, (std::vector<int>{1, 2, 3, 4, 5}));
}

TEST_F(FacesTogether, StopBetweenTheNetworksAndKeepWhatTheyAnswered) {
    cv::setNumThreads(4);
    PhotoSession session = this->session();
    RunControl control;
    control.stopRequested = [&] { return models.restorer->calls >= 2; };
    const auto stopped = session.run({}, control);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(models.restorer->calls, 2);
    EXPECT_EQ(session.counts().restore, 2);
    const auto rest = session.run({}, {});
    ASSERT_TRUE(rest);
    EXPECT_EQ(models.restorer->calls, 5);
    const auto fresh = this->session().run({}, {});
    ASSERT_TRUE(fresh);
    EXPECT_EQ(cv::norm(rest->photo.pixels, fresh->photo.pixels, cv::NORM_INF), 0.0);
}

TEST_F(FacesTogether, KeepTheirOrderRoundFacesThatAreLeftOut) {
    cv::setNumThreads(2);
    faces[3].landmarks.fill({480, 120});
    FakeModels others(faces, 128, [](const cv::Mat& crop) { return crop.clone(); });
    auto session = PhotoSession::create(photo, others);
    ASSERT_TRUE(session);
    FaceChoices choices;
    choices.faces.push_back({.face = 2, .enabled = false, .strength = {}, .box = {}});
    const auto prepared = session->prepare({}, {}, choices);
    ASSERT_TRUE(prepared);
    EXPECT_EQ(prepared->scene.patchFaces, (std::vector<int>{1, 3, 5}));
    ASSERT_EQ(prepared->faces.size(), 5u);
    EXPECT_FALSE(prepared->faces[1].restored);
    EXPECT_FALSE(prepared->faces[3].restored);
    EXPECT_FALSE(prepared->faces[3].reason.pattern().empty());
}

}  // namespace
}  // namespace heirloom::test
