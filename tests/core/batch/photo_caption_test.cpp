// The band with a caption: below the photo, never in it, and told in the record.
#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/base/file_io.h"
#include "core/batch/photo_job.h"
#include "core/export/visible_caption.h"
#include "core/image/pixel_access.h"
#include "tests/core/export/export_support.h"
#include "tests/support/exif_builder.h"
#include "tests/support/fakes.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using heirloom::testing::cameraExif;
using heirloom::testing::cmykProfile;
using heirloom::testing::encoded;
using heirloom::testing::plainJpeg;
using heirloom::testing::sampleXmp;

class PhotoCaption : public ::testing::Test {
protected:
    fs::path save(const std::string& name, const Bytes& file) {
        EXPECT_TRUE(writeFileAtomically(folder.path() / name, file, Replace::Never).ok());
        return folder.path() / name;
    }

    fs::path save(const std::string& name, const Photo& photo) {
        return save(name,
                    encoded(photo, *formatFromExtension(fs::path(name).extension().string())));
    }

    JobOptions captioned(const std::string& folderName = "with") const {
        JobOptions options = plain();
        options.visibleCaption = restoredCaption().text();
        options.output.target = folder.path() / folderName;
        return options;
    }

    JobOptions plain() const {
        JobOptions options;
        options.encode.software = "Heirloom";
        options.output.target = folder.path() / "without";
        return options;
    }

    PhotoReport restore(const fs::path& input, const JobOptions& options) {
        return restoreFile({input, {}, false}, options, models, {});
    }

    static Photo read(const fs::path& path) {
        auto photo = readPhoto(path);
        if (!photo) throw std::runtime_error(photo.error().text());
        return std::move(*photo);
    }

    static std::string recordedCaption(const fs::path& path) {
        const auto record = readProvenance(read(path).metadata);
        if (!record) return "no record";
        for (const auto& parameter : record->parameters) {
            if (parameter.name == "caption") return parameter.value;
        }
        return "";
    }

    // Same pixels as without the caption, and writing below.
    void expectBandBelow(const PhotoReport& with, const PhotoReport& without) {
        ASSERT_EQ(with.outcome, Outcome::Restored) << (with.error ? with.error->text() : "");
        ASSERT_EQ(without.outcome, Outcome::Restored);
        const Photo after = read(with.output);
        const Photo before = read(without.output);
        const int rows = before.height();
        EXPECT_EQ(with.captionRows, captionBandHeight(rows));
        EXPECT_EQ(without.captionRows, 0);
        ASSERT_EQ(after.pixels.size(), cv::Size(before.width(), rows + with.captionRows));
        ASSERT_EQ(after.pixels.type(), before.pixels.type());
        EXPECT_EQ(after.iccProfile, before.iccProfile);
        EXPECT_EQ(cv::norm(after.pixels.rowRange(0, rows), before.pixels, cv::NORM_INF), 0.0);
        EXPECT_GT(inkBelow(after, rows), 50);
    }

    TemporaryFolder folder;
    FakeModels models{{faceAt({100, 80}, 60)}, 64, paintFlat({0.6, 0.5, 0.4})};
};

TEST_F(PhotoCaption, LeavesThePixelsOfEveryKindOfPhotoAlone) {
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    for (const PixelLayout layout :
         {PixelLayout::Gray, PixelLayout::GrayAlpha, PixelLayout::Rgb, PixelLayout::Rgba}) {
        for (const int depth : {CV_8U, CV_16U}) {
            // Each format with each depth, with colour and without.
            const bool png = (depth == CV_8U) == hasAlpha(layout);
            const std::string name =
                heirloom::testing::nameOf(layout) + std::to_string(depth) + (png ? ".png" : ".tif");
            SCOPED_TRACE(name);
            const fs::path input = save(name, syntheticPhoto(200, 160, depth, layout));
            expectBandBelow(restore(input, captioned()), restore(input, plain()));
        }
    }
    const fs::path webp = save("lossless.webp", syntheticPhoto(200, 160));
    expectBandBelow(restore(webp, captioned()), restore(webp, plain()));
}

TEST_F(PhotoCaption, StandsUnderAPhotoThatWasCmyk) {
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    cv::Mat inks = heirloom::testing::samplePixels(200, 160, PixelLayout::Rgba);
    const fs::path input =
        save("print.jpg", plainJpeg(inks, {90, false, 1, 1, true, cmykProfile()}));
    JobOptions with = captioned();
    JobOptions without = plain();
    with.encode.format = without.encode.format = FileFormat::Png;
    expectBandBelow(restore(input, with), restore(input, without));
    // As a JPEG again: compression reaches over the edge by one block, and no further.
    const PhotoReport report = restore(input, captioned("jpeg"));
    const Photo jpeg = read(report.output);
    const Photo other = read(restore(input, plain()).output);
    ASSERT_EQ(jpeg.height(), 178);
    EXPECT_GT(inkBelow(jpeg, 160), 50);
    EXPECT_EQ(cv::norm(jpeg.pixels.rowRange(0, 144), other.pixels.rowRange(0, 144), cv::NORM_INF),
              0.0);
}

