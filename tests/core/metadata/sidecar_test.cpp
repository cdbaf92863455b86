// What a format cannot hold goes into the sidecar; what neither holds is named.
#include "core/metadata/sidecar.h"

#include <gtest/gtest.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

Photo cameraPhoto(FileFormat format) {
    Photo photo = samplePhoto(40, 30, PixelLayout::Rgb, false, format);
    photo.metadata = {cameraExif().build(), sampleIptc(), sampleXmp()};
    return photo;
}

EncodeOptions restoring(FileFormat format, MetadataPolicy policy = MetadataPolicy::Keep) {
    EncodeOptions options;
    options.format = format;
    options.metadataPolicy = policy;
    options.software = "Heirloom 1";
    options.provenance = Provenance{};
    options.provenance->software = "Heirloom";
    options.provenance->date = "2026-11-21T11:28:32Z";
    return options;
}

MetadataBlocks ofSidecar(const EncodedPhoto& encoded) {
    MetadataBlocks blocks;
    blocks.xmp = encoded.sidecar.value_or("");
    return blocks;
}

TEST(Sidecar, IsNotNeededWhereTheFormatHoldsEverything) {
    for (const auto format : {FileFormat::Jpeg, FileFormat::Png, FileFormat::Tiff}) {
        const auto encoded = encodePhoto(cameraPhoto(format), restoring(format));
        ASSERT_TRUE(encoded);
        EXPECT_FALSE(encoded->sidecar) << *encoded->sidecar;
        EXPECT_TRUE(encoded->warnings.empty()) << encoded->warnings.front().text();
    }
}

TEST(Sidecar, HoldsTheIptcOfAWebp) {
    const auto encoded = encodePhoto(cameraPhoto(FileFormat::WebP), restoring(FileFormat::WebP));
    ASSERT_TRUE(encoded);
    ASSERT_TRUE(encoded->sidecar);
    const std::string& xmp = *encoded->sidecar;
    const auto description = xmp.find("<dc:description>");
    ASSERT_NE(description, std::string::npos) << xmp;
    EXPECT_NE(xmp.find(kChineseText, description), std::string::npos);
    EXPECT_NE(xmp.find("family album"), std::string::npos);
    EXPECT_NE(xmp.find("dc:format=\"image/webp\""), std::string::npos);
    // The photo's own XMP stands in it as well, and the word on it is the only one.
    EXPECT_NE(xmp.find("<dc:title>"), std::string::npos);
    EXPECT_TRUE(readProvenance(ofSidecar(*encoded)));
    ASSERT_EQ(encoded->warnings.size(), 1u);
    EXPECT_NE(encoded->warnings[0].text().find(".xmp"), std::string::npos);
}

TEST(Sidecar, HoldsWhatXmpCanTellOfABmpAndNamesTheRest) {
    const auto encoded = encodePhoto(cameraPhoto(FileFormat::Bmp), restoring(FileFormat::Bmp));
    ASSERT_TRUE(encoded);
    ASSERT_TRUE(encoded->sidecar);
    const std::string& xmp = *encoded->sidecar;
    for (const char* text : {"1957-08-14T10:00:00", "Seagull", "Haiou-64 58mm", "A. Photographer",
                             "GPSLongitude", "family album", kChineseText}) {
        EXPECT_NE(xmp.find(text), std::string::npos) << text << "\n" << xmp;
    }
    EXPECT_TRUE(readProvenance(ofSidecar(*encoded)));
    EXPECT_EQ(warningsAbout(encoded->warnings, "entry Exif.Photo.MakerNote could not"), 1);
    // The XMP has another latitude than the Exif data.
    EXPECT_EQ(warningsAbout(encoded->warnings, "entry Xmp.exif.GPSLatitude could not"), 1);
    EXPECT_EQ(warningsAbout(encoded->warnings, "ProcessingSoftware"), 0);
}

TEST(Sidecar, KeepsToThePolicy) {
    const auto encoded = encodePhoto(cameraPhoto(FileFormat::Bmp),
                                     restoring(FileFormat::Bmp, MetadataPolicy::KeepWithoutGps));
    ASSERT_TRUE(encoded && encoded->sidecar);
    EXPECT_EQ(encoded->sidecar->find("GPS"), std::string::npos);
    EXPECT_NE(encoded->sidecar->find("family album"), std::string::npos);

    const auto stripped = encodePhoto(cameraPhoto(FileFormat::Bmp),
                                      restoring(FileFormat::Bmp, MetadataPolicy::Strip));
    ASSERT_TRUE(stripped && stripped->sidecar);
    EXPECT_EQ(stripped->sidecar->find("Seagull"), std::string::npos);
    EXPECT_TRUE(readProvenance(ofSidecar(*stripped)));
}

