// The window never freezes: product.md 6.13.
#include <iostream>

#include <gtest/gtest.h>

#include "tests/support/sample_photos.h"
#include "tests/ui/heartbeat.h"
#include "tests/ui/photo/photo_fixture.h"

namespace heirloom::ui::test {
namespace {

TEST_F(PhotoTest, OpeningEnhancingAndSettlingALargePhotoNeverStallsTheWindow) {
    Photo photo;
    photo.pixels = cv::Mat(4000, 6000, CV_8UC3);
    for (int y = 0; y < photo.height(); ++y) {
        auto* row = photo.pixels.ptr<cv::Vec3b>(y);
        for (int x = 0; x < photo.width(); ++x) {
            row[x] = cv::Vec3b(static_cast<uchar>(x / 32), static_cast<uchar>(y / 16),
                               static_cast<uchar>((x ^ y) & 127));
        }
    }
    photo.source.format = FileFormat::Bmp;
    const QString path = writePhoto("large.bmp", photo);
    networks().setFaces({heirloom::test::faceAt({1500, 1500}, 600),
                         heirloom::test::faceAt({3000, 1500}, 600),
                         heirloom::test::faceAt({4500, 1500}, 600)});
    const auto within = [&](const std::function<void()>& act, const std::function<bool()>& done) {
        act();
        ASSERT_TRUE(waitUntil(done, 60000));
    };
    Heartbeat heartbeat;
    bool examined = false;
    bool finished = false;
    QObject::connect(&document(), &PhotoDocument::examined, [&] { examined = true; });
    QObject::connect(&document(), &PhotoDocument::enhanceFinished, [&] { finished = true; });
    document().setView(wholeAt(0.2));
    within([&] { document().open(path); }, [&] { return examined; });
    plain();
    within([&] { document().enhance(); }, [&] { return finished; });
    for (int strength = 40; strength <= 60; ++strength) {
        change(&RestoreParameters::strength, strength, true);
        QCoreApplication::processEvents();
    }
    within([] {}, [&] { return document().isSettled(); });
    within([&] { change(&RestoreParameters::contrast, 50.0); },
           [&] { return document().isSettled(); });
    document().close();
    QCoreApplication::processEvents();
    std::cout << "longest stall: " << heartbeat.longestStall()
              << " ms, longest work: " << heartbeat.longestWork() << " ms\n";
    EXPECT_LE(heartbeat.longestWork(), kLongestWork);
    EXPECT_LE(heartbeat.longestStall(), kLongestStall);
}

}  // namespace
}  // namespace heirloom::ui::test
