#include "core/models/model_choice.h"

#include <gtest/gtest.h>

namespace heirloom {
namespace {

const RestorerCandidate k256{.name = "GPEN-BFR-256", .size = 256};
const RestorerCandidate k512{.name = "GPEN-BFR-512", .size = 512};
const RestorerCandidate k1024{.name = "GPEN-BFR-1024", .size = 1024};
const RestorerCandidate k2048{.name = "GPEN-BFR-2048", .size = 2048};
const RestorerCandidate kLite{.name = "gpen-lite-256-v4", .size = 256, .bundled = true};
const RestorerCandidate kForeign{.name = "mystery", .size = 512, .isTaskKnown = false};

std::string chosen(double longSide, double cropSide,
                   const std::vector<RestorerCandidate>& installed) {
    const auto choice = chooseRestorer(longSide, cropSide, installed);
    return choice ? choice->name : "none";
}

TEST(ModelChoiceTest, TakesTheUsualSizeForSmallPhotos) {
    const std::vector all{kLite, k256, k512, k1024, k2048};
    EXPECT_EQ(chosen(800, 790, all), k512.name);
    EXPECT_EQ(chosen(300, 100, all), k512.name);
}

TEST(ModelChoiceTest, TakesTheLargeSizeForLargeFacesOnly) {
    const std::vector all{kLite, k256, k512, k1024, k2048};
    EXPECT_EQ(chosen(801, 641, all), k1024.name);
    EXPECT_EQ(chosen(801, 640, all), k512.name);
    EXPECT_EQ(chosen(12000, 90, all), k512.name);
}

TEST(ModelChoiceTest, TakesTheNearestSizeThatIsInstalled) {
    EXPECT_EQ(chosen(4000, 2000, {k256, k512}), k512.name);
    EXPECT_EQ(chosen(4000, 2000, {k256, k2048}), k2048.name);
    EXPECT_EQ(chosen(4000, 100, {k1024, k2048}), k1024.name);
    EXPECT_EQ(chosen(4000, 100, {k256, k1024}), k1024.name);  // equally far: the larger
}

TEST(ModelChoiceTest, TakesTheBundledModelLast) {
    EXPECT_EQ(chosen(500, 300, {kLite, k2048}), k2048.name);
    EXPECT_EQ(chosen(500, 300, {kLite}), kLite.name);
}

TEST(ModelChoiceTest, NeverPrefersAFileOfUnknownPurpose) {
    EXPECT_EQ(chosen(500, 300, {kForeign, k256}), k256.name);
    EXPECT_EQ(chosen(500, 300, {kForeign, kLite}), kLite.name);
    EXPECT_EQ(chosen(500, 300, {kForeign}), kForeign.name);
}

TEST(ModelChoiceTest, TakesTheFirstOfEquals) {
    const RestorerCandidate other{.name = "other", .size = 512};
    EXPECT_EQ(chosen(500, 300, {k512, other}), k512.name);
    EXPECT_EQ(chosen(500, 300, {other, k512}), other.name);
}

TEST(ModelChoiceTest, SaysWhy) {
    const auto reason = [](double longSide, double crop, const RestorerCandidate& only) {
        return chooseRestorer(longSide, crop, {only})->reason.text();
    };
    EXPECT_EQ(reason(600, 300, k512),
              "The photo's longest side of 600 pixels is at most 800, so size 512 suits it: "
              "GPEN-BFR-512.");
    EXPECT_EQ(reason(3000, 700, k512),
              "The face takes 700 pixels of the photo, more than 640, so size 1024 suits it; "
              "GPEN-BFR-512 (size 512) is the nearest that is installed.");
    EXPECT_NE(reason(3000, 100, kLite).find("only the bundled"), std::string::npos);
    EXPECT_NE(reason(3000, 100, kForeign).find("not known"), std::string::npos);
}

TEST(ModelChoiceTest, ReportsWhenNothingIsInstalled) {
    const auto choice = chooseRestorer(500, 300, {});
    ASSERT_FALSE(choice);
    EXPECT_EQ(choice.error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace heirloom
