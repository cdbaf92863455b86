// Metadata beyond what one segment holds, and what stands behind a picture.
#include <algorithm>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/metadata/metadata.h"
#include "tests/core/metadata/metadata_blocks.h"

namespace heirloom {
namespace {

using namespace testing;

std::string xmpWithNotes(const std::vector<std::size_t>& lengths) {
    std::string properties;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const std::string name = "family:Note" + std::to_string(i);
        properties += "<" + name + ">" + std::string(lengths[i], static_cast<char>('a' + i)) +
                      "</" + name + ">";
    }
    std::string packet = sampleXmp();
    packet.insert(packet.find("</rdf:RDF>"),
                  "<rdf:Description rdf:about=\"\" xmlns:family=\"http://example.org/family/\">" +
                      properties + "</rdf:Description>");
    return packet;
}

std::size_t countOf(ByteView file, const std::string& text) {
    std::size_t count = 0;
    for (auto at = file.begin();; ++at, ++count) {
        at = std::search(at, file.end(), text.begin(), text.end());
        if (at == file.end()) return count;
    }
}

TEST(LargeMetadata, TwoMegabytesOfXmpAreKeptByEveryFormat) {
    const std::vector<std::size_t> lengths{2000000, 50000, 30000, 100};
    for (const auto format : kFormats) {
        Photo photo = samplePhoto(40, 30, PixelLayout::Rgb, false, format);
        photo.metadata.xmp = xmpWithNotes(lengths);
        const auto encoded = encodePhoto(photo, {});
        ASSERT_TRUE(encoded);
        EXPECT_TRUE(encoded->warnings.empty()) << encoded->warnings.front().text();
        EXPECT_FALSE(encoded->sidecar);
        const auto read = decodePhoto(encoded->file, "a");
        ASSERT_TRUE(read);
        EXPECT_TRUE(read->source.warnings.empty());
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            EXPECT_NE(read->metadata.xmp.find(std::string(lengths[i], static_cast<char>('a' + i))),
                      std::string::npos)
                << formatName(format) << " " << i;
        }
        EXPECT_NE(read->metadata.xmp.find(kChineseText), std::string::npos);
        EXPECT_EQ(read->metadata.xmp.find("HasExtendedXMP"), std::string::npos);
    }
}

TEST(LargeMetadata, ABrokenExtensionIsNamedAndTheRestKept) {
    Photo photo = samplePhoto(40, 30, PixelLayout::Rgb, false, FileFormat::Jpeg);
    photo.metadata.xmp = xmpWithNotes({150000});
    Bytes file = encoded(photo, FileFormat::Jpeg);
    const std::string name = "http://ns.adobe.com/xmp/extension/";
    ASSERT_EQ(countOf(file, name), 3u);
    // The second part is not found any more.
    auto part = std::search(file.begin(), file.end(), name.begin(), name.end());
    part = std::search(part + 1, file.end(), name.begin(), name.end());
    *part = 'x';
    const auto read = decodePhoto(file, "a.jpg");
    ASSERT_TRUE(read);
    EXPECT_EQ(warningsAbout(read->source.warnings, "second part is broken"), 1);
    EXPECT_NE(read->metadata.xmp.find(kChineseText), std::string::npos);
}

TEST(LargeMetadata, TheSecondRoundKeepsTheSame) {
    Photo photo = samplePhoto(40, 30, PixelLayout::Rgb, false, FileFormat::Jpeg);
    photo.metadata.xmp = xmpWithNotes({150000, 10});
    const auto once = decodePhoto(encoded(photo, FileFormat::Jpeg), "a.jpg");
    ASSERT_TRUE(once);
    const auto twice = decodePhoto(encoded(*once, FileFormat::Jpeg), "a.jpg");
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->metadata.xmp, once->metadata.xmp);
}

TEST(LargeMetadata, AProfileOfAMegabyteIsKeptByEveryFormat) {
    // Private tags may be of any size; the profile stays valid.
    Bytes profile = rgbProfile();
    const std::size_t size = std::size_t{1} << 20;
    for (std::size_t i = profile.size(); i < size; ++i) {
        profile.push_back(static_cast<std::uint8_t>(i * 2654435761u >> 13));
    }
    for (int i = 0; i < 4; ++i) profile[i] = static_cast<std::uint8_t>(size >> (24 - 8 * i));
    for (const auto format : kFormats) {
        Photo photo = samplePhoto(40, 30, PixelLayout::Rgb, false, format);
        photo.iccProfile = profile;
        const auto read = decodePhoto(encoded(photo, format), "a");
        ASSERT_TRUE(read);
        EXPECT_EQ(read->iccProfile, profile) << formatName(format);
    }
}

