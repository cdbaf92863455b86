#include "core/background/tiles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <new>

#include <opencv2/core.hpp>

#include "core/background/tiled_run.h"

namespace heirloom::test {
namespace {

// Repeats each pixel; counts calls and remembers the largest tile.
class FakeNetwork {
public:
    explicit FakeNetwork(int scale, int largestSide = std::numeric_limits<int>::max())
        : m_scale(scale), m_largestSide(largestSide) {}

    TileNetwork work() {
        return [this](const Planes& tile) -> Result<Planes> {
            ++calls;
            if (std::max(tile.width, tile.height) > m_largestSide) {
                return makeError(ErrorCode::OutOfMemory, "No memory.");
            }
            largest = std::max({largest, tile.width, tile.height});
            Planes out(3, tile.height * m_scale, tile.width * m_scale);
            for (int c = 0; c < 3; ++c) {
                for (int y = 0; y < out.height; ++y) {
                    for (int x = 0; x < out.width; ++x) {
                        out.plane(c)[y * out.width + x] =
                            tile.plane(c)[(y / m_scale) * tile.width + x / m_scale];
                    }
                }
            }
            return out;
        };
    }

    int calls = 0;
    int largest = 0;

private:
    int m_scale;
    int m_largestSide;
};

cv::Mat noise(int width, int height) {
    cv::Mat picture(height, width, CV_32FC3);
    cv::RNG(3).fill(picture, cv::RNG::UNIFORM, 0.0, 1.0);
    return picture;
}

cv::Mat repeated(const cv::Mat& picture, int scale) {
    cv::Mat out(picture.size() * scale, picture.type());
    for (int y = 0; y < out.rows; ++y) {
        for (int x = 0; x < out.cols; ++x) {
            out.at<cv::Vec3f>(y, x) = picture.at<cv::Vec3f>(y / scale, x / scale);
        }
    }
    return out;
}

TEST(TilesOf, CoversEveryPixelOnceWithItsPadding) {
    for (const cv::Size size : {cv::Size(1000, 700), {255, 1}, {257, 513}, {64, 3000}}) {
        const Tiling tiling{256, 32, 4};
        cv::Mat covered = cv::Mat::zeros(size, CV_8U);
        for (const Tile& tile : tilesOf(size, tiling)) {
            covered(tile.core) += 1;
            EXPECT_LE(std::max(tile.padded.width, tile.padded.height), tiling.side);
            EXPECT_EQ(tile.padded.x % tiling.alignment, 0);
            EXPECT_EQ(tile.padded.y % tiling.alignment, 0);
            EXPECT_EQ(tile.padded, paddedRect(tile.core, size, tiling.padding));
        }
        EXPECT_EQ(cv::countNonZero(covered != 1), 0) << size;
    }
}

TEST(TilesOf, TakesAPictureThatFitsInOnePiece) {
    EXPECT_EQ(tilesOf({256, 256}, {256, 32, 4}).size(), 1u);
    EXPECT_EQ(tilesOf({257, 256}, {256, 32, 4}).size(), 2u);
}

TEST(TilesOf, StillMakesProgressWhereThePaddingLeavesNoRoom) {
    const auto tiles = tilesOf({300, 10}, {60, 32, 4});
    EXPECT_GT(tiles.size(), 10u);
    EXPECT_EQ(tiles.back().core.br(), cv::Point(300, 10));
}

TEST(RunInTiles, PutsTilesTogetherAtTheirPlaces) {
    const cv::Mat picture = noise(301, 203);
    for (const int scale : {1, 2, 4}) {
        FakeNetwork network(scale);
        Tiling tiling{128, 16, 4};
        auto out = runInTiles(picture, scale, tiling, 64, network.work(), {});
        ASSERT_TRUE(out) << out.error().text();
        EXPECT_EQ(cv::norm(*out, repeated(picture, scale), cv::NORM_INF), 0.0);
        EXPECT_GT(network.calls, 4);
    }
}

TEST(RunInTiles, HalvesTilesWhereMemoryRunsOutAndKeepsThemSmall) {
    const cv::Mat picture = noise(500, 400);
    FakeNetwork network(2, 150);
    Tiling tiling{512, 16, 4};
    auto out = runInTiles(picture, 2, tiling, 64, network.work(), {});
    ASSERT_TRUE(out) << out.error().text();
    EXPECT_EQ(cv::norm(*out, repeated(picture, 2), cv::NORM_INF), 0.0);
    EXPECT_EQ(tiling.side, 128);
    EXPECT_LE(network.largest, 128);
}

TEST(RunInTiles, TellsEachTimeThatTilesBecomeSmaller) {
    FakeNetwork network(2, 150);
    Tiling tiling{512, 16, 4};
    std::vector<int> sides;
    const auto note = [&](int side) { sides.push_back(side); };
    ASSERT_TRUE(runInTiles(noise(500, 400), 2, tiling, 64, network.work(), {}, note));
    EXPECT_EQ(sides, (std::vector<int>{256, 128}));
    ASSERT_TRUE(runInTiles(noise(500, 400), 2, tiling, 64, network.work(), {}, note));
    EXPECT_EQ(sides.size(), 2u);  // they are small enough from the start
}

TEST(RunInTiles, TakesAFailedAllocationForShortMemory) {
    const cv::Mat picture = noise(500, 400);
    FakeNetwork network(1);
    const TileNetwork work = network.work();
    Tiling tiling{512, 16, 4};
    const auto failing = [&](const Planes& tile) -> Result<Planes> {
        if (std::max(tile.width, tile.height) > 150) throw std::bad_alloc();
        return work(tile);
    };
    auto out = runInTiles(picture, 1, tiling, 64, failing, {});
    ASSERT_TRUE(out) << out.error().text();
    EXPECT_EQ(cv::norm(*out, picture, cv::NORM_INF), 0.0);
    EXPECT_EQ(tiling.side, 128);
}

TEST(RunInTiles, FailsWhenEvenTheSmallestTileIsTooLarge) {
    FakeNetwork network(2, 50);
    Tiling tiling{512, 16, 4};
    auto out = runInTiles(noise(500, 400), 2, tiling, 64, network.work(), {});
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, ErrorCode::OutOfMemory);
    EXPECT_EQ(network.calls, 4);  // 512, 256, 128, 64
}

TEST(RunInTiles, StopsBetweenTiles) {
    FakeNetwork network(1);
    Tiling tiling{128, 16, 4};
    RunControl control;
    control.stopRequested = [&] { return network.calls >= 3; };
    auto out = runInTiles(noise(500, 400), 1, tiling, 64, network.work(), control);
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(network.calls, 3);
}

TEST(RunInTiles, ReportsGrowingProgress) {
    FakeNetwork network(1);
    Tiling tiling{128, 16, 4};
    std::vector<double> fractions;
    RunControl control;
    control.progress = [&](const Progress& progress) {
        EXPECT_EQ(progress.stage, "background");
        fractions.push_back(progress.fraction);
    };
    ASSERT_TRUE(runInTiles(noise(500, 400), 1, tiling, 64, network.work(), control));
    EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
    EXPECT_EQ(fractions.front(), 0.0);
    EXPECT_EQ(fractions.back(), 1.0);
    EXPECT_EQ(fractions.size(), static_cast<std::size_t>(network.calls) + 1);
}

TEST(RunInTiles, ClampsAndRefusesNumbersThatAreNone) {
    Tiling tiling{128, 16, 4};
    const auto constant = [](float value) {
        return [value](const Planes& tile) -> Result<Planes> {
            Planes out(3, tile.height, tile.width);
            std::fill(out.values.begin(), out.values.end(), value);
            return out;
        };
    };
    auto bright = runInTiles(noise(20, 20), 1, tiling, 64, constant(7.0f), {});
    ASSERT_TRUE(bright);
    EXPECT_EQ(cv::norm(*bright, cv::NORM_INF), 1.0);
    auto broken = runInTiles(noise(20, 20), 1, tiling, 64, constant(NAN), {});
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::Damaged);
}

}  // namespace
}  // namespace heirloom::test
