// PNGs that say they are sRGB say so again in the result.
#include <gtest/gtest.h>

#include "core/base/file_io.h"
#include "core/image/encode.h"
#include "tests/core/image/png_recipe.h"
#include "tests/support/process.h"
#include "tests/support/sample_photos.h"
#include "tests/support/shared_data.h"

namespace heirloom {
namespace {

using namespace testing;

TEST(PngSrgb, TheOutputIsTaggedAsSrgbWithTheSameIntentAgain) {
    for (int intent = 0; intent < 4; ++intent) {
        for (const auto layout : {PixelLayout::Rgb, PixelLayout::Gray}) {
            PngDescription description;
            description.intent = intent;
            const Photo photo = decoded(pngWith(samplePixels(9, 7, layout), description));
            const Bytes file = encoded(photo, FileFormat::Png);
            EXPECT_EQ(chunksOf(file, "sRGB"),
                      std::vector<Bytes>{{static_cast<std::uint8_t>(intent)}});
            // Advised for readers that do not know sRGB.
            EXPECT_EQ(chunksOf(file, "gAMA"), std::vector<Bytes>{kSrgbGamma});
            EXPECT_TRUE(chunksOf(file, "cHRM").empty());
            EXPECT_TRUE(chunksOf(file, "iCCP").empty());
            EXPECT_EQ(chunksOf(encoded(decoded(file), FileFormat::Png), "sRGB"),
                      chunksOf(file, "sRGB"));
        }
    }
}

TEST(PngSrgb, ChromaticitiesBesideSrgbAreKept) {
    PngDescription description;
    description.intent = PNG_sRGB_INTENT_RELATIVE;
    description.gamma = 0.45455;
    description.chromaticities = kBt709;
    const Bytes source = pngWith(samplePixels(9, 7, PixelLayout::Rgb), description);
    const Bytes file = encoded(decoded(source), FileFormat::Png);
    for (const char* type : {"sRGB", "gAMA", "cHRM"}) {
        EXPECT_EQ(chunksOf(file, type).size(), 1u) << type;
        EXPECT_EQ(chunksOf(file, type), chunksOf(source, type)) << type;
    }
    // Without sRGB the numbers alone say the same.
    description.intent.reset();
    const Bytes numbers = pngWith(samplePixels(9, 7, PixelLayout::Rgb), description);
    const Bytes again = encoded(decoded(numbers), FileFormat::Png);
    EXPECT_TRUE(chunksOf(again, "sRGB").empty());
    EXPECT_EQ(chunksOf(again, "gAMA"), std::vector<Bytes>{kSrgbGamma});
    EXPECT_EQ(chunksOf(again, "cHRM").size(), 1u);
    EXPECT_EQ(chunksOf(again, "cHRM"), chunksOf(numbers, "cHRM"));
}

TEST(PngSrgb, ContradictingGammaIsWrittenAsSrgbMeansIt) {
    PngDescription description;
    description.intent = PNG_sRGB_INTENT_PERCEPTUAL;
    const Bytes source = withChunk(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description),
                                   "gAMA", {0, 1, 0x86, 0xA0});  // 1.0
    const Photo photo = decoded(source);
    EXPECT_TRUE(photo.iccProfile.empty());
    const Bytes file = encoded(photo, FileFormat::Png);
    EXPECT_EQ(chunksOf(file, "sRGB").size(), 1u);
    EXPECT_EQ(chunksOf(file, "gAMA"), std::vector<Bytes>{kSrgbGamma});
}

TEST(PngSrgb, NothingIsTaggedThatWasNot) {
    const Bytes plain =
        encoded(decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), {})), FileFormat::Png);
    PngDescription own;
    own.gamma = 1 / 1.8;
    const Bytes profiled =
        encoded(decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), own)), FileFormat::Png);
    EXPECT_EQ(chunksOf(profiled, "iCCP").size(), 1u);
    for (const Bytes& file : {plain, profiled}) {
        for (const char* type : {"sRGB", "gAMA", "cHRM"}) {
            EXPECT_TRUE(chunksOf(file, type).empty()) << type;
        }
    }
}

TEST(PngSrgb, OtherProgramsReadTheTags) {
    if (test::runProcess("/usr/bin/exiftool", {"-ver"}).exitCode != 0) {
        GTEST_SKIP() << "needs exiftool (libimage-exiftool-perl)";
    }
    PngDescription description;
    description.intent = PNG_sRGB_INTENT_SATURATION;
    description.chromaticities = kBt709;
    const Photo photo = decoded(pngWith(samplePixels(9, 7, PixelLayout::Rgb), description));
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "a.png";
    ASSERT_TRUE(writeFileAtomically(path, encoded(photo, FileFormat::Png), Replace::Never).ok());
    const std::string told =
        test::runProcess("/usr/bin/exiftool", {"-s", "-SRGBRendering", "-Gamma", "-WhitePointX",
                                               "-RedX", "-Warning", path.string()})
            .output;
    EXPECT_NE(told.find("Saturation"), std::string::npos) << told;
    EXPECT_NE(told.find("2.2"), std::string::npos) << told;
    EXPECT_NE(told.find("0.3127"), std::string::npos) << told;
    EXPECT_NE(told.find("0.64"), std::string::npos) << told;
    EXPECT_EQ(told.find("Warning"), std::string::npos) << told;
    if (test::runProcess("/usr/bin/identify", {"-version"}).exitCode != 0) return;
    const std::string seen =
        test::runProcess("/usr/bin/identify", {"-verbose", path.string()}).output;
    EXPECT_NE(seen.find("Colorspace: sRGB"), std::string::npos);
    EXPECT_NE(seen.find("intent=2 (Saturation"), std::string::npos) << seen;
}

}  // namespace
}  // namespace heirloom