TEST(JpegLeftovers, PicturesBehindTheMainOneAreNamed) {
    const Bytes plain = plainJpeg(samplePixels(40, 30, PixelLayout::Rgb), {});
    EXPECT_TRUE(decodePhoto(plain, "a.jpg")->source.warnings.empty());
    Bytes padded = plain;
    padded.resize(padded.size() + 4096);
    EXPECT_TRUE(decodePhoto(padded, "a.jpg")->source.warnings.empty());

    Bytes trailing = plain;
    trailing.insert(trailing.end(), plain.begin(), plain.end());
    const auto behind = decodePhoto(trailing, "a.jpg");
    ASSERT_TRUE(behind);
    EXPECT_EQ(warningsAbout(behind->source.warnings,
                            "goes on for " + std::to_string(plain.size()) + " bytes"),
              1);

    Bytes listed = plain;
    const Bytes segment{0xFF, 0xE2, 0, 8, 'M', 'P', 'F', 0, 'I', 'I'};
    listed.insert(listed.begin() + 2, segment.begin(), segment.end());
    EXPECT_EQ(warningsAbout(decodePhoto(listed, "a.jpg")->source.warnings, "further pictures"), 1);
}

TEST(BigTiff, CarriesMetadataThereAndBack) {
    const MetadataBlocks blocks{cameraExif().build(), sampleIptc(), sampleXmp()};
    std::vector<Message> warnings;
    const auto file = embedMetadata(plainBigTiff(), FileFormat::Tiff, blocks, warnings);
    ASSERT_TRUE(file);
    EXPECT_TRUE(warnings.empty());
    const auto read = decodePhoto(*file, "a.tif");
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(cv::norm(read->pixels, samplePixels(40, 30, PixelLayout::Rgb), cv::NORM_INF), 0.0);
    EXPECT_TRUE(read->source.warnings.empty()) << read->source.warnings.front().text();
    EXPECT_EQ(read->metadata.xmp, blocks.xmp);
    EXPECT_EQ(read->metadata.iptc, blocks.iptc);
    EXPECT_TRUE(containsBytes(read->metadata.exif, makerNoteBytes()));
    EXPECT_TRUE(containsText(read->metadata.exif, kChineseText));
    const MetadataSummary summary = summarise(read->metadata);
    EXPECT_EQ(summary.captureTime, "1957:08:14 10:00:00");
    EXPECT_EQ(summary.lens, "Haiou-64 58mm");
    EXPECT_TRUE(summary.hasGps);
    // And on into a classic TIFF.
    const auto classic = encodePhoto(*read, {});
    ASSERT_TRUE(classic);
    EXPECT_TRUE(classic->warnings.empty()) << classic->warnings.front().text();
}

TEST(BigTiff, BrokenDirectoriesAreReadWithinTheFile) {
    std::vector<Message> warnings;
    const auto file = embedMetadata(plainBigTiff(), FileFormat::Tiff,
                                    {cameraExif().build(), sampleIptc(), sampleXmp()}, warnings);
    ASSERT_TRUE(file);
    for (std::size_t at = 8; at < file->size(); ++at) {
        for (const int bit : {0, 7}) {
            Bytes broken = *file;
            broken[at] ^= static_cast<std::uint8_t>(1 << bit);
            readMetadata(broken, FileFormat::Tiff, warnings);
        }
    }
    for (std::size_t size = 0; size < file->size(); size += 7) {
        readMetadata(ByteView(*file).first(size), FileFormat::Tiff, warnings);
    }
}

TEST(Place, CoordinatesInXmpStructuresGoAndTheNamesOfPlacesStay) {
    std::string packet = sampleXmp();
    packet.insert(packet.find("</rdf:RDF>"),
                  "<rdf:Description rdf:about=\"\" "
                  "xmlns:Iptc4xmpExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\" "
                  "xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" "
                  "xmlns:exif=\"http://ns.adobe.com/exif/1.0/\" "
                  "xmlns:geo=\"http://www.w3.org/2003/01/geo/wgs84_pos#\" geo:lat=\"30.2514\" "
                  "photoshop:City=\"杭州\"><Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li "
                  "rdf:parseType=\"Resource\"><Iptc4xmpExt:City>Hangzhou</Iptc4xmpExt:City>"
                  "<exif:GPSLongitude>120,9.5E</exif:GPSLongitude></rdf:li></rdf:Bag>"
                  "</Iptc4xmpExt:LocationShown></rdf:Description>");
    MetadataUpdate update;
    update.policy = MetadataPolicy::KeepWithoutGps;
    std::vector<Message> warnings;
    const auto updated =
        updatedMetadata({cameraExif().build(), sampleIptc(), packet}, update, warnings);
    for (const char* text : {"120,9.5E", "30,15.5253N", "30.2514"}) {
        EXPECT_EQ(updated.xmp.find(text), std::string::npos) << text;
    }
    EXPECT_NE(updated.xmp.find("Hangzhou"), std::string::npos);
    EXPECT_NE(updated.xmp.find("杭州"), std::string::npos);
    EXPECT_TRUE(containsText(updated.iptc, kChineseText));
    // The camera's notes cannot be looked into.
    EXPECT_EQ(warningsAbout(warnings, "MakerNote"), 1);
    EXPECT_EQ(warnings.size(), 1u);
}

}  // namespace
}  // namespace heirloom
