#include "core/restore/adjustments.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

// Two flat halves with noise: what denoising has to smooth and what it has to keep.
Photo noisyStep(double sigma, int depth = CV_8U) {
    Photo photo;
    cv::Mat values(200, 300, CV_32FC3, cv::Scalar::all(80.0));
    values.colRange(150, 300).setTo(cv::Scalar::all(170.0));
    cv::Mat noise(values.size(), values.type());
    cv::RNG generator(11);
    generator.fill(noise, cv::RNG::NORMAL, 0.0, sigma);
    values += noise;
    values.convertTo(photo.pixels, depth, depth == CV_16U ? 257.0 : 1.0);
    return photo;
}

double deviation(const cv::Mat& pixels) {
    cv::Scalar mean, deviation;
    cv::meanStdDev(pixels, mean, deviation);
    return deviation[1];
}

TEST(Denoise, ColourDoesNotRunAcrossAnEdgeOfEqualBrightness) {
    Photo photo;
    photo.pixels = cv::Mat(80, 80, CV_8UC3, cv::Scalar(180, 140, 110));  // skin, luma 148
    photo.pixels.colRange(40, 80).setTo(cv::Scalar(120, 150, 215));      // sky, luma 148
    const cv::Mat before = photo.pixels.clone();
    denoise(photo, 70);
    for (const int x : {36, 38, 41, 43}) {
        EXPECT_LT(
            cv::norm(photo.pixels.at<cv::Vec3b>(40, x), before.at<cv::Vec3b>(40, x), cv::NORM_INF),
            12)
            << x;
    }
}

TEST(Denoise, RemovesGrainAndKeepsEdges) {
    Photo photo = noisyStep(8.0);
    const double before = deviation(photo.pixels.colRange(20, 130));
    denoise(photo, 60);
    EXPECT_LT(deviation(photo.pixels.colRange(20, 130)), 0.45 * before);
    const double left = cv::mean(photo.pixels.colRange(140, 147))[1];
    const double right = cv::mean(photo.pixels.colRange(153, 160))[1];
    EXPECT_GT(right - left, 80.0);
}

TEST(Denoise, GrowsWithItsAmount) {
    double last = 1e9;
    for (const double amount : {5.0, 30.0, 60.0, 100.0}) {
        Photo photo = noisyStep(8.0);
        denoise(photo, amount);
        const double left = deviation(photo.pixels.colRange(20, 130));
        EXPECT_LT(left, last) << "amount " << amount;
        last = left;
    }
}

TEST(Denoise, WorksAtSixteenBit) {
    Photo photo = noisyStep(8.0, CV_16U);
    const double before = deviation(photo.pixels.colRange(20, 130));
    denoise(photo, 60);
    EXPECT_EQ(photo.pixels.depth(), CV_16U);
    EXPECT_LT(deviation(photo.pixels.colRange(20, 130)), 0.45 * before);
}

TEST(Adjustments, DoNothingAtRest) {
    for (const int depth : {CV_8U, CV_16U}) {
        const Photo before = syntheticPhoto(200, 300, depth);
        Photo after = before;
        denoise(after, 0);
        sharpen(after, 0);
        adjustTone(after, 0, 0, measureToneRange(after));
        EXPECT_EQ(after.pixels.data, before.pixels.data);
    }
}

TEST(Adjustments, DoNotDependOnTheNumberOfThreads) {
    const auto run = [](int threads) {
        cv::setNumThreads(threads);
        Photo photo = syntheticPhoto(300, 700);
        denoise(photo, 40);
        sharpen(photo, 50);
        adjustTone(photo, 60, 12, measureToneRange(photo));
        return photo.pixels;
    };
    const cv::Mat one = run(1);
    const cv::Mat many = run(4);
    cv::setNumThreads(-1);
    EXPECT_EQ(cv::norm(one, many, cv::NORM_INF), 0.0);
}

TEST(Adjustments, LeaveNoSeamsBetweenStrips) {
    // A vertical ramp is the same in all columns; strips must not show as rows.
    Photo photo;
    photo.pixels = cv::Mat(600, 64, CV_16UC3);
    for (int y = 0; y < 600; ++y) photo.pixels.row(y).setTo(cv::Scalar::all(10000 + 60 * y));
    denoise(photo, 50);
    sharpen(photo, 50);
    for (int y = 20; y < 578; ++y) {
        const int step =
            photo.pixels.at<cv::Vec3w>(y + 1, 30)[0] - photo.pixels.at<cv::Vec3w>(y, 30)[0];
        EXPECT_NEAR(step, 60, 6) << "row " << y;
    }
}