TEST(Sidecar, HoldsTheLargeExifEntriesThatAJpegCannot) {
    ExifBuilder builder = cameraExif();
    builder.photo.blob(0x927D, Bytes(3, 1));
    Bytes comment{'A', 'S', 'C', 'I', 'I', 0, 0, 0};
    comment.insert(comment.end(), 70000, 'x');
    builder.photo.blob(0x9286, comment);
    Photo photo = cameraPhoto(FileFormat::Jpeg);
    photo.metadata.exif = builder.build();
    const auto encoded = encodePhoto(photo, restoring(FileFormat::Jpeg));
    ASSERT_TRUE(encoded);
    ASSERT_TRUE(encoded->sidecar);
    EXPECT_NE(encoded->sidecar->find(std::string(70000, 'x')), std::string::npos);
    EXPECT_EQ(warningsAbout(encoded->warnings, "64 KB"), 1);
    const auto read = decodePhoto(encoded->file, "a.jpg");
    ASSERT_TRUE(read);
    EXPECT_EQ(summarise(read->metadata).captureTime, "1957:08:14 10:00:00");
}

TEST(Sidecar, EachEntryThatIsGoneIsNamed) {
    const MetadataBlocks wanted = cameraPhoto(FileFormat::Jpeg).metadata;
    MetadataBlocks held = wanted;
    ExifBuilder other = cameraExif();
    other.photo = ExifDirectory{};
    other.photo.text(0x9003, "1957:08:14 10:00:01").longValue(0xA002, 4000).longValue(0xA003, 3000);
    held.exif = other.build();
    std::vector<Message> warnings;
    const auto sidecar = sidecarFor(wanted, held, FileFormat::Jpeg, warnings);
    ASSERT_TRUE(sidecar);
    EXPECT_NE(sidecar->find("1957-08-14T10:00:00"), std::string::npos);
    EXPECT_NE(sidecar->find("Haiou-64 58mm"), std::string::npos);
    EXPECT_EQ(warningsAbout(warnings, "Exif.Photo.MakerNote"), 1);
    EXPECT_EQ(warningsAbout(warnings, "Exif.Photo.DateTimeOriginal"), 0);
}

TEST(Sidecar, NothingIsSaidWhereNothingIsLost) {
    const MetadataBlocks wanted = cameraPhoto(FileFormat::Jpeg).metadata;
    std::vector<Message> warnings;
    EXPECT_FALSE(sidecarFor(wanted, wanted, FileFormat::Jpeg, warnings));
    EXPECT_TRUE(warnings.empty());
}

TEST(Sidecar, IsNoLongerOursOnceSomebodyChangedIt) {
    for (const auto format : {FileFormat::Bmp, FileFormat::WebP}) {
        const auto encoded = encodePhoto(cameraPhoto(format), restoring(format));
        ASSERT_TRUE(encoded && encoded->sidecar);
        ASSERT_TRUE(isOwnSidecar(*encoded->sidecar, format));
        for (const auto& [from, to] :
             {std::pair("family album", "Aunt Mei"),
              std::pair("tiff:Orientation=\"1\"", "tiff:Orientation=\"6\""),
              std::pair("tiff:Orientation", "xmp:Rating=\"5\" tiff:Orientation"),
              std::pair("tiff:Orientation=\"1\"", ""), std::pair(kChineseText, "外婆")}) {
            std::string changed = *encoded->sidecar;
            const auto at = changed.rfind(from);
            ASSERT_NE(at, std::string::npos) << from << changed;
            changed.replace(at, std::string_view(from).size(), to);
            EXPECT_FALSE(isOwnSidecar(changed, format)) << changed;
        }
        std::string laidOutAnew = *encoded->sidecar;
        laidOutAnew.insert(laidOutAnew.find(" tiff:Orientation"), "\n\n");
        EXPECT_TRUE(isOwnSidecar(laidOutAnew, format)) << laidOutAnew;
    }
}

TEST(Sidecar, IsKnownAsOursForItsOwnFormatOnly) {
    const auto encoded = encodePhoto(cameraPhoto(FileFormat::Bmp), restoring(FileFormat::Bmp));
    ASSERT_TRUE(encoded && encoded->sidecar);
    EXPECT_TRUE(isOwnSidecar(*encoded->sidecar, FileFormat::Bmp));
    EXPECT_FALSE(isOwnSidecar(*encoded->sidecar, FileFormat::WebP));
    EXPECT_FALSE(isOwnSidecar(sampleXmp(), FileFormat::Bmp));
    EXPECT_FALSE(isOwnSidecar("no XMP", FileFormat::Bmp));
    EXPECT_EQ(sidecarPath("a/b_restored (2).bmp"), std::filesystem::path("a/b_restored (2).xmp"));
}

}  // namespace
}  // namespace heirloom
