// CMYK photos against jpgicc, lcms2's own converter, run as a separate program.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <lcms2.h>
#include <opencv2/core.hpp>

#include "core/base/file_io.h"
#include "core/image/decode.h"
#include "tests/support/process.h"
#include "tests/support/sample_photos.h"
#include "tests/support/shared_data.h"

namespace heirloom {
namespace {

namespace fs = std::filesystem;
using namespace testing;

constexpr const char* kReference = "/usr/bin/jpgicc";

// Inks that cover the whole range, smooth enough for JPEG.
cv::Mat inkChart() {
    cv::Mat inks(240, 320, CV_8UC4);
    for (int y = 0; y < inks.rows; ++y) {
        for (int x = 0; x < inks.cols; ++x) {
            inks.at<cv::Vec4b>(y, x) = cv::Vec4b(
                static_cast<std::uint8_t>(x * 255 / 319), static_cast<std::uint8_t>(y * 255 / 239),
                static_cast<std::uint8_t>(255 - (x + y) * 255 / 558),
                static_cast<std::uint8_t>(x / 80 * 255 / 5));
        }
    }
    return inks;
}

void write(const fs::path& path, const Bytes& content) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(content.data()),
               static_cast<std::streamsize>(content.size()));
}

struct Difference {
    double mean = 0;
    double largest = 0;
};

Difference deltaE2000(const cv::Mat& a, const cv::Mat& b) {
    cmsHPROFILE srgb = cmsCreate_sRGBProfile();
    cmsHPROFILE labProfile = cmsCreateLab4Profile(nullptr);
    cmsHTRANSFORM toLab = cmsCreateTransform(srgb, TYPE_RGB_8, labProfile, TYPE_Lab_DBL,
                                             INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOOPTIMIZE);
    Difference difference;
    std::vector<cmsCIELab> first(static_cast<std::size_t>(a.cols)), second(first.size());
    for (int y = 0; y < a.rows; ++y) {
        cmsDoTransform(toLab, a.ptr(y), first.data(), static_cast<cmsUInt32Number>(a.cols));
        cmsDoTransform(toLab, b.ptr(y), second.data(), static_cast<cmsUInt32Number>(b.cols));
        for (std::size_t x = 0; x < first.size(); ++x) {
            const double delta = cmsCIE2000DeltaE(&first[x], &second[x], 1, 1, 1);
            difference.mean += delta / static_cast<double>(a.total());
            difference.largest = std::max(difference.largest, delta);
        }
    }
    cmsDeleteTransform(toLab);
    cmsCloseProfile(labProfile);
    cmsCloseProfile(srgb);
    return difference;
}

TEST(CmykReference, AgreesWithJpgicc) {
    if (!fs::exists(kReference)) GTEST_SKIP() << "needs jpgicc (liblcms2-utils)";
    const test::TemporaryFolder folder;
    JpegRecipe recipe;
    recipe.quality = 95;
    recipe.iccProfile = cmykProfile();
    for (const bool adobe : {true, false}) {
        recipe.adobeMarker = adobe;
        const Bytes file = plainJpeg(inkChart(), recipe);
        const fs::path input = folder.path() / "cmyk.jpg";
        const fs::path output = folder.path() / "rgb.jpg";
        write(input, file);
        // Relative colorimetric with black point compensation, as we convert; high quality, so
        // that the second JPEG costs little.
        const auto result = test::runProcess(
            kReference, {"-t1", "-b", "-q100", "-o*sRGB", input.string(), output.string()});
        ASSERT_EQ(result.exitCode, 0) << result.output << result.errors;
        const auto own = decodePhoto(file, "cmyk.jpg");
        ASSERT_TRUE(own) << own.error().text();
        EXPECT_TRUE(own->source.wasCmyk);
        const auto reference = readPhoto(output);
        ASSERT_TRUE(reference) << reference.error().text();
        ASSERT_EQ(reference->pixels.type(), CV_8UC3);
        const Difference difference = deltaE2000(own->pixels, reference->pixels);
        RecordProperty(adobe ? "mean_adobe" : "mean_plain", std::to_string(difference.mean));
        std::cout << "mean " << difference.mean << ", largest " << difference.largest << '\n';
        EXPECT_LE(difference.mean, 2.0) << "Adobe's inversion: " << adobe;
    }
}

}  // namespace
}  // namespace heirloom
