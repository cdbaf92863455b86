#include <algorithm>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/pixel_ops.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

double meanDifference(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_L1) / static_cast<double>(a.total() * a.elemSize());
}

TEST(Jpeg, WritesAgainWithTheTablesOfItsSource) {
    for (const bool progressive : {false, true}) {
        JpegRecipe recipe;
        recipe.quality = 83;
        recipe.progressive = progressive;
        recipe.verticalSampling = 1;
        const auto source =
            decodePhoto(plainJpeg(samplePixels(70, 50, PixelLayout::Rgb), recipe), "a.jpg");
        ASSERT_TRUE(source);
        ASSERT_TRUE(source->source.jpeg);
        EXPECT_EQ(source->source.jpeg->progressive, progressive);
        EXPECT_EQ(source->source.jpeg->components[0].horizontalSampling, 2);
        EXPECT_EQ(source->source.jpeg->components[0].verticalSampling, 1);

        const auto again = decodePhoto(encoded(*source, FileFormat::Jpeg), "b.jpg");
        ASSERT_TRUE(again);
        ASSERT_TRUE(again->source.jpeg);
        EXPECT_EQ(again->source.jpeg->progressive, progressive);
        ASSERT_EQ(again->source.jpeg->components.size(), 3u);
        for (std::size_t i = 0; i < 3; ++i) {
            const auto& before = source->source.jpeg->components[i];
            const auto& after = again->source.jpeg->components[i];
            EXPECT_EQ(after.quantisation, before.quantisation);
            EXPECT_EQ(after.horizontalSampling, before.horizontalSampling);
            EXPECT_EQ(after.verticalSampling, before.verticalSampling);
        }
        EXPECT_LT(meanDifference(again->pixels, source->pixels), 1.0);
    }
}

// How many codes of each length the tables of Annex K have, as a file lists them.
bool hasTablesOfAnnexK(const Bytes& file) {
    const Bytes dcLuma{0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0};
    const Bytes acLuma{0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D};
    const auto contains = [&](const Bytes& part) {
        return std::search(file.begin(), file.end(), part.begin(), part.end()) != file.end();
    };
    return contains(dcLuma) && contains(acLuma);
}

TEST(Jpeg, MakesTablesForThePictureUnlessItsSourceDidWithout) {
    for (const PixelLayout layout : {PixelLayout::Gray, PixelLayout::Rgb}) {
        const Bytes file = plainJpeg(samplePixels(320, 240, layout));
        ASSERT_TRUE(hasTablesOfAnnexK(file));
        auto source = decodePhoto(file, "a.jpg");
        ASSERT_TRUE(source);
        EXPECT_TRUE(source->source.jpeg->hasStandardTables);
        const Bytes again = encoded(*source, FileFormat::Jpeg);
        EXPECT_TRUE(hasTablesOfAnnexK(again));
        EXPECT_NEAR(double(again.size()), double(file.size()), 0.02 * double(file.size()));

        source->source.jpeg->hasStandardTables = false;
        const Bytes optimised = encoded(*source, FileFormat::Jpeg);
        EXPECT_FALSE(hasTablesOfAnnexK(optimised));
        EXPECT_LT(optimised.size(), again.size());
        const auto read = decodePhoto(optimised, "b.jpg");
        ASSERT_TRUE(read);
        EXPECT_FALSE(read->source.jpeg->hasStandardTables);
        EXPECT_FALSE(hasTablesOfAnnexK(encoded(*read, FileFormat::Jpeg)));
        EXPECT_TRUE(haveEqualPixels(read->pixels, decodePhoto(again, "c.jpg")->pixels));
    }
}

TEST(Jpeg, MakesTablesForThePictureWhenAQualityIsAskedFor) {
    const auto source = decodePhoto(plainJpeg(samplePixels(320, 240, PixelLayout::Rgb)), "a.jpg");
    ASSERT_TRUE(source);
    EncodeOptions options;
    options.quality = 75;
    EXPECT_FALSE(hasTablesOfAnnexK(encoded(*source, FileFormat::Jpeg, options)));
}

TEST(Jpeg, ObeysAQualityThatIsAskedFor) {
    const auto source = decodePhoto(plainJpeg(samplePixels(70, 50, PixelLayout::Rgb)), "a.jpg");
    ASSERT_TRUE(source);
    EncodeOptions options;
    options.quality = 30;
    const auto low = decodePhoto(encoded(*source, FileFormat::Jpeg, options), "b.jpg");
    ASSERT_TRUE(low);
    EXPECT_GT(low->source.jpeg->components[0].quantisation[0],
              source->source.jpeg->components[0].quantisation[0]);
}

TEST(Jpeg, FallsBackToHighQualityWhenTheTablesDoNotFit) {
    auto source = decodePhoto(plainJpeg(samplePixels(70, 50, PixelLayout::Gray)), "a.jpg");
    ASSERT_TRUE(source);
    EXPECT_EQ(source->layout, PixelLayout::Gray);
    source->pixels = samplePixels(70, 50, PixelLayout::Rgb);
    source->layout = PixelLayout::Rgb;
    const auto again = decodePhoto(encoded(*source, FileFormat::Jpeg), "b.jpg");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->source.jpeg->components[0].quantisation[0], 2);
}