TEST(Adjustments, KeepAlpha) {
    Photo photo = syntheticPhoto(120, 140, CV_8U, PixelLayout::Rgba);
    cv::Mat before, after;
    cv::extractChannel(photo.pixels, before, 3);
    denoise(photo, 50);
    sharpen(photo, 50);
    adjustTone(photo, 50, 20, measureToneRange(photo));
    cv::extractChannel(photo.pixels, after, 3);
    EXPECT_EQ(cv::norm(before, after, cv::NORM_INF), 0.0);
}

TEST(Adjustments, KeepGreyGrey) {
    Photo photo = syntheticPhoto(120, 140, CV_8U, PixelLayout::Gray);
    cv::cvtColor(photo.pixels.clone(), photo.pixels, cv::COLOR_GRAY2RGB);
    photo.layout = PixelLayout::Rgb;
    denoise(photo, 50);
    sharpen(photo, 50);
    adjustTone(photo, 50, -20, measureToneRange(photo));
    std::vector<cv::Mat> channels;
    cv::split(photo.pixels, channels);
    EXPECT_LE(cv::norm(channels[0], channels[2], cv::NORM_INF), 1.0);
}

TEST(Sharpen, MakesEdgesCrisperAndFlatAreasStay) {
    Photo photo;
    photo.pixels = cv::Mat(100, 200, CV_8UC3, cv::Scalar::all(80));
    photo.pixels.colRange(100, 200).setTo(cv::Scalar::all(160));
    cv::GaussianBlur(photo.pixels, photo.pixels, cv::Size(), 2.0);
    const int before =
        photo.pixels.at<cv::Vec3b>(50, 101)[0] - photo.pixels.at<cv::Vec3b>(50, 98)[0];
    sharpen(photo, 60);
    const int after =
        photo.pixels.at<cv::Vec3b>(50, 101)[0] - photo.pixels.at<cv::Vec3b>(50, 98)[0];
    EXPECT_GT(after, before);
    EXPECT_EQ(photo.pixels.at<cv::Vec3b>(50, 20)[0], 80);
    EXPECT_EQ(photo.pixels.at<cv::Vec3b>(50, 180)[0], 160);
}

TEST(Sharpen, DoesNotLiftFaintNoise) {
    Photo photo = noisyStep(1.0);
    const double before = deviation(photo.pixels.colRange(20, 130));
    sharpen(photo, 100);
    EXPECT_LT(deviation(photo.pixels.colRange(20, 130)), 1.25 * before);
}

TEST(AdjustTone, StretchesAWashedOutPrintToFullRange) {
    Photo photo;
    photo.pixels = cv::Mat(100, 256, CV_8UC3);
    for (int x = 0; x < 256; ++x) photo.pixels.col(x).setTo(cv::Scalar::all(90 + x / 4));
    adjustTone(photo, 100, 0, measureToneRange(photo));
    double low = 0, high = 0;
    cv::minMaxLoc(photo.pixels.reshape(1), &low, &high);
    EXPECT_LE(low, 3);
    EXPECT_GE(high, 252);
}

TEST(AdjustTone, BrightnessIsAnOffsetInEightBitUnits) {
    Photo eight;
    eight.pixels = cv::Mat(10, 10, CV_8UC3, cv::Scalar(100, 50, 250));
    adjustTone(eight, 0, 20, measureToneRange(eight));
    EXPECT_EQ(eight.pixels.at<cv::Vec3b>(5, 5), cv::Vec3b(120, 70, 255));
    Photo sixteen;
    sixteen.pixels = cv::Mat(10, 10, CV_16UC3, cv::Scalar(25700, 10000, 30));
    adjustTone(sixteen, 0, -20, measureToneRange(sixteen));
    EXPECT_EQ(sixteen.pixels.at<cv::Vec3w>(5, 5), cv::Vec3w(25700 - 5140, 10000 - 5140, 0));
}

TEST(AdjustTone, LeavesAFlatPhotoFlat) {
    Photo photo;
    photo.pixels = cv::Mat(50, 50, CV_8UC3, cv::Scalar::all(77));
    adjustTone(photo, 100, 0, measureToneRange(photo));
    EXPECT_EQ(photo.pixels.at<cv::Vec3b>(20, 20)[0], 77);
}

}  // namespace
}  // namespace heirloom::test
