#include "core/export/histogram.h"

#include <gtest/gtest.h>

#include <numeric>

#include <opencv2/core.hpp>

#include "tests/core/export/export_support.h"

namespace heirloom::test {
namespace {

std::uint32_t sumOf(const Histogram::Bins& bins) {
    return std::accumulate(bins.begin(), bins.end(), 0u);
}

TEST(HistogramTest, CountsEachChannel) {
    Photo photo = flatPhoto({40, 30}, {255, 0, 0});
    photo.pixels.rowRange(0, 10).setTo(cv::Scalar(0, 0, 200));
    const Histogram histogram = histogramOf(photo);
    EXPECT_EQ(histogram.pixels, 1200u);
    EXPECT_EQ(histogram.red[255], 800u);
    EXPECT_EQ(histogram.red[0], 400u);
    EXPECT_EQ(histogram.green[0], 1200u);
    EXPECT_EQ(histogram.blue[200], 400u);
    EXPECT_EQ(histogram.luma[76], 800u);  // 0.299 * 255
    EXPECT_EQ(histogram.luma[23], 400u);  // 0.114 * 200
}

TEST(HistogramTest, CountsGreyAlikeEverywhereAndRounds16Bit) {
    Photo photo;
    photo.layout = PixelLayout::Gray;
    photo.pixels = (cv::Mat_<std::uint16_t>(1, 4) << 0, 129, 128, 65535);
    const Histogram histogram = histogramOf(photo);
    EXPECT_EQ(histogram.luma[0], 2u);
    EXPECT_EQ(histogram.luma[1], 1u);
    EXPECT_EQ(histogram.luma[255], 1u);
    EXPECT_EQ(histogram.red, histogram.luma);
    EXPECT_EQ(histogram.blue, histogram.luma);
}

TEST(HistogramTest, KeepsEveryGreyValueInItsBin) {
    Photo photo = flatPhoto({256, 1}, {0, 0, 0});
    for (int i = 0; i < 256; ++i) {
        photo.pixels.at<cv::Vec3b>(i) = cv::Vec3b::all(static_cast<std::uint8_t>(i));
    }
    for (const std::uint32_t count : histogramOf(photo).luma) EXPECT_EQ(count, 1u);
}

TEST(HistogramTest, LeavesOutWhatIsTransparent) {
    Photo photo;
    photo.layout = PixelLayout::Rgba;
    photo.pixels = cv::Mat(2, 2, CV_8UC4, cv::Scalar(9, 9, 9, 0));
    photo.pixels.at<cv::Vec4b>(0, 0)[3] = 1;
    EXPECT_EQ(histogramOf(photo).pixels, 1u);
    EXPECT_EQ(histogramOf(Photo{}).pixels, 0u);
}

TEST(HistogramTest, LooksAtTwoMegapixelsOfALargePhoto) {
    Photo photo = flatPhoto({5000, 3000}, {10, 10, 10});
    photo.pixels.colRange(0, 2500).setTo(cv::Scalar::all(200));
    const Histogram histogram = histogramOf(photo);
    EXPECT_LE(histogram.pixels, 2000000u);
    EXPECT_GE(histogram.pixels, 1000000u);
    EXPECT_EQ(sumOf(histogram.luma), histogram.pixels);
    EXPECT_NEAR(histogram.luma[200], histogram.pixels / 2.0, histogram.pixels * 0.01);
}

}  // namespace
}  // namespace heirloom::test