TEST_F(PhotoCaption, KeepsTheSizeOnPaperAndTellsTheNewHeight) {
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    for (const char* name : {"a.jpg", "a.png", "a.tif"}) {
        SCOPED_TRACE(name);
        Photo photo = syntheticPhoto(200, 160);
        photo.metadata = {cameraExif().build(), {}, sampleXmp()};
        photo.source.resolution = PrintResolution{300, 300, PrintResolution::Unit::PerInch};
        const fs::path input = save(name, photo);
        const PhotoReport report = restore(input, captioned());
        ASSERT_EQ(report.outcome, Outcome::Restored);
        const Photo after = read(report.output);
        const auto before = read(input).source.resolution;
        ASSERT_TRUE(before && after.source.resolution);
        EXPECT_EQ(after.source.resolution->unit, before->unit);
        EXPECT_NEAR(after.source.resolution->x, before->x, 0.001);
        EXPECT_NEAR(after.source.resolution->y, before->y, 0.001);
        EXPECT_EQ(summarise(after.metadata).yResolution, 300);
        // 178 = 0xB2, little-endian, in Exif.Photo.PixelYDimension.
        const Bytes entry{0x03, 0xA0, 0x04, 0, 1, 0, 0, 0, 0xB2, 0, 0, 0};
        EXPECT_TRUE(heirloom::testing::containsBytes(after.metadata.exif, entry));
        EXPECT_EQ(report.height, 160);
    }
}

TEST_F(PhotoCaption, IsTakenIntoTheSizeBeforeWorkStarts) {
    const fs::path tall = save("tall.png", syntheticPhoto(20, 16000));
    JobOptions options = captioned();
    options.encode.format = FileFormat::WebP;
    const PhotoReport refused = restore(tall, options);
    ASSERT_EQ(refused.outcome, Outcome::Failed);
    EXPECT_EQ(refused.error->code, ErrorCode::LimitExceeded);
    EXPECT_NE(refused.error->text().find("20 x 16560"), std::string::npos) << refused.error->text();
    EXPECT_EQ(models.restorer->calls, 0);
    EXPECT_FALSE(fs::exists(options.output.target));
    // It is the caption that does not fit.
    options.visibleCaption.clear();
    options.dryRun = true;
    EXPECT_NE(restore(tall, options).outcome, Outcome::Failed);
}

TEST_F(PhotoCaption, IsToldInTheRecordOfThePictureThatHasIt) {
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    const fs::path input = save("a.png", syntheticPhoto(200, 160));
    JobOptions options = captioned();
    options.comparison.emplace();
    const PhotoReport report = restore(input, options);
    EXPECT_EQ(recordedCaption(report.output), "Restored with AI");
    EXPECT_EQ(recordedCaption(report.comparison), "");
    EXPECT_EQ(recordedCaption(restore(input, plain()).output), "");
}

TEST_F(PhotoCaption, IsMissedAloudWhereNoFontHasItsSigns) {
    JobOptions options = captioned();
    options.visibleCaption = "\xEE\x80\x80";  // U+E000, of private use
    const PhotoReport report = restore(save("a.png", syntheticPhoto(200, 160)), options);
    ASSERT_EQ(report.outcome, Outcome::Restored);
    if (report.captionRows > 0) GTEST_SKIP() << "a font here has a sign of private use";
    EXPECT_EQ(heirloom::testing::warningsAbout(report.warnings, "without its caption"), 1);
    EXPECT_EQ(read(report.output).height(), 160);
    EXPECT_EQ(recordedCaption(report.output), "");
}

TEST_F(PhotoCaption, DoesNotGoUnderAnAlignedCrop) {
    JobOptions options = captioned();
    options.aligned = true;
    const PhotoReport report = restore(save("a.png", syntheticPhoto(64, 64)), options);
    ASSERT_EQ(report.outcome, Outcome::Restored);
    EXPECT_EQ(read(report.output).pixels.size(), cv::Size(64, 64));
}

TEST_F(PhotoCaption, CountsInTheMemoryThatAPhotoNeeds) {
    const fs::path input = save("a.png", syntheticPhoto(200, 160));
    PhotoWork work = startWork({input, {}, false});
    openPhoto(work, plain(), {});
    EXPECT_EQ(pixelBytes(work, plain()), 200u * 160 * 3);
    EXPECT_EQ(pixelBytes(work, captioned()), 200u * 178 * 3);
}

}  // namespace
}  // namespace heirloom::test
