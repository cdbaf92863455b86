#include "core/image/picture_memory.h"

#include <cstdint>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/image/pixel_ops.h"

namespace heirloom {
namespace {

cv::Mat noise(cv::Size size, int type) {
    cv::Mat pixels(size, type);
    cv::randu(pixels, 0, 256);
    return pixels;
}

TEST(PictureMemory, IsAsLargeAsAskedForAndWithoutGaps) {
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(641, 479), cv::Size(3001, 2003)}) {
        for (const int type : {CV_8UC1, CV_8UC3, CV_16UC4}) {
            cv::Mat picture = newPicture(size, type);
            ASSERT_EQ(picture.size(), size);
            ASSERT_EQ(picture.type(), type);
            ASSERT_TRUE(picture.isContinuous());
            picture.setTo(cv::Scalar::all(7));
            EXPECT_EQ(cv::sum(picture)[0], 7.0 * double(picture.total()));
        }
    }
}

TEST(PictureMemory, LivesAsLongAsAnyPartOfThePicture) {
    cv::Mat part;
    {
        cv::Mat picture = newPicture({4000, 3000}, CV_8UC3);
        picture.setTo(cv::Scalar(1, 2, 3));
        const cv::Mat shared = picture;
        part = shared(cv::Rect(3900, 2900, 100, 100));
    }
    EXPECT_EQ(cv::mean(part), cv::Scalar(1, 2, 3));
}

TEST(PictureMemory, MayBeReplacedByAnotherPicture) {
    cv::Mat picture = newPicture({4000, 3000}, CV_8UC3);
    picture.create(20, 30, CV_32FC1);
    picture.setTo(cv::Scalar(5));
    EXPECT_EQ(cv::sum(picture)[0], 5.0 * 600);
    picture = newPicture({4000, 3000}, CV_8UC3);
    picture.create(5000, 4000, CV_8UC3);
    picture.setTo(cv::Scalar(9, 9, 9));
    EXPECT_EQ(cv::mean(picture), cv::Scalar(9, 9, 9));
}

TEST(MemoryAhead, ChangesNothingInAPictureThatIsBeingFilled) {
    for (const cv::Size size : {cv::Size(10, 10), cv::Size(4001, 3003)}) {
        cv::Mat picture = newPicture(size, CV_8UC3);
        {
            const MemoryAhead ahead(picture);
            picture.setTo(cv::Scalar(4, 5, 6));
        }
        EXPECT_EQ(cv::mean(picture), cv::Scalar(4, 5, 6));
    }
    const MemoryAhead ofNothing{cv::Mat()};
}

TEST(CopiedPicture, HasTheSamePixelsElsewhere) {
    const cv::Mat large = noise({3100, 1900}, CV_8UC3);
    for (const cv::Mat& pixels : {large, large(cv::Rect(5, 7, 2900, 1800)), large.rowRange(0, 1)}) {
        const cv::Mat copy = copiedPicture(pixels);
        EXPECT_NE(copy.data, pixels.data);
        EXPECT_TRUE(haveEqualPixels(copy, pixels));
    }
    EXPECT_TRUE(copiedPicture(cv::Mat()).empty());
}

}  // namespace
}  // namespace heirloom
