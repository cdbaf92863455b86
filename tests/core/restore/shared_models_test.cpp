#include "core/restore/shared_models.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/fakes.h"

namespace heirloom {
namespace {

using test::FakeModels;

// How many threads are inside of a network or of the making of one.
struct Occupancy {
    std::atomic<int> inside = 0;
    std::atomic<int> most = 0;

    void enter() {
        const int now = ++inside;
        int seen = most;
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::yield();
    }
    void leave() { --inside; }
};

struct Bench {
    std::atomic<int> created = 0;
    std::atomic<bool> fails = false;
    Occupancy occupancy;

    SharedModels::Factory factory(double level = 0.5) {
        return [this, level]() -> Result<std::unique_ptr<ModelProvider>> {
            occupancy.enter();
            ++created;
            occupancy.leave();
            if (fails) return makeError(ErrorCode::NotFound, "No model.");
            return std::unique_ptr<ModelProvider>(std::make_unique<FakeModels>(
                std::vector<Face>{}, 8, [this, level](const cv::Mat& crop) {
                    occupancy.enter();
                    cv::Mat result(crop.size(), CV_32FC3, cv::Scalar::all(level));
                    occupancy.leave();
                    return result;
                }));
        };
    }
};

const cv::Mat kCrop(8, 8, CV_32FC3, cv::Scalar::all(0.1));

float restoredLevel(ModelProvider& models) {
    auto chosen = models.restorerFor(100, 50.0);
    EXPECT_TRUE(chosen.ok());
    auto restored = chosen->restorer->restore(kCrop);
    EXPECT_TRUE(restored.ok());
    return restored->at<cv::Vec3f>(0, 0)[0];
}

TEST(SharedModels, AreMadeByTheFirstNeedAndOnce) {
    Bench bench;
    SharedModels models(bench.factory());
    const auto first = models.handle();
    const auto second = models.handle();
    EXPECT_EQ(bench.created, 0);
    EXPECT_FALSE(models.isLoaded());
    EXPECT_FLOAT_EQ(restoredLevel(*first), 0.5f);
    EXPECT_TRUE(models.isLoaded());
    ASSERT_TRUE(second->detector().ok());
    EXPECT_EQ(bench.created, 1);
}

TEST(SharedModels, KeepWhatARestorerSaysOfItself) {
    Bench bench;
    SharedModels models(bench.factory());
    auto chosen = models.handle()->restorerFor(100, 50.0);
    ASSERT_TRUE(chosen.ok());
    EXPECT_EQ(chosen->modelName, "fake");
    EXPECT_EQ(chosen->restorer->size(), 8);
    EXPECT_EQ(chosen->restorer->identity(), "fake-restorer");
    EXPECT_EQ(chosen->restorer->cropTemplate(), CropTemplate::Ffhq);
}

TEST(SharedModels, NoParserAndNoBackgroundStayNone) {
    Bench bench;
    SharedModels models(bench.factory());
    const auto handle = models.handle();
    auto parser = handle->parser();
    ASSERT_TRUE(parser.ok());
    EXPECT_EQ(*parser, nullptr);
    auto background = handle->background(2.0);
    ASSERT_TRUE(background.ok());
    EXPECT_EQ(*background, nullptr);
}

TEST(SharedModels, TryAgainAfterAFailure) {
    Bench bench;
    bench.fails = true;
    SharedModels models(bench.factory());
    const auto handle = models.handle();
    auto failed = handle->detector();
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().code, ErrorCode::NotFound);
    EXPECT_FALSE(models.isLoaded());
    bench.fails = false;
    EXPECT_TRUE(handle->detector().ok());
    EXPECT_EQ(bench.created, 2);
}

TEST(SharedModels, ReleasedNetworksGoOnAndNewOnesAreMade) {
    Bench bench;
    SharedModels models(bench.factory(0.25));
    const auto handle = models.handle();
    auto old = handle->restorerFor(100, 50.0);
    ASSERT_TRUE(old.ok());
    models.release(bench.factory(0.75));
    EXPECT_FALSE(models.isLoaded());
    EXPECT_FLOAT_EQ(restoredLevel(*handle), 0.75f);
    EXPECT_FLOAT_EQ(old->restorer->restore(kCrop)->at<cv::Vec3f>(0, 0)[0], 0.25f);
    EXPECT_EQ(bench.created, 2);
}

TEST(SharedModels, WhatIsReleasedWhileItIsMadeIsNotUsed) {
    SharedModels* shared = nullptr;
    std::atomic<int> made = 0;
    const auto make = [&]() -> Result<std::unique_ptr<ModelProvider>> {
        // As if the settings changed while the first set loads.
        if (++made == 1) shared->release();
        return std::unique_ptr<ModelProvider>(
            std::make_unique<FakeModels>(std::vector<Face>{}, 8, test::paintFlat({})));
    };
    SharedModels models(make);
    shared = &models;
    EXPECT_TRUE(models.handle()->detector().ok());
    EXPECT_EQ(made, 2);
    EXPECT_TRUE(models.isLoaded());
}

TEST(SharedModels, OneThreadAtATimeIsInANetwork) {
    Bench bench;
    SharedModels models(bench.factory());
    constexpr int kCalls = 200;
    std::atomic<int> wrong = 0;
    const auto work = [&] {
        const auto handle = models.handle();
        for (int i = 0; i < kCalls; ++i) {
            if (restoredLevel(*handle) != 0.5f) ++wrong;
            if (i % 50 == 0) models.release();
        }
    };
    std::thread first(work);
    std::thread second(work);
    first.join();
    second.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(bench.occupancy.most, 1);
}

TEST(SharedModels, UsersTakeTurns) {
    constexpr std::chrono::microseconds kCallTime{200};
    // A user that asks again and again without a pause does not keep out the other.
    std::atomic<bool> firstIsIn = false;
    std::atomic<bool> stop = false;
    std::atomic<int> calls = 0;
    SharedModels models([&]() -> Result<std::unique_ptr<ModelProvider>> {
        return std::unique_ptr<ModelProvider>(
            std::make_unique<FakeModels>(std::vector<Face>{}, 8, [&](const cv::Mat& crop) {
                firstIsIn = true;
                ++calls;
                const auto end = std::chrono::steady_clock::now() + kCallTime;
                while (std::chrono::steady_clock::now() < end) {
                }
                return crop.clone();
            }));
    });
    std::thread greedy([&] {
        auto chosen = models.handle()->restorerFor(100, 50.0);
        while (!stop) (void)chosen->restorer->restore(kCrop);
    });
    while (!firstIsIn) std::this_thread::yield();
    auto chosen = models.handle()->restorerFor(100, 50.0);
    ASSERT_TRUE(chosen.ok());
    constexpr int kTurns = 100;
    const int before = calls;
    for (int i = 0; i < kTurns; ++i) (void)chosen->restorer->restore(kCrop);
    const int both = calls - before;
    stop = true;
    greedy.join();
    // One call of the other to each of ours; more only where the machine pauses this thread
    // between two of them. Without turns it is many hundreds.
    EXPECT_GE(both, kTurns);
    EXPECT_LE(both, 20 * kTurns);
}

TEST(SharedModels, WaitingForATurnEndsWhenAskedToStop) {
    std::atomic<bool> inside = false;
    std::atomic<bool> letGo = false;
    SharedModels models([&]() -> Result<std::unique_ptr<ModelProvider>> {
        return std::unique_ptr<ModelProvider>(
            std::make_unique<FakeModels>(std::vector<Face>{}, 8, [&](const cv::Mat& crop) {
                inside = true;
                while (!letGo) std::this_thread::yield();
                return crop.clone();
            }));
    });
    auto detector = models.handle()->detector();
    auto chosen = models.handle()->restorerFor(100, 50.0);
    ASSERT_TRUE(detector.ok() && chosen.ok());
    std::thread busy([&] { (void)chosen->restorer->restore(kCrop); });
    while (!inside) std::this_thread::yield();
    RunControl control;
    control.stopRequested = [] { return true; };
    auto found = (*detector)->detect(Photo{}, control);
    ASSERT_FALSE(found.ok());
    EXPECT_EQ(found.error().code, ErrorCode::Cancelled);
    letGo = true;
    busy.join();
}

TEST(SharedModels, TellWhatHasBeenLoadedWhileANetworkWorks) {
    class NamedModels : public FakeModels {
    public:
        using FakeModels::FakeModels;
        std::vector<UsedModel> usedModels() const override { return {{"named", "", "", "", ""}}; }
    };
    std::atomic<bool> inside = false;
    std::atomic<bool> letGo = false;
    SharedModels models([&]() -> Result<std::unique_ptr<ModelProvider>> {
        return std::unique_ptr<ModelProvider>(
            std::make_unique<NamedModels>(std::vector<Face>{}, 8, [&](const cv::Mat& crop) {
                inside = true;
                while (!letGo) std::this_thread::yield();
                return crop.clone();
            }));
    });
    EXPECT_TRUE(models.usedModels().empty());
    std::thread busy([&] {
        auto chosen = models.handle()->restorerFor(100, 50.0);
        (void)chosen->restorer->restore(kCrop);
    });
    while (!inside) std::this_thread::yield();
    // Neither waits for the network.
    ASSERT_EQ(models.usedModels().size(), 1u);
    EXPECT_EQ(models.usedModels().front().name, "named");
    models.release();
    EXPECT_TRUE(models.usedModels().empty());
    letGo = true;
    busy.join();
}

}  // namespace
}  // namespace heirloom
