#include "core/batch/prescreen.h"

#include <opencv2/imgproc.hpp>

#include "core/base/file_io.h"
#include "core/image/reduced_jpeg.h"
#include "tests/core/batch/batch_fixture.h"

namespace heirloom::test {
namespace {

using Prescreen = BatchTest;

TEST_F(Prescreen, ReducesAJpegToTheSmallestEighthThatIsLargeEnough) {
    const InputPhoto input = photo("large.jpg", 1600, 1000);
    const auto file = readFile(input.path, 1 << 24);
    ASSERT_TRUE(file.ok());
    const auto small = decodeReducedJpeg(*file, input.path, 500);
    ASSERT_TRUE(small.ok());
    EXPECT_EQ(small->width(), 600);  // three eighths
    EXPECT_EQ(small->height(), 375);
    const auto whole = decodePhoto(*file, input.path);
    ASSERT_TRUE(whole.ok());
    cv::Mat expected;
    cv::resize(whole->pixels, expected, small->pixels.size(), 0, 0, cv::INTER_AREA);
    const double meanDifference =
        cv::norm(small->pixels, expected, cv::NORM_L1) / static_cast<double>(expected.total() * 3);
    EXPECT_LT(meanDifference, 4.0) << "of 255";
    const auto same = decodeReducedJpeg(*file, input.path, 5000);
    ASSERT_TRUE(same.ok());
    EXPECT_EQ(same->width(), 1600);
}

TEST_F(Prescreen, ABlurredPhotoIsWorse) {
    for (const char* extension : {".jpg", ".png"}) {
        const auto sharp = quickBadness(blurredPhoto(std::string("s") + extension, 1).path, {});
        const auto blurred = quickBadness(blurredPhoto(std::string("b") + extension, 4).path, {});
        ASSERT_TRUE(sharp && blurred) << extension;
        EXPECT_GT(*blurred, *sharp + 20.0) << extension;
    }
}

TEST_F(Prescreen, SaysNothingOfWhatItCannotRead) {
    EXPECT_FALSE(quickBadness(brokenPhoto("x.jpg").path, {}));
    EXPECT_FALSE(quickBadness(folder.path() / "nowhere.jpg", {}));
    EXPECT_FALSE(quickBadness(folder.path(), {}));
    DecodeLimits limits;
    limits.maxMegapixels = 0.005;
    EXPECT_FALSE(quickBadness(photo("a.jpg").path, limits));
}

TEST_F(Prescreen, ATruncatedJpegIsNotReduced) {
    const InputPhoto input = photo("a.jpg", 320, 240);
    auto file = readFile(input.path, 1 << 24);
    ASSERT_TRUE(file.ok());
    for (std::size_t size = 0; size < file->size(); size += 97) {
        EXPECT_FALSE(decodeReducedJpeg(ByteView(file->data(), size), input.path, 100).ok()) << size;
    }
}

}  // namespace
}  // namespace heirloom::test
