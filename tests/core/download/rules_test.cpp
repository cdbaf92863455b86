#include <gtest/gtest.h>

#include "core/download/content_range.h"
#include "core/download/rate_meter.h"
#include "core/download/url_rules.h"

namespace heirloom {
namespace {

TEST(ContentRangeTest, ReadsWholeRanges) {
    const auto range = parseContentRange("bytes 100-199/1000");
    ASSERT_TRUE(range);
    EXPECT_EQ(range->first, 100u);
    EXPECT_EQ(range->last, 199u);
    EXPECT_EQ(range->total, 1000u);
    ASSERT_TRUE(parseContentRange("bytes 5-5/*"));
    EXPECT_FALSE(parseContentRange("bytes 5-5/*")->total);
}

TEST(ContentRangeTest, RefusesEverythingElse) {
    for (const char* text :
         {"", "bytes", "bytes */1000", "bytes 1-", "bytes 2-1/10", "bytes 0-10/10", "bytes 0-9/10x",
          "bytes -5/10", "items 0-9/10", "bytes 0-9", "bytes 99999999999999999999-1/2"}) {
        EXPECT_FALSE(parseContentRange(text)) << text;
    }
}

TEST(UrlRulesTest, RedirectsNeverLeadFromHttpsToHttp) {
    EXPECT_TRUE(mayRedirect("http://a.example/x", "https://b.example/y"));
    EXPECT_TRUE(mayRedirect("https://a.example/x", "https://b.example/y"));
    EXPECT_TRUE(mayRedirect("http://a.example/x", "http://b.example/y"));
    EXPECT_FALSE(mayRedirect("https://a.example/x", "http://b.example/y"));
    EXPECT_FALSE(mayRedirect("HTTPS://a.example/x", "HTTP://b.example/y"));
    EXPECT_FALSE(mayRedirect("http://a.example/x", "file:///etc/passwd"));
    EXPECT_FALSE(mayRedirect("http://a.example/x", "gopher://b.example/"));
}

TEST(UrlRulesTest, LocationsAreSeenFromThePageThatSentThem) {
    const std::string from = "https://a.example/models/x.pth?v=1";
    EXPECT_EQ(resolveLocation(from, "y.pth"), "https://a.example/models/y.pth");
    EXPECT_EQ(resolveLocation(from, "/y.pth"), "https://a.example/y.pth");
    EXPECT_EQ(resolveLocation(from, "//b.example/y"), "https://b.example/y");
    EXPECT_EQ(resolveLocation(from, "http://b.example/y"), "http://b.example/y");
}

TEST(RateMeterTest, FollowsTheLastSeconds) {
    RateMeter meter;
    const auto start = RateMeter::Clock::time_point() + std::chrono::hours(1);
    const auto after = [start](double seconds) {
        return start + std::chrono::duration_cast<RateMeter::Clock::duration>(
                           std::chrono::duration<double>(seconds));
    };
    meter.update(5'000'000, after(0));
    EXPECT_EQ(meter.bytesPerSecond(), 0.0) << "what was there before did not arrive now";
    meter.update(7'000'000, after(2));
    EXPECT_NEAR(meter.bytesPerSecond(), 1e6, 1.0);
    meter.update(11'000'000, after(6));
    meter.update(11'000'000, after(8));
    EXPECT_NEAR(meter.bytesPerSecond(), 0.0, 1.0) << "a line that stopped has no rate";
}

}  // namespace
}  // namespace heirloom
