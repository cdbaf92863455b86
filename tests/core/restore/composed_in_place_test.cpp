// A session that is used once writes the faces into the photo's own pixels where it can, and
// still knows the photo as it came.
#include <algorithm>
#include <stdexcept>

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/restore/photo_session.h"
#include "core/restore/replaced_pixels.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

void expectSameSummary(const ChangeSummary& found, const ChangeSummary& expected) {
    EXPECT_NEAR(found.changedShare, expected.changedShare, 1e-9);
    EXPECT_NEAR(found.mean, expected.mean, 1e-9);
    EXPECT_EQ(found.largest, expected.largest);
}

Photo copyOf(const Photo& photo) {
    Photo copy = photo;
    copy.pixels = photo.pixels.clone();
    return copy;
}

const std::vector<cv::Rect> kRectangles{
    {30, 20, 90, 70}, {80, 60, 100, 80}, {80, 60, 20, 10}, {10, 100, 200, 5}, {0, 0, 0, 0}};

TEST(ReplacedPixels, PutBackWhatWasWrittenOver) {
    for (const int depth : {CV_8U, CV_16U}) {
        Photo photo = syntheticPhoto(240, 200, depth);
        const Photo before = copyOf(photo);
        ReplacedPixels replaced;
        replaced.keep(photo, kRectangles);
        for (const cv::Rect& rectangle : kRectangles) {
            if (!rectangle.empty()) photo.pixels(rectangle).setTo(cv::Scalar::all(7));
        }
        EXPECT_GT(cv::norm(photo.pixels, before.pixels, cv::NORM_INF), 0.0);
        replaced.putBack(photo.pixels);
        EXPECT_EQ(cv::norm(photo.pixels, before.pixels, cv::NORM_INF), 0.0);
        EXPECT_TRUE(replaced.empty());
    }
}

TEST(ReplacedPixels, CountEachPixelOfTheChangeOnce) {
    for (const int depth : {CV_8U, CV_16U}) {
        Photo photo = syntheticPhoto(240, 200, depth);
        const Photo before = copyOf(photo);
        ReplacedPixels replaced;
        replaced.keep(photo, kRectangles);
        photo.pixels(cv::Rect(70, 50, 60, 60)) += cv::Scalar::all(depth == CV_8U ? 9 : 9 * 257);
        const Photo& after = photo;
        Photo within = copyOf(before);  // what of the change lies in the rectangles
        for (const cv::Rect& rectangle : kRectangles) {
            if (!rectangle.empty()) after.pixels(rectangle).copyTo(within.pixels(rectangle));
        }
        expectSameSummary(replaced.changeTo(after), summariseChange(before, within));
    }
}

cv::Mat brighter(const cv::Mat& crop) {
    return cv::Mat(crop + cv::Scalar(0.1, 0.05, 0.1));
}

class SessionUsedOnce : public testing::Test {
protected:
    Photo m_before = syntheticPhoto(640, 480);
    FakeModels m_models{{faceAt({200, 240}, 230), faceAt({400, 240}, 230)}, 256, brighter};
    RestoreParameters m_parameters;

    SessionUsedOnce() {
        m_parameters.faithful = false;  // what the network paints is not in the photo
        m_parameters.skinProtection = false;
    }
    PhotoSession sessionOf(Photo photo) {
        auto session = PhotoSession::create(std::move(photo), m_models, SessionUse::Once);
        if (!session) throw std::runtime_error(session.error().text());
        return std::move(*session);
    }
    Photo expected() {
        auto session = PhotoSession::create(m_before, m_models);
        return session->run(m_parameters, {})->photo;
    }
};

TEST_F(SessionUsedOnce, ComposesIntoAPhotoThatNobodyElseHolds) {
    Photo photo = copyOf(m_before);
    const auto* const pixels = photo.pixels.data;
    PhotoSession session = sessionOf(std::move(photo));
    const auto result = session.run(m_parameters, {});
    ASSERT_TRUE(result);
    const Photo wanted = expected();
    EXPECT_EQ(result->photo.pixels.data, pixels);
    EXPECT_EQ(cv::norm(result->photo.pixels, wanted.pixels, cv::NORM_INF), 0.0);
    EXPECT_GT(cv::norm(m_before.pixels, wanted.pixels, cv::NORM_INF), 0.0);
    expectSameSummary(session.changeTo(result->photo), summariseChange(m_before, wanted));
}

TEST_F(SessionUsedOnce, LeavesAPhotoAloneThatSomebodyElseHolds) {
    const Photo held = copyOf(m_before);
    PhotoSession session = sessionOf(held);
    const auto result = session.run(m_parameters, {});
    ASSERT_TRUE(result);
    EXPECT_EQ(cv::norm(held.pixels, m_before.pixels, cv::NORM_INF), 0.0);
    expectSameSummary(session.changeTo(result->photo), summariseChange(m_before, result->photo));
}

TEST_F(SessionUsedOnce, StillGivesTheOriginalAndKeepsTheResult) {
    PhotoSession session = sessionOf(copyOf(m_before));
    const auto result = session.run(m_parameters, {});
    ASSERT_TRUE(result);
    EXPECT_EQ(cv::norm(session.original().pixels, m_before.pixels, cv::NORM_INF), 0.0);
    EXPECT_EQ(cv::norm(result->photo.pixels, expected().pixels, cv::NORM_INF), 0.0);
}

TEST_F(SessionUsedOnce, RunsAgainFromTheOriginal) {
    PhotoSession session = sessionOf(copyOf(m_before));
    const auto first = session.run(m_parameters, {});
    ASSERT_TRUE(first);
    m_parameters.strength = 40;
    m_parameters.denoise = 20;
    const auto second = session.run(m_parameters, {});
    ASSERT_TRUE(second);
    EXPECT_EQ(cv::norm(second->photo.pixels, expected().pixels, cv::NORM_INF), 0.0);
    expectSameSummary(session.changeTo(second->photo), summariseChange(m_before, second->photo));
}

TEST_F(SessionUsedOnce, WarnsOfThePhotoAsItCame) {
    m_before.pixels = cv::Scalar::all(0);  // faces of pure black, which become brighter
    auto again = PhotoSession::create(m_before, m_models);
    ASSERT_TRUE(again);
    const auto expected = again->run(m_parameters, {});
    PhotoSession session = sessionOf(copyOf(m_before));
    const auto result = session.run(m_parameters, {});
    ASSERT_TRUE(expected && result);
    const auto clipped = [](const PhotoWarning& warning) {
        return warning.kind == PhotoWarning::Kind::ClippedFace;
    };
    EXPECT_EQ(std::count_if(expected->judgements.begin(), expected->judgements.end(), clipped), 1);
    EXPECT_EQ(result->judgements.size(), expected->judgements.size());
}

}  // namespace
}  // namespace heirloom::test
