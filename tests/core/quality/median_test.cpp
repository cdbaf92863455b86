#include "core/quality/median.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace heirloom {
namespace {

TEST(MedianOf49, IsThatOfTheLibrary) {
    cv::RNG random(9);
    for (const cv::Size size :
         {cv::Size(1, 1), cv::Size(7, 3), cv::Size(3, 40), cv::Size(100, 41), cv::Size(257, 130)}) {
        for (const int values : {2, 5, 40, 256}) {  // few values: many that are equal
            cv::Mat grey(size, CV_8UC1), expected;
            random.fill(grey, cv::RNG::UNIFORM, 0, values);
            cv::medianBlur(grey, expected, 7);
            EXPECT_EQ(cv::norm(medianOf49(grey), expected, cv::NORM_L1), 0.0) << size << values;
        }
    }
}

TEST(MedianOf49, ReadsOnlyItsPartOfAPicture) {
    cv::Mat grey(60, 80, CV_8UC1);
    cv::randu(grey, 0, 256);
    const cv::Mat part = grey(cv::Rect(11, 5, 40, 30));
    EXPECT_EQ(cv::norm(medianOf49(part), medianOf49(part.clone()), cv::NORM_L1), 0.0);
}

TEST(MedianOf49, OfNothingIsEmpty) {
    EXPECT_TRUE(medianOf49(cv::Mat()).empty());
}

}  // namespace
}  // namespace heirloom
