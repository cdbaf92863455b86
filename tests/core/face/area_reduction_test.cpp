#include <gtest/gtest.h>

#include <limits>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/area_reduction.h"
#include "core/face/network_range.h"

namespace heirloom::test {
namespace {

cv::Mat randomPicture(cv::Size size, int channels) {
    cv::Mat picture(size, CV_32FC(channels));
    cv::RNG(3).fill(picture, cv::RNG::UNIFORM, 0.0, 1.0);
    return picture;
}

TEST(AreaReduced, IsTheAreaAverageOfOpenCv) {
    for (int channels = 1; channels <= 3; ++channels) {
        const cv::Mat picture = randomPicture({201, 163}, channels);
        for (const cv::Size size : {cv::Size(100, 81), cv::Size(67, 163), cv::Size(1, 1),
                                    cv::Size(200, 162), cv::Size(13, 29)}) {
            cv::Mat expected;
            cv::resize(picture, expected, size, 0, 0, cv::INTER_AREA);
            EXPECT_LT(cv::norm(areaReduced(picture, size), expected, cv::NORM_INF), 3e-6)
                << size << " " << channels;
        }
        for (const double scale : {0.9, 0.5003, 0.123}) {
            cv::Mat expected;
            cv::resize(picture, expected, {}, scale, scale, cv::INTER_AREA);
            EXPECT_LT(cv::norm(areaReduced(picture, scale), expected, cv::NORM_INF), 3e-6)
                << scale << " " << channels;
        }
    }
}

TEST(AreaReduced, BringsWholeNumbersToTheRangeOfFloats) {
    for (const int depth : {CV_8U, CV_16U}) {
        for (const int channels : {1, 3}) {
            const double most = depth == CV_8U ? 255.0 : 65535.0;
            cv::Mat picture(90, 71, CV_MAKETYPE(depth, channels)), floats;
            cv::RNG(5).fill(picture, cv::RNG::UNIFORM, 0.0, most);
            picture.convertTo(floats, CV_32F, 1.0 / most);
            EXPECT_LT(cv::norm(areaReduced(picture, cv::Size(31, 40)),
                               areaReduced(floats, cv::Size(31, 40)), cv::NORM_INF),
                      1e-6);
        }
    }
}

TEST(AreaReduced, KeepsAFlatPictureFlatAndTheMeanOfAnyOther) {
    const cv::Mat flat(100, 100, CV_32FC1, cv::Scalar(0.7));
    EXPECT_LT(cv::norm(areaReduced(flat, 0.377), cv::Mat(38, 38, CV_32FC1, cv::Scalar(0.7)),
                       cv::NORM_INF),
              1e-3);  // for slivers of pixels that are left out
    const cv::Mat picture = randomPicture({120, 90}, 1);
    EXPECT_NEAR(cv::mean(areaReduced(picture, cv::Size(37, 41)))[0], cv::mean(picture)[0], 1e-3);
}

TEST(AreaReduced, DoesNotDependOnTheNumberOfThreads) {
    const cv::Mat picture = randomPicture({500, 700}, 3);
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1);
    const cv::Mat alone = areaReduced(picture, cv::Size(211, 397));
    cv::setNumThreads(4);
    EXPECT_EQ(cv::norm(areaReduced(picture, cv::Size(211, 397)), alone, cv::NORM_INF), 0.0);
    cv::setNumThreads(threads);
}

TEST(NetworkRange, GoesThereAndBackWithinTheRangeOfPixels) {
    const cv::Mat crop = randomPicture({37, 90}, 3);
    Planes planes = toNetworkRange(crop);
    EXPECT_FLOAT_EQ(planes.plane(1)[5], crop.at<cv::Vec3f>(0, 5)[1] * 2.0f - 1.0f);
    EXPECT_LT(cv::norm(fromNetworkRange(planes), crop, cv::NORM_INF), 1e-6);
    planes.plane(0)[0] = -1.5f;
    planes.plane(2)[0] = 1.5f;
    const cv::Vec3f shown = fromNetworkRange(planes).at<cv::Vec3f>(0, 0);
    EXPECT_EQ(shown[0], 0.0f);
    EXPECT_EQ(shown[2], 1.0f);
}

TEST(NetworkRange, KnowsWhatIsNoNumber) {
    Planes planes = toNetworkRange(randomPicture({33, 70}, 3));
    EXPECT_TRUE(areFinite(planes));
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
        planes.values.back() = bad;
        EXPECT_FALSE(areFinite(planes));
    }
    planes.values.back() = std::numeric_limits<float>::max();
    EXPECT_TRUE(areFinite(planes));
}

}  // namespace
}  // namespace heirloom::test
