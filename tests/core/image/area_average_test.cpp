#include "core/image/area_average.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/pixel_ops.h"

namespace heirloom {
namespace {

cv::Mat noise(cv::Size size, int type) {
    cv::Mat pixels(size, type);
    cv::RNG random(3);
    random.fill(pixels, cv::RNG::UNIFORM, 0, CV_MAT_DEPTH(type) == CV_16U ? 65536 : 256);
    return pixels;
}

class AveragedTypes : public testing::TestWithParam<int> {};

TEST_P(AveragedTypes, GiveTheMeanOfTheCoveredArea) {
    for (const cv::Size from : {cv::Size(211, 97), cv::Size(64, 300)}) {
        const cv::Mat pixels = noise(from, GetParam());
        for (const cv::Size to :
             {from, cv::Size(from.width - 1, from.height - 1), cv::Size(47, 41),
              cv::Size(from.width, 13), cv::Size(7, from.height), cv::Size(9, 2), cv::Size(1, 1)}) {
            const cv::Mat averaged = averagedDown(pixels, to);
            cv::Mat expected;
            cv::resize(pixels, expected, to, 0, 0, cv::INTER_AREA);
            ASSERT_EQ(averaged.size(), to);
            ASSERT_EQ(averaged.type(), pixels.type());
            EXPECT_LE(cv::norm(averaged, expected, cv::NORM_INF), 1.0) << from << to;
            // Only means in the middle between two values may be rounded the other way. Where
            // areas are so many sixty-fourths of a pixel, one mean in 64 is such a one.
            const double samples = double(expected.total()) * expected.channels();
            EXPECT_LE(cv::norm(averaged, expected, cv::NORM_L1), 0.016 * samples) << from << to;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(OfPhotos, AveragedTypes,
                         testing::Values(CV_8UC1, CV_8UC2, CV_8UC3, CV_8UC4, CV_16UC3));

TEST(AveragedDown, KeepsAnEvenColour) {
    for (const int value : {0, 1, 128, 254, 255}) {
        const cv::Mat pixels(150, 200, CV_8UC3, cv::Scalar(value, 255 - value, value));
        for (const cv::Size size : {cv::Size(77, 53), cv::Size(199, 149), cv::Size(64, 143)}) {
            const cv::Mat expected(size, CV_8UC3, cv::Scalar(value, 255 - value, value));
            EXPECT_TRUE(haveEqualPixels(averagedDown(pixels, size), expected)) << value << size;
        }
    }
}

TEST(AveragedDown, ReadsAPartOfAPictureAsACopyOfIt) {
    const cv::Mat pixels = noise({300, 200}, CV_8UC3);
    const cv::Mat part = pixels(cv::Rect(17, 9, 201, 133));
    EXPECT_TRUE(
        haveEqualPixels(averagedDown(part, {64, 44}), averagedDown(part.clone(), {64, 44})));
}

TEST(AveragedDown, GivesTheSameWithAnyNumberOfThreads) {
    const cv::Mat pixels = noise({641, 480}, CV_8UC3);
    const int before = cv::getNumThreads();
    cv::setNumThreads(1);
    const cv::Mat one = averagedDown(pixels, {300, 211});
    cv::setNumThreads(4);
    const cv::Mat four = averagedDown(pixels, {300, 211});
    cv::setNumThreads(before);
    EXPECT_TRUE(haveEqualPixels(one, four));
}

}  // namespace
}  // namespace heirloom