TEST(Jpeg, ConvertsCmykWithAndWithoutAdobesInversion) {
    // Full cyan, no other ink; Adobe stores 255 minus ink.
    const cv::Mat plain(32, 32, CV_8UC4, cv::Scalar(255, 0, 0, 0));
    const cv::Mat adobe(32, 32, CV_8UC4, cv::Scalar(0, 255, 255, 255));
    JpegRecipe recipe;
    recipe.quality = 100;
    for (const bool inverted : {false, true}) {
        recipe.adobeMarker = inverted;
        const auto photo = decodePhoto(plainJpeg(inverted ? adobe : plain, recipe), "a.jpg");
        ASSERT_TRUE(photo) << photo.error().text();
        EXPECT_EQ(photo->layout, PixelLayout::Rgb);
        EXPECT_TRUE(photo->source.wasCmyk);
        EXPECT_EQ(warningsAbout(photo->source.warnings, "CMYK"), 1);
        const auto pixel = photo->pixels.at<cv::Vec3b>(16, 16);
        EXPECT_NEAR(pixel[0], 0, 2);
        EXPECT_NEAR(pixel[1], 255, 2);
        EXPECT_NEAR(pixel[2], 255, 2);
        EXPECT_FALSE(encoded(*photo, FileFormat::Jpeg).empty());
    }
}

TEST(Jpeg, UsesTheCmykProfileAndDropsIt) {
    const cv::Mat paper(32, 32, CV_8UC4, cv::Scalar(255, 255, 255, 255));
    JpegRecipe recipe;
    recipe.quality = 100;
    recipe.iccProfile = cmykProfile();
    const auto white = decodePhoto(plainJpeg(paper, recipe), "a.jpg");
    ASSERT_TRUE(white);
    EXPECT_TRUE(white->iccProfile.empty());
    EXPECT_EQ(warningsAbout(white->source.warnings, "with its colour profile"), 1);
    EXPECT_NEAR(white->pixels.at<cv::Vec3b>(16, 16)[1], 255, 2);
    const cv::Mat black(32, 32, CV_8UC4, cv::Scalar(255, 255, 255, 0));
    const auto dark = decodePhoto(plainJpeg(black, recipe), "a.jpg");
    ASSERT_TRUE(dark);
    EXPECT_LT(dark->pixels.at<cv::Vec3b>(16, 16)[1], 60);
}

TEST(Jpeg, DropsAProfileOfAnotherKindAndSaysSo) {
    JpegRecipe recipe;
    recipe.iccProfile = cmykProfile();
    const auto photo =
        decodePhoto(plainJpeg(samplePixels(40, 30, PixelLayout::Rgb), recipe), "a.jpg");
    ASSERT_TRUE(photo);
    EXPECT_TRUE(photo->iccProfile.empty());
    EXPECT_EQ(warningsAbout(photo->source.warnings, "another kind"), 1);
    recipe.iccProfile = Bytes(500, 7);
    const auto broken =
        decodePhoto(plainJpeg(samplePixels(40, 30, PixelLayout::Rgb), recipe), "a.jpg");
    ASSERT_TRUE(broken);
    EXPECT_EQ(warningsAbout(broken->source.warnings, "broken"), 1);
}

TEST(Jpeg, ATruncatedFileGivesItsReadablePart) {
    for (const bool progressive : {false, true}) {
        JpegRecipe recipe;
        recipe.progressive = progressive;
        const Bytes file = plainJpeg(samplePixels(200, 160, PixelLayout::Rgb), recipe);
        const auto whole = decodePhoto(file, "a.jpg");
        ASSERT_TRUE(whole);
        const ByteView half = ByteView(file).first(file.size() * 6 / 10);
        const auto part = decodePhoto(half, "a.jpg");
        ASSERT_TRUE(part) << part.error().text();
        EXPECT_TRUE(part->source.damaged);
        EXPECT_EQ(warningsAbout(part->source.warnings, "a.jpg is damaged"), 1);
        EXPECT_EQ(part->pixels.size(), whole->pixels.size());
        if (!progressive) {
            EXPECT_TRUE(
                haveEqualPixels(part->pixels.rowRange(0, 32), whole->pixels.rowRange(0, 32)));
        }
    }
}

TEST(Jpeg, AFileWithoutAnyRowIsAnError) {
    const Bytes file = plainJpeg(samplePixels(200, 160, PixelLayout::Rgb));
    std::size_t scan = 0;
    for (std::size_t i = 0; i + 1 < file.size(); ++i) {
        if (file[i] == 0xFF && file[i + 1] == 0xDA) scan = i;
    }
    for (const std::size_t size : {std::size_t{3}, scan / 2, scan, scan + 14, scan + 20}) {
        const auto photo = decodePhoto(ByteView(file).first(size), "a.jpg");
        ASSERT_FALSE(photo) << size;
        EXPECT_EQ(photo.error().code, ErrorCode::Damaged);
    }
}

TEST(Jpeg, RefusesAHugeHeaderBeforeItAllocates) {
    Bytes file = plainJpeg(samplePixels(16, 16, PixelLayout::Rgb));
    for (std::size_t i = 0; i + 8 < file.size(); ++i) {
        if (file[i] == 0xFF && file[i + 1] == 0xC0) {
            for (std::size_t k = 5; k < 9; ++k) file[i + k] = 0xF0;
            break;
        }
    }
    const auto photo = decodePhoto(file, "huge.jpg");
    ASSERT_FALSE(photo);
    EXPECT_EQ(photo.error().code, ErrorCode::LimitExceeded);
}

TEST(Jpeg, RefusesZeroHeight) {
    Bytes file = plainJpeg(samplePixels(16, 16, PixelLayout::Rgb));
    for (std::size_t i = 0; i + 8 < file.size(); ++i) {
        if (file[i] == 0xFF && file[i + 1] == 0xC0) {
            file[i + 5] = file[i + 6] = 0;
            break;
        }
    }
    EXPECT_FALSE(decodePhoto(file, "a.jpg"));
}

}  // namespace
}  // namespace heirloom
