#include "core/image/codec_jpeg_check.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

bool isSound(ByteView file, std::size_t blockBytes) {
    JpegCheck check;
    for (std::size_t at = 0; at < file.size(); at += blockBytes) {
        EXPECT_TRUE(check.add(file.subspan(at, std::min(blockBytes, file.size() - at))));
    }
    return check.finish();
}

Bytes sampleJpeg(PixelLayout layout, bool progressive) {
    JpegRecipe recipe;
    recipe.progressive = progressive;
    recipe.iccProfile = rgbProfile();
    return plainJpeg(samplePixels(310, 230, layout), recipe);
}

class OneThread {
public:
    OneThread() { cv::setNumThreads(1); }
    ~OneThread() { cv::setNumThreads(m_before); }

private:
    int m_before = cv::getNumThreads();
};

TEST(JpegCheck, FindsASoundFileSoundInBlocksOfAnySize) {
    for (const PixelLayout layout : {PixelLayout::Gray, PixelLayout::Rgb}) {
        for (const bool progressive : {false, true}) {
            const Bytes file = sampleJpeg(layout, progressive);
            for (const std::size_t bytes : {std::size_t{1}, std::size_t{97}, file.size()}) {
                EXPECT_TRUE(isSound(file, bytes)) << bytes;
            }
        }
    }
}

TEST(JpegCheck, MissesNoEndThatWasCutOff) {
    const Bytes file = sampleJpeg(PixelLayout::Rgb, false);
    for (const std::size_t kept :
         {std::size_t{0}, std::size_t{20}, file.size() / 2, file.size() - 40, file.size() - 2}) {
        EXPECT_FALSE(isSound(ByteView(file).first(kept), 512)) << kept;
    }
}

TEST(JpegCheck, SeesAMarkerInTheMiddleOfTheCodes) {
    Bytes file = sampleJpeg(PixelLayout::Rgb, false);
    file[file.size() - 400] = 0xFF;
    file[file.size() - 399] = 0xD9;
    EXPECT_FALSE(isSound(file, 512));
}

TEST(JpegCheck, ReadsAtTheEndWhereThereIsOneThread) {
    const OneThread only;
    const Bytes file = sampleJpeg(PixelLayout::Rgb, false);
    EXPECT_TRUE(isSound(file, 100));
    EXPECT_FALSE(isSound(ByteView(file).first(file.size() / 2), 100));
}

TEST(JpegCheck, MayBeLeftBeforeTheEnd) {
    const Bytes file = sampleJpeg(PixelLayout::Rgb, false);
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{10}, file.size() / 2}) {
        JpegCheck check;
        if (bytes > 0) {
            EXPECT_TRUE(check.add(ByteView(file).first(bytes)));
        }
    }
}

TEST(JpegPicture, IsWhatFollowsTheMetadata) {
    const Bytes file = sampleJpeg(PixelLayout::Rgb, false);
    const ByteView picture = pictureOfJpeg(file);
    ASSERT_FALSE(picture.empty());
    EXPECT_EQ(picture[0], 0xFF);
    EXPECT_EQ(picture[1], 0xDB);  // the first of the tables
    EXPECT_EQ(picture.end(), ByteView(file).end());

    Bytes commented = file;
    const Bytes comment{0xFF, 0xFE, 0, 4, 'h', 'i'};
    commented.insert(commented.begin() + 2, comment.begin(), comment.end());
    EXPECT_TRUE(std::ranges::equal(pictureOfJpeg(commented), picture));
    commented[5] = 5;  // now the comment is longer than it says
    EXPECT_TRUE(pictureOfJpeg(commented).empty());
    EXPECT_TRUE(pictureOfJpeg({}).empty());
    EXPECT_TRUE(pictureOfJpeg(ByteView(file).first(30)).empty());
}

}  // namespace
}  // namespace heirloom
